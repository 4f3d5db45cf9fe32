import Basics
import Events

/// The rows the user moves through: the live table, and where he is in it.
///
/// Following, the page begins at the first row and the cursor is on it. Once the cursor leaves that edge the list is held:
/// `held` keeps the rows around it in the order they had, grown only when the user moves past its ends, so that nothing moves
/// under him while the table lives on. Frozen, a copy of the table is shown and what arrives is only counted.
package struct EventList: Sendable {
    /// The most events that a split shows.
    static let splitLimit = 1000
    /// The most rows that are held; then those far above the page are let go.
    static let heldLimit = 4096

    var live: EventTable
    var frozen: EventTable?
    var held: [ListRow]?
    /// Rows whose events are shown beneath them.
    var splits: Set<GroupID> = []
    /// Of the cursor among the held rows; 0 when following.
    var cursor = 0
    /// Of the first row on the page.
    var top = 0
    /// Rows that came or changed since the list stopped following.
    var newCount = 0
    /// How many rows fit on the page; with rows of several lines one more may begin below them.
    private(set) var pageRows = 1
    private var hasPartOfRow = false
    /// The row the user chose last: the cursor comes back to it when a filter that hid it goes.
    var anchor: ListRow?
    /// What the page goes on to while the table is being scanned; nil when nothing is to be found again.
    var search: PageSearch?
    /// Where a range of marks begins.
    private var lastMarked: GroupID?

    init(_ table: EventTable) {
        live = table
    }

    var table: EventTable { frozen ?? live }
    var isFollowing: Bool { held == nil }
    var isFrozen: Bool { frozen != nil }

    /// The rows on the page, with the newest that is known of each.
    var page: [ListRow] { rows(at: top..<top + pageRows + (hasPartOfRow ? 1 : 0)) }

    /// Whether the page begins with the first row there is.
    var isAtNewest: Bool { isFollowing || (rowsAbove == 0 && top == 0) }

    /// The row under the cursor; of a split row's event a group of one.
    var selected: EventGroup? { selectedRow?.group }

    var selectedRow: ListRow? { rows(at: cursor..<cursor + 1).first }

    /// How many rows of the table are above the page, nearly.
    var rowsAbove: Int {
        guard let held, held.indices.contains(top) else { return 0 }
        let row = held[...top].last { $0.branch == nil }
        return row.map { table.place(of: $0.group) } ?? 0
    }

    /// Rows by their places among those held, or following among all; places that are not there are left out.
    private func rows(at places: Range<Int>) -> [ListRow] {
        guard let held else {
            return places.clamped(to: 0..<table.visibleCount).map { ListRow(group: table[visible: $0]) }
        }
        return places.clamped(to: held.indices).map { current(held[$0]) }
    }

    /// The row as it is now; one that left the table stays as it was.
    private func current(_ row: ListRow) -> ListRow {
        var row = row
        if let group = table.group(row.id) { row.group = group }
        row.group.isMarked = table.marked.contains(row.id)
        row.group.isSnoozed = table.snoozed.contains(row.id)
        return row
    }
}

// MARK: What happens

extension EventList {
    mutating func apply(_ events: [KubeEvent]) {
        let changes = live.apply(events)
        if held != nil || frozen != nil { newCount += changes }
        if held?.isEmpty == true, let anchor { hold(around: anchor, offset: 0) }
    }

    /// Takes in what happened before: nothing of it is new.
    mutating func fill(with events: [KubeEvent]) {
        live.apply(events)
        if held?.isEmpty == true, let anchor { hold(around: anchor, offset: 0) }
    }

    /// Moves the live table's clock on.
    mutating func advance(to now: Timestamp) {
        live.advance(to: now)
    }

    mutating func setFilter(_ filter: EventFilter) {
        guard filter != live.filter || filter != table.filter else { return }
        change { $0.setFilter(filter) }
    }

    mutating func setSpan(_ span: EventSpan) {
        guard span != live.span || span != table.span else { return }
        change { $0.setSpan(span) }
    }

    /// Chooses what the histogram counts; the rows stay as they are.
    ///
    /// - Parameters:
    ///   - secondsPerColumn: The length of a column.
    ///   - columns: How many.
    ///   - end: An instant of the last column; nil for the present, which goes on.
    mutating func setHistogram(secondsPerColumn: Int64, columns: Int, end: Timestamp?) {
        func set(_ table: inout EventTable) {
            let last = end ?? table.now
            table.setHistogram(
                .init(secondsPerColumn: secondsPerColumn, columns: columns, end: last, follows: end == nil)
            )
        }
        changeTables(set)
    }

