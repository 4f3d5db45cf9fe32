import Events
import TextGrid

extension ViewState {
    /// The message of the selected row, in full where it fits.
    func drawPreview(in frame: inout Frame, _ layout: ScreenLayout) {
        guard let rule = layout.rule, let area = layout.preview else { return }
        let edge = Rectangle(column: 0, row: rule, columns: size.columns, rows: 1)
        frame.fill(edge, with: "─", style: Style(.frame))
        guard let selected = list.selected else { return }
        let row = selected.newest
        let head = CleanText(size.columns < 120 ? "" : previewHead(selected))
        let text = head.joined(with: CleanText(row.message))
        for (index, line) in fitted(text, columns: area.columns - 2, rows: area.rows).enumerated() {
            frame.put(line, at: Position(column: 1, row: area.row + index))
        }
        let cells = Rectangle(column: 1, row: area.row, columns: head.width, rows: 1)
        frame.restyle(cells) { _ in Style(.hint) }
    }

    /// The text in `rows` lines, the last one cut where it must be.
    private func fitted(_ text: CleanText, columns: Int, rows: Int) -> [CleanText] {
        let wrapped = text.wrapped(to: columns)
        guard wrapped.count > rows, rows > 0 else { return wrapped }
        let rest = wrapped.dropFirst(rows - 1).reduce(CleanText()) {
            $0.width == 0 ? $1 : $0.joined(with: CleanText(" ")).joined(with: $1)
        }
        return wrapped.prefix(rows - 1) + [rest.truncated(to: columns)]
    }

    private func previewHead(_ group: EventGroup) -> String {
        let row = group.newest
        let object = (row.object.namespace.isEmpty ? "" : row.object.namespace + " ") + row.objectText(columns: 120)
        let reporter = row.component + (row.host.isEmpty ? "" : "@" + row.host)
        var count = group.count > 1 ? " x\(grouped(group.count)) over \(age(group.firstSeen, at: group.lastSeen))" : ""
        if group.eventCount > 1 { count += " in \(grouped(group.eventCount)) events" }
        return [object, reporter, row.reason + count].filter { !$0.isEmpty }.joined(separator: "  ") + ": "
    }
}
