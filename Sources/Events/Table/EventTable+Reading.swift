package import Basics

// MARK: Reading

extension EventTable {
    /// How many events there are.
    package var count: Int { byTime.count }
    /// How many groups there are, whatever the filter.
    package var groupCount: Int { groupIndexes.count }
    /// How many rows the filter shows.
    package var visibleCount: Int { shown.count }
    /// When the newest event was received, whatever the filter.
    package var newestReceived: Timestamp? { byTime.last.map { events[Int($0.slot)].received } }
    /// When the oldest event in memory was received.
    package var oldestReceived: Timestamp? { byTime.first.map { events[Int($0.slot)].received } }
    /// The time of the oldest event in memory.
    package var oldest: Timestamp? { byTime.first.map { events[Int($0.slot)].order } }

    /// The row at `index` of those shown; 0 is at the top.
    package subscript(visible index: Int) -> EventGroup {
        group(at: shownGroup(at: index))
    }

    /// The group whose row is at `index` of those shown.
    func shownGroup(at index: Int) -> Slot {
        group(of: shown[order.isInverted ? index : shown.count - 1 - index])
    }

    private func group(of rank: GroupRank) -> Slot { events[Int(rank.newest.slot)].group }

    /// Where the row `id` is among those shown, or nil when it is not shown.
    package func visibleIndex(of id: GroupID) -> Int? {
        guard let index = index(of: id), isCurrent(index), groups[Int(index)].isShown else { return nil }
        let position = place(of: groups[Int(index)].rank)
        return order.isInverted ? position : shown.count - 1 - position
    }

    /// The row `id` as it is now, also when the filter hides it; nil when the filter matches none of its events.
    ///
    /// Under any grouping an id of ``Grouping/none`` names the row of a single event.
    package func group(_ id: GroupID) -> EventGroup? {
        if id.grouping == .none, grouping != .none { return slot(of: id).map { single($0, id) } }
        guard let index = index(of: id), isCurrent(index), groups[Int(index)].matching > 0 else { return nil }
        return group(at: index)
    }

    /// How many rows shown come before `group`: its index, when it is there unchanged.
    package func place(of group: EventGroup) -> Int {
        let position = position(of: group)
        return order.isInverted ? position : max(0, shown.count - position - (isThere(group, at: position) ? 1 : 0))
    }

    private func isThere(_ group: EventGroup, at position: Int) -> Bool {
        position < shown.count && index(of: group.id) == self.group(of: shown[position])
    }

    /// Its rank may be from before the pool was built anew: the text counts, not its number.
    private func position(of group: EventGroup) -> Int {
        let text = order.field.text(of: group.newest)
        var rank = group.rank
        if let symbol = pool.existing(text) {
            rank.text = symbol
            return place(of: rank)
        }
        return text.withBytes { text in
            shown.countBefore { pool.withBytes(of: $0.text) { text.lexicographicallyPrecedes($0) } }
        }
    }

    /// The newest known version of the event `id`.
    package func event(_ id: EventRow.ID) -> EventRow? {
        guard let cluster = pool.existing(id.cluster), let uid = pool.existing(id.uid), let slot = slots[cluster]?[uid]
        else { return nil }
        return EventRow(events[Int(slot)], in: pool)
    }

    /// The newest versions of the events that are wanted, newest first.
    ///
    /// - Parameter isWanted: Is given each event in numbers; see ``events(about:cluster:)``.
    /// - Returns: Those for which it holds.
    func events(where isWanted: (StoredEvent) -> Bool) -> [EventRow] {
        byTime.elements.reversed().map(\.slot).filter { isWanted(events[Int($0)]) }
            .map { EventRow(events[Int($0)], in: pool) }
    }

    /// The events about an object, newest first, whatever the filter.
    package func events(about object: ObjectReference, cluster: String) -> [EventRow] {
        guard let cluster = pool.existing(cluster),
            let subject = pool.existing(object.hasTrustedUID ? object.uid : object.fullPath)
        else { return [] }
        return events { $0.subject == subject && $0.cluster == cluster }
    }

