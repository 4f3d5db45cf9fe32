extension FilterTest {
    func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { matches(String(decoding: bytes, as: UTF8.self)) }
}
extension FilterField {
    enum Level { case event, group }
    var level: Level { self == .count ? .group : .event }
}
extension FilterNode {
    var hasGroupTerm: Bool {
        switch self {
        case .every(let nodes), .some(let nodes): nodes.contains(where: \.hasGroupTerm)
        case .not(let node): node.hasGroupTerm
        case .term(let field, _): field.level == .group
        }
    }
}
extension EventFilter {
    var dependsOnTime: Bool { false }
    func split() -> (events: FilterNode?, groups: FilterNode?) {
        guard let node else { return (nil, nil) }
        guard case .every(let nodes) = node else { return node.hasGroupTerm ? (nil, node) : (node, nil) }
        let events = nodes.filter { !$0.hasGroupTerm }
        let groups = nodes.filter { $0.hasGroupTerm }
        return (events.isEmpty ? nil : .every(events), groups.isEmpty ? nil : .every(groups))
    }
    func without(_ field: FilterField) -> EventFilter {
        func speaksOnly(_ node: FilterNode) -> Bool {
            switch node {
            case .every(let nodes), .some(let nodes): nodes.allSatisfy(speaksOnly)
            case .not(let node): speaksOnly(node)
            case .term(let other, _): other == field
            }
        }
        guard let node else { return self }
        guard case .every(let nodes) = node else { return speaksOnly(node) ? .everything : self }
        let rest = nodes.filter { !speaksOnly($0) }
        return EventFilter(text: text, node: rest.isEmpty ? nil : .every(rest))
    }
}
extension EventFilter {
    var mentionsSnoozed: Bool { false }
}
extension EventTable {
    func passes(_ index: Slot, _ field: FilterField, _ test: FilterTest) -> Bool {
        field == .count && test.matches(groups[Int(index)].count)
    }
}
