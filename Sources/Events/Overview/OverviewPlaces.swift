/// Who gets a place of its own in a bucket that is too full.
///
/// Things of a topic, and those that happened more than once, come before what was seen once and may never be again. Among
/// either, all reasons have the same claim, then all namespaces of a reason, and whoever claims less than its share leaves the
/// rest to the others: thirty thousand objects of one reason crowd out each other and nobody else. In a namespace what happened
/// most often stays. What is decided depends on what there is, not on the order in which it came.
struct OverviewPlaces: Sendable {
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
        var left = Array(repeating: false, count: cells.count)
        let claims = cells.entries.indices.filter { cells.entries[$0].key.grain == grain }
        guard claims.count > (grain == .object ? objects : groups) else { return left }
        for index in claims { left[index] = true }
        guard grain == .object else {
            for index in heaviest(claims, of: cells).prefix(groups) { left[index] = false }
            return left
        }
        let isLasting = claims.map { index in
            let entry = cells.entries[index]
            return !entry.key.topics.isEmpty || entry.value.isRecurring || isKnown(entry.key)
        }
        let lasting = zip(claims, isLasting).filter(\.1).map(\.0)
        let kept = share(objects, among: lasting, of: cells)
        let rest = share(
            min(passing, objects - kept.count),
            among: zip(claims, isLasting).filter { !$0.1 }.map(\.0),
            of: cells
        )
        for index in kept + rest { left[index] = false }
        return left
    }

    /// Reasons and namespaces: those of a topic first, then by how often.
    private func heaviest(_ claims: [Int], of cells: OverviewTable<OverviewCell>) -> [Int] {
        claims.sorted { left, right in
            let (left, right) = (cells.entries[left], cells.entries[right])
            let sides = (left.key.topics.isEmpty ? 1 : 0, right.key.topics.isEmpty ? 1 : 0)
            if sides.0 != sides.1 { return sides.0 < sides.1 }
            if left.value.occurrences != right.value.occurrences {
                return left.value.occurrences > right.value.occurrences
            }
            return left.key.precedes(right.key)
        }
    }

    /// Single objects: a fair share to each reason, of it to each namespace, there to what happened most often.
    private func share(_ places: Int, among claims: [Int], of cells: OverviewTable<OverviewCell>) -> [Int] {
        guard claims.count > places else { return claims }
        let sorted = claims.sorted { left, right in
            let (left, right) = (cells.entries[left], cells.entries[right])
            if left.key.isOfGroup(right.key), left.value.occurrences != right.value.occurrences {
                return left.value.occurrences > right.value.occurrences
            }
            return left.key.precedes(right.key)
        }
        return divide(places, among: sorted[...]) { cells.entries[$0].key.isOfReason(cells.entries[$1].key) }
            .flatMap { claims, places in
                divide(places, among: claims) { cells.entries[$0].key.isOfGroup(cells.entries[$1].key) }
            }
            .flatMap { claims, places in claims.prefix(places) }
    }

    /// Splits claims where neighbours differ, and gives each part its share.
    private func divide(_ places: Int, among claims: ArraySlice<Int>, _ isSame: (Int, Int) -> Bool) -> [(
        claims: ArraySlice<Int>, places: Int
    )] {
        var parts: [ArraySlice<Int>] = []
        var start = claims.startIndex
        for index in claims.indices where index > start && !isSame(claims[index - 1], claims[index]) {
            parts.append(claims[start..<index])
            start = index
        }
        parts.append(claims[start...])
        return Array(zip(parts, Self.shares(of: places, parts.map(\.count))))
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

    /// Whether it differs in nothing but name and node.
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
        if object.name != other.object.name { return object.name < other.object.name }
        return (node, grain.rawValue, isFolded ? 1 : 0) < (other.node, other.grain.rawValue, other.isFolded ? 1 : 0)
    }
}

extension CommonCause {
    /// By which causes are put in order.
    fileprivate var place: String { "\(kind.rawValue) \(name)" }
}
