import Events
import TextGrid

/// The sidebar: what the events under the filter have in their fields, and how often.
///
/// What it lists is kept here and brought up to date at most once a second, or when the filter changes: to sort thousands of nodes
/// for each frame would be waste.
struct FacetPanel: Sendable, Equatable {
    struct Value: Sendable, Equatable {
        enum Condition: Sendable, Equatable { case none, included, excluded }

        var text: String
        var count: Int
        var condition = Condition.none
        /// The digit that picks it, of a namespace.
        var number: Int?
    }

    struct Section: Sendable, Equatable {
        var facet: Facet
        var values: [Value]
        /// Of all values, also those not listed.
        var valueCount: Int
        var occurrences: Int

        var hasConditions: Bool { values.contains { $0.condition != .none } }
    }

    /// What the cursor can be on.
    enum Choice: Sendable, Equatable {
        case value(Facet, String)
        case more(Facet)

        var facet: Facet {
            switch self {
            case .value(let facet, _), .more(let facet): facet
            }
        }
    }

    /// The most values of a facet that are listed; a search finds the others.
    static let maximumValues = 1000
    private static let digits = 9

    /// Nil shows it where the screen is wide.
    var isWanted: Bool?
    private(set) var sections: [Section] = []
    var cursor: Choice?
    var expanded: Set<Facet> = []
    /// The first line shown.
    var offset = 0
    /// Whether the mouse chose a value last: the others must not move from under it.
    var isTouched = false
    /// Narrows the values.
    var search: LineEditor?
    /// Whether keys go to the search.
    var isSearching = false
    /// The namespaces that digits pick: they keep their digit while the filter speaks of namespaces.
    private(set) var numbered: [String] = []
    private var second: Int64?
    private var filter: EventFilter?
    private var span = EventSpan()
    private var part = ""
    private var wasCounting = false

    /// Takes over what `table` counts, when it is time for that.
    ///
    /// - Parameters:
    ///   - table: What is shown.
    ///   - facets: Those to list, in this order.
    ///   - second: Of the wall clock.
    ///   - isHeld: Whether the order must stay, because the user moves through it.
    mutating func refresh(from table: EventTable, facets: [Facet], second: Int64, isHeld: Bool) {
        let part = search?.text ?? ""
        let isSame = filter == table.filter && span == table.span
        let isCounting = table.scannedPercent != nil
        let isDue = self.second != second || wasCounting != isCounting
        guard !isSame || self.part != part || isDue || sections.isEmpty else { return }
        // An order of the first counts is worth nothing when all are there.
        let keepsOrder = isHeld && self.part == part && !sections.isEmpty && !(wasCounting && isSame)
        wasCounting = isCounting
        self.second = second
        self.part = part
        filter = table.filter
        span = table.span
        number(table)
        sections = facets.compactMap { facet in
            // Another filter counts anew: only where the user is nothing moves.
            let isKept = keepsOrder && (isSame || facet == cursor?.facet)
            let former = isKept ? sections.first { $0.facet == facet }?.values.map(\.text) : nil
            let section = section(facet, table, former: former ?? [])
            return section.values.isEmpty ? nil : section
        }
    }

    private mutating func number(_ table: EventTable) {
        let (included, excluded) = table.filter.conditions(on: .namespace)
        let present = table.summary(of: .namespace, limit: Self.digits).values.map(\.text)
        if included.isEmpty, excluded.isEmpty {
            numbered = present
        } else {
            numbered += present.filter { !numbered.contains($0) }.prefix(max(0, Self.digits - numbered.count))
        }
    }

    private func section(_ facet: Facet, _ table: EventTable, former: [String]) -> Section {
        let summary = table.summary(of: facet, limit: Self.maximumValues, containing: part)
        let conditions = Conditions(table.filter.conditions(on: facet.field))
        var values = summary.values
        if !former.isEmpty {
            let known = Set(former)
            values =
                former.map { FacetSummary.Value(text: $0, count: table.count(of: $0, in: facet)) }
                + values.filter { !known.contains($0.text) }
        }
        let listed = Set(values.map { $0.text.lowercased() })
        let absent = part.isEmpty ? conditions.plain.filter { !listed.contains($0.lowercased()) } : []
        values += absent.map { FacetSummary.Value(text: $0, count: 0) }
        let shown = values.map { value in
            Value(
                text: value.text,
                count: value.count,
                condition: conditions[value.text],
                number: facet == .namespace ? numbered.firstIndex(of: value.text).map { $0 + 1 } : nil
            )
        }
        return Section(
            facet: facet,
            values: former.isEmpty ? Self.chosenFirst(shown) : shown,
            valueCount: max(summary.valueCount, shown.count),
            occurrences: summary.occurrences
        )
    }

    private static func chosenFirst(_ values: [Value]) -> [Value] {
        values.filter { $0.condition == .included } + values.filter { $0.condition == .excluded }
            + values.filter { $0.condition == .none }
    }
}

/// The values that a filter names, without regard to case, as the filter's `:` has none.
private struct Conditions {
    private let included: Set<String>
    private let excluded: Set<String>
    /// Those without a wildcard.
    let plain: [String]

    init(_ conditions: (included: [String], excluded: [String])) {
        included = Set(conditions.included.map { $0.lowercased() })
        excluded = Set(conditions.excluded.map { $0.lowercased() })
        plain = (conditions.included + conditions.excluded).filter { !$0.contains("*") && !$0.contains("?") }
    }

    subscript(value: String) -> FacetPanel.Value.Condition {
        let value = value.lowercased()
        if excluded.contains(value) { return .excluded }
        return included.contains(value) ? .included : .none
    }
}
