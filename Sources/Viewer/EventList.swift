import Basics
import Events

/// The rows the user moves through: the live table, and where he is in it.
///
/// Following, the page begins at the newest row and the cursor is on it. Once the cursor leaves that edge the list is held:
/// `held` keeps the rows around it in the order they had, grown only when the user moves past its ends, so that nothing moves
/// under him while the table lives on. Frozen, a copy of the table is shown and what arrives is only counted.
package struct EventList: Sendable {
    private(set) var live: EventTable
    private(set) var frozen: EventTable?
    private(set) var held: [EventGroup]?
    /// Of the cursor among the held rows; 0 when following.
    private(set) var cursor = 0
    /// Of the first row on the page.
    private(set) var top = 0
    /// Rows that came or changed since the list stopped following.
    private(set) var newCount = 0
    private(set) var pageRows = 1
    /// The row the user chose last: the cursor comes back to it when a filter that hid it goes.
    private var anchor: EventGroup?

    init(_ table: EventTable) {
        live = table
    }

    var table: EventTable { frozen ?? live }
    var isFollowing: Bool { held == nil }
    var isFrozen: Bool { frozen != nil }

    /// The rows on the page, with the newest that is known of each.
    var page: [EventGroup] {
        let table = table
        guard let held else {
            return (0..<min(pageRows, table.visibleCount)).map { table[visible: $0] }
        }
        return held[min(top, held.count)..<min(top + pageRows, held.count)].map { table.group($0.id) ?? $0 }
    }

    /// Whether the page begins with the newest row there is.
    var isAtNewest: Bool { isFollowing || (rowsAbove == 0 && top == 0) }

    /// The row under the cursor.
    var selected: EventGroup? {
        let table = table
        guard let held else { return table.visibleCount > 0 ? table[visible: 0] : nil }
        guard held.indices.contains(cursor) else { return nil }
        return table.group(held[cursor].id) ?? held[cursor]
    }

    /// How many rows the filter shows above the page, nearly.
    var rowsAbove: Int {
        guard let held, held.indices.contains(top) else { return 0 }
        return table.place(of: held[top])
    }

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

    mutating func setPageRows(_ rows: Int) {
        pageRows = max(1, rows)
        showCursor()
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
        set(&live)
        guard var frozen else { return }
        set(&frozen)
        self.frozen = frozen
    }

    /// Changes what the table shows or how, the frozen one too, and keeps the cursor on its row.
    mutating func change(_ change: (inout EventTable) -> Void) {
        change(&live)
        if var frozen {
            change(&frozen)
            self.frozen = frozen
        }
        newCount = 0
        if held != nil, let anchor { hold(around: anchor, offset: cursor - top) }
    }

    /// Moves the live table's clock on.
    mutating func advance(to now: Timestamp) {
        live.advance(to: now)
    }
}

// MARK: Moving

extension EventList {
    mutating func follow() {
        held = nil
        anchor = nil
        cursor = 0
        top = 0
        if frozen == nil { newCount = 0 }
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

    /// Moves the cursor down, or up when negative.
    ///
    /// - Parameters:
    ///   - rows: How far.
    ///   - scrolling: Whether the page moves as far as the cursor.
    mutating func move(by rows: Int, scrolling: Bool = false) {
        if held == nil {
            guard rows > 0, table.visibleCount > 1 else { return }
            hold(from: 0, count: max(64, 2 * pageRows))
            cursor = 0
            top = 0
        }
        if cursor + rows < 0 { extendUp(by: -(cursor + rows)) }
        if let count = held?.count, cursor + rows >= count { extendDown(by: cursor + rows - count + pageRows) }
        let moved = min(max(0, cursor + rows), max(0, (held?.count ?? 1) - 1))
        if scrolling { top += moved - cursor }
        cursor = moved
        showCursor()
        anchor = held.flatMap { $0.indices.contains(cursor) ? $0[cursor] : nil }
        if rows < 0 { followAtEdge() }
    }

    mutating func moveToEnd() {
        let count = table.visibleCount
        guard count > 1 else { return }
        if held == nil, frozen == nil { newCount = 0 }
        hold(from: max(0, count - 2 * pageRows), count: 2 * pageRows)
        cursor = max(0, (held?.count ?? 1) - 1)
        showCursor()
        anchor = held?.last
    }

    /// Puts the cursor on `row`, or where it would be, and holds the list.
    mutating func select(_ row: EventGroup) {
        guard selected?.id != row.id else { return }
        anchor = row
        hold(around: row, offset: cursor - top)
    }

    private mutating func followAtEdge() {
        guard let held, held.indices.contains(cursor), cursor == 0, table.visibleCount > 0 else { return }
        if table[visible: 0].id == held[cursor].id { follow() }
    }

    private mutating func hold(from first: Int, count: Int) {
        let table = table
        held = (first..<min(first + count, table.visibleCount)).map { table[visible: $0] }
    }

    /// Holds the rows around `row`, or around where it would be, and keeps it at the same height of the page.
    private mutating func hold(around row: EventGroup, offset: Int) {
        let table = table
        guard table.visibleCount > 0 else {
            held = []
            return showCursor()
        }
        let place = table.visibleIndex(of: row.id) ?? table.place(of: row)
        let index = min(place, table.visibleCount - 1)
        let first = max(0, index - 2 * pageRows)
        hold(from: first, count: 4 * pageRows)
        cursor = index - first
        top = max(0, cursor - offset)
        showCursor()
    }

    private mutating func extendDown(by count: Int) {
        guard let last = held?.last else { return }
        let table = table
        var start = table.place(of: last)
        if start < table.visibleCount, table[visible: start].id == last.id { start += 1 }
        let known = Set(held?.map(\.id) ?? [])
        let more = (start..<max(start, min(start + count, table.visibleCount))).map { table[visible: $0] }
        held?.append(contentsOf: more.filter { !known.contains($0.id) })
    }

    private mutating func extendUp(by count: Int) {
        guard let first = held?.first else { return }
        let table = table
        let end = min(table.place(of: first), table.visibleCount)
        let known = Set(held?.map(\.id) ?? [])
        let wanted = count + pageRows
        let more = (max(0, end - wanted)..<end).map { table[visible: $0] }.filter { !known.contains($0.id) }
        held?.insert(contentsOf: more, at: 0)
        cursor += more.count
        top += more.count
    }

    private mutating func showCursor() {
        let count = held?.count ?? 0
        cursor = min(max(0, cursor), max(0, count - 1))
        top = min(max(top, cursor - pageRows + 1), cursor)
        top = max(0, min(top, max(0, count - 1)))
    }
}
