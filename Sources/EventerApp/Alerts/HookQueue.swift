import Basics
import Events

/// What waits for one hook, and when it is tried; pure.
///
/// Pauses are measured by a clock that nobody sets, ages by the wall clock, since they outlive the process.
///
/// Where something in a body is not taken, the next bodies are halves of it until that notice stands alone, and is given up: seven
/// more requests for one in fifty, and what was taken is never sent again.
struct HookQueue: Sendable {
    /// A notice with where it came from.
    struct Entry: Sendable, Equatable {
        /// The number of its keeper.
        var site: Int
        /// Its number there.
        var number: Int
        /// When it came to be.
        var at: Timestamp
        var notice: AlertNotice
    }

    enum Step: Sendable, Equatable {
        /// Nothing waits.
        case rest
        case pause(Duration)
        case send([Entry])
    }

    /// How many notices came to what end.
    struct Counts: Sendable, Equatable {
        var sent = 0
        var retried = 0
        var dropped = 0
    }

    static let most = 1000
    static let oldest = Duration.seconds(86_400)
    /// How long the first waits for others that may go with it.
    static let gathering = Duration.seconds(1)
    /// After so many in a row that were not taken, nothing is halved any more: whoever takes nothing is not asked about each.
    private static let mostRefusals = 40
    /// How long people are told of a loss at least, though all goes well again.
    private static let mourning = Duration.seconds(60)
    private static let backoff = Backoff(initial: .seconds(1), maximum: .seconds(300), jitter: 0.2)

    private let limit: RateLimit
    private let batchLimit: Int
    /// How many of those that wait longest hold one that is not taken; 0 where none is known to.
    private var suspects = 0
    /// Bodies in a row of which something was not taken.
    private var refusals = 0
    private let tryLimit: Int?
    private(set) var waiting: [Entry] = []
    private(set) var counts = Counts()
    /// Why the last try failed, or what was given up; nil since one was delivered, of a loss a minute later at the soonest.
    private(set) var trouble: String?
    private var loss: (trouble: String, at: Duration)?
    private var failures = 0
    /// Not before that.
    private var earliest = Duration.zero
    /// When bodies were sent within the limit's period.
    private var sendings: [Duration] = []
    /// How many of those that wait are being sent.
    private var underWay = 0

    init(limit: RateLimit, batchLimit: Int, tryLimit: Int?) {
        self.limit = limit
        self.batchLimit = batchLimit
        self.tryLimit = tryLimit
    }

    /// Whether it waits for a receiver that does not take anything.
    var isStuck: Bool { failures > 0 }

    /// Takes in more; past the most it holds the oldest are given up.
    ///
    /// - Returns: Those given up.
    mutating func add(_ entries: [Entry], at elapsed: Duration, gathering: Duration = gathering) -> [Entry] {
        guard !entries.isEmpty else { return [] }
        if waiting.isEmpty { earliest = max(earliest, elapsed + gathering) }
        waiting += entries
        let excess = min(max(0, waiting.count - Self.most), waiting.count - underWay)
        guard excess > 0 else { return [] }
        let given = Array(waiting[underWay..<underWay + excess])
        waiting.removeSubrange(underWay..<underWay + excess)
        giveUp(given, "more than \(Self.most) wait", at: elapsed)
        return given
    }

    /// What to do now; what is to be sent is under way until ``end(_:at:random:)``.
    ///
    /// - Returns: The step, and those given up because of their age.
    mutating func step(at elapsed: Duration, now: Timestamp) -> (step: Step, old: [Entry]) {
        let old = waiting.filter { now.since($0.at) > Self.oldest }
        if !old.isEmpty {
            waiting.removeAll { now.since($0.at) > Self.oldest }
            giveUp(old, "they waited a day", at: elapsed)
        }
        guard let first = waiting.first else { return (.rest, old) }
        sendings.removeAll { $0 + limit.period <= elapsed }
        let free = sendings.count < limit.count ? elapsed : sendings[sendings.count - limit.count] + limit.period
        let due = max(earliest, free)
        // A full body has no use for company.
        let isFull = waiting.count >= bodyLimit && failures == 0
        guard elapsed >= (isFull ? free : due) else { return (.pause((isFull ? free : due) - elapsed), old) }
        let batch = Array(waiting.prefix { $0.notice.cluster == first.notice.cluster }.prefix(bodyLimit))
        underWay = batch.count
        sendings.append(elapsed)
        return (.send(batch), old)
    }

    /// Takes note of how the sending ended.
    ///
    /// - Returns: Those that need not be remembered any more, delivered or given up.
    mutating func end(_ outcome: NoticeOutcome, at elapsed: Duration, random: Double) -> [Entry] {
        let batch = Array(waiting.prefix(underWay))
        underWay = 0
        switch outcome {
        case .delivered:
            counts.sent += batch.count
            (failures, refusals) = (0, 0)
            if let at = loss?.at, elapsed - at >= Self.mourning { loss = nil }
            trouble = loss?.trouble
        case .refused(let reason):
            failures = 0
            giveUp(batch, reason, at: elapsed)
        case .unfit(let reason):
            failures = 0
            refusals += 1
            guard batch.count == 1 || refusals >= Self.mostRefusals else {
                suspects = batch.count
                counts.retried += batch.count
                trouble = reason
                return []
            }
            suspects = 0
            giveUp(batch, reason, at: elapsed)
        case .failed(let reason, let pause):
            failures += 1
            guard let tryLimit, failures >= tryLimit else {
                counts.retried += batch.count
                trouble = reason
                let wanted = Self.backoff.delay(afterFailures: failures, random: random)
                earliest = elapsed + max(wanted, min(pause ?? .zero, .seconds(3600)))
                return []
            }
            failures = 0
            giveUp(batch, "\(reason), \(tryLimit) times", at: elapsed)
        }
        waiting.removeFirst(batch.count)
        suspects = max(0, suspects - batch.count)
        return batch
    }

    private var bodyLimit: Int { suspects == 0 ? batchLimit : max(1, suspects / 2) }

    /// Lets what waits go at once, unless a receiver asked for patience.
    mutating func hurry() {
        if failures == 0 { earliest = .zero }
    }

    private mutating func giveUp(_ entries: [Entry], _ reason: String, at elapsed: Duration) {
        counts.dropped += entries.count
        let text = "\(entries.count) given up: \(reason)"
        (trouble, loss) = (text, (text, elapsed))
    }
}
