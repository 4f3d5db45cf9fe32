extension CleanText {
    private static let ellipsis = Glyph("…")

    /// The text in at most `cells` cells, with `…` where something is missing.
    ///
    /// - Parameters:
    ///   - cells: The cells there are.
    ///   - tail: How many cells of the end to keep; 0 cuts at the end. Ignored when fewer than three cells of the beginning would be left.
    /// - Returns: The text itself when it fits.
    package func truncated(to cells: Int, keepingTail tail: Int = 0) -> CleanText {
        guard width > cells else { return self }
        guard cells > 0 else { return CleanText() }
        let kept = cells - 1 - tail >= 3 ? tail : 0
        return CleanText(glyphs: head(cells - 1 - kept) + [Self.ellipsis] + end(kept))
    }

    /// The text without its first `cells` cells; half a wide glyph becomes a space.
    package func dropping(cells: Int) -> CleanText {
        guard cells > 0 else { return self }
        var gone = 0
        var index = 0
        while index < glyphs.count, gone < cells {
            gone += Int(glyphs[index].width)
            index += 1
        }
        let halves = Array(repeating: Glyph.space, count: max(0, gone - cells))
        return CleanText(glyphs: halves + glyphs[index...])
    }

    /// The text in lines of at most `cells` cells, broken at spaces where that is possible.
    ///
    /// - Parameters:
    ///   - cells: The cells of a line; a wide glyph in a line of one cell is left out.
    ///   - indent: How far every line but the first is moved in.
    /// - Returns: At least one line.
    package func wrapped(to cells: Int, indent: Int = 0) -> [CleanText] {
        guard width > cells else { return [self] }
        guard cells > 0 else { return [] }
        var lines: [CleanText] = []
        var start = 0
        while start < glyphs.count {
            let margin = lines.isEmpty ? 0 : min(indent, cells / 2)
            let end = lineEnd(from: start, cells: cells - margin)
            lines.append(CleanText(glyphs: Array(repeating: .space, count: margin) + glyphs[start..<end]))
            start = max(end, start + 1)
            while start < glyphs.count, glyphs[start] == .space, end > 0 { start += 1 }
        }
        return lines
    }

    private func lineEnd(from start: Int, cells: Int) -> Int {
        var used = 0
        var end = start
        var lastSpace: Int?
        while end < glyphs.count, used + Int(glyphs[end].width) <= cells {
            used += Int(glyphs[end].width)
            if glyphs[end] == .space, end > start { lastSpace = end }
            end += 1
        }
        if end == glyphs.count || glyphs[end] == .space { return end }
        return lastSpace ?? end
    }

    private func head(_ cells: Int) -> [Glyph] {
        var used = 0
        return Array(
            glyphs.prefix { glyph in
                used += Int(glyph.width)
                return used <= cells
            }
        )
    }

    private func end(_ cells: Int) -> [Glyph] {
        var used = 0
        var start = glyphs.count
        while start > 0, used + Int(glyphs[start - 1].width) <= cells {
            start -= 1
            used += Int(glyphs[start].width)
        }
        return Array(glyphs[start...])
    }
}
