import Basics
import TestSupport

/// A clock that moves on by one tick whenever somebody looks, and whose pauses pass at once.
final class TickingClock: Clock {
    typealias Instant = ManualClock.Instant

    private let tick: Duration
    private let start = ManualClock().now
    private let elapsed = Locked(Duration.zero)

    init(tick: Duration) {
        self.tick = tick
    }

    var now: Instant {
        elapsed.withLock { elapsed in
            elapsed += tick
            return start.advanced(by: elapsed)
        }
    }

    var minimumResolution: Duration { tick }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        elapsed.withLock { $0 = max($0, deadline.offset) }
    }
}
