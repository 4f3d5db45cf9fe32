import Basics

/// Ends the pause of an ``EventWatcher`` early: the user asked to try again now.
package final class RetrySignal: Sendable {
    private let pause = Locked<Task<Void, Never>?>(nil)

    package init() {}

    /// Ends the pause that is under way; without one nothing happens.
    package func poke() {
        pause.withLock { $0 }?.cancel()
    }

    /// Sleeps until the time is over, the signal is poked, or the caller is cancelled.
    package func sleep(for duration: Duration, on clock: some Clock<Duration>) async {
        let task = Task { _ = try? await clock.sleep(for: duration) }
        pause.withLock { $0 = task }
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        pause.withLock { $0 = nil }
    }
}
