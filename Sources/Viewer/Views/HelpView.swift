import Events
import TextGrid

extension ViewState {
    /// The rows of the help that lines are shown in: without the edges and the line that is typed.
    var helpRows: Int { max(1, ScreenLayout(self).middle.rows - 3) }

    func drawHelp(in frame: inout Frame, _ layout: ScreenLayout) {
        guard let help else { return }
        let area = layout.middle
        let lines = helpLines
        let cursor = lineOfCursor(lines, help.cursor)
        let rows = helpRows
        // The heading above the first line is seen with it.
        let first = max(0, min(max(0, cursor - rows / 2), lines.count - rows))
        frame.box(
            area,
            title: "Help: " + help.origin.title.lowercased(),
            footer: "Enter runs it  Esc close" + (lines.count > rows ? "  line \(cursor + 1) of \(lines.count)" : "")
        )
        let query = help.query.text.isEmpty ? "type to search, Enter runs the action under the cursor" : help.query.text
        let style = help.query.text.isEmpty ? Style(.dim) : Style(.match)
        let room = area.columns - 4
        frame.put(CleanText(query).truncated(to: room), at: Position(column: 2, row: area.row + 1), style: style)
        let labels = min(max(12, room / 4), 28)
        for (index, line) in lines.dropFirst(first).prefix(rows).enumerated() {
            let row = area.row + 2 + index
            draw(line, in: &frame, row: row, labels: labels, room: room)
            guard first + index == cursor, line.action != nil else { continue }
            frame.put(">", at: Position(column: 1, row: row), style: Style(.new, .bold))
            frame.restyle(Rectangle(column: 1, row: row, columns: area.columns - 2, rows: 1)) { $0.with(.reverse) }
            frame.cursor = Position(column: 1, row: row)
        }
        guard lines.isEmpty else { return }
        frame.put("nothing is called that", at: Position(column: 3, row: area.row + 2), style: Style(.dim))
        frame.cursor = Position(column: 2, row: area.row + 1)
    }

    private func draw(_ line: HelpLine, in frame: inout Frame, row: Int, labels: Int, room: Int) {
        guard line.action != nil else {
            frame.put(line.label, at: Position(column: 2, row: row), style: Style(.header), limit: room)
            return
        }
        let label = CleanText(line.label)
        frame.put(label, at: Position(column: 4, row: row), style: Style(.hint), limit: room - 2)
        let column = 4 + max(labels, label.width + 2)
        frame.put(CleanText(line.text).truncated(to: room + 2 - column), at: Position(column: column, row: row))
    }

    private func lineOfCursor(_ lines: [HelpLine], _ cursor: Int) -> Int {
        let runnable = lines.indices.filter { lines[$0].action != nil }
        return runnable.indices.contains(cursor) ? runnable[cursor] : 0
    }
}
