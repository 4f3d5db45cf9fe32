/// Which fault hits which request: the first entry that names its verb and is not used up.
struct ClusterFaultPlan: Sendable {
    private struct Entry {
        var fault: ClusterFault
        var verbs: Set<ClusterVerb>
        /// Nil for as long as the plan holds.
        var left: Int?
    }

    private var entries: [Entry] = []

    mutating func add(_ fault: ClusterFault, on verbs: Set<ClusterVerb>, times: Int?) {
        entries.append(Entry(fault: fault, verbs: verbs, left: times))
    }

    mutating func clear() {
        entries = []
    }

    mutating func next(for verb: ClusterVerb) -> ClusterFault? {
        guard let index = entries.firstIndex(where: { $0.verbs.contains(verb) && $0.left != 0 }) else { return nil }
        entries[index].left = entries[index].left.map { $0 - 1 }
        return entries[index].fault
    }
}
