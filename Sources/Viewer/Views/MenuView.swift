import TextGrid

extension ViewState {
    /// The items of the open menu that are on the screen at a time.
    var menuRows: Int { menu.map { max(1, menuArea($0).rows - Self.menuEdges) } ?? 1 }

    /// The edges, and the line that shows what is typed.
    private static let menuEdges = 3

    /// In the middle; as high as all items need, so that it does not jump while they are searched.
    private func menuArea(_ menu: Menu) -> Rectangle {
        let ticks = menu.manner == .one ? 0 : 4
        let wanted =
            menu.items.map { item in
                displayWidth(item.label) + (item.note.isEmpty ? 0 : displayWidth(item.note) + 2)
            }.max() ?? 0
        let edges = max(displayWidth(menu.title), displayWidth(footer(of: menu))) + 6
        let columns = max(2, min(size.columns - 2, max(wanted + ticks + 6, edges)))
        let rows = max(2, min(size.rows - 2, menu.items.count + Self.menuEdges))
        return Rectangle(
            column: (size.columns - columns) / 2,
            row: max(1, (size.rows - rows) / 2),
            columns: columns,
            rows: rows
        )
    }

    /// The open menu, over everything else.
    func drawMenu(in frame: inout Frame, _ layout: ScreenLayout) {
        guard let menu else { return }
        let area = menuArea(menu)
        frame.box(area, title: menu.title, footer: footer(of: menu), style: Style(.match))
        drawQuery(menu, in: &frame, area)
        let rows = max(1, area.rows - Self.menuEdges)
        let first = max(0, min(menu.cursor - rows / 2, menu.matches.count - rows))
        for (index, match) in menu.matches.dropFirst(first).prefix(rows).enumerated() {
            let line = Rectangle(column: area.column + 1, row: area.row + 2 + index, columns: area.columns - 2, rows: 1)
            draw(menu, match, isSelected: first + index == menu.cursor, in: &frame, line)
        }
        guard menu.matches.isEmpty else { return }
        frame.put(
            "nothing is called that",
            at: Position(column: area.column + 3, row: area.row + 2),
            style: Style(.dim),
            limit: area.columns - 5
        )
        frame.cursor = Position(column: area.column + 3, row: area.row + 1)
    }

    private func footer(of menu: Menu) -> String {
        let keys = menu.manner == .one ? "Enter take" : "Space tick  Enter take"
        return keys + "  Esc close  \(menu.matches.count) of \(menu.items.count)"
    }

    private func drawQuery(_ menu: Menu, in frame: inout Frame, _ area: Rectangle) {
        let text = menu.query.text.isEmpty ? "type to search" : menu.query.text
        let style = menu.query.text.isEmpty ? Style(.dim) : Style(.match)
        frame.put(
            CleanText(text).truncated(to: area.columns - 5),
            at: Position(column: area.column + 3, row: area.row + 1),
            style: style
        )
    }

    private func draw(_ menu: Menu, _ match: Menu.Match, isSelected: Bool, in frame: inout Frame, _ area: Rectangle) {
        let item = menu.items[match.index]
        var column = area.column + 2
        let end = area.column + area.columns - 1
        if menu.manner != .one {
            column += frame.put(item.isOn ? "[x] " : "[ ] ", at: Position(column: column, row: area.row))
        }
        let note = CleanText(item.note)
        let label = CleanText(item.label)
        let room = max(8, end - column - (note.width == 0 ? 0 : min(note.width, (end - column) / 2) + 2))
        let shown = label.truncated(to: min(room, end - column))
        frame.put(shown, at: Position(column: column, row: area.row))
        let noteRoom = max(0, end - column - shown.width - 2)
        let fitted = note.truncated(to: noteRoom)
        frame.put(fitted, at: Position(column: end - fitted.width, row: area.row), style: Style(.dim))
        if isSelected {
            frame.put(">", at: Position(column: area.column, row: area.row), style: Style(.new, .bold))
            frame.restyle(area) { Style($0.role == .dim ? .normal : $0.role).with(.reverse) }
            frame.cursor = Position(column: area.column, row: area.row)
        }
        mark(match.places, of: item.label, from: column, limit: shown.width, in: &frame, row: area.row)
    }

    /// Shows which letters of a label were typed; those that were cut off are not there to be marked.
    private func mark(_ places: [Int], of label: String, from column: Int, limit: Int, in frame: inout Frame, row: Int)
    {
        let letters = Array(label)
        for place in places where place < letters.count {
            let start = displayWidth(String(letters[..<place]))
            let cells = displayWidth(String(letters[place]))
            guard start + cells <= limit else { continue }
            frame.restyle(Rectangle(column: column + start, row: row, columns: cells, rows: 1)) {
                Style(.match, $0.attributes.union([.bold, .underline]))
            }
        }
    }
}
