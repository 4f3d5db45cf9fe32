import Basics

/// The buckets of a window added up, by all that a report tells apart.
///
/// Each thing is looked at once, however many buckets it is in; names are made of what is shown only.
struct OverviewSums {
    struct Tally {
        var times = 0
        var events = 0
        var earlier = 0
        var later = 0
        var last = Timestamp(microseconds: .min)

        var trend: OverviewReport.Trend { .init(earlier: earlier, later: later) }
    }

    struct Reason: Hashable {
        var kind: EventClass
        var name: String
    }

    struct Object: Hashable {
        var cluster: String
        var namespace: String
        var name: OverviewKey.ObjectName
    }

    /// A namespace or a node.
    struct Place: Hashable {
        var cluster: String
        var name: String
    }

    /// What one key counts in all buckets; the places are those in the lists, -1 for none.
    struct Thing: Sendable {
        var earlier = OverviewCell()
        var later = OverviewCell()
        var reason = -1
        var object = -1
        var namespace = -1
        var node = -1

        var occurrences: Int { earlier.occurrences + later.occurrences }
        var last: Timestamp { max(earlier.last, later.last) }
        /// The newest of both halves.
        var message: String { later.versions > 0 || later.occurrences > 0 ? later.message : earlier.message }
    }

    let window: OverviewWindow
    let from: Timestamp
    let steps: Int
    private let firstMinute: Int64
    private let middle: Timestamp
    /// In less time than this, what comes first and what later is chance.
    private static let shortest = Duration.seconds(300)
    private let hasTrend: Bool
    private(set) var counts = TypeCounts()
    private(set) var warnings: [Int]
    private(set) var things = OverviewTable<Thing>()
    private(set) var reasons = OverviewList<Reason>()
    /// Times of each reason, by step.
    private(set) var series: [[Int]] = []
    private(set) var objects = OverviewList<Object>()
    private(set) var namespaces = OverviewList<Place>()
    private(set) var nodes = OverviewList<Place>()
    private(set) var panels = OverviewPanels()
    private(set) var folded = OverviewFolds()
    private(set) var findings: FindingBook

    init(_ overview: Overview, _ window: OverviewWindow) {
        let now = overview.now
        self.window = window
        from = window.start(at: now)
        firstMinute = window.firstMinute(at: now)
        steps = Int((OverviewRings.minute(of: now) - firstMinute) / window.step) + 1
        let buckets = overview.rings.buckets(from: firstMinute)
        // Nothing is known of the time before the first of them, so that all would rise.
        let known = buckets.first.map { Timestamp(seconds: $0.minute * 60) } ?? from
        let isKnownLongEnough = now.since(known) >= Self.shortest
        middle = isKnownLongEnough ? known.advanced(by: now.since(known) / 2) : now
        hasTrend = isKnownLongEnough
        warnings = Array(repeating: 0, count: steps)
        findings = FindingBook(middle: isKnownLongEnough ? middle : nil, conditions: overview.conditions)
        for (minute, bucket) in buckets {
            counts = counts + bucket.counts
            let step = min(steps - 1, max(0, Int((minute - firstMinute) / window.step)))
            for entry in bucket.cells.entries { gather(entry.value, of: entry.key, step, minute) }
        }
        for place in things.entries.indices { sum(place) }
        panels.finish()
        findings.finish()
    }

    /// Adds what a bucket tells of a thing to what others do.
    private mutating func gather(_ cell: OverviewCell, of key: OverviewKey, _ step: Int, _ minute: Int64) {
        let place = things.place(of: key, orInsert: Thing())
        if things[place].reason < 0 { things[place].reason = reason(of: key) }
        if cell.last >= middle { things[place].later.add(cell) } else { things[place].earlier.add(cell) }
        series[things[place].reason][step] += cell.occurrences
        if key.kind != .normal { warnings[step] += cell.occurrences }
        if key.isFolded { folded.add(key, cell, from: max(from, Timestamp(seconds: minute * 60))) }
        // When it happened is asked for each time.
        if key.isOfMoment { findings.add(key, cell) }
    }

    private mutating func reason(of key: OverviewKey) -> Int {
        let place = reasons.place(of: Reason(kind: key.kind, name: key.reason))
        if place == series.count { series.append(Array(repeating: 0, count: steps)) }
        return place
    }

    /// Adds a thing to the lists that it belongs to.
    private mutating func sum(_ place: Int) {
        let key = things.entries[place].key
        let thing = things.entries[place].value
        let tally = tally(thing)
        reasons[thing.reason].add(tally)
        if !key.object.name.isEmpty {
            things[place].object = objects.place(
                of: Object(cluster: key.cluster, namespace: key.namespace, name: key.object)
            )
        }
        panels.add(things.entries[place], tally)
        if !key.isOfMoment {
            if thing.earlier.occurrences > 0 || thing.earlier.versions > 0 { findings.add(key, thing.earlier) }
            if thing.later.occurrences > 0 || thing.later.versions > 0 { findings.add(key, thing.later) }
        }
        guard key.kind != .normal else { return }
        if !key.namespace.isEmpty {
            let namespace = namespaces.place(of: Place(cluster: key.cluster, name: key.namespace))
            things[place].namespace = namespace
            namespaces[namespace].add(tally)
        }
        if !key.node.isEmpty {
            let node = nodes.place(of: Place(cluster: key.cluster, name: key.node))
            things[place].node = node
            nodes[node].add(tally)
        }
        let object = things[place].object
        if object >= 0 { objects[object].add(tally) }
    }

    private func tally(_ thing: Thing) -> Tally {
        Tally(
            times: thing.occurrences,
            events: thing.earlier.versions + thing.later.versions,
            earlier: hasTrend ? thing.earlier.occurrences : 0,
            later: hasTrend ? thing.later.occurrences : 0,
            last: thing.last
        )
    }

    /// The most frequent reason of each of some objects, namespaces or nodes; of several the first by name.
    ///
    /// - Parameters:
    ///   - chosen: Their places in the list.
    ///   - list: Which list.
    /// - Returns: A name for each of them.
    func topReasons(of chosen: [Int], _ list: KeyPath<Thing, Int>) -> [String] {
        var ranks: [Int: Int] = [:]
        for (rank, place) in chosen.enumerated() { ranks[place] = rank }
        var times: [[Int: Int]] = Array(repeating: [:], count: chosen.count)
        for entry in things.entries where entry.key.kind != .normal {
            guard let rank = ranks[entry.value[keyPath: list]] else { continue }
            times[rank][entry.value.reason, default: 0] += entry.value.occurrences
        }
        return times.map { times in
            times.map { (times: $0.value, name: reasons.keys[$0.key].name) }
                .max { ($0.times, $1.name) < ($1.times, $0.name) }?.name ?? ""
        }
    }
}

extension OverviewSums.Tally {
    mutating func add(_ other: OverviewSums.Tally) {
        times += other.times
        events += other.events
        earlier += other.earlier
        later += other.later
        last = max(last, other.last)
    }
}

extension OverviewKey {
    /// Whether it matters when each of it happened: containers that started once more, pods that went away.
    fileprivate var isOfMoment: Bool { !topics.isDisjoint(with: Self.momentary) }

    private static let momentary: OverviewTopics = [
        .restart, OverviewTopics(.crash), OverviewTopics(.node), OverviewTopics(.eviction),
    ]
}
