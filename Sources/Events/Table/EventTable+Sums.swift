import Basics

// MARK: Groups

extension EventTable {
    /// Links an event into its group.
    ///
    /// - Parameters:
    ///   - slot: The event, with its matches.
    ///   - isNewest: Whether it is known to be the newest of its group.
    mutating func join(_ slot: Slot, isNewest: Bool = false) {
        let event = events[Int(slot)]
        let key = key(of: event)
        let index = groupIndexes[key] ?? newGroup(key)
        let head = groups[Int(index)].head
        events[Int(slot)].group = index
        events[Int(slot)].previous = -1
        events[Int(slot)].next = head
        if head >= 0 { events[Int(head)].previous = slot }
        groups[Int(index)].head = slot
        groups[Int(index)].firstReceived = min(groups[Int(index)].firstReceived, event.firstReceived)
        if event.matches.contains(.filter) { add(slot, to: index, isNewest: isNewest) }
    }

    /// Takes an event out of its group; tells whether it was the newest.
    @discardableResult
    mutating func leave(_ slot: Slot) -> Bool {
        let event = events[Int(slot)]
        let index = Int(event.group)
        if event.previous >= 0 {
            events[Int(event.previous)].next = event.next
        } else {
            groups[index].head = event.next
        }
        if event.next >= 0 { events[Int(event.next)].previous = event.previous }
        guard event.matches.contains(.filter) else { return false }
        groups[index].matching -= 1
        groups[index].count -= max(1, event.count)
        if event.type == .warning { groups[index].warnings -= 1 }
        if groups[index].firstSeen == event.firstSeen { groups[index].mayHaveBegunLater = true }
        guard groups[index].newest == slot else { return false }
        groups[index].newest = -1
        return true
    }

    private mutating func add(_ slot: Slot, to index: Slot, isNewest: Bool) {
        let event = events[Int(slot)]
        var group = groups[Int(index)]
        group.firstSeen = group.matching == 0 ? event.firstSeen : min(group.firstSeen, event.firstSeen)
        group.matching += 1
        group.count += max(1, event.count)
        if event.type == .warning { group.warnings += 1 }
        let takesOver = group.newest < 0 ? isNewest || group.matching == 1 : comesBefore(group.newest, slot)
        if takesOver { group.newest = slot }
        groups[Int(index)] = group
    }

    private mutating func newGroup(_ key: GroupKey) -> Slot {
        var group = StoredGroup(key: key)
        if !marked.isEmpty || !snoozed.isEmpty {
            let id = id(of: key)
            group.isMarked = marked.contains(id)
            group.isSnoozed = snoozed.contains(id)
        }
        let index: Slot
        if let former = freeGroups.popLast() {
            index = former
            groups[Int(index)] = group
        } else {
            index = Slot(groups.count)
            groups.append(group)
        }
        groupIndexes[key] = index
        return index
    }

    private mutating func key(of event: StoredEvent) -> GroupKey {
        switch grouping {
        case .objectAndReason: GroupKey(cluster: event.cluster, subject: event.subject, reason: event.reason)
        case .none: GroupKey(cluster: event.cluster, subject: event.uid)
        case .reason: GroupKey(cluster: event.cluster, subject: event.reason)
        case .object: GroupKey(cluster: event.cluster, subject: event.subject)
        case .namespace: GroupKey(cluster: event.cluster, subject: event.namespace)
        case .node: GroupKey(cluster: event.cluster, subject: event.node)
        case .source: GroupKey(cluster: event.cluster, subject: event.component)
        case .message:
            GroupKey(cluster: event.cluster, subject: pool.symbol(for: messageShape(pool.text(event.message))))
        }
    }
}

// MARK: What is shown

