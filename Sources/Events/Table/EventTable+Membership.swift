import Basics

// MARK: Events in groups

extension EventTable {
    /// Puts an event into its group.
    ///
    /// - Parameters:
    ///   - slot: The event, with its matches.
    ///   - isNewest: Whether it is known to be the newest of its group.
    mutating func join(_ slot: Slot, isNewest: Bool = false) {
        link(slot)
        guard events[Int(slot)].matches.contains(.filter) else { return }
        renew(events[Int(slot)].group)
        add(slot, to: events[Int(slot)].group, isNewest: isNewest)
    }

    /// Links an event into its group, whose sums stay as they are.
    mutating func link(_ slot: Slot) {
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
    }

    /// Begins a group's sums anew when they are of an earlier scan.
    mutating func renew(_ index: Slot) {
        if !isCurrent(index) { groups[Int(index)].forgetEvents(generation: generation) }
    }

    /// Takes an event out of its group; tells whether it was the newest.
    @discardableResult
    mutating func leave(_ slot: Slot) -> Bool {
        guard isGrouped(slot) else { return false }
        let event = events[Int(slot)]
        let index = Int(event.group)
        if event.previous >= 0 {
            events[Int(event.previous)].next = event.next
        } else {
            groups[index].head = event.next
        }
        if event.next >= 0 { events[Int(event.next)].previous = event.previous }
        guard isSummed(slot), event.matches.contains(.filter) else { return false }
        groups[index].matching -= 1
        groups[index].count -= max(1, event.count)
        if event.type == .warning { groups[index].warnings -= 1 }
        if groups[index].firstSeen == event.firstSeen { groups[index].mayHaveBegunLater = true }
        guard groups[index].newest == slot else { return false }
        groups[index].newest = -1
        return true
    }

    /// Adds an event to the sums of its group.
    mutating func add(_ slot: Slot, to index: Slot, isNewest: Bool = false) {
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
        group.generation = generation
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
