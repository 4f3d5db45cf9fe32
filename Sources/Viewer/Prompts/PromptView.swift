import Events
import TextGrid

extension ViewState {
    /// The open prompt: the line, below it where it fails or what Tab puts in, and what it comes to.
    func drawPrompt(in frame: inout Frame, _ layout: ScreenLayout) {
        guard let prompt, let area = layout.prompt else { return }
        frame.box(area, title: title(of: prompt), footer: footer(of: prompt))
        let rows = min(area.rows, prompt.kind == .filter && size.rows >= 20 ? 6 : 5)
        let first = area.row + area.rows - rows
        drawGrammar(in: &frame, rows: area.row + 1..<first + 1)
        drawLine(prompt, in: &frame, row: first + 1)
        let room = size.columns - 4
        let place = Position(column: 2, row: first + 3)
        if let error = prompt.error {
            let text = error.message + (error.suggestion == nil ? "" : "   Tab: replace")
            frame.put(CleanText(text).truncated(to: room), at: place, style: Style(.critical))
        } else {
            frame.put(CleanText(said(of: prompt)).truncated(to: room), at: place)
        }
        guard rows > 5 else { return }
        let text = CleanText(remark(on: prompt)).truncated(to: room)
        frame.put(text, at: Position(column: 2, row: first + 4), style: Style(.dim))
    }

    private func title(of prompt: Prompt) -> String {
        guard prompt.kind == .path, let pending = pendingExport else { return prompt.kind.title }
        return "\(prompt.kind.title): \(pending.scope.rawValue) as \(pending.format.rawValue)"
    }

    private func footer(of prompt: Prompt) -> String {
        if prompt.search != nil { return "^R older  Enter take it  Esc back" }
        if prompt.error != nil, prompt.kind == .filter {
            return "Enter waits until the filter can be read   Esc cancel"
        }
        let keys = "Enter \(prompt.kind.verb)  Esc cancel  ^R history"
        switch prompt.kind {
        case .filter: return "Enter apply  Esc cancel  ^R history  ^V views  / again: find  F1 grammar"
        case .find: return keys + "  F1 grammar"
        default: return keys
        }
    }

    /// What the line comes to, or what it is for.
    private func said(of prompt: Prompt) -> String {
        switch prompt.kind {
        case .filter: return matchesLine
        case .find:
            guard textFind == nil else { return counted(textFind?.places.count ?? 0, "place") }
            return listFind == nil ? "keeps all rows and shows where it is found; n next, N previous" : prompt.note
        case .command: return commandHelp(prompt.editor.text)
        case .time: return "-15m   14:05   yesterday 23:10   2026-11-22 10:00   in " + clockLabel
        case .path: return "the name's end tells the format; only you can read the file"
        case .name: return "filter, grouping, order, columns and times are saved under it"
        }
    }

    /// `matches 3 groups, 253 occurrences in the last 1h`.
    private var matchesLine: String {
        let table = list.table
        let (count, all) = (table.visibleCount, table.groupCount)
        let rows = count == 1 ? "1 row" : "\(grouped(count)) rows"
        let total = table.totals.occurrences
        let occurrences = total == 1 ? "1 occurrence" : "\(grouped(total)) occurrences"
        let since = table.oldest.map { " in the last " + age($0, at: now) } ?? ""
        let counting = list.countedPercent.map { ", counting \($0) %" } ?? ""
        return "matches \(rows) of \(grouped(all)), \(occurrences)\(since)\(counting)"
    }

    /// What the command being typed does.
    private func commandHelp(_ text: String) -> String {
        guard let name = CommandLine(Array(text)).name else { return "Tab shows all commands" }
        if let command = TypedCommand(named: name.text) { return command.usage + "   " + command.summary }
        let starting = TypedCommand.allCases.filter { $0.rawValue.hasPrefix(name.text) }
        guard starting.count == 1 else { return starting.isEmpty ? "no such command" : "goes on as one of the above" }
        return starting[0].usage + "   " + starting[0].summary
    }

