/// Durations counted by fixed upper bounds, as Prometheus counts them: what a process saw since it began.
package struct DurationHistogram: Sendable, Equatable {
    /// The upper end of each bucket, rising; what is longer falls into a last one without an end.
    package let bounds: [Duration]
    /// One for each bound, and the last.
    package private(set) var counts: [Int]
    package private(set) var sum: Duration = .zero

    /// - Parameter bounds: Rising.
    package init(bounds: [Duration]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    package var count: Int { counts.reduce(0, +) }

    package mutating func add(_ duration: Duration) {
        counts[bounds.firstIndex { duration <= $0 } ?? bounds.count] += 1
        sum += duration
    }

    /// Adds what another one with the same bounds counted.
    package mutating func merge(_ other: DurationHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        sum += other.sum
    }
}
