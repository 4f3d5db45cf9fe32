import Events

/// A row of the list: one of the table, or an event of one that is split.
///
/// An event by itself is a group of one, so both are drawn, opened, marked and copied alike.
struct ListRow: Sendable, Equatable, Identifiable {
    /// How an event hangs on the row it belongs to.
    struct Branch: Sendable, Equatable {
        var parent: GroupID
        /// Whether it is the last of its row.
        var isLast: Bool
    }

    var group: EventGroup
    /// Nil for a row of the table.
    var branch: Branch?

    var id: GroupID { group.id }
    /// The newest of its events.
    var newest: EventRow { group.newest }
}

/// What came of splitting a row.
enum SplitOutcome: Sendable, Equatable {
    /// So many events are shown, of so many.
    case split(shown: Int, of: Int)
    case joined
    /// There is no row, or it is a single event.
    case nothing
}
