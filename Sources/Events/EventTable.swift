package import Basics
import DequeModule

/// The newest version of every event seen, newest first, and which of them a filter shows.
///
/// Holds at most `capacity` rows; past it the oldest leave the memory (not the journal). A row takes its place by
/// ``EventRow/order``, ties by resource version. Applying costs a binary search an event; changing the filter one scan.
package struct EventTable: Sendable {
    private typealias Slot = Int32

    package let capacity: Int
    package private(set) var filter = EventFilter.everything
    package private(set) var warningCount = 0

    private var slots: [EventRow] = []
    private var free: [Slot] = []
    /// By cluster, then by uid: one cluster costs no more than a table of uids.
    private var slotsOfCluster: [String: [String: Slot]] = [:]
    /// Oldest first, so that new rows land at the end.
    private var ordered: Deque<Slot> = []
    private var shown: Deque<Slot> = []
    private var strings = StringPool()

    package init(capacity: Int = 200_000) {
        precondition(capacity > 0, "a table holds at least one row")
        self.capacity = min(capacity, Int(Slot.max))
    }

    /// How many rows there are.
    package var count: Int { ordered.count }
    /// How many rows the filter shows.
    package var visibleCount: Int { shown.count }

    /// The row at `index` of those the filter shows; 0 is the newest.
    package subscript(visible index: Int) -> EventRow {
        slots[Int(shown[shown.count - 1 - index])]
    }

    /// Where the event `id` is among the rows shown, or nil when the filter hides it or it is not there.
    package func visibleIndex(of id: EventRow.ID) -> Int? {
        guard let slot = slot(of: id), let index = position(of: slot, in: shown) else { return nil }
        return shown.count - 1 - index
    }

    /// The newest known version of the event `id`.
    package func row(_ id: EventRow.ID) -> EventRow? {
        slot(of: id).map { slots[Int($0)] }
    }

    private func slot(of id: EventRow.ID) -> Slot? { slotsOfCluster[id.cluster]?[id.uid] }

    /// When the newest row was received, whatever the filter.
    package var newestReceived: Timestamp? { ordered.last.map { slots[Int($0)].received } }

    /// Takes in event versions, in any order; a version older than the one held changes nothing.
    ///
    /// - Parameter events: Newly received versions.
    /// - Returns: How many rows that the filter shows are new or changed.
    @discardableResult
    package mutating func apply(_ events: [KubeEvent]) -> Int {
        var changes = 0
        for event in events where apply(event) { changes += 1 }
        while ordered.count > capacity { removeOldest() }
        return changes
    }

    /// Shows the rows that `filter` matches and no others.
    package mutating func setFilter(_ filter: EventFilter) {
        guard filter != self.filter else { return }
        self.filter = filter
        let slots = slots
        shown = filter.isEmpty ? ordered : Deque(ordered.filter { filter.matches(slots[Int($0)]) })
    }

    private mutating func apply(_ event: KubeEvent) -> Bool {
        var row = EventRow(event)
        strings.share(in: &row)
        if let slot = slot(of: row.id) {
            let former = slots[Int(slot)]
            guard former.key.resourceVersion < row.key.resourceVersion else { return false }
            remove(slot)
            slots[Int(slot)] = row
            return insert(slot)
        }
        return insert(newSlot(for: row))
    }

    private mutating func newSlot(for row: EventRow) -> Slot {
        let slot: Slot
        if let former = free.popLast() {
            slot = former
            slots[Int(slot)] = row
        } else {
            slot = Slot(slots.count)
            slots.append(row)
        }
        slotsOfCluster[row.cluster, default: [:]][row.key.uid] = slot
        return slot
    }

    private mutating func insert(_ slot: Slot) -> Bool {
        ordered.insert(slot, at: place(of: slot, in: ordered))
        if slots[Int(slot)].isWarning { warningCount += 1 }
        guard filter.isEmpty || filter.matches(slots[Int(slot)]) else { return false }
        shown.insert(slot, at: place(of: slot, in: shown))
        return true
    }

    private mutating func remove(_ slot: Slot) {
        if let index = position(of: slot, in: ordered) { ordered.remove(at: index) }
        if let index = position(of: slot, in: shown) { shown.remove(at: index) }
        if slots[Int(slot)].isWarning { warningCount -= 1 }
    }

    private mutating func removeOldest() {
        guard let slot = ordered.popFirst() else { return }
        if shown.first == slot { shown.removeFirst() }
        if slots[Int(slot)].isWarning { warningCount -= 1 }
        let id = slots[Int(slot)].id
        slotsOfCluster[id.cluster]?[id.uid] = nil
        free.append(slot)
    }

    private func position(of slot: Slot, in list: Deque<Slot>) -> Int? {
        let index = place(of: slot, in: list)
        return index < list.count && list[index] == slot ? index : nil
    }

    /// The first index whose row does not come before that of `slot`.
    private func place(of slot: Slot, in list: Deque<Slot>) -> Int {
        guard let last = list.last else { return 0 }
        guard !comesBefore(last, slot) else { return list.count }
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if comesBefore(list[middle], slot) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func comesBefore(_ left: Slot, _ right: Slot) -> Bool {
        let (left, right) = (sortKey(left), sortKey(right))
        return left < right
    }

    private func sortKey(_ slot: Slot) -> (Int64, Int64, Slot) {
        let row = slots[Int(slot)]
        return (row.order.microseconds, row.key.resourceVersion.value, slot)
    }
}

/// One buffer for each text that many rows repeat: namespaces, reasons, kinds, hosts.
private struct StringPool: Sendable {
    /// A hostile cluster must not grow the pool for ever.
    private static let capacity = 20_000
    private var known: Set<String> = []

    mutating func share(in row: inout EventRow) {
        share(&row.cluster)
        share(&row.namespace)
        share(&row.type)
        share(&row.reason)
        share(&row.object.kind)
        share(&row.object.namespace)
        share(&row.object.fieldPath)
        share(&row.component)
        share(&row.host)
    }

    private mutating func share(_ text: inout String) {
        // Up to 15 bytes are stored in the value itself.
        guard text.utf8.count > 15 else { return }
        if known.count < Self.capacity {
            text = known.insert(text).memberAfterInsert
        } else if let index = known.firstIndex(of: text) {
            text = known[index]
        }
    }
}