    /// The least important line: what is still shown, what seems odd, or which fields there are.
    private func remark(on prompt: Prompt) -> String {
        if prompt.error != nil {
            return "still showing: " + (prompt.shown.text.allSatisfy(\.isWhitespace) ? "all events" : prompt.shown.text)
        }
        if let note = filterNotes.first { return "note: " + note }
        if prompt.shown.text != prompt.editor.text, prompt.shown.text.hasSuffix("*") {
            return "shown is " + prompt.shown.text
        }
        return "fields: " + FilterField.allCases.map(\.rawValue).joined(separator: " ")
    }

    /// What is worth saying of the filter that the list shows.
    private var filterNotes: [String] {
        let filter = list.table.filter
        let notes = filter.costlyPatterns + filter.notes { values(of: $0).map(\.value) }
        return notes.map(\.message)
    }

    // MARK: The line

    private func drawLine(_ prompt: Prompt, in frame: inout Frame, row: Int) {
        let cells = max(1, size.columns - 4)
        var column = 2
        if let search = prompt.search {
            let head = search.step == nil ? "not in the history: " : "history: "
            let text = CleanText(head + search.query.text + "  ").truncated(to: cells / 2)
            column += frame.put(text, at: Position(column: 2, row: row), style: Style(.hint))
        }
        let room = max(1, cells + 2 - column)
        let before = cellCount(prompt.editor, upTo: prompt.editor.cursor)
        let scrolled = max(0, before - room + 1)
        let text = CleanText(prompt.editor.text).dropping(cells: scrolled)
        frame.put(text, at: Position(column: column, row: row), limit: room)
        let cursor = column + before - scrolled
        frame.cursor = Position(column: cursor, row: row)
        frame.restyle(Rectangle(column: cursor, row: row, columns: 1, rows: 1)) { $0.with(.reverse) }
        let start = { index in column + cellCount(prompt.editor, upTo: index) - scrolled }
        if let error = prompt.error {
            let (first, end) = (start(error.range.lowerBound), start(error.range.upperBound))
            let caret = CleanText("^" + String(repeating: "~", count: max(0, end - first - 1)))
            let shown = caret.dropping(cells: max(0, 2 - first))
            let place = Position(column: max(2, first), row: row + 1)
            frame.put(shown, at: place, style: Style(.critical), limit: max(0, cells + 2 - place.column))
        } else if let completion = prompt.completion, prompt.search == nil {
            draw(completion, in: &frame, row: row + 1, under: start(completion.range.lowerBound))
        }
    }

    /// The candidates in one line, that Tab put in marked by `>`, under the word if there is room.
    private func draw(_ completion: Completion, in frame: inout Frame, row: Int, under column: Int) {
        let texts = completion.candidates.enumerated().map { index, candidate in
            let mark = index == completion.chosen ? ">" : " "
            let note = candidate.note.isEmpty ? "" : " " + candidate.note
            return CleanText(mark + candidate.text.trimmed + note).truncated(to: 40)
        }
        let end = size.columns - 2
        let wanted = texts.prefix(8).reduce(0) { $0 + $1.width + 2 }
        var column = max(2, min(column - 1, end - wanted))
        // As far along as the chosen one is seen.
        var first = 0
        if let chosen = completion.chosen {
            while first < chosen, texts[first...chosen].reduce(0, { $0 + $1.width + 2 }) > end - 4 { first += 1 }
        }
        for (index, text) in texts.enumerated().dropFirst(first) {
            guard column + text.width <= end else {
                frame.put("…", at: Position(column: min(column, end - 1), row: row), style: Style(.dim))
                return
            }
            let style = index == completion.chosen ? Style(.match, .bold) : Style(.dim)
            column += frame.put(text, at: Position(column: column, row: row), style: style, limit: end - column) + 2
        }
    }

    private func cellCount(_ editor: LineEditor, upTo index: Int) -> Int {
        displayWidth(String(editor.characters.prefix(max(0, index))))
    }

    private func drawGrammar(in frame: inout Frame, rows: Range<Int>) {
        for (row, line) in zip(rows, Self.grammarLines) {
            frame.put(
                CleanText(line).truncated(to: size.columns - 4),
                at: Position(column: 2, row: row),
                style: Style(.dim)
            )
        }
    }
}
