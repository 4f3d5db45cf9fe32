import Basics
import Events
import TextGrid

/// What the health and metrics server tells: the last known state of everything, updated by who changes it.
final class Health: Sendable {
    struct Picture: Sendable {
        var streams: [StreamID: StreamStatus] = [:]
        /// What earlier watchers counted: each pause of the journal ends one, and the next begins at zero.
        var former: [StreamID: StreamCounters] = [:]
        /// Those that have to be read before the process is ready.
        var expected: Set<StreamID> = []
        var gaps: [Gap.Reason: (count: Int, length: Duration)] = [:]
        /// Nil when nobody wants to know.
        var types: TypeCounters?
        var delivery = DeliveryStatus()
        var journal: JournalStatus?
        var figures = JournalFigures()
        /// Nil for a run without rules.
        var alerts: AlertFigures?
        /// No API server is believed without a certificate.
        var verifiesServers = true
        /// When the main loop last gave a sign of life.
        var heartbeat: Timestamp
        let started: Timestamp
        /// ``heartbeat`` by a clock that nobody sets.
        fileprivate var lastBeat: Duration
    }

    /// Event versions handed on, by the type of the event.
    struct TypeCounters: Sendable, Equatable {
        var normal = 0
        var warning = 0
        var other = 0
    }

    private let picture: Locked<Picture>
    let version: String
    private let now: @Sendable () -> Timestamp
    private let uptime: @Sendable () -> Duration

    /// Begins with nothing known.
    ///
    /// - Parameters:
    ///   - version: Of eventer.
    ///   - countsTypes: Whether to count events by their type.
    ///   - now: The wall clock.
    ///   - uptime: Time since any moment, by a clock that nobody sets and that stands still while the machine sleeps.
    init(
        version: String,
        countsTypes: Bool = true,
        now: @escaping @Sendable () -> Timestamp,
        uptime: @escaping @Sendable () -> Duration
    ) {
        self.version = version
        self.now = now
        self.uptime = uptime
        picture = Locked(
            Picture(
                types: countsTypes ? TypeCounters() : nil,
                heartbeat: now(),
                started: now(),
                lastBeat: uptime()
            )
        )
    }

    /// From now on the process is ready only when `stream` has been read.
    func expect(_ stream: StreamID) {
        picture.withLock { _ = $0.expected.insert(stream) }
    }

    /// Takes note of what a source tells.
    func note(_ report: SourceReport) {
        picture.withLock { picture in
            switch report {
            case .update(.status(let status)): picture.note(status)
            case .update(.batch(let batch)):
                picture.types?.count(batch.events)
                guard let gap = batch.gap else { return }
                picture.gaps[gap.reason, default: (0, .zero)].count += 1
                picture.gaps[gap.reason]?.length += max(gap.to.since(gap.from), .zero)
            case .narrowed(let former, let stream, _):
                picture.retire(former)
                if picture.expected.remove(former) != nil { picture.expected.insert(stream) }
            }
        }
    }

    /// Takes note of the alerts.
    func note(_ alerts: AlertFigures) {
        picture.withLock { $0.alerts = alerts }
    }

    /// Some API server is believed whoever it says it is.
    func noteUnverifiedServer() {
        picture.withLock { $0.verifiesServers = false }
    }

    /// Takes note of delivery and journal, which is the main loop's sign of life; call it at least once a minute.
    func note(_ delivery: DeliveryStatus, journal: JournalStatus?, figures: JournalFigures = JournalFigures()) {
        let (time, beat) = (now(), uptime())
        picture.withLock { picture in
            picture.delivery = delivery
            picture.journal = journal
            picture.figures = figures
            picture.heartbeat = time
            picture.lastBeat = beat
        }
    }

    var current: Picture { picture.withLock { $0 } }

    /// What is looked at, in the manner of the API server's own endpoints.
    enum Check: String, CaseIterable {
        /// The main loop lives, which asks journal and forwarder how they are.
        ///
        /// An outage of the cluster or of Log Service is no reason to restart: it would not help.
        case heartbeat
        /// Events are kept on disk.
        case journal
        /// Every stream has been read once.
        case sources

        /// Those that a restart may mend.
        static let live: [Check] = [.heartbeat]
    }

    /// What is wrong, or nil.
    func problem(_ check: Check) -> String? {
        let picture = current
        switch check {
        case .heartbeat:
            guard uptime() - picture.lastBeat > .seconds(60) else { return nil }
            return "the main loop gave no sign of life for a minute"
        case .journal:
            guard let journal = picture.journal else { return "not opened yet" }
            guard case .keeping = journal else { return journal.text }
            return nil
        case .sources:
            let unread = picture.expected.filter { stream in
                let counters = picture.counters(of: stream)
                return counters.lists + counters.watches == 0
            }
            guard !unread.isEmpty || picture.expected.isEmpty else { return nil }
            return "not read yet: " + unread.map { sanitise($0.title) }.sorted().joined(separator: ", ")
        }
    }
}

extension Health.TypeCounters {
    fileprivate mutating func count(_ events: [KubeEvent]) {
        for event in events {
            switch event.type {
            case "Normal": normal += 1
            case "Warning": warning += 1
            default: other += 1
            }
        }
    }
}
