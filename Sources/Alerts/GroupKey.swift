import Events

/// The cluster, and the values that the events of one incident share.
struct GroupKey: Sendable, Hashable, Codable {
    var cluster: String
    /// In the order of the rule's fields.
    var values: [String]

    enum CodingKeys: String, CodingKey {
        case cluster = "c"
        case values = "v"
    }

    init(_ event: KubeEvent, _ grouping: [FilterField]) {
        cluster = event.cluster
        values = grouping.map { event.value(of: $0) }
    }
}

extension GroupKey: Comparable {
    static func < (left: GroupKey, right: GroupKey) -> Bool {
        left.cluster == right.cluster
            ? left.values.lexicographicallyPrecedes(right.values) : left.cluster < right.cluster
    }
}

extension KubeEvent {
    /// The value of a field that may group events, as a filter sees it; empty for any other.
    func value(of field: FilterField) -> String {
        switch field {
        case .namespace: object.namespace.isEmpty ? namespace : object.namespace
        case .kind: object.kind
        case .name: object.name
        case .object: object.kind + "/" + object.name
        case .reason: reason
        case .type: type
        case .message: message
        case .source: component
        case .node: node
        case .uid: object.uid
        case .container: container
        default: ""
        }
    }

    /// `app` of `spec.containers{app}`, else the whole path.
    private var container: String {
        let path = object.fieldPath
        guard let end = path.lastIndex(of: "}"), let start = path[..<end].lastIndex(of: "{") else { return path }
        return String(path[path.index(after: start)..<end])
    }
}

extension AlertRule {
    /// The filter that shows the events of a group: the rule's own and the group's values.
    func filterText(of key: GroupKey) -> String {
        let values = zip(grouping, key.values).map { field, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return field.rawValue + ":\"" + escaped + "\""
        }
        // In quotes every value can be read; were one not, the rule's own filter would still show it among others.
        guard let group = try? EventFilter(parsing: values.joined(separator: " ")) else { return filter.text }
        return filter.and(group).text
    }

    /// The condition in one line: `count 1 in 6m of reason:Failed kind:Pod by ns, name, node`.
    package var condition: String {
        var text = "count \(count) in \(window.text)"
        if pending > .zero { text += " for \(pending.text)" }
        text += " of " + (filter.isEmpty ? "all" : filter.text)
        if let ignore, !ignore.isEmpty { text += " but not \(ignore.text)" }
        if takesRest { text += " that no other rule shows" }
        if !grouping.isEmpty { text += " by " + grouping.map(\.rawValue).joined(separator: ", ") }
        return text
    }
}

extension Duration {
    /// `6m`, as ``DurationText`` writes it.
    var text: String { DurationText.text(microseconds) }
}
