import Events
import TextGrid

/// What is looked for in the list, of which all rows stay.
struct ListFind: Sendable, Equatable {
    let text: String
    let filter: EventFilter

    /// Reads `text`, in the language of the filter.
    init(_ text: String, as filter: EventFilter) {
        self.text = text
        self.filter = filter
    }

    /// The texts to show in the rows: the words, and the values of what must be there.
    var needles: [String] {
        var needles: [String] = []
        for word in Self.words(of: text) where !word.hasPrefix("!") {
            guard !["AND", "OR", "NOT", "&&", "|"].contains(word) else { continue }
            let value = Self.value(of: word)
            let plain = value.split { "\"'/*?()^$~,|".contains($0) }.max { $0.count < $1.count }
            if let plain, !plain.isEmpty { needles.append(String(plain)) }
        }
        return needles
    }

    /// What stands behind the first operator of a term, without a leading one of a bare word.
    private static func value(of word: String) -> String {
        guard let sign = word.firstIndex(where: { ":=~<>".contains($0) }), sign != word.startIndex,
            word[..<sign].allSatisfy({ $0.isLetter || ".-/".contains($0) })
        else { return word }
        return String(word[sign...].drop { ":=~<>".contains($0) })
    }

    /// The words, of which one in quotes may have spaces.
    private static func words(of text: String) -> [String] {
        var words = [""]
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
                words[words.count - 1].append(character)
            } else if character.isWhitespace {
                words.append("")
            } else {
                if "\"'".contains(character) { quote = character }
                words[words.count - 1].append(character)
            }
        }
        return words.filter { !$0.isEmpty }
    }
}

extension ViewState {
    /// Shows in the rows of the table what is looked for.
    func markFound(in frame: inout Frame, _ area: Rectangle) {
        guard let find = listFind else { return }
        let needles = find.needles
        guard !needles.isEmpty else { return }
        for row in area.row..<min(frame.size.rows, area.row + area.rows) {
            let line = frame.line(row, from: area.column, columns: area.columns)
            for cells in needles.flatMap({ Find.ranges(of: $0, in: line) }) {
                let place = Rectangle(
                    column: area.column + cells.lowerBound,
                    row: row,
                    columns: cells.count,
                    rows: 1
                )
                frame.restyle(place) { Style(.match, $0.attributes.union(.bold)) }
            }
        }
    }

    /// How many rows are found, and which of them the cursor is on, counted from 1.
    func countFound(_ find: ListFind) -> (count: Int, place: Int?) {
        let selected = list.selected.flatMap { list.table.visibleIndex(of: $0.id) }
        var (count, place, index) = (0, nil as Int?, 0)
        while let found = list.table.firstVisible(matching: find.filter, from: index, isForward: true) {
            count += 1
            if found == selected { place = count }
            index = found + 1
        }
        return (count, place)
    }

    /// Goes to the next row that is found, or to the one before.
    ///
    /// - Parameters:
    ///   - isForward: Down, or up.
    ///   - mayStay: Whether the row under the cursor will do.
    mutating func goToFound(isForward: Bool, mayStay: Bool = false) {
        guard let find = listFind else { return say("nothing is looked for: // finds") }
        list.finishScan()
        let table = list.table
        let start = list.selected.flatMap { table.visibleIndex(of: $0.id) } ?? 0
        let first = mayStay ? start : start + (isForward ? 1 : -1)
        var place = table.firstVisible(matching: find.filter, from: first, isForward: isForward)
        let wrapped = place == nil
        if place == nil {
            let edge = isForward ? 0 : table.visibleCount - 1
            place = table.firstVisible(matching: find.filter, from: edge, isForward: isForward)
        }
        guard let place else { return say("not found: " + find.text) }
        list.select(table[visible: place])
        let (count, number) = countFound(find)
        let which = number.map { "\(grouped($0)) of \(grouped(count))" } ?? grouped(count)
        let went = wrapped ? isForward ? ", went on at the top" : ", went on at the bottom" : ""
        say("found " + which + went)
    }
}
