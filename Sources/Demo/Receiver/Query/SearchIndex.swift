import Foundation

/// An index as queries use it: which fields can be searched, and how their texts are cut into words.
struct SearchIndex {
    enum Kind: String { case text, long, double, json }

    struct Field {
        var kind: Kind
        var rule: WordRule
        /// Of a JSON field: the kinds of the paths that are named.
        var paths: [String: Kind] = [:]
        /// Of a JSON field: whether texts at any other path can be searched as well.
        var isWhole = false
    }

    /// Where a key of a search leads.
    struct Target {
        var name: String
        /// Inside the JSON of the field; nil for the field itself.
        var path: [Substring]?
        var kind: Kind
        var rule: WordRule
    }

    /// For words without a key; nil when there is no full text index.
    let line: WordRule?
    private let fields: [String: Field]

    /// Reads what ``IndexRules`` found right; nil for anything else.
    init?(_ body: [UInt8]) {
        guard let index = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] else { return nil }
        line = (index["line"] as? [String: Any]).map(Self.rule)
        var fields: [String: Field] = [:]
        for (name, value) in index["keys"] as? [String: [String: Any]] ?? [:] {
            guard let kind = Self.kind(value) else { continue }
            var field = Field(kind: kind, rule: Self.rule(value))
            field.paths = (value["json_keys"] as? [String: [String: Any]] ?? [:]).compactMapValues(Self.kind)
            field.isWhole = value["index_all"] as? Bool ?? false
            fields[name] = field
        }
        self.fields = fields
    }

    /// The field, or the path inside a JSON field, that `key` names.
    ///
    /// - Throws: What Log Service says of a field that is not in the index.
    func target(of key: String) throws(SearchError) -> Target {
        if let field = fields[key] { return Target(name: key, path: nil, kind: field.kind, rule: field.rule) }
        if ["__topic__", "__source__"].contains(key) || key.hasPrefix("__tag__:") {
            return Target(
                name: key,
                path: nil,
                kind: .text,
                rule: line ?? WordRule(separators: [], isCaseSensitive: false)
            )
        }
        // Of `a` and `a.b` the one that says more, whatever the order of a dictionary.
        for (name, field) in fields.sorted(by: { $0.key.count > $1.key.count })
        where field.kind == .json && key.hasPrefix(name + ".") {
            let path = key.dropFirst(name.count + 1)
            guard let kind = field.paths[String(path)] ?? (field.isWhole ? .text : nil) else { continue }
            return Target(name: name, path: path.split(separator: "."), kind: kind, rule: field.rule)
        }
        throw SearchError(
            message: "key (\(key)) is not config as key value config,if symbol : is  in your log,"
                + "please wrap : with quotation mark \""
        )
    }

    private static func kind(_ field: [String: Any]) -> Kind? { (field["type"] as? String).flatMap(Kind.init) }

    private static func rule(_ part: [String: Any]) -> WordRule {
        WordRule(
            separators: part["token"] as? [String] ?? [],
            isCaseSensitive: part["caseSensitive"] as? Bool ?? false
        )
    }
}
