import Events

/// The words of Log Service's search language that a record's fields make likely.
enum SearchWord: String, CaseIterable {
    case level
    case reason = "eventId.reason"
    case message = "eventId.message"
    case namespace = "eventId.metadata.namespace"
    case kind = "eventId.involvedObject.kind"
    case name = "eventId.involvedObject.name"
    case hostname
    case podName = "pod_name"
    case and, or, not

    /// Whether a value follows.
    var isField: Bool { ![.and, .or, .not].contains(self) }

    /// Where the table has values for it.
    var field: FilterField? {
        switch self {
        case .level: .type
        case .reason: .reason
        case .namespace: .namespace
        case .kind: .kind
        case .hostname: .node
        case .message, .name, .podName, .and, .or, .not: nil
        }
    }

    /// As it is put in.
    var completed: String { rawValue + (isField ? ": " : " ") }
}

extension ViewState {
    private static let mostValues = 50
    private static let mostEarlier = 5

    /// What could stand at the end of a search: earlier ones, fields, and the values that the table has of a field.
    func searchCompletion(_ line: CommandLine) -> Completion? {
        let end = line.characters.count
        let begin = min(end, (line.name?.range.upperBound ?? 0) + 1)
        let start =
            line.characters.lastIndex { $0.isWhitespace || "(:".contains($0) }.map { max($0 + 1, begin) } ?? begin
        let typed = String(line.characters[start..<end]).lowercased()
        var candidates: [Completion.Candidate] = []
        if let word = fieldBefore(start, in: line) {
            candidates =
                word.field.map { field in
                    values(of: field).prefix(Self.mostValues).map { .init(Self.quoted($0.value)) }
                } ?? []
        } else {
            if line.arguments.isEmpty { candidates = earlierSearches.map { .init($0, note: "again") } }
            candidates += SearchWord.allCases.map { .init($0.completed) }
        }
        candidates = candidates.filter { $0.text.lowercased().hasPrefix(typed) && $0.text.lowercased() != typed }
        return candidates.isEmpty ? nil : Completion(range: start..<end, candidates: candidates)
    }

    /// The field whose colon stands before `start`.
    private func fieldBefore(_ start: Int, in line: CommandLine) -> SearchWord? {
        let before = line.characters[..<start].reversed().drop(while: \.isWhitespace)
        guard before.first == ":" else { return nil }
        let name = before.dropFirst().prefix { !$0.isWhitespace && !"(:".contains($0) }
        return SearchWord(rawValue: String(name.reversed()))
    }

    private var earlierSearches: [String] {
        let name = TypedCommand.sls.rawValue + " "
        let lines = (histories[.command]?.lines ?? []).reversed().filter { $0.hasPrefix(name) }
        return lines.prefix(Self.mostEarlier).map { String($0.dropFirst(name.count)) }
    }

    private static func quoted(_ value: String) -> String {
        value.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) } ? value : "\"\(value)\""
    }
}
