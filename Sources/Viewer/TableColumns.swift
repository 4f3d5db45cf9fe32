import Events
import TextGrid

/// The columns of a table on the screen.
struct TableColumns {
    var specs: [ColumnSpec]
    var widths: [Int]
    var area: Rectangle

    /// Each column with its width and its first cell.
    var places: [(spec: ColumnSpec, width: Int, column: Int)] {
        var column = area.column + 1
        return zip(specs, widths).map { spec, width in
            defer { column += width + 1 }
            return (spec, width, column)
        }
    }

    /// Where a row's message is and how wide; nil without such a column.
    ///
    /// - Parameter hidden: The columns that say nothing in the row: the message takes their room when they are next to it.
    /// - Returns: Its first cell, and how many there are.
    func message(hidden: Set<Column>) -> (column: Int, width: Int)? {
        guard let index = specs.firstIndex(where: { $0.column == .message }) else { return nil }
        let places = places
        var column = places[index].column
        var first = index
        while first > 0, hidden.contains(specs[first - 1].column) { first -= 1 }
        // The branch of a split row is in the first of them.
        if first < index { column = places[first].column + 2 }
        return (column, places[index].column + places[index].width - column)
    }

    /// The first column that holds a text: where the events of a split row hang.
    var firstText: Column? {
        specs.map(\.column).first { !$0.isRight && $0 != .type && $0 != .message }
    }
}

extension ViewState {
    /// The columns that the table has at this size.
    var columnSpecs: [ColumnSpec] { columnSpecs(width: ScreenLayout(self).table.columns) }

    func columnSpecs(_ layout: ScreenLayout) -> [ColumnSpec] { columnSpecs(width: layout.table.columns) }

    func columnWidths(_ layout: ScreenLayout) -> [Int] {
        ColumnSpec.widths(columnSpecs(layout), wants: columns.wants, columns: layout.table.columns)
    }

    func tableColumns(_ layout: ScreenLayout) -> TableColumns {
        TableColumns(specs: columnSpecs(layout), widths: columnWidths(layout), area: layout.table)
    }

    private func columnSpecs(width: Int) -> [ColumnSpec] {
        ColumnRules(
            width: width,
            time: timeMode,
            grouping: list.table.grouping,
            showsCluster: showsClusters,
            showsNamespace: configuration.showsNamespace,
            chosen: table.columns
        )
        .specs()
    }

    /// The lines of a row's message in `width` cells: one that is cut, or as many as it needs.
    func messageLines(of row: ListRow, width: Int) -> [CleanText] {
        guard table.wraps, width > 0 else {
            let text = CleanText(row.newest.message, exceeding: messageOffset + width)
            return [text.dropping(cells: messageOffset).truncated(to: width)]
        }
        let text = CleanText(row.newest.message)
        let lines = text.wrapped(to: width)
        guard lines.count > TableLook.linesPerRow else { return lines.isEmpty ? [text] : lines }
        let shown = lines.prefix(TableLook.linesPerRow)
        let last = lines[TableLook.linesPerRow - 1].joined(with: CleanText(" " + String(repeating: ".", count: width)))
        return shown.dropLast() + [last.truncated(to: width)]
    }

    /// Tells the list how many rows the page has.
    mutating func fitPage() {
        let layout = ScreenLayout(self)
        let area = layout.table
        guard table.wraps else { return list.setPageRows(area.rows) }
        let columns = tableColumns(layout)
        let shared = list.table.grouping.sharedColumns
        guard let message = columns.message(hidden: []), let part = columns.message(hidden: shared) else {
            return list.setPageRows(area.rows)
        }
        var list = list
        list.fit(lines: area.rows) { messageLines(of: $0, width: $0.branch == nil ? message.width : part.width).count }
        self.list = list
    }

    /// Measures what the columns would like to have, at most once a second unless the page shows something else now.
    mutating func measureColumns(always: Bool = false) {
        guard always || columns.isDue(at: wall) else { return }
        let page = list.page
        guard !page.isEmpty else { return }
        let width = ScreenLayout(self).table.columns
        let rows = page.map { texts(of: $0, width: width) }
        var wanted: [Column: [String]] = [:]
        for column in ColumnWants.measured { wanted[column] = rows.map { $0.text(of: column) } }
        columns.measure(wanted, mayShrink: list.isFollowing && !list.isFrozen, at: wall, always: always)
    }
}
