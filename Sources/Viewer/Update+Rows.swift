import Basics
import Events
import TextGrid

extension ViewState {
    /// Grouping, order, columns, marks and what else concerns the rows; nil when it is none of these.
    mutating func performOnRows(_ command: Command, _ key: Key) -> [Effect]? {
        switch command {
        case .split: split()
        case .groupMenu: openGroupMenu()
        case .sortMenu: openSortMenu()
        case .invertSort: setOrder(list.table.order.inverted)
        case .sortByColumn: sortByColumn()
        case .sortByFirst: sort(by: .first)
        case .sortByLast: sort(by: .last)
        case .sortByNamespace: sort(by: .namespace)
        case .columnLeft: moveColumnCursor(by: -1)
        case .columnRight: moveColumnCursor(by: 1)
        case .includeValue: filterByValue(.include)
        case .excludeValue: filterByValue(.exclude)
        case .wrap: toggleWrap()
        case .nextWarning: go(to: .warning, isForward: true)
        case .previousWarning: go(to: .warning, isForward: false)
        default: return performOnMarks(command)
        }
        return []
    }

    // MARK: Grouping, order, columns

    /// Shows the events in rows by `grouping`; the cursor stays with its newest event.
    mutating func setGrouping(_ grouping: Grouping) {
        list.change { $0.setGrouping(grouping) }
        measureColumns(always: true)
        say("group: \(grouping.rawValue), \(grouping.summary)")
    }

    /// Shows the rows in `order`; the cursor stays on its row.
    mutating func setOrder(_ order: GroupOrder) {
        list.change { $0.setOrder(order) }
        say("sort: \(order.summary)")
    }

    /// The columns that the user chose; nil where the width decides.
    var chosenColumns: [Column]? { table.columns }

    /// The columns on the screen.
    var shownColumns: [Column] { columnSpecs.map(\.column) }

    /// Shows these columns in this order; nil for what the width allows.
    mutating func setColumns(_ columns: [Column]?) {
        table.columns = columns?.isEmpty == true ? nil : columns
        if let cursor = table.columnCursor, columns?.contains(cursor) == false { table.columnCursor = nil }
        measureColumns(always: true)
        say("columns: " + (table.columns.map { $0.map(\.rawValue).joined(separator: " ") } ?? "by the width"))
    }

    private mutating func openGroupMenu() {
        let items = Grouping.allCases.map {
            Menu.Item(label: $0.rawValue, note: $0.summary, choice: .grouping($0))
        }
        menu = Menu(title: "Group by", items: items)
    }

    private mutating func openSortMenu() {
        let current = list.table.order
        let items = GroupOrder.Field.allCases.map { field in
            // What is in force is turned round by choosing it again.
            let order = field == current.field ? current.inverted : GroupOrder(field)
            return Menu.Item(label: field.rawValue, note: order.note, choice: .order(order))
        }
        menu = Menu(title: "Sort by", items: items)
    }

    /// Sorts by `field`, or turns the order round when it is that already.
    mutating func sort(by field: GroupOrder.Field) {
        let current = list.table.order
        setOrder(current.field == field ? current.inverted : GroupOrder(field))
    }

    private mutating func sortByColumn() {
        let column = columnInUse
        guard let field = column.order else { return say("no order by \(column.rawValue)") }
        sort(by: field)
    }

    private mutating func toggleWrap() {
        guard columnSpecs.contains(where: { $0.column == .message }) else {
            return say("no messages in a table of \(ScreenLayout(self).table.columns) columns")
        }
        table.wraps.toggle()
        say(table.wraps ? "messages wrap" : "messages are cut; h and l scroll them")
    }

    // MARK: The column cursor

    /// The column that keys work on: the one chosen, else what the rows stand for, else the reason.
    var columnInUse: Column {
        let columns = columnSpecs.map(\.column)
        if let cursor = table.columnCursor, columns.contains(cursor) { return cursor }
        return list.table.grouping.column ?? .reason
    }

    private mutating func moveColumnCursor(by step: Int) {
        let columns = columnSpecs.map(\.column)
        guard table.columnCursor != nil, let place = columns.firstIndex(of: columnInUse) else {
            table.columnCursor = columnInUse
            return
        }
        table.columnCursor = columns[min(max(0, place + step), columns.count - 1)]
    }

    /// The field and value under the column cursor; says so when there is none.
    mutating func valueInUse() -> (field: FilterField, value: String)? {
        guard let row = list.selected?.newest else { return nil }
        let column = columnInUse
        guard let field = column.field, let value = row.value(of: column) else {
            say("\(column.rawValue) has no value to filter by: choose a column with < and >")
            return nil
        }
        guard !value.isEmpty else {
            say("this row has no \(column.rawValue)")
            return nil
        }
        return (field, value)
    }

    private mutating func filterByValue(_ edit: EventFilter.Edit) {
        guard let (field, value) = valueInUse() else { return }
        changeFilter { $0 = $0.with(text: EventFilter.text($0.text, edit, field, value)) }
        say((edit == .include ? "only " : "without ") + field.rawValue + " " + value + "; Esc undoes it")
    }

