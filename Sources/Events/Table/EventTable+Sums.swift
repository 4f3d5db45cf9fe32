import Basics

// MARK: Sums

extension EventTable {
    /// Whether the event is one of those that the totals and the histogram count.
    func isCounted(_ slot: Slot) -> Bool {
        guard isSummed(slot), events[Int(slot)].matches.contains(.filter) else { return false }
        return groups[Int(events[Int(slot)].group)].isShown
    }

    /// Adds an event to all sums, or takes it out of them, unless a scan has not come to it.
    mutating func contribute(_ slot: Slot, sign: Int) {
        guard isSummed(slot) else { return }
        facets.add(events[Int(slot)], sign: sign)
        if isCounted(slot) { addToTotals(slot, sign: sign) }
    }

    /// Does so with all events of a group that the filter matches.
    mutating func addToTotals(group index: Slot, sign: Int) {
        var slot = groups[Int(index)].head
        while slot >= 0 {
            if isSummed(slot), events[Int(slot)].matches.contains(.filter) { addToTotals(slot, sign: sign) }
            slot = events[Int(slot)].next
        }
    }

    /// Adds an event that the filter matches to the totals, and to the histogram unless that is behind.
    mutating func addToTotals(_ slot: Slot, sign: Int) {
        let event = events[Int(slot)]
        totals.events += sign
        totals.occurrences += sign * max(1, event.count)
        if event.type == .warning { totals.warnings += sign }
        if isCharted(slot) { addToHistogram(slot, sign: sign) }
    }

    mutating func addToHistogram(_ slot: Slot, sign: Int) {
        histogram.add(events[Int(slot)], trails[Int(slot)], sign: sign)
    }
}

// MARK: Asking the filter

extension EventTable {
    /// Lays out the filter for the pool.
    mutating func useFilter() {
        let parts = filter.split()
        showsSnoozed = filter.mentionsSnoozed
        eventProgram = FilterProgram(parts.events)
        groupProgram = FilterProgram(parts.groups)
        facetPrograms = Facet.allCases.compactMap { facet in
            let others = filter.without(facet.field)
            return others.node == filter.node ? nil : (facet, FilterProgram(others.split().events))
        }
    }

    mutating func matches(of slot: Slot) -> FilterMatches {
        guard isWithinSpan(slot) else { return [] }
        let event = events[Int(slot)]
        var matches: FilterMatches = eventProgram.accepts(event, in: pool) ? .all : []
        for index in facetPrograms.indices {
            let bit = FilterMatches.without(facetPrograms[index].facet)
            if facetPrograms[index].program.accepts(event, in: pool) {
                matches.insert(bit)
            } else {
                matches.remove(bit)
            }
        }
        return matches
    }
}
