/// A field whose values are counted: what the sidebar lists.
package enum Facet: Int, Sendable, CaseIterable {
    case cluster, namespace, type, reason, kind, node, source

    /// What a filter calls it.
    package var field: FilterField {
        switch self {
        case .cluster: .cluster
        case .namespace: .namespace
        case .type: .type
        case .reason: .reason
        case .kind: .kind
        case .node: .node
        case .source: .source
        }
    }

    func value(of event: StoredEvent) -> Symbol {
        switch self {
        case .cluster: event.cluster
        case .namespace: event.namespace
        case .type: event.type
        case .reason: event.reason
        case .kind: event.kind
        case .node: event.node
        case .source: event.component
        }
    }
}

/// Which filters an event passes: that of the table, and for each facet the same without what it says of the facet's field.
struct FilterMatches: OptionSet, Sendable {
    let rawValue: UInt8

    static let filter = FilterMatches(rawValue: 1)

    static func without(_ facet: Facet) -> FilterMatches { FilterMatches(rawValue: 2 << UInt8(facet.rawValue)) }

    static let all = FilterMatches(rawValue: .max)
}

/// Occurrences by value, for each facet.
struct FacetCounts: Sendable {
    private var counts: [[Symbol: Int]] = Array(repeating: [:], count: Facet.allCases.count)

    init() {}

    /// Counts many at once.
    ///
    /// - Parameters:
    ///   - events: All of them; one without matches counts nowhere.
    ///   - symbols: How many texts the pool has.
    init(_ events: [StoredEvent], symbols: Int) {
        // A list that is looked into by number is ten times as fast as a dictionary.
        var sums = Array(repeating: 0, count: symbols)
        for facet in Facet.allCases {
            var values: [Symbol] = []
            for index in events.indices where events[index].matches.contains(.without(facet)) {
                let value = facet.value(of: events[index])
                if sums[Int(value.index)] == 0 { values.append(value) }
                sums[Int(value.index)] += max(1, events[index].count)
            }
            for value in values {
                if value != .empty { counts[facet.rawValue][value] = sums[Int(value.index)] }
                sums[Int(value.index)] = 0
            }
        }
    }

    mutating func add(_ event: StoredEvent, sign: Int) {
        guard !event.matches.isEmpty else { return }
        for facet in Facet.allCases where event.matches.contains(.without(facet)) {
            let value = facet.value(of: event)
            guard value != .empty else { continue }
            let count = counts[facet.rawValue][value, default: 0] + sign * max(1, event.count)
            counts[facet.rawValue][value] = count == 0 ? nil : count
        }
    }

    subscript(facet: Facet) -> [Symbol: Int] { counts[facet.rawValue] }
}

/// The most frequent values of a facet, and how many there are besides.
package struct FacetSummary: Sendable, Equatable {
    package struct Value: Sendable, Equatable {
        package var text: String
        package var count: Int

        package init(text: String, count: Int) {
            self.text = text
            self.count = count
        }
    }

    /// The most frequent first.
    package var values: [Value]
    /// Of all values, also those not listed.
    package var valueCount: Int
    package var occurrences: Int

    package init(values: [Value] = [], valueCount: Int = 0, occurrences: Int = 0) {
        self.values = values
        self.valueCount = valueCount
        self.occurrences = occurrences
    }
}

extension EventTable {
    /// The most frequent values of a facet; see ``values(of:)``.
    ///
    /// - Parameters:
    ///   - facet: Whose values.
    ///   - limit: The most values listed; the others cost next to nothing.
    ///   - part: Only values that have it in them, whatever the case; empty takes all.
    /// - Returns: The values, and the sums over all that have `part`.
    package func summary(of facet: Facet, limit: Int, containing part: String = "") -> FacetSummary {
        var counts = Array(facets[facet])
        if !part.isEmpty {
            let part = part.lowercased()
            counts = counts.filter { pool.text($0.key).lowercased().contains(part) }
        }
        var summary = FacetSummary(valueCount: counts.count, occurrences: counts.reduce(0) { $0 + $1.value })
        if counts.count > limit {
            let least = counts.map(\.value).sorted(by: >)[max(0, limit - 1)]
            counts = counts.filter { $0.value >= least }
        }
        let values = counts.map { FacetSummary.Value(text: pool.text($0.key), count: $0.value) }
        summary.values = Array(values.sorted { ($1.count, $0.text) < ($0.count, $1.text) }.prefix(limit))
        return summary
    }

    /// How often events with that value occurred; see ``values(of:)``.
    package func count(of value: String, in facet: Facet) -> Int {
        pool.existing(value).flatMap { facets[facet][$0] } ?? 0
    }
}
