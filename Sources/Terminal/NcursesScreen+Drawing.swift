import CNcurses
import Glibc
import TextGrid

extension NcursesScreen {
    func draw(_ frame: Frame, row: Int, in window: UnsafeMutablePointer<WINDOW>) {
        var cells: [cchar_t] = []
        cells.reserveCapacity(size.columns)
        var look = (style: Style.normal, attributes: attributes(of: .normal))
        for cell in shown(frame[row: row].prefix(size.columns), of: row) where cell.glyph.width > 0 {
            if cell.style != look.style { look = (cell.style, attributes(of: cell.style)) }
            append(cell.glyph, look.attributes, pair(of: cell.style), to: &cells)
        }
        mvwadd_wchnstr(window, Int32(row), 0, &cells, Int32(cells.count))
    }

    /// The cells of a row, without the last corner of the screen where it must stay blank.
    ///
    /// ncurses would fill it by inserting a cell, even with a blank, which tears wide and combined characters beside it.
    private func shown(_ cells: ArraySlice<Cell>, of row: Int) -> [Cell] {
        guard row == size.rows - 1, cells.count == size.columns, !curses.canFillCorner else { return Array(cells) }
        var cells = Array(cells)
        let corner = cells.removeLast()
        if corner.glyph.width == 0, !cells.isEmpty { cells[cells.count - 1] = .blank }
        return cells
    }

    private func pair(of style: Style) -> Int16 { depth == .none ? 0 : Int16(style.role.rawValue) + 1 }

    private func attributes(of style: Style) -> UInt32 {
        let look = theme.look(style.role, depth: depth).attributes
        var attributes: UInt32 = 0
        if look.contains(.bold) || style.attributes.contains(.bold) { attributes |= nc_bold() }
        if look.contains(.dim) { attributes |= nc_dim() }
        if look.contains(.underline) || style.attributes.contains(.underline) { attributes |= nc_underline() }
        // Reversed twice would be no longer reversed.
        if look.contains(.reverse) != style.attributes.contains(.reverse) { attributes |= nc_reverse() }
        return attributes
    }

    /// The cells that ncurses gives `scalar`: -1 when the locale or the C library does not know it.
    static func libraryWidth(_ scalar: Unicode.Scalar) -> Int { Int(nc_width(scalar.value)) }

    /// Adds what ncurses is to show for `glyph`, in characters that the C library lays out as we do.
    private func append(_ glyph: Glyph, _ attributes: UInt32, _ pair: Int16, to cells: inout [cchar_t]) {
        var cell = cchar_t()
        guard let base = shown(glyph) else {
            nc_set_cell(&cell, 0x3F, 0, 0, attributes, pair)
            cells += Array(repeating: cell, count: Int(glyph.width))
            return
        }
        let marks = isUnicode && glyph.hasMarks ? glyph.marks.filter { Self.libraryWidth($0) == 0 } : []
        nc_set_cell(&cell, base.value, marks.first?.value ?? 0, marks.dropFirst().first?.value ?? 0, attributes, pair)
        cells.append(cell)
    }

    /// What takes the cells of `glyph` on this terminal; nil when nothing does.
    private func shown(_ glyph: Glyph) -> Unicode.Scalar? {
        if glyph.base.value < 0x7F { return glyph.base }
        let isPlain = !isUnicode || ambiguousWidth == 2
        let base = (isPlain ? glyph.withoutOrnament : glyph).base
        if base.value < 0x7F { return base }
        guard isUnicode else { return nil }
        if ambiguousWidth == 2 {
            if StandIn.isStandIn(base) { return nil }
            if let standIn = StandIn.scalar(for: base) { return glyph.width == 2 ? standIn : nil }
        }
        return Self.libraryWidth(base) == Int(glyph.width) ? base : nil
    }
}
