import TextGrid

extension ViewState {
    /// The open question, in the middle of the screen.
    func drawQuestion(in frame: inout Frame) {
        guard let question else { return }
        let wanted = question.lines.map { displayWidth($0) }.max() ?? 0
        let columns = min(size.columns, max(wanted + 6, question.title.count + 8))
        let rows = min(size.rows, question.lines.count + 4)
        let area = Rectangle(
            column: (size.columns - columns) / 2,
            row: (size.rows - rows) / 2,
            columns: columns,
            rows: rows
        )
        frame.box(area, title: question.title, style: Style(.match))
        // Where there is no room for empty lines, the answers matter more.
        let lines = rows >= question.lines.count + 4 ? [""] + question.lines : question.lines.filter { !$0.isEmpty }
        for (index, line) in lines.enumerated() where index < rows - 2 {
            let text = CleanText(line).truncated(to: max(0, columns - 5))
            frame.put(text, at: Position(column: area.column + 3, row: area.row + 1 + index))
        }
        frame.cursor = Position(column: area.column + 3, row: area.row + 1)
    }
}
