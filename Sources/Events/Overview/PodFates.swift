import Basics

/// What became of pods that were in trouble: they found a node, their containers started, or they are gone.
///
/// Silence proves nothing: a kubelet that may not write more events keeps silent while the trouble goes on. So a trouble is over when
/// something says so. Only pods that were in trouble are remembered, the newest of them where there are too many.
struct PodFates: Sendable {
    /// Something of a pod that did not go on, until it did.
    struct Spell: Sendable, Equatable {
        var from: Timestamp
        var to: Timestamp
        /// When it was over; nil while nothing says so.
        var end: Timestamp?
        /// The longest of those that are over.
        var longest = Duration.zero

        /// Goes on, or begins anew where it was over for longer than a report may come late.
        mutating func note(_ span: ClosedRange<Timestamp>, lateness: Duration) {
            if let end {
                guard span.upperBound.since(end) > lateness else { return }
                from = max(span.lowerBound, end)
                self.end = nil
            }
            from = min(from, span.lowerBound)
            to = max(to, span.upperBound)
        }

        mutating func finish(at time: Timestamp) {
            guard end == nil, time >= to else { return }
            end = time
            longest = max(longest, time.since(from))
        }
    }

    struct Fate: Sendable {
        /// Without a node.
        fileprivate(set) var waiting: Spell?
        /// Without its image.
        fileprivate(set) var pulling: Spell?
        /// With node and image, and not running.
        fileprivate(set) var starting: Spell?
        /// Running, over and over.
        fileprivate(set) var crashing: Spell?
        /// When it was last told to go, or went.
        fileprivate(set) var gone: Timestamp?
        /// When it was last heard of, whatever was said.
        fileprivate(set) var heard: Timestamp

        /// The time that the topic of trouble took, if it is one that ends.
        func spell(of topic: OverviewTopic) -> Spell? {
            switch topic {
            case .scheduling: waiting
            case .image: pulling
            case .volume, .start: starting
            case .crash: crashing
            default: nil
            }
        }
    }

    private static let capacity = 8192
    private static let topics: [OverviewTopic] = [.scheduling, .image, .volume, .start, .crash]
    private static let all = topics.reduce(into: OverviewTopics()) { $0.formUnion(OverviewTopics($1)) }
    /// By how much a kubelet may tell of a hindrance after what it hindered.
    private static let lateness = Duration.seconds(30)

    private var newest: [Int: Fate] = [:]
    private var older: [Int: Fate] = [:]

    /// Takes note of an event, which belongs to these topics.
    mutating func note(_ event: KubeEvent, _ topics: OverviewTopics) {
        if event.object.kind == "Pod" {
            if !topics.isDisjoint(with: Self.all) { return trouble(event, topics) }
            guard !newest.isEmpty || !older.isEmpty else { return }
            change(Self.key(of: event, event.object.name)) { $0.note(event) }
        } else if event.reason == "SuccessfulDelete", !newest.isEmpty || !older.isEmpty,
            let name = event.message.firstRange(of: "eleted pod: ").map({ event.message[$0.upperBound...] })
        {
            change(Self.key(of: event, String(name))) { $0.end(at: event.order) }
        }
    }

    /// What became of a pod; nil where it was in no trouble that is remembered.
    func fate(of object: OverviewSums.Object) -> Fate? {
        let key = Self.key(object.cluster, object.namespace, object.name.name)
        return newest[key] ?? older[key]
    }

    private mutating func trouble(_ event: KubeEvent, _ topics: OverviewTopics) {
        change(Self.key(of: event, event.object.name), or: Fate(heard: event.order)) { fate in
            fate.heard = max(fate.heard, event.order)
            let span = min(event.firstSeen, event.order)...event.order
            for topic in Self.topics where topics.contains(topic) {
                fate.note(span, topic, lateness: topic == .crash ? .zero : Self.lateness)
            }
        }
    }

    // MARK: Memory

    /// Changes the fate of a pod where it is kept; where there is none, and no new one is given, there is nothing to change.
    private mutating func change(_ key: Int, or new: Fate? = nil, _ body: (inout Fate) -> Void) {
        if let place = newest.index(forKey: key) { return body(&newest.values[place]) }
        guard var fate = older.removeValue(forKey: key) ?? new else { return }
        body(&fate)
        // The older half is given up as a whole, so that nothing has to be looked for.
        if newest.count >= Self.capacity / 2 {
            older = newest
            newest = [:]
        }
        newest[key] = fate
    }

    private static func key(of event: KubeEvent, _ name: String) -> Int {
        let namespace = event.object.namespace.isEmpty ? event.namespace : event.object.namespace
        return key(event.cluster, namespace, name)
    }

    /// A hash stands for the name: of two pods that share one, a verdict may say that both started.
    private static func key(_ cluster: String, _ namespace: String, _ name: String) -> Int {
        var hasher = Hasher()
        hasher.combine(cluster)
        hasher.combine(namespace)
        hasher.combine(name)
        return hasher.finalize()
    }
}

extension PodFates.Fate {
    fileprivate mutating func note(_ span: ClosedRange<Timestamp>, _ topic: OverviewTopic, lateness: Duration) {
        func go(on spell: inout PodFates.Spell?) {
            guard spell != nil else {
                spell = PodFates.Spell(from: span.lowerBound, to: span.upperBound)
                return
            }
            spell?.note(span, lateness: lateness)
        }
        switch topic {
        case .scheduling: go(on: &waiting)
        case .image: go(on: &pulling)
        case .crash: go(on: &crashing)
        default: go(on: &starting)
        }
    }

    /// Takes note of something that is no trouble.
    fileprivate mutating func note(_ event: KubeEvent) {
        let time = event.order
        heard = max(heard, time)
        switch event.reason {
        case "Scheduled": waiting?.finish(at: time)
        case "Pulled": pulling?.finish(at: time)
        case "Started": start(at: time)
        // Also said where a container is killed to be started again: `Container app failed liveness probe, will be restarted`.
        case "Killing" where event.message.hasPrefix("Stopping container"): end(at: time)
        case "Evicted", "Preempted", "TaintManagerEviction": end(at: time)
        default: return
        }
    }

    private mutating func start(at time: Timestamp) {
        waiting?.finish(at: time)
        pulling?.finish(at: time)
        starting?.finish(at: time)
        crashing?.finish(at: time)
    }

    fileprivate mutating func end(at time: Timestamp) {
        start(at: time)
        gone = max(gone ?? time, time)
    }
}
