import Events
import TextGrid

extension ViewState {
    private static let mostCandidates = 50

    // MARK: Filter

    /// What could stand at the cursor of a filter, with how often it occurs.
    func filterCompletion(of editor: LineEditor) -> Completion? {
        let found = FilterCompletion(text: editor.text, cursor: editor.cursor) { field, _ in
            values(of: field)
        }
        guard !found.candidates.isEmpty else { return nil }
        return Completion(
            range: found.range,
            candidates: found.candidates.map { candidate in
                Completion.Candidate(candidate.text, note: candidate.count.map(compactCount) ?? "")
            }
        )
    }

    /// The values of a field in the table, also those that the filter leaves out.
    func values(of field: FilterField) -> [(value: String, count: Int)] {
        Facet.allCases.first { $0.field == field }.map(list.table.values) ?? []
    }

    private func compactCount(_ count: Int) -> String { compact(count, cells: 5) }

    // MARK: Commands

    /// What could stand at the cursor of a command.
    func commandCompletion(of editor: LineEditor) -> Completion? {
        let before = CommandLine(Array(editor.characters.prefix(editor.cursor)))
        let isOnName = before.words.count < 2 && before.characters.last?.isWhitespace != true
        guard !isOnName, let name = before.name?.text else { return nameCompletion(before) }
        guard let command = TypedCommand(named: name) else { return nil }
        let typed = before.characters.last?.isWhitespace == true ? nil : before.words.last
        let start = typed?.range.lowerBound ?? before.characters.count
        switch command {
        case .filter, .find: return argumentFilter(before, editor)
        case .sls: return searchCompletion(before)
        case .namespace:
            return listCompletion(before, values(of: .namespace).map { ($0.value, compactCount($0.count)) })
        case .columns:
            return listCompletion(before, Column.allCases.map { ($0.rawValue, "") } + [("auto", "by the width")])
        default: break
        }
        let place = before.words.count - (typed == nil ? 1 : 2)
        let candidates = arguments(of: command, place: place, before).filter {
            starts($0.text, with: typed?.text ?? "")
        }
        return candidates.isEmpty ? nil : Completion(range: start..<editor.cursor, candidates: candidates)
    }

    private func nameCompletion(_ line: CommandLine) -> Completion? {
        let typed = line.name?.text ?? ""
        let candidates = TypedCommand.allCases.filter { command in
            ([command.rawValue] + command.aliases).contains { starts($0, with: typed) }
        }
        guard !candidates.isEmpty, candidates.map(\.rawValue) != [typed] else { return nil }
        let start = line.name?.range.lowerBound ?? line.characters.count
        return Completion(range: start..<line.characters.count, candidates: candidates.map { .init($0.completed) })
    }

    private func argumentFilter(_ line: CommandLine, _ editor: LineEditor) -> Completion? {
        let start = line.arguments.first?.range.lowerBound ?? line.characters.count
        let inner = LineEditor(String(editor.characters[start..<editor.cursor]))
        guard var completion = filterCompletion(of: inner) else { return nil }
        completion.range = completion.range.lowerBound + start..<completion.range.upperBound + start
        return completion
    }

    /// The last of a list with commas; `!` before one stays.
    private func listCompletion(_ line: CommandLine, _ values: [(String, String)]) -> Completion? {
        let end = line.characters.count
        let start = line.characters.lastIndex { $0 == "," || $0.isWhitespace || $0 == "!" }.map { $0 + 1 } ?? end
        let typed = String(line.characters[start..<end])
        let candidates = values.filter { starts($0.0, with: typed) }.prefix(Self.mostCandidates)
        guard !candidates.isEmpty, candidates.map(\.0) != [typed] else { return nil }
        return Completion(range: start..<end, candidates: candidates.map { .init($0.0, note: $0.1) })
    }

    private func arguments(of command: TypedCommand, place: Int, _ line: CommandLine) -> [Completion.Candidate] {
        func words(_ texts: [String]) -> [Completion.Candidate] { texts.map { .init($0) } }
        switch command {
        case .context: return words(configuration.contexts)
        case .save where place > 0:
            let isFormat =
                line.arguments.dropLast(line.characters.last?.isWhitespace == true ? 0 : 1).last?.text == "as"
            return words(
                isFormat ? ExportFormat.allCases.map(\.rawValue) : ["as"] + ExportScope.allCases.map(\.rawValue)
            )
        case .set where place == 1: return words(["on", "off"])
        case .set where place == 0: return words(SettingSwitch.allCases.map(\.rawValue))
        default: break
        }
        guard place == 0 else { return [] }
        switch command {
        case .view: return views.map { .init($0.name, note: $0.summary) }
        case .copy: return copyForms.map { .init($0.rawValue) }
        case .group: return words(Grouping.allCases.map(\.rawValue))
        case .sort: return words(GroupOrder.Field.allCases.map(\.rawValue))
        case .time: return words(TimeMode.allCases.map(\.rawValue))
        case .theme: return words(Theme.allCases.map(\.rawValue))
        case .forward: return words(ForwardAction.allCases.map(\.rawValue))
        case .alerts: return words(AlertsPane.Page.allCases.map(\.rawValue))
        case .overview: return words(OverviewWindow.allCases.map(\.rawValue))
        case .snooze, .marks: return words(["clear"])
        case .help: return words(TypedCommand.allCases.map(\.rawValue))
        case .since: return words(["15m", "1h", "6h", "1d", "7d"])
        case .goTo: return words(["-15m", "-1h", "yesterday"])
        default: return []
        }
    }

    private func starts(_ text: String, with typed: String) -> Bool {
        text.lowercased().hasPrefix(typed.lowercased())
    }

    // MARK: Views

    /// Names that are taken: to save over one, it need not be typed.
    func viewNameCompletion(of editor: LineEditor) -> Completion? {
        let names = views.map(\.name).filter { starts($0, with: editor.text) && $0 != editor.text }
        guard !names.isEmpty else { return nil }
        return Completion(range: 0..<editor.characters.count, candidates: names.map { .init($0) })
    }
}

extension TypedCommand {
    /// With the space that what it takes begins after.
    fileprivate var completed: String { rawValue + (arguments.isEmpty ? "" : " ") }
}
