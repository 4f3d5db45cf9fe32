import TextGrid

/// A line of parts that gives way to its width: the least important part becomes shorter, then goes, until the rest fits.
struct SegmentLine {
    /// A part with its wordings, longest first, each with how important it is not to be shortened further.
    struct Segment {
        var wordings: [(text: String, priority: Int)]
        var style: Style
        var isRight = false
        /// Whether a shortened wording gives way to as much of the longest one as there is room for in the end.
        var fillsRoom = false

        init(_ text: String, priority: Int, _ style: Style = .normal) {
            self.init([(text, priority)], style)
        }

        init(_ wordings: [(String, Int)], _ style: Style = .normal, isRight: Bool = false) {
            self.wordings = wordings.map { (text: $0.0, priority: $0.1) }
            self.style = style
            self.isRight = isRight
        }
    }

    var segments: [Segment] = []
    var gap = 2

    /// Draws the line in `row`, one cell in from the left.
    func draw(in frame: inout Frame, row: Int) {
        let columns = frame.size.columns
        let fitted = fit(to: columns - 2)
        var column = 1
        for part in fitted where !part.isRight {
            column += frame.put(
                part.text,
                at: Position(column: column, row: row),
                style: part.style,
                limit: columns - column
            )
            column += gap
        }
        let right = fitted.filter(\.isRight)
        var end = columns - 1
        for part in right.reversed() {
            let start = max(column, end - part.text.width)
            frame.put(part.text, at: Position(column: start, row: row), style: part.style, limit: columns - start)
            end = start - gap
        }
    }

    private struct Part {
        var text: CleanText
        var style: Style
        var isRight: Bool
    }

    private func fit(to columns: Int) -> [Part] {
        let texts = segments.map { $0.wordings.map { CleanText($0.text) } }
        var chosen = Array(repeating: 0, count: segments.count)
        func width() -> Int {
            let shown = segments.indices.filter { chosen[$0] < texts[$0].count && texts[$0][chosen[$0]].width > 0 }
            return shown.reduce(0) { $0 + texts[$1][chosen[$1]].width } + gap * max(0, shown.count - 1)
        }
        while width() > columns {
            let candidates = segments.indices.filter { chosen[$0] < texts[$0].count }
            // The last one is cut rather than dropped.
            guard candidates.count > 1,
                let weakest = candidates.min(by: { priority($0, chosen) < priority($1, chosen) })
            else { break }
            chosen[weakest] += 1
        }
        var room = max(0, columns - width())
        return segments.indices.compactMap { index in
            guard chosen[index] < texts[index].count else { return nil }
            var text = texts[index][chosen[index]]
            guard text.width > 0 else { return nil }
            let segment = segments[index]
            if segment.fillsRoom, chosen[index] > 0, room > 0 {
                let longer = texts[index][0].truncated(to: text.width + room)
                room -= max(0, longer.width - text.width)
                text = longer
            }
            return Part(text: text.truncated(to: columns), style: segment.style, isRight: segment.isRight)
        }
    }

    private func priority(_ index: Int, _ chosen: [Int]) -> Int { segments[index].wordings[chosen[index]].priority }
}
