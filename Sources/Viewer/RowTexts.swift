import Basics
import Events

/// What the cells of one row say, but for times and numbers.
struct RowTexts {
    var row: ListRow
    /// How much its events differ; nil where they cannot.
    var spread: GroupSpread?
    /// Of the table.
    var width: Int
    /// The column that the row stands for.
    var own: Column?
    /// The columns that say the same as the row above it, of an event of a split row.
    var hidden: Set<Column> = []

    /// The text of a column: what the events have in common, else how many different ones there are.
    func text(of column: Column) -> String {
        let text = valueText(of: column)
        return text.isEmpty && column == own ? "(none)" : text
    }

    private func valueText(of column: Column) -> String {
        guard !hidden.contains(column) else { return "" }
        let isNarrow = width < 100
        switch column {
        case .object:
            return several(spread?.objects, "objects") ?? row.newest.objectText(columns: width)
        case .namespace: return several(spread?.namespaces, isNarrow ? "ns" : "namespaces") ?? row.newest.shownNamespace
        case .reason: return several(spread?.reasons, "reasons") ?? row.newest.reason
        case .source: return several(spread?.sources, "sources") ?? row.newest.component
        case .node: return several(spread?.nodes, "nodes") ?? row.newest.node
        case .cluster, .message: return row.newest.value(of: column) ?? ""
        case .last, .type, .count, .first, .rate: return ""
        }
    }

    private func several(_ count: Int?, _ noun: String) -> String? {
        guard let count, count > 1 else { return nil }
        return "\(count)\(spread?.isPartial == true ? "+" : "") \(noun)"
    }
}

extension ViewState {
    /// What the cells of `row` say in a table of `width` cells.
    func texts(of row: ListRow, width: Int) -> RowTexts {
        let grouping = list.table.grouping
        let mayDiffer = row.branch == nil && row.group.eventCount > 1 && grouping != .objectAndReason
        return RowTexts(
            row: row,
            spread: mayDiffer ? facts(of: row).spread : nil,
            width: width,
            own: row.branch == nil ? grouping.column : nil,
            hidden: row.branch == nil ? [] : grouping.sharedColumns
        )
    }

    /// What was found out about a row of many events; of few it is found out now.
    func facts(of row: ListRow) -> RowFacts {
        row.group.eventCount > RowFacts.smallRow ? table.facts[row.id] ?? RowFacts() : findFacts(of: row)
    }

    /// Looks at the large rows of the page: at new ones at once, at the others when their second is over, a few at a time.
    mutating func findFacts() {
        guard showsFacts else { return table.facts = [:] }
        let page = list.page.filter { $0.group.eventCount > RowFacts.smallRow }
        guard !page.isEmpty || !table.facts.isEmpty else { return }
        var facts: [GroupID: RowFacts] = [:]
        var budget = RowFacts.budget
        for row in page {
            let known = table.facts[row.id]
            if let known, known.foundAt == wall.seconds || budget < 0 {
                facts[row.id] = known
            } else {
                facts[row.id] = findFacts(of: row)
                budget -= row.group.eventCount
            }
        }
        table.facts = facts
    }

    /// Whether anything on the screen depends on them.
    private var showsFacts: Bool {
        list.table.grouping != .objectAndReason || columnSpecs.contains { $0.column == .rate }
    }

    private func findFacts(of row: ListRow) -> RowFacts {
        RowFacts(
            rate: list.table.rate(of: row.id),
            spread: list.table.grouping == .objectAndReason ? GroupSpread() : list.table.spread(of: row.id),
            foundAt: wall.seconds
        )
    }
}
