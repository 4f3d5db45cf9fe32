import TextGrid

/// A search in the lines of a text: help, detail, streams.
///
/// Case makes no difference, in any script.
struct Find: Sendable, Equatable {
    /// Where the text was found.
    struct Place: Sendable, Equatable {
        var line: Int
        var cells: Range<Int>
    }

    /// What a step to another place led to.
    enum Step: Sendable, Equatable {
        case none, moved
        /// It went on at the other end.
        case wrapped
    }

    let text: String
    private(set) var places: [Place] = []
    /// Which place is the one that was gone to.
    private(set) var current: Int?

    /// Finds `text` in `lines` and goes to the first place at or after the line `first`, or else to the first of all.
    init(_ text: String, in lines: [CleanText] = [], from first: Int = 0) {
        self.text = text
        look(in: lines)
        current = places.firstIndex { $0.line >= first } ?? (places.isEmpty ? nil : 0)
    }

    /// The line to show.
    var line: Int? { current.map { places[$0].line } }

    /// Looks again when the lines have changed; stays at the place it was at, as far as it is still there.
    mutating func look(in lines: [CleanText]) {
        places = lines.enumerated().flatMap { index, line in
            Self.ranges(of: text, in: line).map { Place(line: index, cells: $0) }
        }
        current = places.isEmpty ? nil : min(current ?? 0, places.count - 1)
    }

    /// Goes to the next place, or to the one before.
    mutating func step(isForward: Bool) -> Step {
        guard let current, !places.isEmpty else { return .none }
        let next = current + (isForward ? 1 : -1)
        self.current = (next + places.count) % places.count
        return places.indices.contains(next) ? .moved : .wrapped
    }

    /// The cells of `line` where `text` stands; none overlap.
    static func ranges(of text: String, in line: CleanText) -> [Range<Int>] {
        let wanted = CleanText(text).glyphs.flatMap(folded)
        guard !wanted.isEmpty else { return [] }
        // One letter may fold to two scalars: each remembers the cells of its letter.
        var letters: [Unicode.Scalar] = []
        var cells: [Range<Int>] = []
        var column = 0
        for glyph in line.glyphs {
            let end = column + Int(glyph.width)
            for scalar in folded(glyph) {
                letters.append(scalar)
                cells.append(column..<end)
            }
            column = end
        }
        var ranges: [Range<Int>] = []
        var start = 0
        while start + wanted.count <= letters.count {
            guard letters[start] == wanted[0], letters[start..<start + wanted.count].elementsEqual(wanted) else {
                start += 1
                continue
            }
            ranges.append(cells[start].lowerBound..<cells[start + wanted.count - 1].upperBound)
            start += wanted.count
        }
        return ranges
    }

    private static func folded(_ glyph: Glyph) -> [Unicode.Scalar] {
        ([glyph.base] + glyph.marks).flatMap { scalar -> [Unicode.Scalar] in
            if scalar.value < 0x80 { return Array(scalar.properties.lowercaseMapping.unicodeScalars) }
            // Over the upper case, so that `ß` is `ss` and `ς` is `σ`.
            return Array(scalar.properties.uppercaseMapping.lowercased().unicodeScalars)
        }
    }
}

extension Frame {
    /// Shows where `find` found its text.
    ///
    /// - Parameters:
    ///   - find: Its lines are those of the area.
    ///   - area: Where the text is shown.
    ///   - offset: The line of the text in the first row of the area.
    mutating func mark(_ find: Find?, in area: Rectangle, offset: Int) {
        guard let find else { return }
        for (index, place) in find.places.enumerated() where (offset..<offset + area.rows).contains(place.line) {
            let cells = Rectangle(
                column: area.column + place.cells.lowerBound,
                row: area.row + place.line - offset,
                columns: min(place.cells.count, area.columns - place.cells.lowerBound),
                rows: 1
            )
            let isCurrent = index == find.current
            restyle(cells) { _ in Style(.match, isCurrent ? [.reverse] : [.bold]) }
        }
    }
}
