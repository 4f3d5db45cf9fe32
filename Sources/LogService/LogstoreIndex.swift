/// What of the logs can be searched: full text, and fields of their own.
///
/// Log Service replaces an index as a whole, so it is read, added to and written back with all that was in it.
package struct LogstoreIndex: Sendable, Equatable {
    /// As Log Service gives and takes it.
    package private(set) var definition: [String: JSONValue]

    package init(_ definition: [String: JSONValue]) {
        self.definition = definition
    }

    /// Whether a word is found in any field.
    package var isFullText: Bool { definition["line"]?.members != nil }

    /// The fields with an index of their own.
    package var fields: Set<String> { Set(keys.keys) }

    /// The fields, and the paths inside those that hold JSON: `eventId`, `eventId.reason`.
    package var paths: Set<String> {
        keys.reduce(into: []) { paths, key in
            paths.insert(key.key)
            for inner in Self.inner(of: key.value).keys { paths.insert(key.key + "." + inner) }
        }
    }

    private var keys: [String: JSONValue] { definition["keys"]?.members ?? [:] }

    private static func inner(of field: JSONValue) -> [String: JSONValue] {
        field.members?["json_keys"]?.members ?? [:]
    }
}

extension LogstoreIndex {
    /// What adding to an index came to.
    package struct Addition: Sendable, Equatable {
        /// What was not there before, in order: `full text`, `level`, `eventId.reason`.
        package var added: [String] = []
        /// What is there as something else, and stays so: fields that should be JSON.
        package var differing: [String] = []
    }

    /// Adds what `wanted` has and this one has not; nothing is taken away or changed.
    package mutating func add(_ wanted: LogstoreIndex) -> Addition {
        var addition = Addition()
        // The time of its last change is Log Service's to say.
        definition["lastModifyTime"] = nil
        for (name, value) in wanted.definition where name != "keys" && definition[name] == nil {
            definition[name] = value
            if name == "line" { addition.added.append("full text") }
        }
        var keys = self.keys
        // An alias that is the name of a field is refused as well.
        var aliases = Set(keys.values.flatMap(Self.aliases)).union(keys.keys).union(wanted.keys.keys)
        for (name, field) in wanted.keys.sorted(by: { $0.key < $1.key }) {
            keys[name] = Self.merged(keys[name], field, name, &aliases, &addition)
        }
        definition["keys"] = .object(keys)
        return addition
    }

    private static func merged(
        _ present: JSONValue?,
        _ wanted: JSONValue,
        _ name: String,
        _ aliases: inout Set<String>,
        _ addition: inout Addition
    ) -> JSONValue {
        let isJSON = wanted.members?["type"]?.text == "json"
        guard var field = present?.members else {
            addition.added.append(name)
            guard isJSON, var new = wanted.members else { return wanted }
            new["json_keys"] = [:]
            return add(inner(of: wanted), to: new, name, &aliases, &addition)
        }
        guard isJSON else { return .object(field) }
        guard field["type"]?.text == "json" else {
            addition.differing.append(name)
            return .object(field)
        }
        field["json_keys"] = field["json_keys"] ?? [:]
        return add(inner(of: wanted), to: field, name, &aliases, &addition)
    }

    private static func add(
        _ wanted: [String: JSONValue],
        to field: [String: JSONValue],
        _ name: String,
        _ aliases: inout Set<String>,
        _ addition: inout Addition
    ) -> JSONValue {
        var field = field
        var inner = field["json_keys"]?.members ?? [:]
        for (path, value) in wanted.sorted(by: { $0.key < $1.key }) where inner[path] == nil {
            var value = value.members ?? [:]
            // Two fields of one alias are refused, so one that was given away already is not given again.
            if let alias = value["alias"]?.text, !aliases.insert(alias).inserted { value["alias"] = nil }
            inner[path] = .object(value)
            addition.added.append(name + "." + path)
        }
        field["json_keys"] = .object(inner)
        return .object(field)
    }

    /// The aliases of a field and of the paths inside it.
    private static func aliases(of field: JSONValue) -> [String] {
        ([field] + inner(of: field).values).compactMap { $0.members?["alias"]?.text }
    }
}

extension LogstoreIndex: Codable {
    package init(from decoder: any Decoder) throws {
        let members = try decoder.singleValueContainer().decode([String: JSONValue].self)
        for part in ["line", "keys"] {
            guard let value = members[part], value != .null else { continue }
            guard value.members != nil else {
                throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "\(part) is no object"))
            }
        }
        self.init(members)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(definition)
    }
}
