package import Basics

/// One list+watch scope: all of a cluster or one of its namespaces.
package struct StreamID: Sendable, Hashable {
    /// Tells the clusters of one run apart; empty when there is but one.
    package let cluster: String
    /// `all`, or `ns/` and the namespace; then `?` and the field selector, if there is one.
    ///
    /// Part of the key of the journal, which is of one cluster.
    package let name: String

    package init(cluster: String = "", name: String) {
        self.cluster = cluster
        self.name = name
    }

    /// The stream of one namespace, or of all when `namespace` is nil; of the events that `selector` selects, if there is one.
    package init(cluster: String = "", namespace: String?, selector: String? = nil) {
        let scope = namespace.map { "ns/" + $0 } ?? "all"
        self.init(cluster: cluster, name: scope + (selector.map { "?" + $0 } ?? ""))
    }

    /// The namespace, nil for all of them.
    package var namespace: String? { name.hasPrefix("ns/") ? String(name.dropFirst(3).prefix { $0 != "?" }) : nil }

    /// The field selector, nil when everything of the scope is watched.
    package var selector: String? { name.firstIndex(of: "?").map { String(name[name.index(after: $0)...]) } }

    /// For people: the cluster where there are several, and the scope.
    package var title: String { cluster.isEmpty ? name : cluster + " " + name }

    package static let all = StreamID(namespace: nil)

    package static func namespace(_ namespace: String) -> StreamID { StreamID(namespace: namespace) }
}

/// What the source says: events with the resume point that covers them, or a change of its own state.
package enum WatchUpdate: Sendable, Equatable {
    case batch(EventBatch)
    case status(StreamStatus)
}

/// Events that go together, and the point to resume from once they are kept.
package struct EventBatch: Sendable, Equatable {
    package var stream: StreamID
    /// Each version once.
    ///
    /// Those of a watch rise by version; those of a list come as the API server keeps them, by namespace and name.
    package var events: [KubeEvent]
    /// Where to watch from after a restart, valid once `events` are durable.
    ///
    /// Nil leaves the former point: more of the same list follows.
    package var resumePoint: ResourceVersion?
    /// Set on the first batch after an interruption that history may not cover.
    package var gap: Gap?

    package init(stream: StreamID, events: [KubeEvent], resumePoint: ResourceVersion?, gap: Gap? = nil) {
        self.stream = stream
        self.events = events
        self.resumePoint = resumePoint
        self.gap = gap
    }
}

/// A stretch of time for which events may be missing.
package struct Gap: Sendable, Equatable {
    package enum Reason: String, Sendable, CaseIterable { case expired, empty, rewound, clusterChanged, paused, error }

    package var reason: Reason
    package var from: Timestamp
    package var to: Timestamp

    package init(reason: Reason, from: Timestamp, to: Timestamp) {
        self.reason = reason
        self.from = from
        self.to = to
    }
}

/// A gap and the stream that has it.
package struct StreamGap: Sendable, Equatable {
    package var stream: StreamID
    package var gap: Gap

    package init(stream: StreamID, gap: Gap) {
        self.stream = stream
        self.gap = gap
    }
}

/// The state of one stream, for the header.
package struct StreamStatus: Sendable, Equatable {
    package enum State: Sendable, Equatable {
        case connecting
        /// Events listed so far.
        case listing(Int)
        /// The watch is open.
        case live
        /// Not connected; `reason` is for people, one line, not sanitised.
        case waiting(reason: String, retryAt: Timestamp)
        /// Closed by ourselves, because what it brings could not be kept; goes on as soon as it can.
        case paused(reason: String)
        /// The API server refuses; `reason` names the missing right.
        case denied(reason: String, retryAt: Timestamp)
        /// Ended for good: a replay at its end, or cancelled.
        case ended
    }

    package var stream: StreamID
    package var state: State
    package var since: Timestamp
    /// When the last byte of the stream arrived.
    package var lastReceived: Timestamp?
    package var counters: StreamCounters

    package init(
        stream: StreamID,
        state: State,
        since: Timestamp,
        lastReceived: Timestamp? = nil,
        counters: StreamCounters = StreamCounters()
    ) {
        self.stream = stream
        self.state = state
        self.since = since
        self.lastReceived = lastReceived
        self.counters = counters
    }
}

/// What a stream has counted since it began.
package struct StreamCounters: Sendable, Equatable {
    package var lists = 0
    package var watches = 0
    /// Event versions handed on.
    package var events = 0
    /// Versions seen again and not handed on.
    package var duplicates = 0
    /// Lines that are no JSON, or no event.
    package var malformed = 0
    /// Frames above the size limit.
    package var oversize = 0
    /// Events whose invalid UTF-8 was replaced.
    package var scrubbed = 0
    package var gaps = 0
    package var frames = FrameCounters()
    package var requests = RequestCounters()
    /// What the last malformed frame was, for people, not sanitised.
    package var lastProblem: String?

    package init() {}
}
