import Basics

/// What a filter asks, as a tree.
indirect enum FilterNode: Sendable, Equatable {
    case every([FilterNode])
    case some([FilterNode])
    case not(FilterNode)
    case term(FilterField, FilterTest)

    /// All of `nodes`, with conjunctions among them opened up; nil when there is none.
    static func all(of nodes: [FilterNode]) -> FilterNode? {
        let parts = nodes.flatMap { if case .every(let parts) = $0 { parts } else { [$0] } }
        return parts.count > 1 ? .every(parts) : parts.first
    }

    /// Any of `nodes`, with alternatives among them opened up; nil when there is none.
    static func any(of nodes: [FilterNode]) -> FilterNode? {
        let parts = nodes.flatMap { if case .some(let parts) = $0 { parts } else { [$0] } }
        return parts.count > 1 ? .some(parts) : parts.first
    }

    /// The terms, from left to right.
    var terms: [(field: FilterField, test: FilterTest)] {
        switch self {
        case .every(let nodes), .some(let nodes): nodes.flatMap(\.terms)
        case .not(let node): node.terms
        case .term(let field, let test): [(field, test)]
        }
    }

    /// Whether some term asks of a group's totals.
    var asksGroup: Bool { terms.contains { $0.field.level == .group } }

    /// Whether what matches may change while nothing but time passes.
    var dependsOnTime: Bool {
        terms.contains { field, test in
            field == .rate
                || test.all.contains { test in
                    switch test {
                    case .age: true
                    case .flag(let flag): !flag.isDisjoint(with: [.new, .stale])
                    default: false
                    }
                }
        }
    }
}

/// What a filter can be asked of, one event or a group: texts, numbers and times.
protocol FilterSubject {
    /// Calls `body` with the UTF-8 of a text.
    func withBytes(of column: FilterField.Column, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool
    var count: Int { get }
    var firstSeen: Timestamp { get }
    var lastSeen: Timestamp { get }
    func flags(at now: Timestamp) -> FilterFlags
}

extension FilterSubject {
    /// From first to last in microseconds, never below 0.
    var span: Int { Int(max(0, lastSeen.microseconds(since: firstSeen))) }

    /// Occurrences a minute from first to last; of less than a minute, as if it had been a minute.
    var rate: Double { Double(count) / max(1, Double(span) / 60_000_000) }
}

extension FilterNode {
    /// Whether `subject` passes when it is `now`.
    func matches(_ subject: some FilterSubject, at now: Timestamp) -> Bool {
        switch self {
        case .every(let nodes): nodes.allSatisfy { $0.matches(subject, at: now) }
        case .some(let nodes): nodes.contains { $0.matches(subject, at: now) }
        case .not(let node): !node.matches(subject, at: now)
        case .term(.count, let test): test.matches(subject.count)
        case .term(.rate, let test): test.matches(subject.rate)
        case .term(.duration, let test): test.matches(subject.span)
        case .term(.last, let test): test.matches(subject.lastSeen, at: now)
        case .term(.first, let test): test.matches(subject.firstSeen, at: now)
        case .term(.flag, let test): test.matches(subject.flags(at: now))
        case .term(let field, let test):
            field.columns.contains { column in subject.withBytes(of: column) { test.matches($0) } }
        }
    }
}
