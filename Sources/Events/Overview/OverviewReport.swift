package import Basics

/// What an ``Overview`` tells of a window.
///
/// Events are versions of events, as the journal counts them; times are how often something happened, which one version may tell
/// of many. All text is as the cluster sent it: sanitise before showing.
package struct OverviewReport: Sendable, Equatable {
    /// Whether something happens more often in the second half of the window than in the first.
    package enum Trend: String, Sendable { case rising, steady, falling }

    /// A line of a list: a reason, an object, a namespace or a node.
    package struct Line: Sendable, Equatable {
        package var cluster: String
        /// A reason, `Kind/name`, a namespace or a node.
        package var name: String
        /// Of an object its namespace.
        package var namespace = ""
        package var kind: EventClass
        /// How often it happened; of objects, namespaces and nodes only what is no Normal event.
        package var times: Int
        package var events: Int
        /// Times by ``OverviewWindow/step``, oldest first.
        package var series: [Int] = []
        package var trend: Trend
        /// The most frequent reason; empty in a list of reasons.
        package var topReason = ""
        package var last: Timestamp
        /// Shows its events; empty when nothing can.
        package var filterText: String
    }

    /// What there is of one topic.
    package struct Panel: Sendable, Equatable {
        /// The newest of its events.
        package struct Example: Sendable, Equatable {
            package var object: String
            package var node: String
            package var reason: String
            package var message: String
            package var at: Timestamp
        }

        package var topic: OverviewTopic
        package var times = 0
        package var events = 0
        /// Different objects, as far as they are told apart.
        package var objects = 0
        /// Times of what is not told apart.
        package var folded = 0
        package var trend = Trend.steady
        package var newest: Example?
        package var filterText: String { topic.filterText }
    }

    /// What there were too many different things of to tell single ones apart.
    ///
    /// Counts by type, reason and topic hold it, those by object and node do not.
    package struct Fold: Sendable, Equatable {
        package var reason: String
        package var kind: EventClass
        package var times: Int
        package var events: Int
        package var from: Timestamp
        package var to: Timestamp

        package init(reason: String, kind: EventClass, times: Int, events: Int, from: Timestamp, to: Timestamp) {
            self.reason = reason
            self.kind = kind
            self.times = times
            self.events = events
            self.from = from
            self.to = to
        }
    }

    package var window: OverviewWindow
    package var from: Timestamp
    package var to: Timestamp
    /// When the oldest event happened that was taken; nothing before it is known.
    package var begins: Timestamp?
    package var counts = TypeCounts()
    /// Times of what is no Normal event, by ``OverviewWindow/step``.
    package var warnings: [Int] = []
    /// A hundred at most.
    package var verdicts: [Verdict] = []
    /// How many there would be without that limit.
    package var verdictCount = 0
    /// The most frequent first, ten at most; where it is not empty, numbers of single things may be too low.
    package var folded: [Fold] = []
    /// In the order of the topics, those with nothing among them.
    package var panels: [Panel] = []
    /// Warnings first, then by how often; at most ten.
    package var reasons: [Line] = []
    package var objects: [Line] = []
    package var namespaces: [Line] = []
    package var nodes: [Line] = []

    /// Whether something is missing at the beginning of the window.
    package var isPartial: Bool { begins.map { $0.since(from) > .seconds(60 * window.step) } ?? true }
}

extension OverviewReport.Trend {
    /// Half as much again, and three at the least, is a difference: counts are small, and chance is in them.
    init(earlier: Int, later: Int) {
        if later - earlier >= max(3, earlier / 2) {
            self = .rising
        } else if earlier - later >= max(3, later / 2) {
            self = .falling
        } else {
            self = .steady
        }
    }
}
