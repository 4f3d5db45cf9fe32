/// Who gets a place of its own in a bucket that is too full.
///
/// Things of a topic, errors, and those that happened more than once, come before what was seen once and may never be again. Among
/// either, all reasons have the same claim, then all namespaces of a reason, and whoever claims less than its share leaves the
/// rest to the others: thirty thousand objects of one reason crowd out each other and nobody else. In a namespace what happened
/// most often stays. What is decided depends on what there is, not on the order in which it came.
struct OverviewPlaces: Sendable {
    /// Entries are looked at where they are: a copy of one is a dozen texts to hold, and to sort is to look thousands of times.
    private typealias Entries = UnsafeBufferPointer<OverviewTable<OverviewCell>.Entry>

    /// The most things of all grains; past it a bucket is tidied.
    let limit: Int

    /// The most single objects that stay.
    private var objects: Int { limit * 5 / 9 }
    /// The most of them that were seen once and are of no topic.
    private var passing: Int { limit / 6 }
    /// The most namespaces, each with a reason, and the most reasons.
    private var groups: Int { limit / 8 }

    /// Which entries of a grain find no place.
    ///
    /// - Parameters:
    ///   - cells: All there is, of all grains.
    ///   - grain: The grain.
    ///   - isKnown: Whether a thing was there before.
    /// - Returns: For each entry whether it has to go; false for those of other grains.
    func leftOut(
        of cells: OverviewTable<OverviewCell>,
        _ grain: OverviewKey.Grain,
        isKnown: (OverviewKey) -> Bool
    ) -> [Bool] {
        cells.entries.withUnsafeBufferPointer { leftOut(of: $0, grain, isKnown) }
    }

    private func leftOut(of entries: Entries, _ grain: OverviewKey.Grain, _ isKnown: (OverviewKey) -> Bool) -> [Bool] {
        var left = Array(repeating: false, count: entries.count)
        let claims = entries.indices.filter { entries[$0].key.grain == grain }
        guard claims.count > (grain == .object ? objects : groups) else { return left }
        for index in claims { left[index] = true }
        let kept = grain == .object ? share(among: claims, of: entries, isKnown) : heaviest(claims, of: entries)
        for index in kept { left[index] = false }
        return left
    }

    /// Reasons and namespaces: those of a topic first, then by how often.
    private func heaviest(_ claims: [Int], of entries: Entries) -> [Int] {
        let order = claims.sorted { left, right in
            let sides = (entries[left].key.topics.isEmpty, entries[right].key.topics.isEmpty)
            if sides.0 != sides.1 { return sides.1 }
            let counts = (entries[left].value.occurrences, entries[right].value.occurrences)
            return counts.0 == counts.1 ? entries[left].key.precedes(entries[right].key) : counts.0 > counts.1
        }
        return Array(order.prefix(groups))
    }

    /// Single objects: those that last, then, in what is left, those that may never be seen again.
    private func share(among claims: [Int], of entries: Entries, _ isKnown: (OverviewKey) -> Bool) -> [Int] {
        var (lasting, once): ([Int], [Int]) = ([], [])
        for index in claims {
            let isLasting =
                !entries[index].key.topics.isEmpty || entries[index].key.kind == .other
                || entries[index].value.isRecurring || isKnown(entries[index].key)
            if isLasting { lasting.append(index) } else { once.append(index) }
        }
        let kept = divide(objects, among: lasting, of: entries)
        return kept + divide(min(passing, objects - kept.count), among: once, of: entries)
    }

