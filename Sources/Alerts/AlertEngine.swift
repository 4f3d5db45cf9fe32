package import Basics
package import Events

/// Watches the events of one cluster by rules; a value, whose clock is what its callers say.
///
/// The same events in any order, repeated or not, make the same incidents: an event counts at the time it happened, and what its
/// versions count is spread over the time they cover. What was told is not taken back: after an incident was told to be over, what
/// happened since and still matters is a new one.
package struct AlertEngine: Sendable {
    /// What is kept at most, so that a cluster with endless names cannot fill the memory.
    package struct Limits: Sendable, Equatable {
        /// Groups of one rule, and of all.
        package var groups = 3000
        package var allGroups = 6000
        /// What the event versions take that groups remember one by one, in bytes; past that the older ones of each are settled.
        package var weight = 12 << 20
        /// Troubles of one group, those that are over among them.
        package var spans = 16
        /// Incidents that are over.
        package var resolved = 200
        /// How long these are kept.
        package var memory = Duration.seconds(86_400)
        /// How old an event may be to change anything.
        package var reach = Duration.seconds(86_400)

        package init() {}
    }

    /// How long a group is remembered after its last event came, in microseconds: an event that comes again must be known.
    static let groupMemory: Int64 = 3 * 3_600_000_000
    /// How much later than due an end is told: events take a while to come.
    static let grace: Int64 = 10_000_000
    package let rules: [AlertRule]
    /// Whether an incident fired when its events say so, not when they were read: for recordings that are played.
    package var firesByEvents = false
    let limits: Limits
    var watches: [RuleWatch]
    var sorter: RuleSorter
    /// What was seen and is yet to be taken in.
    var held: [HeldSighting] = []
    var book = IncidentBook()
    /// When something may change though no event comes.
    var soonest: Int64?
    /// When the groups were last looked through for those that can go.
    var swept = Int64.min
    /// What is to be told at the next chance.
    var waiting: [AlertChange] = []
    /// What the versions take, in bytes, that came since all groups were weighed.
    var fresh = 0
    /// Groups given up because there were too many.
    package internal(set) var dropped = 0

    package init(rules: [AlertRule], limits: Limits = Limits()) {
        self.rules = rules
        self.limits = limits
        watches = rules.map { RuleWatch($0, spans: limits.spans) }
        sorter = RuleSorter(rules)
    }

    /// Takes in event versions as they come.
    ///
    /// - Parameters:
    ///   - events: In any order, new or not.
    ///   - now: The present; never before an earlier one.
    /// - Returns: What became of incidents, for those who have to be told.
    package mutating func take(_ events: [KubeEvent], at now: Timestamp) -> [AlertChange] {
        var touched = TouchedGroups()
        let clock = now.microseconds
        let oldest = clock.saturatingAdd(-limits.reach.microseconds)
        for event in Self.inOrder(events) where event.order.microseconds > oldest {
            for entry in sightings(of: event) { take(entry.sighting, entry.key, entry.rule, clock, &touched) }
        }
        return tell(of: touched, at: clock)
    }

    mutating func take(
        _ sighting: Sighting,
        _ key: GroupKey,
        _ rule: Int,
        _ clock: Int64,
        _ touched: inout TouchedGroups
    ) {
        if watches[rule].take(sighting, key, at: clock) {
            touched.add(rule, key)
            fresh += MemoryLayout<Sighting>.size + sighting.details.weight
        }
        if watches[rule].groups.count > limits.groups { makeRoom(in: rule) }
    }

    mutating func tell(of touched: TouchedGroups, at clock: Int64) -> [AlertChange] {
        makeRoom()
        settle()
        var changes = flush()
        for (rule, key) in touched.all { reconcile(rule, key, at: clock, &changes) }
        book.trim(to: limits.resolved)
        return changes
    }

    /// What rules see of an event.
    mutating func sightings(of event: KubeEvent) -> [(rule: Int, key: GroupKey, sighting: Sighting)] {
        var details: SightingDetails?
        return sorter.uses(of: event).map { rule, isRecovery in
            if !isRecovery, details == nil { details = SightingDetails(event) }
            let sighting = Sighting(event, isRecovery ? nil : details)
            return (rule, GroupKey(event, rules[rule].grouping), sighting)
        }
    }

    /// Lets time pass; at least once every ten seconds, and at ``nextDeadline``.
    package mutating func advance(to now: Timestamp) -> [AlertChange] {
        let clock = now.microseconds
        var changes = flush()
        if let soonest, soonest <= clock {
            self.soonest = nil
            for rule in watches.indices {
                for (key, due) in watches[rule].live where due <= clock { reconcile(rule, key, at: clock, &changes) }
                if let due = watches[rule].live.values.min() { expect(changeAt: due) }
            }
            remind(at: clock, &changes)
            changes.sort { ($0.incident.began, $0.incident.id) < ($1.incident.began, $1.incident.id) }
        }
        sweep(at: clock)
        book.trim(to: limits.resolved)
        return changes
    }

    /// When something may change though no event comes; nil when nothing can.
    package var nextDeadline: Timestamp? {
        if !waiting.isEmpty { return Timestamp(microseconds: 0) }
        return soonest.map { Timestamp(microseconds: $0) }
    }

    /// The incidents that are open, and those over in the last day; as ``AlertBoard/incidents`` orders them.
    package var incidents: [AlertIncident] { book.ordered }

    /// What people see: the incidents and the rules with their numbers.
    package var board: AlertBoard {
        var open: [String: Int] = [:]
        for incident in book.open.values { open[incident.rule, default: 0] += 1 }
        let problems =
            dropped == 0 ? [] : ["\(dropped) groups of events given up: more than \(limits.groups) of a rule at once"]
        return AlertBoard(
            incidents: incidents,
            rules: zip(rules, watches).map { rule, watch in
                AlertBoard.Rule(
                    name: rule.name,
                    title: rule.title,
                    severity: rule.severity,
                    condition: rule.condition,
                    filter: rule.filter.text,
                    open: open[rule.name] ?? 0,
                    total: watch.total
                )
            },
            problems: problems
        )
    }

    /// Notes that something may change then; whole seconds, so that many ends are one look.
    mutating func expect(changeAt time: Int64) {
        let second: Int64 = 1_000_000
        let due = time.saturatingAdd(second - 1) / second * second
        soonest = min(soonest ?? .max, due)
    }

    private mutating func flush() -> [AlertChange] {
        defer { waiting.removeAll() }
        return waiting
    }

    /// By the time they happened; as they are where that is their order already, as mostly.
    private static func inOrder(_ events: [KubeEvent]) -> [KubeEvent] {
        func isOrdered(_ left: KubeEvent, _ right: KubeEvent) -> Bool {
            (left.order.microseconds, left.key.resourceVersion.value)
                < (right.order.microseconds, right.key.resourceVersion.value)
        }
        let isSorted = zip(events, events.dropFirst()).allSatisfy { !isOrdered($1, $0) }
        return isSorted ? events : events.sorted(by: isOrdered)
    }
}

/// Groups in the order they were first touched.
struct TouchedGroups {
    private(set) var all: [(Int, GroupKey)] = []
    private var known: Set<Entry> = []

    private struct Entry: Hashable {
        var rule: Int
        var key: GroupKey
    }

    mutating func add(_ rule: Int, _ key: GroupKey) {
        if known.insert(Entry(rule: rule, key: key)).inserted { all.append((rule, key)) }
    }
}
