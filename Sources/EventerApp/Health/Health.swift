import Basics
import Events

/// What the health and metrics server tells: the last known state of everything, updated by who changes it.
final class Health: Sendable {
    struct Picture: Sendable {
        var streams: [StreamID: StreamStatus] = [:]
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

    /// Takes note of a stream's state.
    func note(_ status: StreamStatus) {
        picture.withLock { $0.streams[status.stream] = status }
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

    /// Why the process should be restarted, or nil.
    ///
    /// An outage of the cluster or of Log Service is no reason: a restart would not help.
    var failure: String? {
        current.heartbeat.advanced(by: .seconds(60)) < now()
            ? "the delivery loop gave no sign of life for a minute" : nil
    }

    /// Why the process is not ready, or nil: no stream has been live yet.
    var unreadiness: String? {
        let picture = current
        guard !picture.streams.isEmpty,
            picture.streams.values.allSatisfy({ $0.counters.lists + $0.counters.watches > 0 })
        else {
            return "no events have been read yet"
        }
        return nil
    }
}