    /// A fair share to each reason, of it to each namespace, there to what happened most often.
    ///
    /// In a flood this is most of the work: only where too many have all in common are these put in an order.
    private func divide(_ places: Int, among claims: [Int], of entries: Entries) -> [Int] {
        guard claims.count > places else { return claims }
        // By their hashes what belongs together comes together; no more than that may depend on them.
        let hashed = claims.map { (group: entries[$0].key.group, index: $0) }.sorted { $0.group < $1.group }
        let groups = Self.runs(of: hashed) {
            $0.group == $1.group && entries[$0.index].key.isOfGroup(entries[$1.index].key)
        }
        .map { $0.map(\.index) }.sorted { entries[$0[0]].key.precedes(entries[$1[0]].key) }
        let reasons = Self.runs(of: groups) { entries[$0[0]].key.isOfReason(entries[$1[0]].key) }
        let counts = reasons.map { $0.reduce(0) { $0 + $1.count } }
        var kept: [Int] = []
        kept.reserveCapacity(places)
        for (reason, places) in zip(reasons, Self.shares(of: places, counts)) {
            for (group, places) in zip(reason, Self.shares(of: places, reason.map(\.count))) {
                guard group.count > places else {
                    kept += group
                    continue
                }
                kept += group.sorted { left, right in
                    let counts = (entries[left].value.occurrences, entries[right].value.occurrences)
                    return counts.0 == counts.1
                        ? entries[left].key.precedesInGroup(entries[right].key) : counts.0 > counts.1
                }.prefix(places)
            }
        }
        return kept
    }

    /// Splits a list where neighbours differ.
    private static func runs<Element>(
        of list: [Element],
        _ isSame: (Element, Element) -> Bool
    ) -> [ArraySlice<Element>] {
        var runs: [ArraySlice<Element>] = []
        var start = list.startIndex
        for index in list.indices where index > start && !isSame(list[index - 1], list[index]) {
            runs.append(list[start..<index])
            start = index
        }
        return start < list.endIndex ? runs + [list[start...]] : runs
    }

    /// Divides places so that nobody gets more than it claims, and nobody less than another unless it claims no more.
    ///
    /// - Returns: One number for each claim.
    static func shares(of places: Int, _ claims: [Int]) -> [Int] {
        var shares = Array(repeating: 0, count: claims.count)
        var left = places
        // Where there are fewer places than claims, the first get one each.
        guard places > claims.count else { return claims.indices.map { $0 < places ? 1 : 0 } }
        // The smallest claims are met first.
        let order = claims.indices.sorted { (claims[$0], $0) < (claims[$1], $1) }
        for (rank, index) in order.enumerated() {
            shares[index] = min(claims[index], left / (order.count - rank))
            left -= shares[index]
        }
        return shares
    }
}

extension OverviewKey {
    /// Whether it is of the same type, topics and reason.
    fileprivate func isOfReason(_ other: OverviewKey) -> Bool {
        reason == other.reason && topics == other.topics && kind == other.kind && cause == other.cause
    }

    /// Whether it differs in nothing but name and node; then it has the same ``group``.
    fileprivate func isOfGroup(_ other: OverviewKey) -> Bool {
        isOfReason(other) && namespace == other.namespace && object.kind == other.object.kind
            && cluster == other.cluster
    }

    /// An order of all keys; those of a topic come first, those of a reason and of a namespace stand together.
    fileprivate func precedes(_ other: OverviewKey) -> Bool {
        if topics != other.topics {
            return (topics.isEmpty ? 1 : 0, topics.rawValue) < (other.topics.isEmpty ? 1 : 0, other.topics.rawValue)
        }
        if reason != other.reason { return reason < other.reason }
        if kind != other.kind { return kind.rawValue < other.kind.rawValue }
        if cause != other.cause { return (cause?.place ?? "") < (other.cause?.place ?? "") }
        if namespace != other.namespace { return namespace < other.namespace }
        if object.kind != other.object.kind { return object.kind < other.object.kind }
        if cluster != other.cluster { return cluster < other.cluster }
        return precedesInGroup(other)
    }

    /// The same order, of two that differ in name, node and grain at the most.
    fileprivate func precedesInGroup(_ other: OverviewKey) -> Bool {
        if object.name != other.object.name { return object.name < other.object.name }
        return (node, grain.rawValue, isFolded ? 1 : 0) < (other.node, other.grain.rawValue, other.isFolded ? 1 : 0)
    }
}

extension CommonCause {
    /// By which causes are put in order.
    fileprivate var place: String { "\(kind.rawValue) \(name)" }
}
