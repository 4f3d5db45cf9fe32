/// What the screen shows: a grid of cells.
///
/// Whatever is put into it is sanitised and clipped, so a frame never holds a control character, a wide glyph is always
/// followed by its right half, and no row is longer than the screen.
package struct Frame: Sendable, Equatable {
    package let size: Size
    /// Row by row.
    private(set) var cells: [Cell]
    /// Where the hardware cursor waits: on what the user is about to act on.
    ///
    /// Hidden when nil.
    package var cursor: Position? {
        didSet {
            guard let cursor else { return }
            let isInside = (0..<size.columns).contains(cursor.column) && (0..<size.rows).contains(cursor.row)
            if !isInside { self.cursor = nil }
        }
    }

    package init(size: Size) {
        self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
        cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
    }

    package subscript(column: Int, row: Int) -> Cell { cells[row * size.columns + column] }

    /// The cells of a row.
    package subscript(row row: Int) -> ArraySlice<Cell> { cells[row * size.columns..<(row + 1) * size.columns] }

    /// The rows as text, without the spaces at their ends.
    package var text: String {
        (0..<size.rows).map { row in
            var scalars = String.UnicodeScalarView()
            for cell in self[row: row] { cell.glyph.append(to: &scalars) }
            while scalars.last == " " { scalars.removeLast() }
            return String(scalars)
        }
        .joined(separator: "\n")
    }

    /// The rows as letters of the roles, for tests; upper case where reversed.
    package var roles: String {
        (0..<size.rows).map { row in
            String(
                self[row: row].map { cell in
                    let letter = cell.style.role.letter
                    return cell.style.attributes.contains(.reverse) ? Character(letter.uppercased()) : letter
                }
            )
        }
        .joined(separator: "\n")
    }
}

extension Frame {
    /// Puts `text` at `position` in at most `limit` cells; what does not fit is cut.
    ///
    /// - Parameters:
    ///   - text: Sanitised text.
    ///   - position: Where it begins; it may lie outside.
    ///   - style: The look; what stands for a control character is reversed.
    ///   - limit: The most cells to use, nil for up to the right edge.
    /// - Returns: The cells used.
    @discardableResult
    package mutating func put(
        _ text: CleanText,
        at position: Position,
        style: Style = .normal,
        limit: Int? = nil
    ) -> Int {
        guard (0..<size.rows).contains(position.row) else { return 0 }
        let end = min(size.columns, limit.map { position.column + $0 } ?? size.columns)
        var column = position.column
        for glyph in text.glyphs {
            guard column + Int(glyph.width) <= end else { break }
            if column >= 0 { set(glyph, style, column: column, row: position.row) }
            column += Int(glyph.width)
        }
        return column - position.column
    }

    /// Sanitises `text` and puts it at `position`.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - position: Where it begins.
    ///   - style: The look.
    ///   - limit: The most cells to use.
    /// - Returns: The cells used.
    @discardableResult
    package mutating func put(_ text: String, at position: Position, style: Style = .normal, limit: Int? = nil) -> Int {
        put(CleanText(text), at: position, style: style, limit: limit)
    }

    /// Fills `area` with `character`, which must be one cell wide.
    package mutating func fill(_ area: Rectangle, with character: Unicode.Scalar = " ", style: Style = .normal) {
        let glyph = displayWidth(character) == 1 ? Glyph(character) : .space
        for row in rows(of: area) {
            for column in columns(of: area) { set(glyph, style, column: column, row: row) }
        }
    }

    /// Changes the look of what is in `area` and leaves the text.
    package mutating func restyle(_ area: Rectangle, _ change: (Style) -> Style) {
        for row in rows(of: area) {
            for column in columns(of: area) {
                let index = row * size.columns + column
                cells[index].style = change(cells[index].style)
            }
        }
    }

    /// Draws a box with `title` in its upper and `footer` in its lower edge, and clears its inside.
    ///
    /// - Parameters:
    ///   - area: Where, edges included; at least 2 by 2 cells.
    ///   - title: Text for the upper edge.
    ///   - footer: Text for the lower edge.
    ///   - style: The look of the edges.
    package mutating func box(_ area: Rectangle, title: String = "", footer: String = "", style: Style = Style(.frame))
    {
        guard area.columns >= 2, area.rows >= 2 else { return }
        let line = String(repeating: "─", count: area.columns - 2)
        let bottom = area.row + area.rows - 1
        fill(area)
        put(CleanText("┌" + line + "┐"), at: Position(column: area.column, row: area.row), style: style)
        put(CleanText("└" + line + "┘"), at: Position(column: area.column, row: bottom), style: style)
        for row in area.row + 1..<max(area.row + 1, bottom) {
            put("│", at: Position(column: area.column, row: row), style: style)
            put("│", at: Position(column: area.column + area.columns - 1, row: row), style: style)
        }
        label(title, at: Position(column: area.column + 2, row: area.row), columns: area.columns - 4, Style(.header))
        label(footer, at: Position(column: area.column + 2, row: bottom), columns: area.columns - 4, Style(.hint))
    }

    private mutating func label(_ text: String, at position: Position, columns: Int, _ style: Style) {
        guard !text.isEmpty, columns >= 3 else { return }
        let shown = CleanText(text).truncated(to: columns - 2)
        put(CleanText(" " + shown.string + " "), at: position, style: style)
    }

    /// Replaces the ornaments that eventer draws by ASCII.
    package mutating func removeOrnaments() {
        for index in cells.indices { cells[index].glyph = cells[index].glyph.withoutOrnament }
    }

    private mutating func set(_ glyph: Glyph, _ style: Style, column: Int, row: Int) {
        let index = row * size.columns + column
        // Whoever loses a half loses the other half too.
        if cells[index].glyph.width == 0, column > 0 { cells[index - 1].glyph = .space }
        let last = column + Int(glyph.width) - 1
        if last + 1 < size.columns, cells[index + last - column + 1].glyph.width == 0 {
            cells[index + last - column + 1].glyph = .space
        }
        let look = glyph.isEscape ? Style(style.role, style.attributes.symmetricDifference(.reverse)) : style
        cells[index] = Cell(glyph, look)
        if glyph.width == 2 { cells[index + 1] = Cell(.rightHalf, look) }
    }

    private func rows(of area: Rectangle) -> Range<Int> {
        let first = min(max(0, area.row), size.rows)
        return first..<max(first, min(size.rows, area.row + area.rows))
    }

    private func columns(of area: Rectangle) -> Range<Int> {
        let first = min(max(0, area.column), size.columns)
        return first..<max(first, min(size.columns, area.column + area.columns))
    }
}

extension Frame {
    /// A part of a row as text, of which every glyph is where it is on the screen.
    package func line(_ row: Int, from column: Int, columns: Int) -> CleanText {
        guard (0..<size.rows).contains(row) else { return CleanText() }
        let first = min(max(0, column), size.columns)
        let end = min(size.columns, max(first, column + columns))
        return CleanText(glyphs: (first..<end).map { self[$0, row].glyph }.filter { $0.width > 0 })
    }
}
