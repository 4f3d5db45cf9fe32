/// Where each event is, by its cluster and uid: open addressing, four bytes a place.
///
/// Holds slots only; what they are compared with is in the events, which every call is given.
struct SlotTable: Sendable {
    typealias Slot = EventTable.Slot

    /// The slot and one, 0 where free; a power of two, at least 4/3 of the events.
    private var places: [Slot] = Array(repeating: 0, count: 64)
    private var count = 0
    private let key = HashKey()

    init() {}

    /// Finds all `slots` of `events`.
    init(_ slots: some Sequence<Slot>, in events: [StoredEvent]) {
        for slot in slots { insert(slot, in: events) }
    }

    func slot(_ cluster: Symbol, _ uid: StoredUID, in events: [StoredEvent]) -> Slot? {
        let found = places[place(cluster, uid, events)]
        return found == 0 ? nil : found - 1
    }

    /// Takes in an event that is not there.
    mutating func insert(_ slot: Slot, in events: [StoredEvent]) {
        if count * 4 >= places.count * 3 { grow(events) }
        places[place(events[Int(slot)].cluster, events[Int(slot)].uid, events)] = slot + 1
        count += 1
    }

    mutating func remove(_ slot: Slot, in events: [StoredEvent]) {
        var hole = place(events[Int(slot)].cluster, events[Int(slot)].uid, events)
        guard places[hole] != 0 else { return }
        count -= 1
        // What was pushed on by it moves up, so that no search ends early.
        var next = hole
        while true {
            next = (next + 1) & mask
            guard places[next] != 0 else { break }
            let event = events[Int(places[next] - 1)]
            let home = home(event.cluster, event.uid)
            if (next - home) & mask >= (next - hole) & mask {
                places[hole] = places[next]
                hole = next
            }
        }
        places[hole] = 0
    }

    private var mask: Int { places.count - 1 }

    private func home(_ cluster: Symbol, _ uid: StoredUID) -> Int {
        Int(truncatingIfNeeded: uid.hash(key, cluster)) & mask
    }

    /// Where the event is, or where it belongs.
    private func place(_ cluster: Symbol, _ uid: StoredUID, _ events: [StoredEvent]) -> Int {
        var place = home(cluster, uid)
        while places[place] != 0 {
            let slot = Int(places[place] - 1)
            if events[slot].uid == uid, events[slot].cluster == cluster { return place }
            place = (place + 1) & mask
        }
        return place
    }

    private mutating func grow(_ events: [StoredEvent]) {
        let former = places
        places = Array(repeating: 0, count: former.count * 2)
        for found in former where found != 0 {
            let event = events[Int(found - 1)]
            var place = home(event.cluster, event.uid)
            while places[place] != 0 { place = (place + 1) & mask }
            places[place] = found
        }
    }
}
