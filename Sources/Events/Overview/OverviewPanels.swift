/// What there is of each topic.
struct OverviewPanels {
    private(set) var panels = OverviewTopic.allCases.map { OverviewReport.Panel(topic: $0) }
    private var tallies = Array(repeating: OverviewSums.Tally(), count: OverviewTopic.allCases.count)
    /// The topics of each object, by its place in the list of objects.
    private var topics: [OverviewTopics] = []
    /// What the newest example of a topic is made of, in the end.
    private var newest: [OverviewTable<OverviewSums.Thing>.Entry?] = Array(
        repeating: nil,
        count: OverviewTopic.allCases.count
    )

    /// Adds a thing to the panels of its topics.
    mutating func add(_ entry: OverviewTable<OverviewSums.Thing>.Entry, _ tally: OverviewSums.Tally) {
        var bits = entry.key.topics.rawValue & ~OverviewTopics.restart.rawValue
        guard bits != 0 else { return }
        let object = entry.value.object
        if object >= 0 {
            while topics.count <= object { topics.append([]) }
            topics[object].formUnion(entry.key.topics)
        }
        while bits != 0 {
            let topic = bits.trailingZeroBitCount
            bits &= bits - 1
            tallies[topic].add(tally)
            if entry.key.isFolded { panels[topic].folded += tally.times }
            if newest[topic].map({ Self.isNewer(entry, than: $0) }) ?? true { newest[topic] = entry }
        }
    }

    /// One that has a name before one that has none; of several at the same time the first by name, so that it does not change
    /// without a cause.
    private static func isNewer(
        _ entry: OverviewTable<OverviewSums.Thing>.Entry,
        than other: OverviewTable<OverviewSums.Thing>.Entry
    ) -> Bool {
        let (isNamed, wasNamed) = (!entry.key.object.name.isEmpty, !other.key.object.name.isEmpty)
        if isNamed != wasNamed { return isNamed }
        if entry.value.last != other.value.last { return entry.value.last > other.value.last }
        return (entry.key.title, entry.key.reason, entry.key.cluster, entry.key.node)
            < (other.key.title, other.key.reason, other.key.cluster, other.key.node)
    }

    /// To be called after the last thing.
    mutating func finish() {
        for topic in panels.indices {
            panels[topic].times = tallies[topic].times
            panels[topic].events = tallies[topic].events
            panels[topic].trend = tallies[topic].trend
            panels[topic].newest = newest[topic].map { entry in
                OverviewReport.Panel.Example(
                    object: entry.key.title,
                    node: entry.key.node,
                    reason: entry.key.reason,
                    message: entry.value.message,
                    at: entry.value.last
                )
            }
        }
        for topics in topics where !topics.isEmpty {
            for topic in panels.indices where topics.contains(panels[topic].topic) { panels[topic].objects += 1 }
        }
    }
}

extension OverviewKey {
    /// What an example of it is called.
    fileprivate var title: String {
        guard object.name.isEmpty else { return object.title(in: namespace) }
        return namespace.isEmpty ? "several" : "several in " + namespace
    }
}
