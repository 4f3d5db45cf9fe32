package import Basics

/// What a stream asked of the API server and how that was answered, for the metrics page.
package struct RequestCounters: Sendable, Equatable {
    package enum Verb: String, Sendable, CaseIterable { case list, watch, probe, check }

    /// Why a watch ended.
    package enum WatchEnd: String, Sendable, CaseIterable {
        /// As agreed, or because the server wanted so.
        case ended
        /// The server has forgotten the version to go on from.
        case expired
        /// Any other answer, or error in the stream, that is no success.
        case refused
        /// No connection, or one that broke.
        case network
        /// Nothing came within the time for it.
        case timeout
        /// By ourselves, as while the server did not answer.
        case closed
    }

    package struct Answer: Sendable, Hashable {
        package var verb: Verb
        /// The HTTP status, 0 for none.
        package var code: Int

        package init(verb: Verb, code: Int) {
            self.verb = verb
            self.code = code
        }
    }

    package private(set) var answers: [Answer: Int] = [:]
    /// From the request to the end of its answer; of a watch it would say nothing.
    package private(set) var times: [Verb: DurationHistogram] = [:]
    package private(set) var watchEnds: [WatchEnd: Int] = [:]

    package init() {}

    package mutating func count(_ verb: Verb, code: Int, time: Duration? = nil) {
        answers[Answer(verb: verb, code: code), default: 0] += 1
        if let time { times[verb, default: Self.noTimes].add(time) }
    }

    package mutating func count(_ end: WatchEnd) {
        watchEnds[end, default: 0] += 1
    }

    /// Adds what another stream counted.
    package mutating func merge(_ other: RequestCounters) {
        answers.merge(other.answers, uniquingKeysWith: +)
        watchEnds.merge(other.watchEnds, uniquingKeysWith: +)
        for (verb, histogram) in other.times { times[verb, default: Self.noTimes].merge(histogram) }
    }

    private static let noTimes = DurationHistogram(
        bounds: [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000].map { .milliseconds($0) }
    )
}

/// What lists and watches brought, by its type, whether it was handed on or not.
package struct FrameCounters: Sendable, Equatable {
    package var listed = 0
    package var added = 0
    package var modified = 0
    package var deleted = 0
    package var bookmarks = 0
    package var errors = 0
    package var unknown = 0

    package init() {}
}
