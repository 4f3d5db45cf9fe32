import Basics
import Events
import TextGrid

extension ViewState {
    /// The rows above the first letter of the list.
    var deadLetterHeadRows: Int { 1 }

    /// The newest dead letters, one a line.
    func deadLetterLines(columns: Int) -> [PaneLine] {
        guard let letters = forwarder.letters else { return [PaneLine(text: CleanText("loading ..."))] }
        guard !letters.isEmpty else {
            return [PaneLine(text: CleanText("No dead letter: nothing was refused for good."), style: Style(.ok))]
        }
        let total = max(delivery.ledger.dead, letters.count)
        let title =
            "\(grouped(letters.count)) of \(grouped(total)), newest first   Enter opens   `eventer dead retry|drop ID` acts on them"
        let lines = letters.enumerated().map { index, letter in
            let isSelected = index == forwarder.selected
            let status = letter.status > 0 ? "\(letter.status) " : ""
            let object = letter.object.kind + "/" + letter.object.name
            let cells = [
                cell(String(letter.id), 6), cell(clock.short(letter.at, at: now), 8), cell(status + letter.code, 20),
                cell(bytes(Double(letter.json.count)), 6), columns >= 100 ? cell(object, 28, tail: 8) : "",
            ].filter { !$0.isEmpty }
            let text = CleanText(isSelected ? "> " : "  ").joined(with: CleanText(cells.joined(separator: "  ")))
                .joined(with: CleanText("  " + letter.message))
            return PaneLine(text: text.truncated(to: columns), style: isSelected ? Style(.normal, .reverse) : .normal)
        }
        return [PaneLine(text: CleanText(title).truncated(to: columns), style: Style(.hint))] + lines
    }

    /// All about the chosen one: Log Service's words first, then the record.
    func deadLetterPage(columns: Int) -> [PaneLine] {
        guard let letter = forwarder.letter else { return [] }
        let status = letter.status > 0 ? "\(letter.status) " : ""
        let head: [(String, String)] = [
            ("Refused", clock.full(letter.at) + " " + clockLabel), ("Cluster", letter.cluster),
            ("Answer", status + letter.code), ("Message", letter.message),
            ("Act", "eventer dead retry \(letter.id)    eventer dead drop \(letter.id)"),
        ]
        let titled = head.filter { !$0.1.isEmpty }.flatMap { title, text in
            let padded = title + String(repeating: " ", count: 11 - title.count)
            return CleanText(padded + text).wrapped(to: columns, indent: 11).enumerated().map { index, line in
                PaneLine(text: line, headings: index == 0 ? [0..<title.count] : [])
            }
        }
        let json = letter.json.isEmpty ? ["the copy of the event is damaged"] : JSONPrinter.lines(letter.json)
        let record = json.flatMap { line in
            CleanText(line, limit: 65536).wrapped(to: columns, indent: line.prefix { $0 == " " }.count + 2)
        }
        return titled + [PaneLine(text: CleanText())] + record.map { PaneLine(text: $0) }
    }

    private func cell(_ text: String, _ width: Int, tail: Int = 0) -> String {
        let clean = CleanText(text).truncated(to: width, keepingTail: tail)
        return clean.string + String(repeating: " ", count: width - clean.width)
    }
}