extension EventTable {
    /// Shows or hides a group as the filter says, and puts it where it belongs.
    ///
    /// - Parameters:
    ///   - index: A group whose events have changed.
    ///   - ordering: False when `shown` is built anew afterwards.
    mutating func settle(_ index: Slot, ordering: Bool) {
        findNewest(index)
        if groups[Int(index)].mayHaveBegunLater { findFirstSeen(index) }
        let wasShown = groups[Int(index)].isShown
        let pool = pool
        if wasShown, ordering { shown.remove(groups[Int(index)].rank) { pool.precedes($0, $1) } }
        let isShown = groups[Int(index)].matching > 0 && passesAsGroup(index)
        if isShown {
            groups[Int(index)].rank = rank(of: index)
            if ordering { shown.insert(groups[Int(index)].rank) { pool.precedes($0, $1) } }
        }
        if isShown != wasShown {
            if wasShown { addToTotals(group: index, sign: -1) }
            groups[Int(index)].isShown = isShown
            if isShown { addToTotals(group: index, sign: 1) }
        }
        guard groups[Int(index)].head < 0 else { return }
        groupIndexes[groups[Int(index)].key] = nil
        freeGroups.append(index)
    }

    /// Asks every group anew what depends on the time.
    mutating func settleByTime() {
        for index in groups.indices where groups[index].matching > 0 {
            let isShown = passesAsGroup(Slot(index))
            if isShown != groups[index].isShown { settle(Slot(index), ordering: true) }
        }
    }

    /// Ranks and orders all groups that are shown.
    mutating func sortShown() {
        for index in groups.indices where groups[index].isShown { groups[index].rank = rank(of: Slot(index)) }
        orderShown()
    }

    /// Orders the groups that are shown by their ranks.
    mutating func orderShown() {
        var ranks: [GroupRank] = []
        if order.field == .last {
            // They are as their newest events are.
            var groupOfNewest = Array(repeating: Slot(-1), count: events.count)
            for index in groups.indices where groups[index].isShown {
                groupOfNewest[Int(groups[index].newest)] = Slot(index)
            }
            for event in byTime.elements {
                let index = groupOfNewest[Int(event.slot)]
                if index >= 0 { ranks.append(groups[Int(index)].rank) }
            }
        } else {
            // Sorting what is compared in one piece is much faster than a look at a group each time.
            for index in groups.indices where groups[index].isShown { ranks.append(groups[index].rank) }
            ranks.sort { pool.precedes($0, $1) }
        }
        shown = SortedBlocks(sorted: ranks)
    }

    private mutating func findNewest(_ index: Slot) {
        guard groups[Int(index)].newest < 0, groups[Int(index)].matching > 0 else { return }
        var newest: Slot = -1
        forEachMatch(in: index) { if newest < 0 || comesBefore(newest, $0) { newest = $0 } }
        groups[Int(index)].newest = newest
    }

    /// Finds the earliest occurrence of a group from which it left; of a large group with the next second.
    private mutating func findFirstSeen(_ index: Slot, always: Bool = false) {
        guard always || groups[Int(index)].matching <= Self.smallGroup else {
            begunLater.insert(index)
            return
        }
        groups[Int(index)].mayHaveBegunLater = false
        var earliest: Timestamp?
        forEachMatch(in: index) { slot in
            let first = events[Int(slot)].firstSeen
            earliest = earliest.map { min($0, first) } ?? first
        }
        if let earliest { groups[Int(index)].firstSeen = earliest }
    }

    /// Does so for all large groups.
    mutating func findFirstSeen() {
        let indexes = begunLater
        begunLater = []
        for index in indexes where groups[Int(index)].mayHaveBegunLater && groups[Int(index)].matching > 0 {
            findFirstSeen(index, always: true)
            settle(index, ordering: true)
        }
    }

    private func rank(of index: Slot) -> GroupRank {
        let group = groups[Int(index)]
        let event = events[Int(group.newest)]
        var rank = GroupRank(newest: timeRank(of: group.newest))
        switch order.field {
        case .last: rank.number = event.order.microseconds
        case .first: rank.number = groups[Int(index)].firstSeen.microseconds
        case .count: rank.number = Int64(group.count)
        case .type: rank.number = isCritical(group) ? 2 : group.warnings > 0 ? 1 : 0
        case .namespace: rank.text = event.namespace
        case .reason: rank.text = event.reason
        case .object: rank.text = event.path
        case .cluster: rank.text = event.cluster
        case .source: rank.text = event.component
        case .node: rank.text = event.node
        case .message: rank.text = event.message
        }
        return rank
    }

