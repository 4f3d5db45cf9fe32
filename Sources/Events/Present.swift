package import Basics

/// What time it is for events: ages, windows, filters and rules are measured from there.
///
/// Goes on, and stands still once a recording has ended.
package struct Present: Sendable, Equatable {
    /// Where events come from.
    package enum Source: Sendable, Equatable {
        /// From where they happen: the wall clock tells the time.
        case cluster
        /// From a file: the latest of them tells the time.
        case file
        /// From a pipe, behind which there is either.
        case pipe
    }

    /// A cluster keeps its events for an hour: a pipe that brings a younger one is taken to be fed by one.
    private static let youth = Duration.seconds(3600)

    /// Whether the wall clock tells the time.
    package private(set) var isLive: Bool
    private let source: Source
    /// The latest time that the recording tells of; nil before its first event.
    private var latest: Timestamp?
    private var hasEnded = false

    package init(_ source: Source) {
        self.source = source
        isLive = source == .cluster
    }

    /// Takes note of what was read.
    package mutating func note(_ events: some Sequence<KubeEvent>, at wall: Timestamp) {
        guard source != .cluster, let newest = events.lazy.map(\.order).max() else { return }
        latest = max(latest ?? newest, newest)
        if source == .pipe, !hasEnded, wall.since(newest) < Self.youth { isLive = true }
    }

    /// The recording ends here: what was followed until now ends now, all else with its latest event.
    package mutating func end(at wall: Timestamp) {
        guard source != .cluster else { return }
        if isLive { latest = max(latest ?? wall, wall) }
        (isLive, hasEnded) = (false, true)
    }

    /// The time; before the first event of a recording one that is before all of them.
    package func now(at wall: Timestamp) -> Timestamp {
        isLive ? max(wall, latest ?? wall) : latest ?? Timestamp(seconds: 0)
    }

    /// Whether there is a time to tell yet.
    package var isKnown: Bool { isLive || latest != nil }
}
