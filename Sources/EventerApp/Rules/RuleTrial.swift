import Alerts
import Basics
import Events

/// What rules make of a recording; the clock is that of the events.
struct RuleTrial: Sendable {
    /// What came out, the oldest first.
    let incidents: [AlertIncident]
    /// How many events there were, and the times of the first and the last.
    let events: Int
    let start: Timestamp?
    let end: Timestamp?
    let rules: [AlertRule]

    /// Runs the rules over `events`, which may be in any order.
    ///
    /// - Parameters:
    ///   - rules: Those that hold.
    ///   - events: As they were recorded; each counts when it happened.
    init(rules: [AlertRule], events: [KubeEvent]) {
        var reading = RuleReading(rules: rules)
        reading.take(events)
        self.init(reading)
    }

    /// What comes out if the recording ends here.
    init(_ reading: RuleReading) {
        rules = reading.rules
        events = reading.events
        start = reading.start
        end = reading.end
        incidents = reading.outcome.incidents.sorted { ($0.began, $0.fired, $0.id) < ($1.began, $1.fired, $1.id) }
    }
}

/// Rules that read a recording piece by piece.
struct RuleReading: Sendable {
    let rules: [AlertRule]
    private(set) var events = 0
    private(set) var start: Timestamp?
    private(set) var end: Timestamp?
    private var engine: AlertEngine

    init(rules: [AlertRule]) {
        self.rules = rules
        var limits = AlertEngine.Limits()
        limits.groups = 1_000_000
        limits.allGroups = 10_000_000
        limits.spans = 10_000
        limits.resolved = .max
        limits.memory = .seconds(1_000_000_000)
        limits.reach = .seconds(1_000_000_000)
        engine = AlertEngine(rules: rules, limits: limits)
        engine.firesByEvents = true
    }

    /// Takes in what comes next, in any order.
    mutating func take(_ events: [KubeEvent]) {
        self.events += events.count
        for time in events.lazy.map(\.order) {
            start = min(start ?? time, time)
            end = max(end ?? time, time)
        }
        engine.hold(events)
    }

    /// What the rules say if the recording ends here.
    var outcome: RuleOutcome { RuleOutcome(told(at: end ?? Timestamp(seconds: 0)), at: end ?? Timestamp(seconds: 0)) }

    /// The rules as they are once they were told of everything, to go on from there.
    func told(at now: Timestamp) -> AlertEngine {
        var engine = engine
        _ = engine.takeHeld(at: now)
        return engine
    }
}

/// What rules say of a recording that has ended.
struct RuleOutcome: Sendable {
    /// As they were at the end, and once what waited then has fired.
    private var engine: AlertEngine
    private var later: AlertEngine
    private let known: Set<String>

    /// All at once, at the end: a list tells but the newest version of an event, which speaks of the hour before, and when a rule
    /// fired follows from the events.
    init(_ engine: AlertEngine, at end: Timestamp) {
        self.engine = engine
        known = Set(engine.incidents.map(\.id))
        var later = engine
        // What waits fires after the end, if nothing more happens; all else is as it was then.
        let waiting = engine.rules.map(\.pending).max() ?? .zero
        while let due = later.nextDeadline, due <= end.advanced(by: waiting) { _ = later.advance(to: due) }
        self.later = later
    }

    /// As a board has them.
    var incidents: [AlertIncident] {
        let late = later.incidents.filter { !known.contains($0.id) && $0.isOpen }
        let incidents = (engine.incidents + late).map { incident in
            var incident = incident
            // They were not, for who had been there.
            incident.isLate = false
            return incident
        }
        return incidents.sorted { $0.precedes($1) }
    }

    var board: AlertBoard {
        var board = engine.board
        board.incidents = incidents
        for index in board.rules.indices {
            let own = board.incidents.filter { $0.rule == board.rules[index].name }
            board.rules[index].open = own.count(where: \.isOpen)
            board.rules[index].total = own.count
        }
        return board
    }

    /// Does what a person wants.
    mutating func obey(_ order: AlertOrder, at now: Timestamp) {
        if known.contains(order.id) { _ = engine.obey(order, at: now) } else { _ = later.obey(order, at: now) }
    }
}
