package import Basics

/// Many filters asked of the same events, at little more than the price of those that match.
///
/// What the reason, the type and the kind of an event rule out is worked out once for each such combination: of forty filters that
/// name a reason, two or three are asked of an event.
package struct FilterSwitch: Sendable {
    private struct Heading: Hashable {
        var reason: String
        var type: String
        var kind: String
    }

    /// The most combinations remembered; reasons come from outside and have no end.
    private static let mostHeadings = 4096

    private let filters: [EventFilter]
    private var candidates: [Heading: [Int]] = [:]

    package init(_ filters: [EventFilter]) {
        self.filters = filters
    }

    /// Which of the filters, by their index, show `event` when it is `now`; in rising order.
    package mutating func matches(_ event: KubeEvent, at now: Timestamp) -> [Int] {
        candidates(for: event).filter { filters[$0].matches(event, at: now) }
    }

    private mutating func candidates(for event: KubeEvent) -> [Int] {
        let heading = Heading(reason: event.reason, type: event.type, kind: event.object.kind)
        if let known = candidates[heading] { return known }
        let found = filters.indices.filter { filters[$0].node?.answer(to: event) != false }
        if candidates.count >= Self.mostHeadings { candidates.removeAll() }
        candidates[heading] = found
        return found
    }
}

extension FilterNode {
    /// What the reason, type and kind of `event` alone say; nil when they leave it open.
    fileprivate func answer(to event: KubeEvent) -> Bool? {
        switch self {
        case .every(let nodes):
            let answers = nodes.map { $0.answer(to: event) }
            return answers.contains(false) ? false : answers.contains(nil) ? nil : true
        case .some(let nodes):
            let answers = nodes.map { $0.answer(to: event) }
            return answers.contains(true) ? true : answers.contains(nil) ? nil : false
        case .not(let node): return node.answer(to: event).map { !$0 }
        case .term(.reason, let test): return test.matches(event.reason)
        case .term(.type, let test): return test.matches(event.type)
        case .term(.kind, let test): return test.matches(event.object.kind)
        case .term: return nil
        }
    }
}
