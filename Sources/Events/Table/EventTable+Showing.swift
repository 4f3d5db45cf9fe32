import Basics

// MARK: What is shown

extension EventTable {
    /// Shows or hides a group as the filter says, and puts it where it belongs.
    ///
    /// - Parameters:
    ///   - index: A group whose events have changed.
    ///   - ordering: False when `shown` is built anew afterwards.
    mutating func settle(_ index: Slot, ordering: Bool) {
        renew(index)
        findNewest(index)
        if groups[Int(index)].mayHaveBegunLater { findFirstSeen(index) }
        let wasShown = groups[Int(index)].isShown
        let isShown = groups[Int(index)].matching > 0 && passesAsGroup(index)
        let former = groups[Int(index)].rank
        let rank = isShown ? rank(of: index) : former
        groups[Int(index)].rank = rank
        if ordering, wasShown != isShown || rank != former {
            move(from: wasShown ? former : nil, to: isShown ? rank : nil)
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

    private mutating func move(from former: GroupRank?, to rank: GroupRank?) {
        let pool = pool
        if let former { shown.remove(former) { pool.precedes($0, $1) } }
        if let rank { shown.insert(rank) { pool.precedes($0, $1) } }
    }

    /// Ranks and orders all groups that are shown.
    mutating func sortShown() {
        for index in groups.indices where isShown(index) { groups[index].rank = rank(of: Slot(index)) }
        orderShown()
    }

    /// Orders the groups that are shown by their ranks.
    mutating func orderShown() {
        var ranks: [GroupRank] = []
        if order.field == .last {
            // They are as their newest events are.
            var groupOfNewest = Array(repeating: Slot(-1), count: events.count)
            for index in groups.indices where isShown(index) {
                groupOfNewest[Int(groups[index].newest)] = Slot(index)
            }
            for event in byTime.elements {
                let index = groupOfNewest[Int(event.slot)]
                if index >= 0 { ranks.append(groups[Int(index)].rank) }
            }
        } else {
            // Sorting what is compared in one piece is much faster than a look at a group each time.
            for index in groups.indices where isShown(index) { ranks.append(groups[index].rank) }
            ranks.sort { pool.precedes($0, $1) }
        }
        shown = SortedBlocks(sorted: ranks)
    }

    private func isShown(_ index: Int) -> Bool { isCurrent(Slot(index)) && groups[index].isShown }

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

    /// Whether the filter and the snoozes let a group with matches show.
    mutating func passesAsGroup(_ index: Slot) -> Bool {
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
