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
        /// Not watching, by choice.
        case paused(reason: String)
    }

    /// One stream as the board has it.
    struct Entry: Sendable {
        var status: StreamStatus
        /// Since when nothing can arrive; nil while live or before the first connection.
        var staleSince: Timestamp?
        var wasLive = false

        var isTroubled: Bool { rank <= 1 }

        /// What orders streams: the worst first, of those the one that has been away longest.
        var place: (Int, Int64, String) {
            (rank, isTroubled ? staleSince?.microseconds ?? 0 : 0, status.stream.title)
        }

        var isWaiting: Bool {
            switch status.state {
            case .waiting, .denied: true
            default: false
            }
        }

        /// From worst to best.
        var rank: Int {
            switch status.state {
            case .denied: 0
            case .waiting, .paused: 1
            case .connecting: wasLive ? 1 : 2
            case .listing: 3
            case .live: 4
            case .ended: 5
            }
        }
    }

    private var streams: [StreamID: Entry] = [:]

    /// The worst first; nothing changes places without a reason.
    var entries: [Entry] { streams.values.sorted { $0.place < $1.place } }

    var count: Int { streams.count }
    var troubledCount: Int { streams.values.count(where: \.isTroubled) }
    /// Those that asking now would help.
    var waitingCount: Int { streams.values.count(where: \.isWaiting) }
    /// Counted over all streams since they began.
    var malformed: Int { streams.values.reduce(0) { $0 + $1.status.counters.malformed } }

    /// Whether a stream of `cluster` is still reading its list.
    func isListing(_ cluster: String) -> Bool {
        streams.values.contains { entry in
            guard entry.status.stream.cluster == cluster, case .listing = entry.status.state else { return false }
            return true
        }
    }

    /// Whether every stream has been listed in whole once.
    var isComplete: Bool { streams.values.allSatisfy(\.wasLive) }

    mutating func update(_ status: StreamStatus) {
        var entry = streams[status.stream] ?? Entry(status: status)
        entry.status = status
        switch status.state {
        case .live, .ended:
            entry.staleSince = nil
            entry.wasLive = true
        case .waiting, .denied, .paused: entry.staleSince = entry.staleSince ?? status.since
        case .connecting, .listing: if entry.wasLive { entry.staleSince = entry.staleSince ?? status.since }
        }
        streams[status.stream] = entry
    }

    /// Forgets a stream that gave way to another.
    mutating func remove(_ stream: StreamID) {
        streams[stream] = nil
    }

    /// The streams of each cluster, the worst first.
    func byCluster(of names: [String]) -> [(name: String, board: StreamBoard)] {
        let boards = names.map { name in
            var board = StreamBoard()
            board.streams = streams.filter { $0.key.cluster == name }
            return (name: name, board: board)
        }
        // One without a stream yet is about to connect.
        return boards.sorted { left, right in
            (left.board.worst?.place ?? (2, 0, left.name)) < (right.board.worst?.place ?? (2, 0, right.name))
        }
    }

    /// The worst stream.
    var worst: Entry? { entries.first }

    /// The worst state of any stream.
    var summary: Summary {
        guard let worst else { return .connecting }
        let since = worst.staleSince ?? worst.status.since
        switch worst.status.state {
        case .denied(let reason, let retryAt): return .denied(reason: reason, retryAt: retryAt, since: since)
        case .waiting(let reason, let retryAt): return .stale(reason: reason, retryAt: retryAt, since: since)
        case .connecting where worst.wasLive: return .stale(reason: "connecting", retryAt: nil, since: since)
        case .connecting: return .connecting
        case .listing: return .listing(listed)
        case .live: return .live
        case .paused(let reason): return .paused(reason: reason)
        case .ended: return .ended
        }
    }

    private var listed: Int {
        streams.values.reduce(0) { sum, entry in
            if case .listing(let count) = entry.status.state { sum + count } else { sum }
        }
    }
}
