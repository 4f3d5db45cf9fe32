import Basics
import Dispatch
import Glibc

/// Beats once a second, as the wall clock's second begins, for what changes by time alone.
///
/// A timer of the main queue: a task that sleeps would wake three more threads each time.
@MainActor
final class Heartbeat {
    private let timer: any DispatchSourceTimer

    /// Begins to beat.
    init(now: Timestamp, beat: @escaping @Sendable () -> Void) {
        timer = DispatchSource.makeTimerSource(queue: .main)
        let next = timespec(tv_sec: Int(now.seconds + 1), tv_nsec: 0)
        timer.schedule(wallDeadline: DispatchWallTime(timespec: next), repeating: 1, leeway: .milliseconds(10))
        timer.setEventHandler(handler: beat)
        timer.resume()
    }

    func stop() {
        timer.cancel()
    }
}
