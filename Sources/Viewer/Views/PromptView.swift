import Events
import TextGrid

extension ViewState {
    func drawPrompt(in frame: inout Frame, _ layout: ScreenLayout) {
        guard let prompt, let area = layout.prompt else { return }
        let footer =
            prompt.error == nil ? "Enter apply   Esc cancel" : "Enter waits until the filter can be read   Esc cancel"
        frame.box(area, title: "Filter", footer: footer)
        drawEditor(prompt, in: &frame, area)
        let line = Position(column: 2, row: area.row + 3)
        if let error = prompt.error {
            let text = error.message + (error.suggestion == nil ? "" : "   Tab: replace")
            frame.put(CleanText(text).truncated(to: size.columns - 4), at: line, style: Style(.critical))
        } else {
            let count = list.table.visibleCount
            frame.put("matches \(grouped(count)) of \(grouped(list.table.count)) events", at: line)
        }
        if area.rows > 5 {
            let shown = prompt.shown.text.allSatisfy(\.isWhitespace) ? "all events" : prompt.shown.text
            let fields = "fields: " + FilterField.allCases.map(\.rawValue).joined(separator: " ")
            let text = prompt.error == nil ? fields : "still showing: " + shown
            let fitted = CleanText(text).truncated(to: size.columns - 4)
            frame.put(fitted, at: Position(column: 2, row: area.row + 4), style: Style(.dim))
        }
    }

    private func drawEditor(_ prompt: FilterPrompt, in frame: inout Frame, _ area: Rectangle) {
        let cells = max(1, area.columns - 4)
        let before = width(prompt.editor, upTo: prompt.editor.cursor)
        let scrolled = max(0, before - cells + 1)
        let row = area.row + 1
        let text = CleanText(prompt.editor.text).dropping(cells: scrolled)
        frame.put(text, at: Position(column: 2, row: row), limit: cells)
        let cursor = 2 + before - scrolled
        frame.cursor = Position(column: cursor, row: row)
        frame.restyle(Rectangle(column: cursor, row: row, columns: 1, rows: 1)) { $0.with(.reverse) }
        guard let error = prompt.error else { return }
        let start = width(prompt.editor, upTo: error.range.lowerBound)
        let end = max(start + 1, width(prompt.editor, upTo: error.range.upperBound))
        let caret = "^" + String(repeating: "~", count: end - start - 1)
        let shown = CleanText(caret).dropping(cells: max(0, scrolled - start))
        let column = 2 + max(0, start - scrolled)
        frame.put(shown, at: Position(column: column, row: row + 1), style: Style(.critical), limit: cells + 2 - column)
    }

    private func width(_ editor: LineEditor, upTo index: Int) -> Int {
        displayWidth(String(editor.characters.prefix(max(0, index))))
    }
}
