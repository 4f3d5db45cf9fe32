import Events
import TextGrid

/// The help while it is open: all keys and commands, searched by typing.
struct Help: Sendable, Equatable {
    /// Where it was opened: its keys come first, and Enter runs an action there.
    var origin: Keymap.Context
    /// What it covers, and gives back.
    var covered: Pane?
    var query = LineEditor()
    /// Whether `/` was pressed: then every letter searches, `q` too.
    var isSearching = false
    /// Of the line under the cursor, among those that can be run.
    var cursor = 0
}

/// A line of the help.
struct HelpLine: Sendable, Equatable {
    enum Action: Sendable, Equatable {
        /// What the keys of an entry do.
        case entry(Keymap.Entry)
        case command(TypedCommand)
        /// Something to filter by.
        case filter(String)
    }

    /// Keys, a command, a field; of a heading the heading.
    var label: String
    var text = ""
    /// Nil for a heading.
    var action: Action?

    func matches(_ query: String) -> Bool {
        let words = query.lowercased().split(separator: " ")
        let line = (label + " " + text).lowercased()
        return words.allSatisfy { line.contains($0) }
    }
}

extension Keymap.Context {
    /// As the help calls it.
    var title: String {
        switch self {
        case .list: "EVENT LIST"
        case .facets: "FACETS"
        case .histogram: "HISTOGRAM"
        case .detail: "DETAIL"
        case .forwarder: "FORWARDER"
        case .streams: "STREAMS"
        case .alerts: "ALERTS"
        case .overview: "OVERVIEW"
        case .help: "HELP"
        }
    }
}

extension ViewState {
    /// The lines of the help that the typed words leave, headings before what is left of theirs.
    var helpLines: [HelpLine] {
        let query = help?.query.text ?? ""
        let sections = helpSections(from: help?.origin ?? .list)
        return sections.flatMap { title, lines in
            let found = lines.filter { $0.matches(query) }
            return found.isEmpty ? [] : [HelpLine(label: title)] + found + [HelpLine(label: "")]
        }.dropLast()
    }

    /// Each key once: under the place the help was opened from, else under the first that has it.
    private func helpSections(from origin: Keymap.Context) -> [(String, [HelpLine])] {
        var rest = configuration.keymap.entries
        var sections: [(String, [HelpLine])] = []
        for context in [origin] + Keymap.Context.allCases.filter({ $0 != origin }) {
            let here = rest.filter { $0.contexts.contains(context) }
            rest.removeAll { $0.contexts.contains(context) }
            for group in Keymap.Group.allCases {
                let entries = here.filter { $0.group == group }
                guard !entries.isEmpty else { continue }
                let title = context.title + (group.rawValue == context.title ? "" : ": " + group.rawValue)
                sections.append((title, entries.map { HelpLine(label: $0.label, text: $0.help, action: .entry($0)) }))
            }
        }
        let commands = TypedCommand.allCases.map {
            HelpLine(label: $0.usage, text: $0.summary, action: .command($0))
        }
        return sections + [("COMMANDS", commands), ("FILTER FIELDS", fieldLines), ("FILTER LANGUAGE", exampleLines)]
    }

    private var fieldLines: [HelpLine] {
        FilterField.allCases.map { field in
            let names = ([field.rawValue] + field.aliases).joined(separator: " ")
            return HelpLine(label: names, text: field.summary, action: .filter(field.rawValue + ":"))
        }
    }

    private var exampleLines: [HelpLine] {
        Self.grammar.map { HelpLine(label: $0.example, text: $0.meaning, action: .filter($0.example)) }
    }

    // MARK: Keys

    /// Opens the help for where keys go now.
    mutating func openHelp() {
        let origin = context
        textFind = nil
        help = Help(origin: origin == .help ? .list : origin, covered: pane)
        pane = Pane(content: .help)
    }

    /// Closes the help alone: what it covers was not asked to go.
    mutating func closeHelp() {
        pane = help?.covered
        help = nil
    }

    /// Takes a key while the help is open: letters search.
    mutating func readHelp(_ key: Key) -> [Effect] {
        guard var help else { return [] }
        let isFresh = help.query.text.isEmpty && !help.isSearching
        switch key {
        case .character("q") where isFresh, .character("?") where isFresh, .function(1): closeHelp()
        case .character("/") where isFresh: self.help?.isSearching = true
        case .escape where isFresh: closeHelp()
        case .escape:
            self.help = Help(origin: help.origin, covered: help.covered)
        case .enter: return runHelp()
        case .down, .control("n"): moveInHelp(by: 1)
        case .up, .control("p"): moveInHelp(by: -1)
        case .pageDown: turnHelp(by: helpRows - 1)
        case .pageUp: turnHelp(by: 1 - helpRows)
        case .home: moveInHelp(by: -10_000)
        case .end: moveInHelp(by: 10_000)
        case .control("l"): return [.redraw]
        case .control("z"): return [.suspend]
        default:
            guard help.query.handle(key) else { return [] }
            help.cursor = 0
            self.help = help
        }
        return []
    }

    private mutating func moveInHelp(by step: Int) {
        let count = helpLines.count { $0.action != nil }
        let cursor = (help?.cursor ?? 0) + step
        help?.cursor = min(max(0, cursor), max(0, count - 1))
    }

    /// Moves the cursor by lines of the screen, headings and empty ones among them.
    private mutating func turnHelp(by rows: Int) {
        let lines = helpLines
        let runnable = lines.indices.filter { lines[$0].action != nil }
        guard let cursor = help?.cursor, runnable.indices.contains(cursor) else { return }
        let wanted = runnable[cursor] + rows
        let found = rows > 0 ? runnable.lastIndex { $0 <= wanted } : runnable.firstIndex { $0 >= wanted }
        help?.cursor = found ?? cursor
    }

    /// Runs the line under the cursor where the help was opened.
    private mutating func runHelp() -> [Effect] {
        let actions = helpLines.compactMap(\.action)
        guard let help, actions.indices.contains(help.cursor) else { return [] }
        switch actions[help.cursor] {
        case .entry(let entry):
            guard entry.contexts.contains(help.origin) else {
                say(
                    "\(entry.label) works in: "
                        + entry.contexts.map(\.title).sorted().joined(separator: ", ").lowercased()
                )
                return []
            }
            closeHelp()
            return entry.keys.first.map { perform(entry.command, $0, in: help.origin) } ?? []
        case .command(let command):
            closeHelp()
            open(Prompt(.command, text: command.rawValue + (command.arguments.isEmpty ? "" : " ")))
        case .filter(let text):
            closeHelp()
            // It is the list that is filtered.
            pane = nil
            open(Prompt(.filter, text: filters.current.text.isEmpty ? text : filters.current.text + " " + text))
            preview()
        }
        return []
    }
}
