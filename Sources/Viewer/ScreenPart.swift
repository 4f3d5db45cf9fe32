import Events
import TextGrid

/// What is at a place of the screen, for the mouse.
enum ScreenPart: Equatable {
    /// A column of the histogram, 0 being the first.
    case histogram(column: Int)
    /// A line of the sidebar, counted from the first line, seen or not.
    case facet(FacetLine?)
    case title(Column)
    /// A row of the page, 0 being the first.
    case row(Int)
    /// The table, where it has no row.
    case table
    case detail
    /// What covers the middle.
    case pane
    case elsewhere
}

extension Rectangle {
    func contains(_ position: Position) -> Bool {
        (column..<column + max(0, columns)).contains(position.column)
            && (row..<row + max(0, rows)).contains(position.row)
    }
}

extension ViewState {
    func part(at position: Position) -> ScreenPart {
        let layout = ScreenLayout(self)
        guard !layout.isTooSmall else { return .elsewhere }
        if pane != nil { return layout.middle.contains(position) ? .pane : .elsewhere }
        if let area = layout.detail, detail != nil, area.contains(position) { return .detail }
        if let area = layout.sidebar, area.contains(position) { return .facet(facetLine(at: position, area)) }
        if let area = layout.histogram, area.contains(position) {
            let plot = HistogramGeometry(area, isWhole: layout.isHistogramWhole).plot
            return .histogram(column: min(max(0, position.column - plot.column), plot.columns - 1))
        }
        guard !layout.isHistogramWhole else { return .elsewhere }
        if position.row == layout.titles { return column(at: position.column, layout).map { .title($0) } ?? .elsewhere }
        return layout.table.contains(position) ? row(at: position, layout) : .elsewhere
    }

    private func facetLine(at position: Position, _ area: Rectangle) -> FacetLine? {
        let searchRows = facetPanel.search == nil ? 0 : 1
        let lines = facetPanel.lines(rows: area.rows - searchRows)
        let index = position.row - area.row - searchRows + facetPanel.offset
        return position.row - area.row >= searchRows && lines.indices.contains(index) ? lines[index] : nil
    }

    private func row(at position: Position, _ layout: ScreenLayout) -> ScreenPart {
        tableRow(at: position.row - layout.table.row, layout).map { .row($0) } ?? .table
    }

    private func column(at cell: Int, _ layout: ScreenLayout) -> Column? {
        var end = layout.table.column + 1
        for (spec, width) in zip(columnSpecs(layout), columnWidths(layout)) {
            end += width + 1
            if cell < end { return cell >= layout.table.column ? spec.column : nil }
        }
        return nil
    }
}