    private mutating func go(to trait: RowTrait, isForward: Bool) {
        guard !list.select(next: trait, isForward: isForward) else { return }
        let what = trait == .warning ? "Warning" : "marked row"
        say("no \(what) \(isForward ? "below" : "above")")
    }

    // MARK: Splitting and marks

    private mutating func split() {
        switch list.split() {
        case .nothing: say("this row is a single event")
        case .joined: break
        case .split(let shown, let count) where shown < count:
            say("the newest \(grouped(shown)) of \(grouped(count)) events")
        case .split(_, let count): say("\(count) events; s joins them again")
        }
    }

    private mutating func performOnMarks(_ command: Command) -> [Effect]? {
        switch command {
        case .mark:
            guard let row = list.selected else { return [] }
            list.mark(row.id, !row.isMarked)
            list.move(by: 1)
        case .markRange: say("\(grouped(list.markRange())) rows in the range are marked")
        case .clearMarks: list.clearMarks()
        case .nextMarked: go(to: .marked, isForward: true)
        case .previousMarked: go(to: .marked, isForward: false)
        case .setPosition: table.pending = .setPosition
        case .goToPosition: table.pending = .goToPosition
        case .snooze: openSnoozeMenu()
        default: return nil
        }
        return []
    }

    /// Takes the second of two keys; any but a letter cancels.
    mutating func finish(_ pending: PendingKey, _ key: Key) {
        table.pending = nil
        guard case .character(let letter) = key, letter.isLetter || letter.isNumber else { return }
        switch pending {
        case .setPosition:
            guard let row = list.selectedRow else { return }
            table.positions[letter] = row
            say("this row is \(letter): '\(letter) comes back")
        case .goToPosition:
            guard let row = table.positions[letter] else { return say("no row is remembered under \(letter)") }
            list.select(row.group)
        }
    }

    // MARK: Snoozing

    private mutating func openSnoozeMenu() {
        guard let row = list.selectedRow else { return }
        guard row.branch == nil else { return say("only whole rows can be snoozed: s joins this one") }
        guard !row.group.isSnoozed else {
            table.snoozes[row.id] = nil
            list.change { $0.snooze(row.id, false) }
            return say("the row is back")
        }
        let choices: [(String, Snooze)] = [
            ("until it happens again", .untilMore), ("15 minutes", .seconds(900)), ("1 hour", .seconds(3600)),
            ("this session", .session),
        ]
        menu = Menu(title: "Snooze", items: choices.map { Menu.Item(label: $0.0, choice: .snooze($0.1)) })
    }

    /// Snoozes the row under the cursor.
    mutating func snoozeRow(_ snooze: Snooze) {
        guard let row = list.selectedRow, row.branch == nil else { return }
        table.snoozes[row.id] =
            switch snooze {
            case .untilMore: .occurrences(above: list.live.occurrencesUnfiltered(of: row.id))
            case .seconds(let seconds): .time(wall.advanced(by: .seconds(seconds)))
            case .session: .never
            }
        list.change { $0.snooze(row.id, true) }
        say("snoozed; :snooze shows what is")
    }

    /// Brings rows back whose time has come, or that occurred again.
    mutating func wakeSnoozed() {
        var woken: [GroupID] = []
        table.snoozes = table.snoozes.filter { list.live.snoozed.contains($0.key) }
        for (id, end) in table.snoozes {
            switch end {
            case .never: break
            case .time(let time): if wall >= time { woken.append(id) }
            case .occurrences(let bound):
                let count = list.live.occurrencesUnfiltered(of: id)
                if count > bound { woken.append(id) }
                // Events that left the memory must not hide that there are more.
                if count < bound, id.grouping == list.live.grouping { table.snoozes[id] = .occurrences(above: count) }
            }
        }
        guard !woken.isEmpty else { return }
        for id in woken { table.snoozes[id] = nil }
        list.wake(woken)
        // What is frozen does not show them yet.
        guard !list.isFrozen else { return }
        say(woken.count == 1 ? "a snoozed row is back" : "\(woken.count) snoozed rows are back")
    }
}

extension GroupOrder {
    /// The same field, turned round.
    var inverted: GroupOrder { GroupOrder(field, isInverted: !isInverted) }

    /// As the notice and the header show it: `last v`.
    var summary: String { field.rawValue + " " + mark }

    /// `v` for the greatest or the first text on top, `^` turned round.
    var mark: String { isInverted ? "^" : "v" }

    /// For the menu.
    fileprivate var note: String {
        switch field {
        case .last, .first: isInverted ? "oldest first" : "newest first"
        case .count: isInverted ? "fewest first" : "most first"
        case .type: isInverted ? "Normal first" : "critical and Warning first"
        default: isInverted ? "from the last to the first letter" : "by letter"
        }
    }
}
