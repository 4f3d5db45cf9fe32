import Alerts
import Basics
import Events
import Journal

/// Watches the events of one cluster by rules, remembers in its journal what came of them, and then says so.
///
/// What is said was kept before: whoever dies in between says it again at the next start, and fires no second time.
actor AlertKeeper {
    /// What there is to say, once it is kept.
    struct News: Sendable {
        var changes: [AlertChange] = []
        /// For hooks.
        var letters: [AlertOutbox.Letter] = []
        var board: AlertBoard
        /// How often each rule has fired since the process began.
        var fired: [String: Int] = [:]
        /// Events that no rule saw.
        var skipped = 0
    }

    /// Between two times that something is kept and said, and the longest where that takes long.
    private static let intervals = (shortest: Duration.seconds(1), longest: Duration.seconds(15))
    /// Before the next look while something may change by itself: the wall clock may be set.
    private static let correction = Duration.seconds(60)
    private static let patience = Duration.seconds(60)
    /// Between two times that counts alone are kept.
    private static let countInterval = Duration.seconds(300)
    private static let hour = Duration.seconds(3600)

    nonisolated let site: AlertSite
    nonisolated private let intake = AlertIntake()
    private let hooks: [HookSettings]
    private let clock: any Clock<Duration>
    private let elapsed: @Sendable () -> Duration
    private let wallClock: @Sendable () -> Timestamp
    private var engine: AlertEngine
    private var outbox = AlertOutbox()
    private var start: Timestamp
    /// The latest time that the rules were told; ``now`` says when an earlier one may follow.
    private var latest: Timestamp
    /// Not said yet.
    private var changes: [AlertChange] = []
    private var letters: [AlertOutbox.Letter] = []
    private var fired: [String: Int] = [:]
    private var board: AlertBoard?
    private var listener: (@Sendable (News) async -> Void)?
    private var interval = intervals.shortest
    private var lastTold: Duration?
    private var lastKept = Duration.zero
    /// Something that must be kept was not.
    private var mustKeep = false
    /// Events came since the board was looked at.
    private var isTouched = true
    private var trouble: String?
    /// What the journal knew is known here too; before, nothing may be kept, and orders wait.
    private var isRestored = false
    private var earlyOrders: [AlertOrder] = []

    /// Begins with nothing known.
    ///
    /// - Parameters:
    ///   - site: Whose events.
    ///   - rules: Those that are on.
    ///   - hooks: Who wants to be told; nobody is while another process holds the journal.
    ///   - now: The wall clock.
    ///   - clock: For pauses.
    init<C: Clock>(
        _ site: AlertSite,
        rules: [AlertRule],
        hooks: [HookSettings],
        now: @escaping @Sendable () -> Timestamp,
        clock: C
    ) where C.Duration == Duration {
        self.site = site
        self.hooks = site.journal == nil ? [] : hooks
        self.clock = clock
        let began = clock.now
        elapsed = { began.duration(to: clock.now) }
        wallClock = now
        engine = AlertEngine(rules: rules)
        latest = now()
        start = latest
    }

    /// Hands over events; never waits.
    nonisolated func take(_ events: [KubeEvent]) {
        intake.add(events)
    }

    /// Goes on where the journal says that it stopped, and watches until the task is cancelled.
    func run(tell: @escaping @Sendable (News) async -> Void) async {
        listener = tell
        guard await restore() else { return }
        while !Task.isCancelled {
            watch()
            if lastTold.map({ elapsed() - $0 >= interval }) ?? true { await say() }
            guard !Task.isCancelled else { return }
            guard let pause = pause() else {
                await intake.bell.wait()
                continue
            }
            if pause > .zero { await intake.bell.wait(for: pause, on: clock) }
        }
    }

    /// Does what a person wants, and says so at once.
    func obey(_ order: AlertOrder) async {
        var order = order
        order.cluster = site.label
        guard isRestored else { return earlyOrders.append(order) }
        latest = now
        absorb(engine.obey(order, at: latest))
        if let directory = site.heldDirectory {
            _ = try? await Journal.leave([JournalOrder(order)], directory: directory)
        }
        lastTold = nil
        isTouched = true
        intake.bell.ring()
    }

    /// `hook` was told of these, or never will be.
    func settle(_ numbers: Set<Int>, by hook: String) {
        guard outbox.settle(numbers, by: hook) else { return }
        mustKeep = true
        // The longer it takes, the more a kill repeats; hooks have limits of their own.
        if interval == Self.intervals.shortest { lastTold = nil }
        intake.bell.ring()
    }

    /// Takes in what is left, keeps and says everything.
    func finish() async {
        guard isRestored else { return }
        watch()
        mustKeep = true
        await say()
    }

    // MARK: Watching

    /// Not back by what clocks are corrected by; one that was ahead by more would make all that comes too old to count.
    private var now: Timestamp {
        let clock = wallClock()
        return latest.since(clock) > Self.correction ? clock : max(clock, latest)
    }

    private func watch() {
        let events = intake.take()
        latest = now
        if !events.isEmpty {
            absorb(engine.take(events, at: latest))
            isTouched = true
        }
        absorb(engine.advance(to: latest))
    }

    private func absorb(_ found: [AlertChange]) {
        for change in found {
            changes.append(change)
            if change.kind == .fired { fired[change.incident.rule, default: 0] += 1 }
            guard isTold(change), let notice = AlertNotice(change, cluster: site.title) else { continue }
            let names = Set(hooks.filter { $0.wants(notice) }.map(\.name))
            if !names.isEmpty { letters.append(outbox.add(notice, for: names, at: now)) }
        }
    }

    /// What was over before anybody could be told is told as over, unless nobody watched then.
    private func isTold(_ change: AlertChange) -> Bool {
        guard change.incident.isLate else { return true }
        return change.kind == .resolved && (change.incident.resolved ?? change.incident.last) > start
    }

    /// How long nothing has to be done; nil when only events or orders change anything.
    private func pause() -> Duration? {
        var pauses: [Duration] = []
        if !changes.isEmpty || mustKeep || isTouched {
            pauses.append(max(.zero, interval - (elapsed() - (lastTold ?? elapsed() - interval))))
        }
        if let deadline = engine.nextDeadline {
            pauses.append(max(.milliseconds(100), min(deadline.since(now), Self.patience)))
        }
        return pauses.min()
    }

    // MARK: Keeping and saying

    private func say() async {
        let board = currentBoard
        let mayKeep = isTouched && elapsed() - lastKept >= Self.countInterval
        guard !changes.isEmpty || mustKeep || mayKeep || board != self.board else {
            isTouched = false
            return
        }
        let news = News(
            changes: changes,
            letters: letters,
            board: board,
            fired: fired,
            skipped: intake.skipped
        )
        let mustKeep = mustKeep || !changes.isEmpty || mayKeep
        (changes, letters, isTouched, self.mustKeep, lastTold) = ([], [], false, false, elapsed())
        self.board = board
        if mustKeep { await keep() }
        await listener?(news)
    }

    private func keep() async {
        guard let journal = site.journal else { return }
        let began = elapsed()
        let text = AlertRecord(since: start, engine: engine.essence(from: leastTold), outbox: outbox).text
        // A hundredth of a core, if there is not very much to write.
        interval = min(max((elapsed() - began) * 100, Self.intervals.shortest), Self.intervals.longest)
        do throws(JournalError) {
            try await journal.setProperty(AlertRecord.property, to: text)
            lastKept = elapsed()
            if trouble != nil { isTouched = true }
            trouble = nil
        } catch {
            // Told all the same: an alert that may come twice is better than none.
            trouble = "incidents are not kept: \(error)"
            (mustKeep, isTouched) = (true, true)
        }
    }

    /// Of what is below, nobody hears but those who look.
    private var leastTold: AlertSeverity { hooks.map(\.severity).min().map { min($0, .medium) } ?? .medium }

    /// How far back events matter to rules.
    private var past: Duration {
        engine.rules.map { $0.window + $0.pending }.max().map { max($0, Self.hour) } ?? Self.hour
    }

    private var currentBoard: AlertBoard {
        var board = engine.board
        if let holder = site.holder { board.problems.append("process \(holder) keeps the alerts and calls the hooks") }
        if let trouble { board.problems.append(trouble) }
        if intake.skipped > 0 {
            board.problems.append("\(intake.skipped) events came faster than the rules could look")
        }
        board.problems = board.problems.map(site.labelled)
        return board
    }

    // MARK: Going on

    /// Returns false when the task was cancelled before everything was read.
    private func restore() async -> Bool {
        while !Task.isCancelled {
            do throws(JournalError) {
                try await recall()
                break
            } catch {
                // To begin anew would fire everything again.
                await listener?(News(board: AlertBoard(problems: [site.labelled("no alerts yet: \(error)")])))
                try? await clock.sleep(for: .seconds(5))
            }
        }
        await replay()
        guard !Task.isCancelled else { return false }
        (isRestored, mustKeep) = (true, true)
        for order in earlyOrders { await obey(order) }
        earlyOrders = []
        return true
    }

    private func recall() async throws(JournalError) {
        guard let text = try await site.reader?.property(AlertRecord.property), !text.isEmpty else { return }
        guard let record = AlertRecord(text: text) else {
            trouble = "what was known of incidents cannot be read; the rules begin anew"
            return
        }
        start = record.start
        engine = AlertEngine(rules: engine.rules, restoring: record.engine.marked(site.label))
        guard site.journal != nil else { return }
        outbox = record.outbox
        _ = outbox.keepOnly(Set(hooks.map(\.name)))
        letters = outbox.letters
    }

    /// The rules see again what the journal has of the last hour: they know an event that they saw before.
    private func replay() async {
        guard let reader = site.reader else { return }
        var query = HistoryQuery()
        latest = now
        query.since = latest.advanced(by: .zero - past)
        query.limit = AlertIntake.most
        query.hasAllVersions = true
        var history = try? await reader.history(query)
        while !Task.isCancelled, let page = try? await history?.next() {
            absorb(engine.take(page.map { $0.labelled(site.label) }, at: latest))
        }
        absorb(engine.advance(to: latest))
    }
}
