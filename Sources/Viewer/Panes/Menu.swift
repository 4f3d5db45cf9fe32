import Events
import TextGrid

/// A list to choose from: typing searches it, Enter takes.
struct Menu: Sendable, Equatable {
    /// What is taken.
    enum Choice: Sendable, Equatable {
        case grouping(Grouping)
        case order(GroupOrder)
        case snooze(Snooze)
    }

    struct Item: Sendable, Equatable {
        var label: String
        var note = ""
        var choice: Choice
    }

    var title: String
    var items: [Item]
}

extension ViewState {
    mutating func choose(_ key: Key) -> [Effect] { [] }

    func drawMenu(in frame: inout Frame, _ layout: ScreenLayout) {}

    /// Commands that open a menu or a prompt.
    mutating func performWithMenu(_ command: Command) -> [Effect] { [] }

    /// Search in the list; nil when it is none of these.
    mutating func performSearch(_ command: Command) -> [Effect]? { nil }
}
