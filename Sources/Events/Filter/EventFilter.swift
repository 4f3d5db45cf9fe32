/// Which events to show: `ns:payments type:Warning !reason:Pulled "no space"`.
///
/// The grammar is that of ``init(parsing:completing:)``. A filter never changes what is watched or forwarded.
package struct EventFilter: Sendable, Equatable {
    /// The filter that shows all.
    package static let everything = EventFilter(text: "", node: nil)

    /// As it was written.
    package let text: String
    let node: FilterNode?

    init(text: String, node: FilterNode?) {
        self.text = text
        self.node = node
    }

    /// Whether it shows all.
    package var isEmpty: Bool { node == nil }

    /// Whether the filter shows `row`.
    package func matches(_ row: EventRow) -> Bool {
        node?.matches(row) ?? true
    }

    /// Whether the filter shows `event`.
    package func matches(_ event: KubeEvent) -> Bool {
        isEmpty || matches(EventRow(event))
    }

    /// Both filters at once.
    package func and(_ other: EventFilter) -> EventFilter {
        guard let node else { return other }
        guard let otherNode = other.node else { return self }
        return EventFilter(text: "(\(text)) (\(other.text))", node: .every([node, otherNode]))
    }

    package static func == (left: EventFilter, right: EventFilter) -> Bool {
        left.text == right.text && left.node == right.node
    }
}

indirect enum FilterNode: Sendable, Equatable {
    case every([FilterNode])
    case some([FilterNode])
    case not(FilterNode)
    case term(FilterField, FilterTest)

    func matches(_ row: EventRow) -> Bool {
        switch self {
        case .every(let nodes): nodes.allSatisfy { $0.matches(row) }
        case .some(let nodes): nodes.contains { $0.matches(row) }
        case .not(let node): !node.matches(row)
        case .term(.count, let test): test.matches(row.count)
        case .term(let field, let test): field.contains(in: row) { test.matches($0) }
        }
    }
}

extension FilterField {
    /// Whether one of the texts that the field stands for passes `test`.
    func contains(in row: EventRow, _ test: (String) -> Bool) -> Bool {
        switch self {
        case .cluster: test(row.cluster)
        case .namespace: test(row.object.namespace.isEmpty ? row.namespace : row.object.namespace)
        case .kind: test(row.object.kind)
        case .name: test(row.object.name)
        case .object: test(row.object.kind + "/" + row.object.name)
        case .reason: test(row.reason)
        case .type: test(row.type)
        case .message: test(row.message)
        case .source: test(row.component)
        case .node: test(row.host)
        case .uid: test(row.object.uid) || test(row.key.uid)
        case .count: false
        case .any:
            test(row.reason) || test(row.object.name) || test(row.message) || test(row.object.kind)
                || test(row.object.namespace) || test(row.namespace) || test(row.host) || test(row.component)
        }
    }
}