    /// Changes what the table shows or how, the frozen one too, and keeps the cursor on its row.
    mutating func change(_ change: (inout EventTable) -> Void) {
        changeTables(change)
        let grouping = table.grouping
        splits = splits.filter { $0.grouping == grouping }
        newCount = 0
        guard held != nil, let anchor else { return }
        let offset = cursor - top
        hold(around: anchor, offset: offset)
        search = isCounting ? .anchor(offset: offset) : nil
    }

    /// Changes the tables and leaves the rows where they are.
    private mutating func changeTables(_ change: (inout EventTable) -> Void) {
        change(&live)
        // Taken out while it changes: a second owner would have all of it copied.
        guard var table = frozen else { return }
        frozen = nil
        change(&table)
        frozen = table
    }

    /// Stays with the rows that are on the page, whatever comes.
    mutating func hold() {
        guard held == nil, table.visibleCount > 0 else { return }
        if frozen == nil { newCount = 0 }
        hold(from: 0, count: max(64, 2 * pageRows))
        anchor = held?.first
    }

    mutating func freeze() {
        guard frozen == nil else { return }
        frozen = live
        if held == nil { newCount = 0 }
    }

    mutating func thaw() {
        guard frozen != nil else { return }
        frozen = nil
        if held == nil { newCount = 0 }
    }

    /// Shows snoozed rows again; nothing that is held moves, and what is frozen stays.
    mutating func wake(_ ids: [GroupID]) {
        for id in ids { live.snooze(id, false) }
    }
}

// MARK: Marks

extension EventList {
    /// Marks a row, or takes its mark away; no row moves.
    mutating func mark(_ id: GroupID, _ isMarked: Bool) {
        lastMarked = isMarked ? id : nil
        changeTables { $0.mark(id, isMarked) }
    }

    mutating func clearMarks() {
        lastMarked = nil
        changeTables { $0.clearMarks() }
    }

    /// Marks the rows from the last mark to the cursor; without one the row under the cursor.
    ///
    /// - Returns: How many rows are in the range.
    mutating func markRange() -> Int {
        finishScan()
        guard let selected else { return 0 }
        let ids = range(from: lastMarked ?? selected.id, to: selected.id)
        changeTables { table in
            for id in ids { table.mark(id, true) }
        }
        lastMarked = selected.id
        return ids.count
    }

    /// The rows between two, both included: as they are held, else as the table has them.
    private func range(from first: GroupID, to last: GroupID) -> [GroupID] {
        let ids = held?.map(\.id) ?? []
        if let start = ids.firstIndex(of: first), let end = ids.firstIndex(of: last) {
            return Array(ids[min(start, end)...max(start, end)])
        }
        guard let start = table.visibleIndex(of: first), let end = table.visibleIndex(of: last) else { return [last] }
        return (min(start, end)...max(start, end)).map { table[visible: $0].id }
    }
}

// MARK: The page

extension EventList {
    /// Says how many rows of one line a page has.
    mutating func setPageRows(_ rows: Int) {
        pageRows = max(1, rows)
        hasPartOfRow = false
        showCursor()
    }

    /// Fits rows of several lines on the page, so that the whole row under the cursor is on it.
    ///
    /// - Parameters:
    ///   - lines: Of the page.
    ///   - height: The lines that a row takes, at least 1.
    mutating func fit(lines: Int, height: (ListRow) -> Int) {
        fillPage(of: lines)
        top = min(top, cursor)
        var used = self.lines(at: cursor, height)
        var first = cursor
        while first > top, used + self.lines(at: first - 1, height) <= lines {
            first -= 1
            used += self.lines(at: first, height)
        }
        top = first
        var count = cursor - first + 1
        while used < lines, let row = rows(at: top + count..<top + count + 1).first, used + height(row) <= lines {
            used += height(row)
            count += 1
        }
        // At the end of the list the page is full all the same.
        let hasMore = !rows(at: top + count..<top + count + 1).isEmpty
        while !hasMore, top > 0, used + self.lines(at: top - 1, height) <= lines {
            top -= 1
            count += 1
            used += self.lines(at: top, height)
        }
        pageRows = count
        hasPartOfRow = hasMore && used < lines
    }

    private func lines(at place: Int, _ height: (ListRow) -> Int) -> Int {
        rows(at: place..<place + 1).first.map(height) ?? 1
    }
}
