import Events
import TextGrid

/// How the table is shown.
struct TableLook: Sendable, Equatable {
    /// Of the columns shown, the one that `+`, `-` and sorting work on.
    var columnCursor: Int?
}

extension ViewState {
    /// Grouping, order, columns, marks and what else concerns the rows; nil when it is none of these.
    mutating func performOnRows(_ command: Command, _ key: Key) -> [Effect]? { nil }
}
