package import Basics
import DequeModule

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
        if filter.dependsOnTime, seconds != now.seconds { settleByTime() }
    }

    private mutating func apply(_ event: KubeEvent, ordering: Bool) -> Bool {
        var stored = StoredEvent(event, in: &pool)
        guard let slot = slots[stored.cluster]?[stored.uid] else { return insert(stored, ordering: ordering) }
        let former = events[Int(slot)]
        guard former.version < stored.version else { return false }
        stored.firstReceived = former.firstReceived
        var trail = former.trail ?? OccurrenceTrail(former)
        trail.append(stored, after: former)
        // One that says no more than the event itself need not be kept.
        stored.trail = trail.stretches == [OccurrenceTrail.first(stored)] ? nil : trail
        return replace(slot, with: stored, ordering: ordering)
    }

    private mutating func insert(_ event: StoredEvent, ordering: Bool) -> Bool {
        let slot = newSlot(for: event)
        events[Int(slot)] = event
        events[Int(slot)].matches = matches(of: event)
        if ordering { byTime.insert(slot, at: placeByTime(of: slot)) } else { byTime.append(slot) }
        join(slot)
        return count(slot, ordering: ordering)
    }

    private mutating func replace(_ slot: Slot, with event: StoredEvent, ordering: Bool) -> Bool {
        let former = events[Int(slot)]
        if ordering { byTime.remove(at: placeByTime(of: slot)) }
        contribute(slot, sign: -1)
        let wasNewest = leave(slot)
        events[Int(slot)] = event
        events[Int(slot)].matches = matches(of: event)
        if ordering { byTime.insert(slot, at: placeByTime(of: slot)) }
        join(slot, isNewest: wasNewest && event.order >= former.order)
        if former.group != events[Int(slot)].group { settle(former.group, ordering: ordering) }
        return count(slot, ordering: ordering)
    }

    /// Adds an event that has joined its group to the sums; tells whether it is shown.
    private mutating func count(_ slot: Slot, ordering: Bool) -> Bool {
        contribute(slot, sign: 1)
        let group = events[Int(slot)].group
        settle(group, ordering: ordering)
        return isCounted(slot)
    }

    private mutating func newSlot(for event: StoredEvent) -> Slot {
        let slot: Slot
        if let former = free.popLast() {
            slot = former
        } else {
            slot = Slot(events.count)
            events.append(event)
        }
        slots[event.cluster, default: [:]][event.uid] = slot
        return slot
    }

    private mutating func removeOldest() {
        guard let slot = byTime.popFirst() else { return }
        contribute(slot, sign: -1)
        let group = events[Int(slot)].group
        leave(slot)
        settle(group, ordering: true)
        let event = events[Int(slot)]
        slots[event.cluster]?[event.uid] = nil
        events[Int(slot)].trail = nil
        events[Int(slot)].matches = []
        events[Int(slot)].group = -1
        free.append(slot)
        forgotten += 1
        evicted += 1
    }

    /// The first place whose event does not come before that of `slot`.
    private func placeByTime(of slot: Slot) -> Int {
        guard let last = byTime.last, !comesBefore(last, slot) else { return byTime.count }
        var low = 0
        var high = byTime.count
        while low < high {
            let middle = (low + high) / 2
            if comesBefore(byTime[middle], slot) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func sort() {
        let slots = Array(byTime).sorted { comesBefore($0, $1) }
        byTime = Deque(slots)
        orderShown()
    }

    /// Builds the pool anew once more than half of it may be texts of events that are gone.
    private mutating func compactIfNeeded() {
        guard forgotten > count, pool.byteCount > 2 * poolBytes else { return }
        var new = TextPool()
        for slot in byTime { events[Int(slot)].move(from: pool, to: &new) }
        pool = new
        poolBytes = max(1 << 20, pool.byteCount)
        forgotten = 0
        slots = [:]
        for slot in byTime { slots[events[Int(slot)].cluster, default: [:]][events[Int(slot)].uid] = slot }
        useFilter()
        countFacets()
        regroup()
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
