import Events
import TextGrid

/// What a prompt asks for; its name is what the history keeps its lines under.
package enum PromptKind: String, Sendable, CaseIterable {
    case filter, find, command, time, path, name

    var title: String {
        switch self {
        case .filter: "Filter"
        case .find: "Find"
        case .command: "Command"
        case .time: "Go to time"
        case .path: "Save to file"
        case .name: "Name of the view"
        }
    }

    /// What Enter does.
    var verb: String {
        switch self {
        case .filter: "apply"
        case .find: "find"
        case .command: "run"
        case .time: "go"
        case .path, .name: "save"
        }
    }
}

/// What is wrong in a line, and where.
struct LineError: Error, Sendable, Equatable {
    var message: String
    /// Character offsets, for a caret.
    var range: Range<Int>
    /// What to put in place of `range`, when that is clear.
    var suggestion: String?

    init(_ message: String, at range: Range<Int>, suggestion: String? = nil) {
        self.message = message
        self.range = range
        self.suggestion = suggestion
    }

    init(_ error: FilterError) {
        self.init(error.message, at: error.range, suggestion: error.suggestion)
    }
}

/// The same filter with its last word as the beginning of a value, which it may be while it is typed.
enum OpenEnd: Sendable, Equatable {
    /// It is to be tried.
    case untried(FilterSetting)
    /// It is in force on trial, instead of the filter as it is written.
    case tried(FilterSetting, insteadOf: EventFilter)
}

/// A line that the user is asked for, while it is open.
struct Prompt: Sendable, Equatable {
    let kind: PromptKind
    var editor: LineEditor
    var error: LineError?
    /// What is worth saying of a line that can be read.
    var note = ""
    /// The last filter that could be read: the one the list shows.
    var shown = FilterSetting()
    /// What is tried in place of ``shown`` when that shows nothing; nil when that is decided.
    var openEnd: OpenEnd?
    /// What Tab puts in; nil where nothing can be completed.
    var completion: Completion?
    var recall = Recall()
    var search: HistorySearch?
    /// Whether the grammar is explained above the line.
    var isExplained = false
    /// What was looked for before: Esc restores it.
    var formerFind: ListFind?

    init(_ kind: PromptKind, text: String = "") {
        self.kind = kind
        editor = LineEditor(text)
    }

    /// The rows of the box, edges included, on a screen of `rows`.
    func rows(onScreenOf rows: Int) -> Int {
        let line = kind == .filter && rows >= 20 ? 6 : 5
        return isExplained ? max(line, min(rows - 4, line + ViewState.grammarLines.count)) : line
    }
}
