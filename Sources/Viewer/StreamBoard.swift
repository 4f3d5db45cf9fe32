import Basics
import Events

/// What is known of the streams, and the one word for all of them.
struct StreamBoard: Sendable {
    /// In words that the header shows, from worst to best.
    enum Summary: Sendable, Equatable {
        case denied(reason: String, retryAt: Timestamp, since: Timestamp)
        case stale(reason: String, retryAt: Timestamp?, since: Timestamp)
        case connecting
        case listing(Int)
        case live
        case ended
    }

    private struct Entry: Sendable {
        var status: StreamStatus
        /// Since when nothing can arrive; nil while live or before the first connection.
        var staleSince: Timestamp?
        var wasLive = false
    }

    private var entries: [StreamID: Entry] = [:]

    var count: Int { entries.count }
    var troubledCount: Int { entries.values.count { Self.rank($0) <= 1 } }
    /// Counted over all streams since they began.
    var malformed: Int { entries.values.reduce(0) { $0 + $1.status.counters.malformed } }
    var isListing: Bool {
        entries.values.contains {
            if case .listing = $0.status.state { true } else { false }
        }
    }

    mutating func update(_ status: StreamStatus) {
        var entry = entries[status.stream] ?? Entry(status: status)
        entry.status = status
        switch status.state {
        case .live, .ended:
            entry.staleSince = nil
            entry.wasLive = true
        case .waiting, .denied: entry.staleSince = entry.staleSince ?? status.since
        case .connecting, .listing: if entry.wasLive { entry.staleSince = entry.staleSince ?? status.since }
        }
        entries[status.stream] = entry
    }

    /// The worst state of any stream.
    var summary: Summary {
        guard let worst = entries.values.min(by: { Self.rank($0) < Self.rank($1) }) else { return .connecting }
        let since = worst.staleSince ?? worst.status.since
        switch worst.status.state {
        case .denied(let reason, let retryAt): return .denied(reason: reason, retryAt: retryAt, since: since)
        case .waiting(let reason, let retryAt): return .stale(reason: reason, retryAt: retryAt, since: since)
        case .connecting where worst.wasLive: return .stale(reason: "connecting", retryAt: nil, since: since)
        case .connecting: return .connecting
        case .listing: return .listing(listed)
        case .live: return .live
        case .ended: return .ended
        }
    }

    private var listed: Int {
        entries.values.reduce(0) { sum, entry in
            if case .listing(let count) = entry.status.state { sum + count } else { sum }
        }
    }

    private static func rank(_ entry: Entry) -> Int {
        switch entry.status.state {
        case .denied: 0
        case .waiting: 1
        case .connecting: 2
        case .listing: 3
        case .live: 4
        case .ended: 5
        }
    }
}
