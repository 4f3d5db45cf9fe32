import Basics
import Events
import TextGrid

/// What the health and metrics server tells: the last known state of everything, updated by who changes it.
final class Health: Sendable {
    struct Picture: Sendable {
        var streams: [StreamID: StreamStatus] = [:]
        /// Those that have to be read before the process is ready.
        var expected: Set<StreamID> = []
        var gaps: [Gap.Reason: Int] = [:]
        var delivery = DeliveryStatus()
        var journal: JournalStatus?
        /// When the delivery loop last gave a sign of life.
        var heartbeat: Timestamp
        let started: Timestamp
    }

    private let picture: Locked<Picture>
    let version: String
    private let now: @Sendable () -> Timestamp

    /// Begins with nothing known.
    ///
    /// - Parameters:
    ///   - version: Of eventer.
    ///   - now: The wall clock.
    init(version: String, now: @escaping @Sendable () -> Timestamp) {
        self.version = version
        self.now = now
        picture = Locked(Picture(heartbeat: now(), started: now()))
    }

    /// From now on the process is ready only when `stream` has been read.
    func expect(_ stream: StreamID) {
        picture.withLock { _ = $0.expected.insert(stream) }
    }

    /// Takes note of what a source tells.
    func note(_ report: SourceReport) {
        picture.withLock { picture in
            switch report {
            case .update(.status(let status)): picture.streams[status.stream] = status
            case .update(.batch(let batch)): if let gap = batch.gap { picture.gaps[gap.reason, default: 0] += 1 }
            case .narrowed(let former, let stream, _):
                picture.streams[former] = nil
                if picture.expected.remove(former) != nil { picture.expected.insert(stream) }
            }
        }
    }

    /// Takes note of delivery and journal; call at least once a minute.
    func note(_ delivery: DeliveryStatus, journal: JournalStatus?) {
        let time = now()
        picture.withLock { picture in
            picture.delivery = delivery
            picture.journal = journal
            picture.heartbeat = time
        }
    }

    var current: Picture { picture.withLock { $0 } }

    /// What is looked at, in the manner of the API server's own endpoints.
    enum Check: String, CaseIterable {
        /// The delivery loop lives.
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
            guard picture.heartbeat.advanced(by: .seconds(60)) < now() else { return nil }
            return "the delivery loop gave no sign of life for a minute"
        case .journal:
            guard let journal = picture.journal else { return "not opened yet" }
            guard case .keeping = journal else { return journal.text }
            return nil
        case .sources:
            let unread = picture.expected.filter { stream in
                picture.streams[stream].map { $0.counters.lists + $0.counters.watches == 0 } ?? true
            }
            guard !unread.isEmpty || picture.expected.isEmpty else { return nil }
            return "not read yet: " + unread.map { sanitise($0.title) }.sorted().joined(separator: ", ")
        }
    }
}
