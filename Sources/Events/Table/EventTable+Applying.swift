package import Basics

extension EventTable {
    /// Takes in event versions, in any order; a version older than the one held changes nothing.
    ///
    /// - Parameter events: Newly received versions.
    /// - Returns: How many of them are shown.
    @discardableResult
    package mutating func apply(_ events: [KubeEvent]) -> Int {
        guard let latest = events.map(\.received).max() else { return 0 }
        advance(to: latest)
        // A place for each in lists that are long would cost more than sorting them once.
        let isMany = events.count > 256 && events.count * 8 > count
        var changes = 0
        for event in events where apply(event, ordering: !isMany) { changes += 1 }
        if isMany { sort() }
        while count > capacity { removeOldest() }
        compactIfNeeded()
        return changes
    }

    /// Moves the clock on: relative times in the filter and the histogram follow it.
    package mutating func advance(to time: Timestamp) {
        guard time > now else { return }
        let seconds = now.seconds
        now = time
        histogram.advance(to: now)
        dropBeforeSpan()
        if seconds != now.seconds { findFirstSeen() }
        if filter.dependsOnTime, seconds != now.seconds { askAllGroups() }
    }

    private mutating func apply(_ event: KubeEvent, ordering: Bool) -> Bool {
        guard let cluster = pool.existing(event.cluster), let uid = pool.existing(event.key.uid),
            let slot = slots[cluster]?[uid]
        else { return insert(StoredEvent(event, after: nil, in: &pool), ordering: ordering) }
        guard events[Int(slot)].version < event.key.resourceVersion else { return false }
        let stored = StoredEvent(event, after: events[Int(slot)], in: &pool)
        return replace(slot, with: stored, ordering: ordering)
    }

    private mutating func insert(_ event: StoredEvent, ordering: Bool) -> Bool {
        let slot = newSlot(for: event)
        events[Int(slot)] = event
        trails[Int(slot)] = nil
        if ordering { byTime.insert(timeRank(of: slot), by: <) }
        return enter(slot, ordering: ordering)
    }

    private mutating func replace(_ slot: Slot, with event: StoredEvent, ordering: Bool) -> Bool {
        let former = events[Int(slot)]
        let wasGrouped = isGrouped(slot)
        if ordering { byTime.remove(timeRank(of: slot), by: <) }
        let wasNewest = withdraw(slot)
        trails[Int(slot)] = trail(of: event, after: former, trails[Int(slot)])
        events[Int(slot)] = event
        if ordering { byTime.insert(timeRank(of: slot), by: <) }
        let isShown = enter(slot, isNewest: wasNewest && event.order >= former.order, ordering: ordering)
        if wasGrouped, former.group != events[Int(slot)].group { settle(former.group, ordering: ordering) }
        return isShown
    }

    /// Puts an event into its group and into all sums, unless a scan will; tells whether it is shown.
    private mutating func enter(_ slot: Slot, isNewest: Bool = false, ordering: Bool) -> Bool {
        guard isGrouped(slot) else {
            events[Int(slot)].group = StoredEvent.unlinked
            return false
        }
        events[Int(slot)].matches = isSummed(slot) ? matches(of: slot) : []
        join(slot, isNewest: isNewest)
        contribute(slot, sign: 1)
        settle(events[Int(slot)].group, ordering: ordering)
        return isCounted(slot)
    }

    /// Takes an event out of its group and out of all sums; tells whether it was its group's newest.
    @discardableResult
    mutating func withdraw(_ slot: Slot) -> Bool {
        contribute(slot, sign: -1)
        return leave(slot)
    }

    /// When the occurrences of a new version were; nil when that says no more than the event itself.
    private func trail(of event: StoredEvent, after former: StoredEvent, _ before: OccurrenceTrail?) -> OccurrenceTrail?
    {
        var trail = before ?? OccurrenceTrail(former)
        trail.append(event, after: former)
        return trail.stretches == [OccurrenceTrail.first(event)] ? nil : trail
    }

    private mutating func newSlot(for event: StoredEvent) -> Slot {
        let slot: Slot
        if let former = free.popLast() {
            slot = former
        } else {
            slot = Slot(events.count)
            events.append(event)
            trails.append(nil)
        }
        slots[event.cluster, default: [:]][event.uid] = slot
        return slot
    }

    private mutating func removeOldest() {
        guard let slot = byTime.popFirst()?.slot else { return }
        let event = events[Int(slot)]
        let wasGrouped = isGrouped(slot)
        withdraw(slot)
        if wasGrouped { settle(event.group, ordering: true) }
        slots[event.cluster]?[event.uid] = nil
        trails[Int(slot)] = nil
        events[Int(slot)].matches = []
        events[Int(slot)].group = StoredEvent.free
        free.append(slot)
        forgotten += 1
        evicted += 1
    }

    private mutating func sort() {
        let ranks = events.indices.filter { events[$0].group != StoredEvent.free }.map { timeRank(of: Slot($0)) }
        byTime = SortedBlocks(sorted: ranks.sorted())
        orderShown()
    }

    /// Builds the pool anew once more than half of it may be texts of events that are gone.
    private mutating func compactIfNeeded() {
        guard forgotten > count, pool.byteCount > 2 * poolBytes else { return }
        var new = TextPool()
        for slot in byTime.elements.map(\.slot) { events[Int(slot)].move(from: pool, to: &new) }
        pool = new
        poolBytes = max(1 << 20, pool.byteCount)
        forgotten = 0
        slots = [:]
        for slot in byTime.elements.lazy.map(\.slot) {
            slots[events[Int(slot)].cluster, default: [:]][events[Int(slot)].uid] = slot
        }
        useFilter()
        facets = FacetCounts()
        restart(regrouping: true)
        finishScan()
    }
}

extension StoredEvent {
    /// Names the same texts in another pool.
    fileprivate mutating func move(from pool: TextPool, to new: inout TextPool) {
        func move(_ symbol: inout Symbol) { symbol = pool.withBytes(of: symbol) { new.symbol(for: $0) } }
        move(&cluster)
        move(&namespace)
        move(&eventNamespace)
        move(&name)
        move(&type)
        move(&reason)
        move(&message)
        move(&kind)
        move(&object)
        move(&objectNamespace)
        move(&objectUID)
        move(&fieldPath)
        move(&component)
        move(&host)
        move(&node)
        move(&uid)
        move(&rare)
        move(&path)
        move(&subject)
    }
}
