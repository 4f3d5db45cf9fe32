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

extension ViewState {
    /// The columns that the user chose; nil where the width decides.
    var chosenColumns: [Column]? { nil }

    /// The columns on the screen.
    var shownColumns: [Column] {
        let table = ScreenLayout(self).table
        return ColumnSpec.specs(
            columns: table.columns,
            showsCluster: showsClusters,
            showsNamespace: configuration.showsNamespace,
            time: timeMode
        ).map(\.column)
    }

    mutating func setGrouping(_ grouping: Grouping) {
        list.change { $0.setGrouping(grouping) }
        measureColumns(always: true)
    }

    mutating func setOrder(_ order: GroupOrder) { list.change { $0.setOrder(order) } }

    mutating func setColumns(_ columns: [Column]?) {}

    mutating func setAside(_ snooze: Snooze) {}
}
