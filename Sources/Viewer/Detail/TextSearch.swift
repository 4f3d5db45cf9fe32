import TextGrid

/// A search in lines of text, whatever the case of their letters.
struct TextSearch: Sendable, Equatable {
    let text: String
    /// The line found last.
    var line: Int?

    init(_ text: String) {
        self.text = text
    }

    /// The first line past the one found last that holds the text, round the end.
    ///
    /// - Parameters:
    ///   - step: 1 down, -1 up.
    ///   - start: Where to begin when nothing was found yet.
    ///   - lines: To search.
    /// - Returns: Its index, nil when none holds it.
    func next(_ step: Int, from start: Int, in lines: [CleanText]) -> Int? {
        guard !lines.isEmpty else { return nil }
        let first = line.map { $0 + step } ?? start
        return (0..<lines.count).lazy.map { offset in
            let index = (first + step * offset) % lines.count
            return index < 0 ? index + lines.count : index
        }
        .first { !cells(in: lines[$0]).isEmpty }
    }

    /// The cells that hold the text.
    func cells(in line: CleanText) -> [Range<Int>] {
        let wanted = Self.folded(CleanText(text))
        let glyphs = Self.folded(line)
        guard !wanted.isEmpty, wanted.count <= glyphs.count else { return [] }
        var found: [Range<Int>] = []
        var column = 0
        var index = 0
        while index < glyphs.count {
            guard glyphs[index...].starts(with: wanted) else {
                column += Int(line.glyphs[index].width)
                index += 1
                continue
            }
            let width = line.glyphs[index..<index + wanted.count].reduce(0) { $0 + Int($1.width) }
            found.append(column..<column + width)
            column += width
            index += wanted.count
        }
        return found
    }

    private static func folded(_ text: CleanText) -> [String] {
        text.glyphs.map { glyph in
            glyph.base.isASCII ? String(glyph.base).lowercased() : glyph.base.properties.lowercaseMapping
        }
    }
}
