/// Values by ``OverviewKey``, in the order in which the keys came, so that whoever walks it does so in the same order each time.
struct OverviewTable<Value: Sendable>: Sendable {
    struct Entry: Sendable {
        let key: OverviewKey
        var value: Value
    }

    private(set) var entries: [Entry] = []
    /// Where an entry is, plus one, at or after the place that its hash says; 0 where none is.
    private var slots: [UInt32] = []

    var count: Int { entries.count }

    init(minimumCapacity: Int = 0) {
        guard minimumCapacity > 0 else { return }
        entries.reserveCapacity(minimumCapacity)
        var size = 16
        while size < minimumCapacity * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
    }

    /// Where the entry of a key is; a new one, with the value given, where there was none.
    mutating func place(of key: OverviewKey, orInsert value: @autoclosure () -> Value) -> Int {
        if (entries.count + 1) * 2 > slots.count { grow() }
        let slot = slot(of: key)
        if slots[slot] > 0 { return Int(slots[slot]) - 1 }
        entries.append(Entry(key: key, value: value()))
        slots[slot] = UInt32(entries.count)
        return entries.count - 1
    }

    subscript(place: Int) -> Value {
        get { entries[place].value }
        _modify { yield &entries[place].value }
    }

    func contains(_ key: OverviewKey) -> Bool {
        !slots.isEmpty && slots[slot(of: key)] > 0
    }

    /// The slot that names the key, or the empty one that would.
    private func slot(of key: OverviewKey) -> Int {
        let mask = slots.count - 1
        var slot = key.hash & mask
        while slots[slot] > 0, entries[Int(slots[slot]) - 1].key != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: max(16, slots.count * 2))
        let mask = slots.count - 1
        for (index, entry) in entries.enumerated() {
            var slot = entry.key.hash & mask
            while slots[slot] > 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(index + 1)
        }
    }
}
