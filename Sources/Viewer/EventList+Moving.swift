import Events

extension EventList {
    /// Goes to the newest rows and stays with them; what is split is joined.
    mutating func follow() {
        search = nil
        held = nil
        anchor = nil
        splits = []
        cursor = 0
        top = 0
        if !isFrozen { newCount = 0 }
    }

    /// Goes to the first row: to follow, unless a row is split.
    mutating func moveToStart() {
        guard !splits.isEmpty else { return follow() }
        hold(from: 0, count: 2 * pageRows)
        cursor = 0
        top = 0
        showCursor()
        rememberCursor()
    }

    mutating func moveToEnd() {
        let count = table.visibleCount
        guard count > 1 || !splits.isEmpty else { return }
        if held == nil, !isFrozen { newCount = 0 }
        hold(from: max(0, count - 2 * pageRows), count: 2 * pageRows)
        cursor = max(0, (held?.count ?? 1) - 1)
        showCursor()
        rememberCursor()
        if isCounting { search = .end }
    }

    /// Moves the cursor down, or up when negative.
    ///
    /// - Parameters:
    ///   - rows: How far.
    ///   - scrolling: Whether the page moves as far as the cursor.
    mutating func move(by rows: Int, scrolling: Bool = false) {
        if held == nil {
            guard rows > 0, table.visibleCount > 1 else { return }
            holdFirstRows()
        }
        let edge = scrolling ? min(top, cursor) + rows : cursor + rows
        if edge < 0 { extendUp(by: -edge) }
        if let count = held?.count, cursor + rows >= count { extendDown(by: cursor + rows - count + pageRows) }
        let moved = min(max(0, cursor + rows), max(0, (held?.count ?? 1) - 1))
        if scrolling { top += moved - cursor }
        cursor = moved
        showCursor()
        rememberCursor()
        if rows < 0 { followAtEdge() }
    }

    /// Puts the cursor on `row`, or where it would be, and holds the list.
    mutating func select(_ row: EventGroup) {
        guard selected?.id != row.id else { return }
        if held == nil { holdFirstRows() }
        if let index = held?.firstIndex(where: { $0.id == row.id }) {
            cursor = index
            showCursor()
            return rememberCursor()
        }
        let row = ListRow(group: row)
        anchor = row
        hold(around: row, offset: pageRows / 2)
    }

    /// Puts the cursor on the next row that has `trait`, or on the one before; false when there is none that way.
    mutating func select(next trait: RowTrait, isForward: Bool) -> Bool {
        finishScan()
        let wasFollowing = isFollowing
        if wasFollowing { holdFirstRows() }
        let step = isForward ? 1 : -1
        let rows = held ?? []
        let marked = table.marked
        // Those that are held first: events of split rows are among them, and they keep their order.
        var place = cursor + step
        while rows.indices.contains(place) {
            let isFound = trait == .marked ? marked.contains(rows[place].id) : rows[place].group.isWarning
            if isFound {
                cursor = place
                showCursor()
                rememberCursor()
                return true
            }
            place += step
        }
        let edge = isForward ? rows.last { $0.branch == nil } : rows.first
        guard let edge, let start = table.visibleIndex(of: edge.id),
            let index = table.firstVisible(trait, from: start + step, isForward: isForward)
        else {
            // Nothing moved: held without a row, a list would stay empty whatever comes.
            if wasFollowing { held = nil }
            return false
        }
        select(table[visible: index])
        return true
    }

    // MARK: Splitting

    /// Shows the events of the row under the cursor beneath it, or joins them again.
    mutating func split() -> SplitOutcome {
        guard let row = selectedRow else { return .nothing }
        let id = row.branch?.parent ?? row.id
        if splits.contains(id) {
            join(id)
            return .joined
        }
        guard row.group.eventCount > 1 else { return .nothing }
        if held == nil { holdFirstRows() }
        splits.insert(id)
        let parts = parts(of: id)
        held?.insert(contentsOf: parts, at: cursor + 1)
        anchor = row
        showCursor()
        return .split(shown: parts.count, of: row.group.eventCount)
    }

    private mutating func join(_ id: GroupID) {
        splits.remove(id)
        let parent = held?.firstIndex { $0.id == id } ?? cursor
        held?.removeAll { $0.branch?.parent == id }
        cursor = parent
        showCursor()
        rememberCursor()
        followAtEdge()
    }