    private mutating func passesAsGroup(_ index: Slot) -> Bool {
        let group = groups[Int(index)]
        guard !group.isSnoozed || showsSnoozed else { return false }
        guard !groupProgram.acceptsAll else { return true }
        return passes(&groupProgram, index)
    }

    private func passes(_ index: Slot, _ field: FilterField, _ test: FilterTest) -> Bool {
        let group = groups[Int(index)]
        let newest = events[Int(group.newest)]
        switch field {
        case .count: return test.matches(group.count)
        case .rate: return test.matches(rate(of: index))
        case .duration: return test.matches(Int(max(0, newest.lastSeen.microseconds(since: group.firstSeen))))
        case .last: return test.matches(newest.lastSeen, at: now)
        case .first: return test.matches(group.firstSeen, at: now)
        case .flag: return test.matches(flags(of: group, newest))
        default: return false
        }
    }

    private func flags(of group: StoredGroup, _ newest: StoredEvent) -> FilterFlags {
        var flags = FilterFlags(
            received: group.firstReceived,
            lastSeen: newest.lastSeen,
            isCritical: isCritical(group),
            at: now
        )
        if group.isMarked { flags.insert(.marked) }
        if group.isSnoozed { flags.insert(.snoozed) }
        return flags
    }

    /// Runs a program on a group, whose newest event stands for its texts.
    func passes(_ program: inout FilterProgram, _ index: Slot) -> Bool {
        program.accepts(events[Int(groups[Int(index)].newest)], in: pool) { field, test in
            passes(index, field, test)
        }
    }
}

// MARK: Sums

extension EventTable {
    /// Whether the event is one of those that the totals and the histogram count.
    func isCounted(_ slot: Slot) -> Bool {
        let event = events[Int(slot)]
        return event.group >= 0 && event.matches.contains(.filter) && groups[Int(event.group)].isShown
    }

    /// Adds an event to all sums, or takes it out of them.
    mutating func contribute(_ slot: Slot, sign: Int) {
        facets.add(events[Int(slot)], sign: sign)
        if isCounted(slot) { addToTotals(slot, sign: sign) }
    }

    private mutating func addToTotals(group index: Slot, sign: Int) {
        var slot = groups[Int(index)].head
        while slot >= 0 {
            addToTotals(slot, sign: sign)
            slot = events[Int(slot)].next
        }
    }

    private mutating func addToTotals(_ slot: Slot, sign: Int) {
        let event = events[Int(slot)]
        guard event.matches.contains(.filter) else { return }
        totals.events += sign
        totals.occurrences += sign * max(1, event.count)
        if event.type == .warning { totals.warnings += sign }
        addToHistogram(slot, sign: sign)
    }

    mutating func addToHistogram(_ slot: Slot, sign: Int) {
        histogram.add(events[Int(slot)], trails[Int(slot)], sign: sign)
    }
}

// MARK: Building anew

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

    /// Asks the filter about every event and sums up anew; the groups stay.
    mutating func rebuild() {
        for index in groups.indices { groups[index].forgetEvents() }
        // In the order of the memory, here and below: that is several times as fast as in the order of time.
        for index in events.indices where events[index].group >= 0 {
            events[index].matches = matches(of: Slot(index))
            if events[index].matches.contains(.filter) { add(Slot(index), to: events[index].group, isNewest: true) }
        }
        countFacets()
        sumUp()
    }

    mutating func countFacets() {
        facets = FacetCounts(events)
    }

    /// Puts every event into its group and sums up anew; the facets know of no groups.
    mutating func regroup() {
        groups = []
        begunLater = []
        freeGroups = []
        groupIndexes = [:]
        for index in events.indices where events[index].group >= 0 { join(Slot(index), isNewest: true) }
        sumUp()
    }

    /// Decides which groups are shown, orders them and makes their sums.
    private mutating func sumUp() {
        for index in groups.indices where groups[index].matching > 0 && passesAsGroup(Slot(index)) {
            groups[index].isShown = true
            groups[index].rank = rank(of: Slot(index))
        }
        orderShown()
        totals = Totals()
        histogram = Histogram(window: histogram.window)
        for index in events.indices where isCounted(Slot(index)) { addToTotals(Slot(index), sign: 1) }
    }
}
