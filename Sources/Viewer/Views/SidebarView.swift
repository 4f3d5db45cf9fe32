import Events
import TextGrid

extension ViewState {
    func drawSidebar(in frame: inout Frame, _ layout: ScreenLayout) {
        guard let area = layout.sidebar else { return }
        frame.fill(area)
        drawEdges(of: area, in: &frame, layout)
        var rows = area
        if let search = facetPanel.search {
            draw(search, in: &frame, area)
            rows.row += 1
            rows.rows -= 1
        }
        let lines = facetPanel.lines(rows: rows.rows)
        for (index, line) in lines.dropFirst(facetPanel.offset).prefix(rows.rows).enumerated() {
            draw(line, in: &frame, rows, row: rows.row + index)
        }
        if lines.isEmpty { frame.put("no values", at: Position(column: 3, row: rows.row), style: Style(.dim)) }
    }

    private func drawEdges(of area: Rectangle, in frame: inout Frame, _ layout: ScreenLayout) {
        let column = area.column + area.columns
        frame.fill(
            Rectangle(column: column, row: area.row, columns: 1, rows: area.rows),
            with: "│",
            style: Style(.frame)
        )
        if let rule = layout.topRule {
            let edge = Rectangle(column: 0, row: rule, columns: size.columns, rows: 1)
            frame.fill(edge, with: "─", style: Style(.frame))
            frame.put("┬", at: Position(column: column, row: rule), style: Style(.frame))
        }
        if let rule = layout.rule, rule == area.row + area.rows {
            frame.put("┴", at: Position(column: column, row: rule), style: Style(.frame))
        }
    }

    private func draw(_ search: LineEditor, in frame: inout Frame, _ area: Rectangle) {
        let text = CleanText("/" + search.text)
        let style = facetPanel.isSearching ? Style(.match) : Style(.hint)
        let shown = text.dropping(cells: max(0, text.width - area.columns + 2))
        let cells = frame.put(
            shown,
            at: Position(column: area.column, row: area.row),
            style: style,
            limit: area.columns
        )
        if facetPanel.isSearching {
            frame.cursor = Position(column: area.column + min(cells, area.columns - 1), row: area.row)
        }
    }

    private func draw(_ line: FacetLine, in frame: inout Frame, _ area: Rectangle, row: Int) {
        let start = Position(column: area.column + 1, row: row)
        switch line {
        case .title(let facet): frame.put(facet.title, at: start, style: Style(.header))
        case .more(_, let values, let occurrences):
            let place = Position(column: area.column + 3, row: row)
            put("+\(grouped(values)) more", occurrences, at: place, Style(.dim), in: &frame, area)
        case .value(_, let value):
            if let number = value.number { frame.put("\(number)", at: start, style: Style(.dim)) }
            let style = Self.style(of: value.condition)
            frame.put(Self.mark(of: value.condition), at: Position(column: area.column + 2, row: row), style: style)
            put(value.text, value.count, at: Position(column: area.column + 3, row: row), style, in: &frame, area)
        }
        guard focus == .facets, let choice = line.choice, choice == facetPanel.cursor else { return }
        frame.put(">", at: Position(column: area.column, row: row), style: Style(.header))
        let bar = Rectangle(column: area.column, row: row, columns: area.columns, rows: 1)
        frame.restyle(bar) { $0.with(.reverse) }
        if !facetPanel.isSearching { frame.cursor = Position(column: area.column, row: row) }
    }

    /// A text with its count at the right edge.
    private func put(
        _ text: String,
        _ count: Int,
        at position: Position,
        _ style: Style,
        in frame: inout Frame,
        _ area: Rectangle
    ) {
        let end = area.column + area.columns - 1
        let number = CleanText(count < 10_000_000 ? grouped(count) : compact(count, cells: 7))
        let room = max(0, end - position.column - number.width - 1)
        frame.put(CleanText(text).truncated(to: room, keepingTail: 4), at: position, style: style, limit: room)
        frame.put(number, at: Position(column: end - number.width, row: position.row), style: style)
    }

    private static func mark(of condition: FacetPanel.Value.Condition) -> String {
        switch condition {
        case .none: " "
        case .included: "+"
        case .excluded: "-"
        }
    }

    private static func style(of condition: FacetPanel.Value.Condition) -> Style {
        switch condition {
        case .none: .normal
        case .included: Style(.facetOn, .bold)
        case .excluded: Style(.facetOff)
        }
    }
}
