import Foundation

/// What Log Service accepts as an index (`sls-protocol.md` section 6).
enum IndexRules {
    /// - Parameter body: The JSON of an index.
    ///
    /// - Throws: 400 `IndexInfoInvalid`, with the part at fault.
    static func check(_ body: [UInt8]) throws(Refusal) {
        guard let index = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] else {
            throw refusal("the body is no JSON object")
        }
        guard index["line"] != nil || index["keys"] != nil else { throw refusal("neither line nor keys") }
        if let line = index["line"] {
            guard let line = line as? [String: Any] else { throw refusal("line is no object") }
            try checkTokens(of: line, "line")
        }
        guard let keys = (index["keys"] ?? [String: Any]()) as? [String: Any] else {
            throw refusal("keys is no object")
        }
        var names = Set(keys.keys)
        for (name, key) in keys.sorted(by: { $0.key < $1.key }) { try check(key, name, isInner: false, &names) }
    }

    private static func check(_ key: Any, _ name: String, isInner: Bool, _ names: inout Set<String>) throws(Refusal) {
        guard let key = key as? [String: Any], let type = key["type"] as? String else {
            throw refusal("\(name) has no type")
        }
        let types = isInner ? ["text", "long", "double"] : ["text", "long", "double", "json"]
        guard types.contains(type) else { throw refusal("\(name) has the type \(type)") }
        if !isInner, type == "text" || type == "json" { try checkTokens(of: key, name) }
        if let alias = key["alias"] as? String, !alias.isEmpty, !names.insert(alias).inserted {
            throw refusal("the alias \(alias) of \(name) is taken")
        }
        guard type == "json", let inner = key["json_keys"] else { return }
        guard let inner = inner as? [String: Any] else { throw refusal("json_keys of \(name) is no object") }
        for (path, key) in inner.sorted(by: { $0.key < $1.key }) {
            try check(key, name + "." + path, isInner: true, &names)
        }
    }

    private static func checkTokens(of part: [String: Any], _ name: String) throws(Refusal) {
        guard let tokens = part["token"] as? [String], tokens.allSatisfy({ $0.utf8.count == 1 }) else {
            throw refusal("token of \(name) is no list of characters")
        }
    }

    private static func refusal(_ text: String) -> Refusal {
        Refusal(400, "IndexInfoInvalid", "The index is invalid: \(text)")
    }
}
