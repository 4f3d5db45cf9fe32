import Events
import TextGrid

extension ViewState {
    /// What terminals take at most, encoded; kitty, xterm and tmux agree on about that.
    private static let clipboardLimit = 74_994

    /// The rows that copying is about: those marked, else the one under the cursor, in the order of the screen.
    var chosenRows: [EventRow] {
        if focus == .detail, let detail { return [detail.row] }
        let table = list.table
        let marked = table.marked.compactMap { id in table.visibleIndex(of: id).map { ($0, id) } }
        guard !marked.isEmpty else { return list.selected.map { [$0.newest] } ?? [] }
        return marked.sorted { $0.0 < $1.0 }.compactMap { table.group($0.1)?.newest }
    }

    /// What can be copied of them.
    var copyForms: [CopyForm] {
        let rows = chosenRows
        return CopyForm.allCases.filter { form in
            switch form {
            case .json, .yaml: true
            case .filter: !filters.current.isEmpty
            default: rows.contains { text(form, of: $0) != nil }
            }
        }
    }

    private func text(_ form: CopyForm, of row: EventRow) -> String? {
        let context = row.cluster.isEmpty ? configuration.context : row.cluster
        return form.text(
            of: row,
            context: configuration.contexts.contains(context) ? context : nil,
            sink: configuration.sink
        )
    }

    /// Puts the chosen rows on the clipboard.
    mutating func copy(_ form: CopyForm) -> [Effect] {
        list.finishScan()
        let rows = chosenRows
        switch form {
        case .json, .yaml:
            guard !rows.isEmpty else { break }
            return [.copyObjects(rows, as: form == .json ? .json : .yaml)]
        case .filter: return copy(filters.current.whole, what: "the filter")
        default:
            // Rows of one object have one command.
            var lines: [String] = []
            for line in rows.compactMap({ text(form, of: $0) }) where !lines.contains(line) { lines.append(line) }
            guard !lines.isEmpty else { break }
            let what = lines.count == 1 ? form.rawValue : "\(grouped(lines.count)) lines"
            return copy(lines.joined(separator: "\n"), what: what)
        }
        say("nothing to copy")
        return []
    }

    private mutating func copy(_ text: String, what: String) -> [Effect] {
        guard (text.utf8.count + 2) / 3 * 4 <= Self.clipboardLimit else {
            say(Self.tooLong(bytes: text.utf8.count), for: .seconds(8))
            return []
        }
        say("copied " + what)
        return [.copy(text)]
    }

    /// What to say of a text that no terminal takes.
    package static func tooLong(bytes count: Int) -> String {
        "too long to copy: \(bytes(Double(count))), terminals take 56 KB; ^S saves it to a file"
    }

    mutating func runCopy(_ line: CommandLine) throws(LineError) -> [Effect] {
        guard let word = line.arguments.first else {
            openCopies()
            return []
        }
        let form = CopyForm(rawValue: word.text)
        if form != nil, form != .filter, chosenRows.isEmpty { throw LineError("no row to copy", at: word.range) }
        guard let form, copyForms.contains(form) else {
            let names = copyForms.map(\.rawValue)
            throw LineError(
                "one of " + names.joined(separator: " "),
                at: word.range,
                suggestion: names.first { $0.hasPrefix(word.text) }
            )
        }
        return copy(form)
    }
}
