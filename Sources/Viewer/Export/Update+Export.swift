import Events
import TextGrid

extension ViewState {
    /// The events of a scope, in the order of the screen, each group's newest first.
    func rows(of scope: ExportScope) -> [EventRow] {
        let table = list.table
        switch scope {
        case .view: return (0..<table.visibleCount).flatMap { table.events(of: table[visible: $0].id) }
        case .marked:
            let places = table.marked.compactMap { id in table.visibleIndex(of: id).map { ($0, id) } }
            return places.sorted { $0.0 < $1.0 }.flatMap { table.events(of: $0.1) }
        case .group: return list.selected.map { table.events(of: $0.id) } ?? []
        }
    }

    /// What a scope holds now, for the menu.
    func countedSummary(of scope: ExportScope) -> String {
        let count = scope == .view ? list.table.totals.events : rows(of: scope).count
        let events = count == 1 ? "1 event" : "\(grouped(count)) events"
        switch scope {
        case .view: return "all that the filter shows: " + events
        case .marked: return "the marked rows: " + events
        case .group: return "the row under the cursor: " + events
        }
    }

    /// Asks for a file at the path that the prompt was given.
    mutating func export(to path: String) throws(LineError) -> [Effect] {
        let name = path.trimmed
        guard !name.isEmpty, name.last != "/" else { throw LineError("a file needs a name", at: 0..<path.count) }
        let pending = pendingExport ?? PendingExport(format: .json)
        return try export(
            to: name,
            as: ExportFormat(path: name) ?? pending.format,
            scope: pending.scope,
            at: 0..<path.count
        )
    }

    private mutating func export(
        to path: String,
        as format: ExportFormat,
        scope: ExportScope,
        at range: Range<Int>
    ) throws(LineError) -> [Effect] {
        list.finishScan()
        let rows = rows(of: scope)
        guard !rows.isEmpty else {
            throw LineError(scope == .marked ? "no row is marked" : "there is nothing to save", at: range)
        }
        let request = ExportRequest(path: path, format: format, rows: rows)
        pendingExport = PendingExport(format: format, scope: scope, request: request)
        return [.export(request)]
    }

    /// Takes in what became of it.
    mutating func receive(_ outcome: ExportOutcome) {
        switch outcome {
        case .written(let path, let events, let count):
            pendingExport = nil
            let what = events == 1 ? "1 event" : "\(grouped(events)) events"
            say("saved \(what), \(bytes(Double(count))), to \(path)", for: .seconds(8))
        case .exists(let path): dialog = .replaceFile(path)
        case .failed(let reason):
            pendingExport = nil
            say(reason, for: .seconds(8))
        }
    }

    /// The file that is there may be replaced.
    mutating func replaceFile() -> [Effect] {
        guard var request = pendingExport?.request else { return [] }
        request.mayReplace = true
        return [.export(request)]
    }

    /// `:save FILE [as FORMAT] [SCOPE]`; a name with spaces stands in quotes.
    mutating func runSave(_ line: CommandLine) throws(LineError) -> [Effect] {
        guard !line.arguments.isEmpty else {
            openFormats()
            return []
        }
        var words = Array(line.arguments)
        var scope = ExportScope.view
        if let last = words.last, words.count > 1, let named = ExportScope(rawValue: last.text) {
            scope = named
            words.removeLast()
        }
        var format: ExportFormat?
        if words.count > 2, words[words.count - 2].text == "as" {
            let word = words[words.count - 1]
            guard let named = ExportFormat(rawValue: word.text) ?? ExportFormat(path: "x." + word.text) else {
                let names = ExportFormat.allCases.map(\.rawValue).joined(separator: " ")
                throw LineError("unknown format \"\(word.text)\"; one of " + names, at: word.range)
            }
            format = named
            words.removeLast(2)
        }
        guard let first = words.first, let last = words.last else { return [] }
        let range = first.range.lowerBound..<last.range.upperBound
        let path = String(line.characters[range]).unquoted
        guard let format = format ?? ExportFormat(path: path) else {
            let names = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw LineError("the name tells no format: end it in .json, or write `as` \(names)", at: range)
        }
        return try export(to: path, as: format, scope: scope, at: range)
    }
}

extension String {
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// Without the quotes around it, if there are any.
    fileprivate var unquoted: String {
        guard count >= 2, let first, first == last, "\"'".contains(first) else { return self }
        return String(dropFirst().dropLast())
    }
}
