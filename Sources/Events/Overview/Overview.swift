package import Basics

/// What happens in a cluster at a glance: counts, trends, hot spots, and what is wrong.
///
/// Fed with events as they come, each looked at once; what it tells is added up from buckets of time, so that its cost does not
/// grow with the number of events. Its memory is bounded: of more than some hundreds of different things a bucket, those that
/// matter least are counted together, and the report says which.
package struct Overview: Sendable {
    /// What stands for all that is not told apart.
    package static let others = "(others)"

    /// What of a message is kept, in bytes.
    private static let messageBytes = 400
    /// The most parts in which the occurrences of one version are spread over the time since the version before.
    private static let mostParts: Int64 = 30

    /// The present, as far as it is known: the latest of the clock and of the events.
    package private(set) var now: Timestamp
    /// When the oldest event happened that was taken, nil when none was.
    package private(set) var begins: Timestamp?
    /// Differs whenever a report could.
    package private(set) var revision = 0
    private(set) var rings: OverviewRings
    private(set) var conditions = NodeConditions()
    private(set) var fates = PodFates()
    private(set) var rollouts = Rollouts()
    private(set) var remedies = Remedies()
    private var versions: VersionMemory
    private let topics: [OverviewTopic]
    private let causes: [CommonCause.Kind]
    /// Asked for the topics, then for the causes.
    private var classifier: FilterSwitch

    /// Begins empty.
    ///
    /// - Parameters:
    ///   - now: The wall clock, or a time before the first event of a recording.
    ///   - rememberedEvents: Of how many events it is known which versions were counted, half of it at the least.
    package init(now: Timestamp, rememberedEvents: Int = 262_144) {
        self.now = now
        rings = OverviewRings(now: now)
        versions = VersionMemory(capacity: max(1, rememberedEvents / 2))
        let filters = OverviewTopic.allCases.compactMap { topic in
            (try? EventFilter(parsing: topic.filterText)).map { (topic, $0) }
        }
        topics = filters.map(\.0)
        let common = CommonCause.Kind.allCases.compactMap { kind in
            (try? EventFilter(parsing: kind.filterText)).map { (kind, $0) }
        }
        causes = common.map(\.0)
        classifier = FilterSwitch(filters.map(\.1) + common.map(\.1))
    }

    /// Counts events; versions that were counted before change nothing, nor does what happened more than a day ago.
    package mutating func take(_ events: some Sequence<KubeEvent>) {
        for event in events { take(event) }
        revision &+= 1
    }

    /// Moves on to `time`, also back when a clock was set back by more than a minute.
    package mutating func advance(to time: Timestamp) {
        guard time > now || now.since(time) > .seconds(60) else { return }
        now = time
        rings.advance(to: time)
    }

    /// How many things are told apart, all buckets together.
    package var cellCount: Int { rings.cellCount }

    private mutating func take(_ event: KubeEvent) {
        conditions.note(event)
        rollouts.note(event)
        remedies.note(event)
        let order = event.order
        if order > now { advance(to: order) }
        guard rings.holds(order), let growth = versions.note(event) else { return }
        begins = min(begins ?? order, order)
        let key = key(of: event)
        fates.note(event, key.topics)
        let message = key.object.isEmpty ? "" : Self.essence(of: event.message)
        let count = Int64(growth.occurrences)
        let span = max(0, order.since(growth.from).microseconds)
        let steps = max(1, min(count, span / 60_000_000 + 1, Self.mostParts))
        // Occurrences are taken to be spread evenly over their time; the version itself is of the time it came.
        for step in 1...steps {
            let rest = steps > 1 ? span / (steps - 1) * (steps - step) : 0
            let portion = OverviewPortion(
                versions: step == steps ? 1 : 0,
                occurrences: Int(count * step / steps - count * (step - 1) / steps),
                time: order.advanced(by: .microseconds(-rest)),
                began: growth.from,
                message: message,
                isRepeated: event.count > 1
            )
            rings.add(portion, of: key)
        }
    }

    /// Of Normal events single objects are told apart only where they mean trouble, or its end.
    private mutating func key(of event: KubeEvent) -> OverviewKey {
        let kind = EventClass(type: event.type)
        var found = OverviewTopics()
        var cause: CommonCause?
        for index in classifier.matches(event, at: event.order) {
            if index < topics.count {
                found.formUnion(OverviewTopics(topics[index]))
            } else {
                cause = CommonCause(causes[index - topics.count], event.message)
            }
        }
        if event.reason == "Started", event.count > 1 { found.formUnion(.restart) }
        let object = event.object
        let namespace = object.namespace.isEmpty && object.kind != "Node" ? event.namespace : object.namespace
        guard kind != .normal || !found.isEmpty || object.kind == "Node" else {
            return OverviewKey(kind: kind, reason: event.reason, grain: .reason)
        }
        // Who suffers does not matter where nobody can do anything, and it may be thousands.
        let isOfWebhook = cause?.kind == .webhook
        return OverviewKey(
            kind: kind,
            topics: found,
            cluster: event.cluster,
            namespace: namespace,
            reason: event.reason,
            object: OverviewKey.ObjectName(kind: object.kind, name: isOfWebhook ? "" : object.name),
            node: event.node,
            cause: cause,
            grain: isOfWebhook ? .namespace : .object
        )
    }

    /// The beginning, and of a long message also the end, where causes stand.
    private static func essence(of message: String) -> String {
        guard message.utf8.count > messageBytes else { return message }
        let head = String(decoding: message.utf8.prefix(messageBytes / 2), as: UTF8.self)
        let tail = String(decoding: message.utf8.suffix(messageBytes / 2), as: UTF8.self)
        // Without what is left of characters that were cut.
        let isCut: (Character) -> Bool = { $0 == "\u{FFFD}" }
        return String(head[...(head.lastIndex { !isCut($0) } ?? head.startIndex)]) + " ... " + tail.drop(while: isCut)
    }
}

extension Duration {
    /// Whole microseconds; past what fits, the most that does.
    fileprivate var microseconds: Int64 {
        let (value, overflow) = components.seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return components.seconds < 0 ? .min : .max }
        return value &+ components.attoseconds / 1_000_000_000_000
    }
}
