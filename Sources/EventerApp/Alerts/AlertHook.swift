import Basics
import Events
import Journal

/// One hook at work: sends what waits for it, one try after the other, and holds up nobody.
actor AlertHook {
    /// What is known of it, for metrics and screen.
    struct Figures: Sendable, Equatable {
        var counts = HookQueue.Counts()
        var waiting = 0
        /// What is wrong, for people.
        var trouble: String?
    }

    nonisolated let settings: HookSettings
    private let sender: any NoticeSender
    private let clock: any Clock<Duration>
    private let elapsed: @Sendable () -> Duration
    private let now: @Sendable () -> Timestamp
    private let random: @Sendable () -> Double
    private let bell = Doorbell()
    /// Rung when nothing is left to do, or the receiver takes nothing.
    private let emptied = Doorbell()
    private var queue: HookQueue
    private var reported = Figures()
    private var isEnding = false

    init<C: Clock>(
        _ settings: HookSettings,
        sender: any NoticeSender,
        clock: C,
        now: @escaping @Sendable () -> Timestamp,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) where C.Duration == Duration {
        self.settings = settings
        self.sender = sender
        self.clock = clock
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        self.now = now
        self.random = random
        queue = HookQueue(limit: settings.limit, batchLimit: sender.batchLimit, tryLimit: sender.tryLimit)
    }

    nonisolated var name: String { settings.name }

    /// Hands over notices; returns at once.
    ///
    /// - Returns: Those for which older ones had to be given up.
    func add(_ entries: [HookQueue.Entry]) -> [HookQueue.Entry] {
        let given = queue.add(entries, at: elapsed(), gathering: isEnding ? .zero : HookQueue.gathering)
        bell.ring()
        return given
    }

    /// Sends until the task is cancelled.
    ///
    /// - Parameters:
    ///   - settle: Is told of notices that were delivered or given up.
    ///   - report: Is told of the figures when they changed.
    func run(settle: @Sendable ([HookQueue.Entry]) async -> Void, report: @Sendable (Figures) async -> Void) async {
        while !Task.isCancelled {
            let (step, old) = queue.step(at: elapsed(), now: now())
            if !old.isEmpty { await settle(old) }
            await tell(report)
            switch step {
            case .rest: await bell.wait()
            case .pause(let pause): await bell.wait(for: pause, on: clock)
            case .send(let batch):
                let outcome = await sender.send(batch.map(\.notice))
                // What was cut off by the end of the run is sent again at the next start.
                if Task.isCancelled, outcome != .delivered { return }
                let done = queue.end(outcome, at: elapsed(), random: random())
                if !done.isEmpty { await settle(done) }
                await tell(report)
            }
            // Whoever waits for the end looks again.
            if queue.waiting.isEmpty || queue.isStuck { emptied.ring() }
        }
    }

    /// Waits until nothing is left to do, or the receiver takes nothing, or the time is over.
    func drain(within limit: Duration) async {
        isEnding = true
        queue.hurry()
        bell.ring()
        let deadline = elapsed() + limit
        while !queue.waiting.isEmpty, !queue.isStuck, elapsed() < deadline, !Task.isCancelled {
            await emptied.wait(for: deadline - elapsed(), on: clock)
        }
    }

    private func tell(_ report: @Sendable (Figures) async -> Void) async {
        let figures = Figures(counts: queue.counts, waiting: queue.waiting.count, trouble: queue.trouble)
        guard figures != reported else { return }
        reported = figures
        await report(figures)
    }
}
