import Alerts
import Basics
import Events

/// The alerts of a recording that is shown: what `eventer rules test` would say of it, as far as it is read.
///
/// Of a pipe that brings what happens now the rules go on with the wall clock.
actor RecordedAlerts {
    /// Between two looks at what was read so far, and how much of the time they may take at most.
    private static let pause = Duration.seconds(1)
    private static let share = 20
    /// How many of those that are over the board shows.
    private static let mostOver = 1000

    private let now: @Sendable () -> Timestamp
    private let elapsed: @Sendable () -> Duration
    private let publish: @Sendable (AlertBoard) -> Void
    private var reading: RuleReading
    private var present = Present(.cluster)
    /// The rules that go on by the wall clock; nil while there is only what was read.
    private var followed: AlertEngine?
    /// As far as was looked at last.
    private var outcome: RuleOutcome
    /// What a person wanted, and when in the recording: each look begins anew.
    private var orders: [(order: AlertOrder, time: Timestamp)] = []
    private var nextLook = Duration.zero
    private var shown: AlertBoard?

    /// - Parameters:
    ///   - rules: Those that are on.
    ///   - clock: For pauses.
    ///   - now: The wall clock.
    ///   - publish: Takes the board whenever it changed; must not wait.
    init<C: Clock>(
        rules: [AlertRule],
        clock: C,
        now: @escaping @Sendable () -> Timestamp,
        publish: @escaping @Sendable (AlertBoard) -> Void
    ) where C.Duration == Duration {
        let began = clock.now
        elapsed = { began.duration(to: clock.now) }
        self.now = now
        self.publish = publish
        reading = RuleReading(rules: rules)
        outcome = reading.outcome
    }

    /// Takes in what was read.
    ///
    /// - Parameters:
    ///   - events: In any order.
    ///   - present: What time it is with them.
    func take(_ events: [KubeEvent], _ present: Present) {
        self.present = present
        if followed == nil { reading.take(events) } else { _ = followed?.take(events, at: time) }
        if followed == nil, present.isLive { follow() }
        if elapsed() >= nextLook { look() }
    }

    /// The recording ends here.
    func end(_ present: Present) {
        self.present = present
        look()
    }

    /// Does what a person wants.
    func obey(_ order: AlertOrder) {
        var order = order
        order.cluster = ""
        orders.append((order, time))
        if followed == nil { outcome.obey(order, at: time) } else { _ = followed?.obey(order, at: time) }
        show()
    }

    /// Lets time pass where it does, until the task is cancelled.
    func run<C: Clock>(on clock: C) async where C.Duration == Duration {
        show()
        while !Task.isCancelled {
            try? await clock.sleep(for: Self.pause)
            if present.isLive { look() }
        }
    }

    private var time: Timestamp { present.now(at: now()) }

    private func follow() {
        followed = reading.told(at: time)
        reading = RuleReading(rules: reading.rules)
        for (order, time) in orders { _ = followed?.obey(order, at: time) }
    }

    private func look() {
        let began = elapsed()
        if followed == nil {
            outcome = reading.outcome
            for (order, time) in orders { outcome.obey(order, at: time) }
        } else {
            _ = followed?.advance(to: time)
        }
        show()
        nextLook = elapsed() + max(Self.pause, (elapsed() - began) * Self.share)
    }

    private func show() {
        let board = Self.shown(of: followed?.board ?? outcome.board)
        guard board != shown else { return }
        shown = board
        publish(board)
    }

    /// What is open, and of what is over as much as a list can hold: what matters before what is of low severity.
    private static func shown(of board: AlertBoard) -> AlertBoard {
        let over = board.incidents.drop(while: \.isOpen)
        guard over.count > mostOver else { return board }
        let loud = over.filter { $0.severity > .low }.prefix(mostOver)
        let low = over.lazy.filter { $0.severity == .low }.prefix(mostOver - loud.count)
        var board = board
        board.incidents = board.incidents.prefix(while: \.isOpen) + (loud + low).sorted { $0.precedes($1) }
        board.problems.append(
            "\(mostOver) of \(over.count) incidents that are over are listed; `eventer rules test` lists all"
        )
        return board
    }
}
