import Basics

/// A clock for code that waits for minutes in tests that must not.
package final class FastClock: Clock {
    package typealias Instant = ManualClock.Instant

    package enum Speed: Sendable {
        /// Pauses up to ten minutes pass at once, longer ones last, and all other time is real.
        ///
        /// So work takes as long as it takes, however busy the machine.
        case rushed
        /// Everything goes so many times as fast, work included: a busy machine looks like a slow server.
        case scaled(Int)
    }

    private let speed: Speed
    private let start = ContinuousClock.now
    private let skipped = Locked(Duration.zero)

    package init(_ speed: Speed) {
        self.speed = speed
    }

    /// Since the clock was made.
    package var elapsed: Duration {
        let real = ContinuousClock.now - start
        return switch speed {
        case .rushed: real + skipped.withLock { $0 }
        case .scaled(let factor): real * factor
        }
    }

    package var now: Instant { Instant(offset: elapsed) }
    package var minimumResolution: Duration { .nanoseconds(1) }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let pause = deadline.offset - elapsed
        switch speed {
        case .scaled(let factor):
            try await Task.sleep(for: pause / factor)
        case .rushed where pause > .milliseconds(1) && pause <= .seconds(600):
            // Not quite at once, or a loop of pauses would leave no time to anyone else.
            try await Task.sleep(for: .milliseconds(1))
            skipped.withLock { $0 += pause }
        case .rushed:
            try await Task.sleep(for: pause)
        }
    }
}
