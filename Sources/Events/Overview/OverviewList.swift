/// Tallies by name, in the order in which the names came.
struct OverviewList<Key: Hashable> {
    private(set) var keys: [Key] = []
    private var tallies: [OverviewSums.Tally] = []
    private var places: [Key: Int] = [:]

    /// Where the tally of a name is, an empty one if it is new.
    mutating func place(of key: Key) -> Int {
        if let place = places[key] { return place }
        places[key] = keys.count
        keys.append(key)
        tallies.append(OverviewSums.Tally())
        return keys.count - 1
    }

    subscript(place: Int) -> OverviewSums.Tally {
        get { tallies[place] }
        _modify { yield &tallies[place] }
    }

    /// The places of those that happened, the first of an order first, without sorting the rest.
    ///
    /// - Parameters:
    ///   - count: The most that are returned.
    ///   - isBefore: The order, of two names and their tallies.
    /// - Returns: Places in the list.
    func top(_ count: Int, by isBefore: ((Key, OverviewSums.Tally), (Key, OverviewSums.Tally)) -> Bool) -> [Int] {
        var top: [Int] = []
        for place in keys.indices where tallies[place].times > 0 {
            let new = (keys[place], tallies[place])
            if top.count == count, let last = top.last, !isBefore(new, (keys[last], tallies[last])) { continue }
            let rank = top.firstIndex { isBefore(new, (keys[$0], tallies[$0])) } ?? top.count
            top.insert(place, at: rank)
            if top.count > count { top.removeLast() }
        }
        return top
    }
}