    /// The values of a facet with their occurrences, the most frequent first.
    ///
    /// Counted under the filter without what it says of this facet's field, so that the values it leaves out are still there.
    package func values(of facet: Facet) -> [(value: String, count: Int)] {
        facets[facet].map { (value: pool.text($0.value), count: $0.count) }
            .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
    }
}

// MARK: Groups

extension EventTable {
    func index(of id: GroupID) -> Slot? {
        guard id.grouping == grouping, let cluster = pool.existing(id.cluster), let subject = pool.existing(id.subject),
            let reason = pool.existing(id.reason)
        else { return nil }
        return groupIndexes[GroupKey(cluster: cluster, subject: subject, reason: reason)]
    }

    func id(of key: GroupKey) -> GroupID {
        GroupID(
            grouping: grouping,
            cluster: pool.text(key.cluster),
            subject: pool.text(key.subject),
            reason: pool.text(key.reason)
        )
    }

    /// Calls `body` with each event of a group, in no particular order.
    func forEachMember(of index: Slot, _ body: (Slot) -> Void) {
        var slot = groups[Int(index)].head
        while slot >= 0 {
            body(slot)
            slot = events[Int(slot)].next
        }
    }

    /// Calls `body` with each event of a group that the filter matches, as far as the scan got.
    func forEachMatch(in index: Slot, _ body: (Slot) -> Void) {
        forEachMember(of: index) { if isSummed($0), events[Int($0)].matches.contains(.filter) { body($0) } }
    }

    func group(at index: Slot) -> EventGroup {
        let group = groups[Int(index)]
        return EventGroup(
            id: id(of: group.key),
            newest: EventRow(events[Int(group.newest)], in: pool),
            count: group.count,
            eventCount: group.matching,
            firstSeen: group.firstSeen,
            firstReceived: group.firstReceived,
            isWarning: group.warnings > 0,
            isMarked: group.isMarked,
            isSnoozed: group.isSnoozed,
            isCritical: isCritical(group),
            rank: group.rank
        )
    }

    /// Whether an event that came by itself is critical.
    package func isCritical(_ event: KubeEvent) -> Bool {
        guard criticalReasons.contains(event.reason) else { return false }
        return event.reason != "BackOff" || (event.isWarning && event.count > 3)
    }

    func isCritical(_ group: StoredGroup) -> Bool {
        isCritical(group.newest, isWarning: group.warnings > 0, count: group.count)
    }

    /// Whether an event's reason tells of trouble; backing off is no trouble until it goes on.
    func isCritical(_ slot: Slot, isWarning: Bool, count: Int) -> Bool {
        let reason = pool.text(events[Int(slot)].reason)
        guard criticalReasons.contains(reason) else { return false }
        return reason != "BackOff" || (isWarning && count > 3)
    }

    func comesBefore(_ left: Slot, _ right: Slot) -> Bool { timeRank(of: left) < timeRank(of: right) }

    func timeRank(of slot: Slot) -> TimeRank {
        TimeRank(time: events[Int(slot)].order.microseconds, version: events[Int(slot)].version.value, slot: slot)
    }

    /// Where a group of that rank is, or belongs, among those shown.
    func place(of rank: GroupRank) -> Int { shown.countBefore { pool.precedes($0, rank) } }
}

extension GroupOrder.Field {
    /// What the order goes by, where that is a text.
    fileprivate func text(of row: EventRow) -> String {
        switch self {
        case .last, .first, .count, .type: ""
        case .namespace: row.shownNamespace
        case .reason: row.reason
        case .object: row.object.kind + "/" + row.object.name
        case .cluster: row.cluster
        case .source: row.component
        case .node: row.node
        case .message: row.message
        }
    }
}
