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
}

/// Which filters an event passes: that of the table, and for each facet the same without what it says of the facet's field.
struct FilterMatches: OptionSet, Sendable {
    let rawValue: UInt8

    static let filter = FilterMatches(rawValue: 1)

    static func without(_ facet: Facet) -> FilterMatches { FilterMatches(rawValue: 2 << UInt8(facet.rawValue)) }

    static let all = FilterMatches(rawValue: .max)
}

/// Occurrences by value, for each facet.
///
/// Values are few and get small numbers of their own: a list that is looked into by number is ten times as fast as a dictionary.
struct FacetCounts: Sendable {
    /// By symbol, the number of a value; -1 for a text that is no value of any facet.
    private var numbers: [Int32] = []
    /// By number.
    private var values: [Symbol] = []
    /// For each facet, the occurrences by number; values past the end have none.
    private var counts: [[Int]] = Array(repeating: [], count: Facet.allCases.count)

    init() {}

    /// Begins to count anew.
    mutating func clear() {
        for facet in counts.indices { counts[facet] = [] }
    }

    mutating func add(_ event: StoredEvent, sign: Int) {
        guard !event.matches.isEmpty else { return }
        let count = sign * max(1, event.count)
        add(event.cluster, count, to: .cluster, event.matches)
        add(event.namespace, count, to: .namespace, event.matches)
        add(event.type, count, to: .type, event.matches)
        add(event.reason, count, to: .reason, event.matches)
        add(event.kind, count, to: .kind, event.matches)
        add(event.node, count, to: .node, event.matches)
        add(event.component, count, to: .source, event.matches)
    }

    private mutating func add(_ value: Symbol, _ count: Int, to facet: Facet, _ matches: FilterMatches) {
        guard value != .empty, matches.contains(.without(facet)) else { return }
        let number = number(of: value)
        if number >= counts[facet.rawValue].count {
            counts[facet.rawValue] += Array(repeating: 0, count: values.count - counts[facet.rawValue].count)
        }
        counts[facet.rawValue][number] += count
    }

    private mutating func number(of value: Symbol) -> Int {
        let index = Int(value.index)
        if index < numbers.count, numbers[index] >= 0 { return Int(numbers[index]) }
        if index >= numbers.count { numbers += Array(repeating: -1, count: index * 5 / 4 + 64 - numbers.count) }
        numbers[index] = Int32(values.count)
        values.append(value)
        return values.count - 1
    }

    /// The values that occur, in no particular order.
    subscript(facet: Facet) -> [(value: Symbol, count: Int)] {
        zip(values, counts[facet.rawValue]).filter { $1 != 0 }.map { (value: $0, count: $1) }
    }

    /// How often a value occurs.
    func count(of value: Symbol, in facet: Facet) -> Int {
        guard Int(value.index) < numbers.count, numbers[Int(value.index)] >= 0 else { return 0 }
        let number = Int(numbers[Int(value.index)])
        return number < counts[facet.rawValue].count ? counts[facet.rawValue][number] : 0
    }
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
        var counts = facets[facet]
        if !part.isEmpty {
            let part = part.lowercased()
            counts = counts.filter { pool.text($0.value).lowercased().contains(part) }
        }
        var summary = FacetSummary(valueCount: counts.count, occurrences: counts.reduce(0) { $0 + $1.count })
        if counts.count > limit {
            let least = counts.map(\.count).sorted(by: >)[max(0, limit - 1)]
            counts = counts.filter { $0.count >= least }
        }
        let values = counts.map { FacetSummary.Value(text: pool.text($0.value), count: $0.count) }
        summary.values = Array(values.sorted { ($1.count, $0.text) < ($0.count, $1.text) }.prefix(limit))
        return summary
    }

    /// How often events with that value occurred; see ``values(of:)``.
    package func count(of value: String, in facet: Facet) -> Int {
        pool.existing(value).map { facets.count(of: $0, in: facet) } ?? 0
    }
}
