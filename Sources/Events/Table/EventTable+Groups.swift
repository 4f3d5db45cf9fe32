import Basics

// MARK: What is shown, and how

extension EventTable {
    /// Shows the rows that `filter` matches and no others.
    ///
    /// Begins a scan, as the next three and ``setHistogram(_:)`` and ``setSpan(_:)`` do; see ``scan(upTo:)``.
    package mutating func setFilter(_ filter: EventFilter) {
        guard filter != self.filter else { return }
        self.filter = filter
        useFilter()
        restart()
    }

    package mutating func setGrouping(_ grouping: Grouping) {
        guard grouping != self.grouping else { return }
        self.grouping = grouping
        restart(regrouping: true)
    }

    package mutating func setOrder(_ order: GroupOrder) {
        guard order != self.order else { return }
        let isSameField = order.field == self.order.field
        self.order = order
        guard !isSameField else { return }
        // Sorting few at once costs less than finding all anew.
        if visibleCount <= eventsAtOnce { sortShown() } else { restart() }
    }

    /// Marks a row, or takes its mark away.
    package mutating func mark(_ id: GroupID, _ isMarked: Bool) {
        if isMarked { marked.insert(id) } else { marked.remove(id) }
        guard let index = index(of: id) else { return }
        groups[Int(index)].isMarked = isMarked
        settle(index, ordering: true)
    }

    package mutating func clearMarks() {
        for id in marked { mark(id, false) }
    }

    /// Hides a row until told otherwise, or shows it again.
    ///
    /// A filter with `is:snoozed` shows those that are hidden.
    package mutating func snooze(_ id: GroupID, _ isSnoozed: Bool) {
        if isSnoozed { snoozed.insert(id) } else { snoozed.remove(id) }
        guard let index = index(of: id) else { return }
        groups[Int(index)].isSnoozed = isSnoozed
        settle(index, ordering: true)
    }

    /// Counts occurrences in another stretch of time.
    package mutating func setHistogram(_ window: Histogram.Window) {
        guard window != histogram.window, !histogram.adopt(window) else { return }
        rechart(window)
    }

    /// Where the next row is that `filter` matches, of those shown.
    ///
    /// - Parameters:
    ///   - filter: What to look for; asks the newest event of each row.
    ///   - start: The first index looked at.
    ///   - isForward: Down, or up.
    /// - Returns: Its index; nil when there is none that way.
    package func firstVisible(matching filter: EventFilter, from start: Int, isForward: Bool) -> Int? {
        var program = FilterProgram(filter.node)
        var index = start
        while (0..<shown.count).contains(index) {
            let group = shownGroup(at: index)
            if passes(&program, group) { return index }
            index += isForward ? 1 : -1
        }
        return nil
    }
}

extension EventTable {
    /// Shows all rows again that were hidden.
    package mutating func clearSnoozes() {
        for id in snoozed { snooze(id, false) }
    }
}
