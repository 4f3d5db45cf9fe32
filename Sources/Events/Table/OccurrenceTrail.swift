package import Basics

/// When an event's occurrences were, as far as is known.
///
/// An event tells only its first and last occurrence and their number. Each version that is seen tells more: what the count grew
/// by happened since the version before. Within such a stretch occurrences are taken to be spread evenly.
package struct OccurrenceTrail: Sendable, Equatable {
    /// A number of occurrences between two instants, both included.
    package struct Stretch: Sendable, Equatable {
        package var from: Timestamp
        package var to: Timestamp
        package var count: Int

        /// How many fall into the time from `start` up to but without `end`.
        ///
        /// Over adjoining times the numbers add up to ``count``.
        package func count(from start: Timestamp, to end: Timestamp) -> Int {
            max(0, countBefore(end) - countBefore(start))
        }

        func countBefore(_ time: Timestamp) -> Int {
            guard time > from else { return 0 }
            guard time <= to else { return count }
            // In doubles: the product of two large numbers from outside could overflow.
            let part =
                Double(time.microseconds - from.microseconds) / Double(max(1, to.microseconds - from.microseconds))
            return min(count, Int((Double(count) * part).rounded(.down)))
        }
    }

    /// The most stretches kept; then the two oldest become one.
    private static let maximum = 16

    /// Oldest first.
    package private(set) var stretches: [Stretch]

    init(_ event: StoredEvent) {
        stretches = [Self.first(event)]
    }

    /// Takes note of a newer version: what it counts more than `former` happened between the two.
    mutating func append(_ event: StoredEvent, after former: StoredEvent) {
        let growth = Int(event.count >= former.count ? event.count - former.count : event.count)
        guard growth > 0 else { return }
        let last = max(event.order, former.order)
        let from = growth == 1 ? last : min(last, former.order.advanced(by: .microseconds(1)))
        stretches.append(Stretch(from: from, to: last, count: growth))
        guard stretches.count > Self.maximum else { return }
        let oldest = stretches.removeFirst()
        stretches[0].from = min(oldest.from, stretches[0].from)
        stretches[0].count += oldest.count
    }

    /// What an event says about itself.
    static func first(_ event: StoredEvent) -> Stretch {
        let count = event.occurrences
        let last = event.order
        return Stretch(from: count == 1 ? last : min(event.firstSeen, last), to: last, count: count)
    }
}

extension StoredEvent {
    /// Calls `body` with each stretch of time in which it occurred.
    ///
    /// Without a trail they are spread evenly between `firstSeen` and the last.
    func forEachStretch(of trail: OccurrenceTrail?, _ body: (OccurrenceTrail.Stretch) -> Void) {
        guard let trail else { return body(OccurrenceTrail.first(self)) }
        trail.stretches.forEach(body)
    }

    /// How often it occurred from `start` up to but without `end`.
    func occurrences(_ trail: OccurrenceTrail?, from start: Timestamp, to end: Timestamp) -> Int {
        var sum = 0
        forEachStretch(of: trail) { sum += $0.count(from: start, to: end) }
        return sum
    }
}