    private func parts(of id: GroupID) -> [ListRow] {
        let parts = table.parts(of: id, limit: Self.splitLimit)
        return parts.enumerated().map { index, part in
            ListRow(group: part, branch: ListRow.Branch(parent: id, isLast: index == parts.count - 1))
        }
    }

    // MARK: Holding

    /// Holds the rows around `row`, or around where it would be, and keeps it at the same height of the page.
    mutating func hold(around row: ListRow, offset: Int) {
        let table = table
        guard table.visibleCount > 0 else {
            held = []
            return showCursor()
        }
        let index = min(place(of: row), table.visibleCount - 1)
        let first = max(0, index - 2 * pageRows)
        hold(from: first, count: 4 * pageRows)
        let id = table[visible: index].id
        let rows = held ?? []
        cursor = rows.firstIndex { $0.id == row.id } ?? rows.firstIndex { $0.id == id } ?? 0
        top = max(0, cursor - offset)
        showCursor()
    }

    /// Where the row is in the table: under another grouping where its newest event is, else where it would be.
    private func place(of row: ListRow) -> Int {
        let table = table
        let id = row.branch?.parent ?? row.id
        if id.grouping == table.grouping {
            return table.visibleIndex(of: id) ?? table.place(of: row.group)
        }
        return table.row(of: row.newest.id).flatMap { table.visibleIndex(of: $0) } ?? 0
    }

    private mutating func holdFirstRows() {
        hold(from: 0, count: max(64, 2 * pageRows))
        cursor = 0
        top = 0
    }

    mutating func hold(from first: Int, count: Int) {
        held = rows(first..<first + count)
    }

    /// Rows of the table with what is split off them.
    private func rows(_ places: Range<Int>) -> [ListRow] {
        let table = table
        return places.clamped(to: 0..<table.visibleCount).flatMap { place in
            let group = table[visible: place]
            return [ListRow(group: group)] + (splits.contains(group.id) ? parts(of: group.id) : [])
        }
    }

    private mutating func extendDown(by count: Int) {
        guard let last = held?.last(where: { $0.branch == nil }) else { return }
        let table = table
        var start = table.place(of: last.group)
        if start < table.visibleCount, table[visible: start].id == last.id { start += 1 }
        guard start < table.visibleCount else { return }
        let known = Set(held?.map(\.id) ?? [])
        let more = rows(start..<start + count).filter { !known.contains($0.id) }
        held?.append(contentsOf: more)
        letGo()
    }

    private mutating func extendUp(by count: Int) {
        guard let first = held?.first else { return }
        let end = min(table.place(of: first.group), table.visibleCount)
        let known = Set(held?.map(\.id) ?? [])
        let more = rows(max(0, end - count - pageRows)..<end).filter { !known.contains($0.id) }
        held?.insert(contentsOf: more, at: 0)
        cursor += more.count
        top += more.count
    }

    /// Lets go of rows far above the page, so that going through a large table does not hold all of it.
    private mutating func letGo() {
        guard let held, held.count > Self.heldLimit else { return }
        let wanted = min(held.count - Self.heldLimit / 2, min(top, cursor) - pageRows)
        guard wanted > 0, let first = held[..<wanted].lastIndex(where: { $0.branch == nil }) else { return }
        self.held?.removeFirst(first)
        cursor -= first
        top -= first
    }

    private mutating func followAtEdge() {
        guard let held, cursor == 0, splits.isEmpty, let first = held.first, table.visibleCount > 0 else { return }
        if table[visible: 0].id == first.id { follow() }
    }

    private mutating func rememberCursor() {
        // Of a list without rows the row that was chosen before stays: it comes back with the filter that hid it.
        if let held, held.indices.contains(cursor) { anchor = held[cursor] }
        if search != nil { search = .anchor(offset: cursor - top) }
    }

    /// Keeps the cursor among the rows and on the page, and the page full where there are rows for it.
    mutating func showCursor() {
        fillPage(of: pageRows)
        let count = held?.count ?? 0
        top = min(max(top, cursor - pageRows + 1), cursor)
        top = max(0, min(top, count - pageRows))
    }

    /// Holds rows enough for a page, and keeps the cursor among them.
    mutating func fillPage(of rows: Int) {
        if let count = held?.count, count > 0, top + rows > count { extendDown(by: top + rows - count) }
        cursor = min(max(0, cursor), max(0, (held?.count ?? 0) - 1))
    }
}
