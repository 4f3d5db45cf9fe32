/// What happened in a minute or a quarter of an hour.
///
/// When it tells more things apart than it has room for, those that matter least are counted together: see ``OverviewPlaces``.
struct OverviewBucket: Sendable {
    private(set) var counts = TypeCounts()
    private(set) var cells = OverviewTable<OverviewCell>()

    mutating func add(_ portion: OverviewPortion, of key: OverviewKey) {
        counts[key.kind] += portion.versions
        let place = cells.place(of: key, orInsert: OverviewCell())
        cells[place].add(portion)
    }

    /// Takes in all that another one holds.
    mutating func add(_ other: OverviewBucket) {
        counts = counts + other.counts
        for entry in other.cells.entries { add(entry.value, entry.key) }
    }

    private mutating func add(_ cell: OverviewCell, _ key: OverviewKey) {
        let place = cells.place(of: key, orInsert: OverviewCell())
        cells[place].add(cell)
    }

    /// Counts together what there are no places for; what is in the bucket before it too is no passing thing.
    mutating func tidy(_ places: OverviewPlaces, before: OverviewBucket?) {
        for grain in [OverviewKey.Grain.object, .namespace, .reason] {
            let left = places.leftOut(of: cells, grain) { before?.cells.contains($0) ?? false }
            guard left.contains(true) else { continue }
            let all = cells.entries
            cells = OverviewTable(minimumCapacity: places.limit)
            for (index, entry) in all.enumerated() { add(entry.value, left[index] ? entry.key.wider : entry.key) }
        }
    }
}
