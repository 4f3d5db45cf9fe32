import Basics
import Events

/// A command of the `:` prompt: the one table that running, completion, help and README go by.
package enum TypedCommand: String, Sendable, CaseIterable {
    case quit = "q"
    case quitNow = "q!"
    case context = "ctx"
    case namespace = "ns"
    case view
    case save
    case copy
    case columns
    case group
    case sort
    case time
    case goTo = "goto"
    case since
    case sls
    case more
    case live
    case theme
    case set
    case forward
    case forwarder
    case streams
    case alerts
    case lifecycle
    case overview
    case snooze
    case marks
    case filter
    case find
    case history
    case store
    case log
    case keys
    case help
    case version

    /// Other spellings.
    package var aliases: [String] {
        switch self {
        case .quit: ["quit"]
        case .quitNow: ["quit!"]
        case .context: ["context", "contexts"]
        case .namespace: ["namespace", "namespaces"]
        case .view: ["views"]
        case .save: ["export", "w"]
        case .goTo: ["go"]
        case .help: ["h"]
        default: []
        }
    }

    /// What may stand behind the name; brackets mean that it need not.
    package var arguments: String {
        switch self {
        case .context: "[NAME...]"
        case .namespace: "[LIST]"
        case .view: "[NAME]"
        case .save: "[FILE] [as FORMAT] [SCOPE]"
        case .copy: "[WHAT]"
        case .columns: "[LIST]"
        case .group: "[BY]"
        case .sort: "[FIELD]"
        case .time: "[MODE]"
        case .goTo: "TIME"
        case .since: "DURATION|off"
        case .sls: "[SEARCH]"
        case .theme: "[NAME]"
        case .set: "KEY [on|off]"
        case .forward: "on|off|retry"
        case .alerts: "[rules]"
        case .lifecycle: "[KIND/NAME]"
        case .overview: "[15m|1h|6h|24h]"
        case .snooze: "[clear]"
        case .marks: "[clear]"
        case .filter, .find: "EXPRESSION"
        case .help: "[COMMAND]"
        case .more, .live, .quit, .quitNow, .forwarder, .streams, .history, .store, .log, .keys, .version: ""
        }
    }

    /// What it does, in one line.
    package var summary: String {
        switch self {
        case .quit: "quit; asks when events are not delivered"
        case .quitNow: "quit at once; what waits stays in the journal"
        case .context: "watch another cluster, or several"
        case .namespace: "show these namespaces only: a,b,!kube-*"
        case .view: "open a saved view"
        case .save: "write events to a file"
        case .copy: "put the row on the clipboard: line, object, json"
        case .columns: "columns of the table; auto is by the width"
        case .group: "what shares a row: none, reason, object, node ..."
        case .sort: "the order: last, count:asc ...; -count is count:desc"
        case .time: "how times are shown: relative, local, utc"
        case .goTo: "go to a time: -15m, 14:05, yesterday 23:10"
        case .since: "only the last 2h, from the journal too; off shows all"
        case .sls: "search the logstore; the live list goes on"
        case .more: "read on in what :sls found"
        case .live: "back from :sls to the live list"
        case .theme: "the colours"
        case .set: "switch ascii, mouse, warnings"
        case .forward: "forwarding to Log Service"
        case .forwarder: "the forwarder: state, rates, errors"
        case .streams: "the streams: state of each"
        case .lifecycle: "the life of the row's object, or of pod/web-0"
        case .alerts: "what the alert rules say, or the rules"
        case .overview: "what is wrong, trends and hot spots of a time"
        case .snooze: "the snoozed rows only, or wake all"
        case .marks: "the marked rows only, or no marks"
        case .filter: "filter, as / does"
        case .find: "find and keep all rows, as // does"
        case .history: "how to see what is older than the list"
        case .store: "where events are kept, and for how long"
        case .log: "where the program's own messages are"
        case .keys: "all keys"
        case .help: "this help, or that of a command"
        case .version: "what this is"
        }
    }

    /// The command of that name.
    init?(named name: String) {
        guard let command = Self.allCases.first(where: { $0.rawValue == name || $0.aliases.contains(name) }) else {
            return nil
        }
        self = command
    }

    /// As it is typed, with its arguments.
    package var usage: String { ":" + rawValue + (arguments.isEmpty ? "" : " " + arguments) }
}

/// A line of the `:` prompt in words, each with its place.
struct CommandLine: Sendable, Equatable {
    struct Word: Sendable, Equatable {
        var text: String
        /// Characters of the line.
        var range: Range<Int>
    }

    let characters: [Character]
    let words: [Word]

    init(_ characters: [Character]) {
        self.characters = characters
        var words: [Word] = []
        for (index, character) in characters.enumerated() where !character.isWhitespace {
            if let last = words.last, last.range.upperBound == index {
                words[words.count - 1].text.append(character)
                words[words.count - 1].range = last.range.lowerBound..<index + 1
            } else {
                words.append(Word(text: String(character), range: index..<index + 1))
            }
        }
        self.words = words
    }

    var name: Word? { words.first }
    var arguments: ArraySlice<Word> { words.dropFirst() }

    /// All that stands behind the name, as it is.
    var rest: (text: String, range: Range<Int>) {
        guard let first = arguments.first, let last = words.last else {
            return ("", characters.count..<characters.count)
        }
        let range = first.range.lowerBound..<last.range.upperBound
        return (String(characters[range]), range)
    }

    /// The command, or why there is none.
    func command() throws(LineError) -> TypedCommand? {
        guard let name else { return nil }
        if let command = TypedCommand(named: name.text) { return command }
        let names = TypedCommand.allCases.flatMap { [$0.rawValue] + $0.aliases }
        let nearest =
            names.filter { name.text.count > 1 && $0.hasPrefix(name.text) }.min { $0.count < $1.count }
            ?? nearest(to: name.text, among: names.filter { $0.count > 1 })
        let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? "; Tab shows all"
        throw LineError("unknown command \"\(name.text)\"" + hint, at: name.range, suggestion: nearest)
    }
}
