import Basics
import Events
import TextGrid

/// How the table is shown, and what the user keeps of its rows.
struct TableLook: Sendable, Equatable {
    /// The column that `+`, `-`, `*` and sorting work on; nil for the one that tells most.
    var columnCursor: Column?
    /// The columns the user chose; nil for what the width allows.
    var columns: [Column]?
    /// Whether messages take as many lines as they need.
    var wraps = false
    /// Rows under letters.
    var positions: [Character: ListRow] = [:]
    /// The first of two keys.
    var pending: PendingKey?
    /// Until when rows are snoozed.
    var snoozes: [GroupID: SnoozeEnd] = [:]

    /// What was found out about rows of many events.
    var facts: [GroupID: RowFacts] = [:]

    /// The most lines of a message that wraps.
    static let linesPerRow = 6
}

/// A key that waits for a letter.
enum PendingKey: Sendable, Equatable {
    case setPosition, goToPosition

    /// For the hint line.
    func hint(_ letters: some Sequence<Character>) -> String {
        let known = letters.sorted().map(String.init).joined(separator: " ")
        return switch self {
        case .setPosition: "remember this row: press a letter   Esc cancel"
        case .goToPosition where known.isEmpty: "no row is remembered yet: m and a letter do   Esc cancel"
        case .goToPosition: "go to a row: press " + known + "   Esc cancel"
        }
    }
}

/// What brings a snoozed row back.
enum SnoozeEnd: Sendable, Equatable {
    /// That it occurred more often than that.
    case occurrences(above: Int)
    case time(Timestamp)
    case never
}

/// What is told of a row that needs a look at each of its events.
struct RowFacts: Sendable, Equatable {
    /// Of more events, they are found out at most once a second.
    static let smallRow = 64
    /// How many events of rows that are known already may be looked at in one go.
    static let budget = 20_000

    /// Occurrences a minute.
    var rate = 0.0
    var spread = GroupSpread()
    /// In seconds since 1970.
    var foundAt: Int64 = 0
}
