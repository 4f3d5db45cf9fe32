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

extension IndexRules {
    /// Full text, the fields of a record and all that is in `eventId`: what `eventer demo` begins with.
    static let ofEvents = """
        {"line":{"token":\(separators),"caseSensitive":false,"chn":false},"keys":{\
        "eventId":{"type":"json","token":\(separators),"caseSensitive":false,"chn":false,"doc_value":true,\
        "index_all":true,"max_depth":-1,"json_keys":{\(paths),"count":{"type":"long","doc_value":true}}},\
        "hostname":\(text),"level":\(text),"pod_id":\(text),"pod_name":\(text)},"max_text_len":2048}
        """

    /// Those that the pages and rules of K8s Event Center read, with the aliases that they use.
    private static let paths: String = {
        let aliases = [
            "reason": "reason", "message": "message", "involvedObject.namespace": "object-namespace",
            "involvedObject.name": "object-name",
        ]
        let names = [
            "metadata.namespace", "metadata.name", "metadata.uid", "metadata.resourceVersion", "involvedObject.kind",
            "involvedObject.name", "involvedObject.namespace", "involvedObject.uid", "reason", "message", "type",
            "source.component", "source.host", "reportingComponent", "firstTimestamp", "lastTimestamp", "eventTime",
        ]
        return names.map { name in
            let alias = aliases[name].map { #","alias":"\#($0)""# } ?? ""
            return #""\#(name)":{"type":"text","doc_value":true\#(alias)}"#
        }
        .joined(separator: ",")
    }()

    private static let text =
        #"{"type":"text","token":\#(separators),"caseSensitive":false,"chn":false,"doc_value":true}"#
    private static let separators =
        #"[","," ","'","\"",";","=","(",")","[","]","{","}","?","@","&","<",">","/",":","\n","\t","\r"]"#
}
