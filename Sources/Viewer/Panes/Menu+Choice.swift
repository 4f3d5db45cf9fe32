import Events
import TextGrid

extension Menu {
    /// What is taken.
    enum Choice: Sendable, Hashable {
        case grouping(Grouping)
        case order(GroupOrder)
        case column(Column)
        case namespace(String)
        case context(String)
        /// By its name.
        case view(String)
        case copy(CopyForm)
        case format(ExportFormat)
        case scope(ExportScope)
        case snooze(Snooze)
        case alert(AlertOrder)
        case theme(Theme)
        case time(ViewState.TimeMode)
    }
}

/// How long a row stays snoozed.
enum Snooze: Sendable, Hashable {
    /// Until it occurs again.
    case untilMore
    case seconds(Int64)
    case session
}
