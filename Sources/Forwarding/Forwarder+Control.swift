import Events
package import Journal

extension Forwarder {
    /// Switches delivery on or off; while it is off the cursor stays and what arrives waits.
    ///
    /// Requests under way are let finish.
    package func setForwarding(_ isOn: Bool) {
        self.isOn = isOn
        bell.ring()
    }

    /// Ends the pause after a failure.
    package func retryNow() {
        window.openGate()
        bell.ring()
    }

    /// Ends the pause after a failure because a person asks for it; returns false when that was done less than a second ago.
    ///
    /// However long the key is held, a sink that asked for patience is not asked more often than that.
    package func retryOnRequest() -> Bool {
        let time = stopwatch.elapsed
        if let last = retriedAt, time - last < .seconds(1) { return false }
        retriedAt = time
        retryNow()
        return true
    }

    /// Sends what waits without lingering or waiting for a pause to end, and commits what the journal has buffered first.
    ///
    /// ``run()`` has to be running.
    ///
    /// - Parameter limit: How long to try.
    /// - Returns: True when nothing waits; false when forwarding is off, the journal fails or the time is up.
    package func drain(within limit: Duration) async -> Bool {
        isDraining = true
        defer { isDraining = false }
        window.openGate()
        let began = stopwatch.elapsed
        do throws(JournalError) {
            try await journal.flush()
        } catch {
            return false
        }
        bell.ring()
        while waiting > 0 || owesGapRecord {
            let left = began + limit - stopwatch.elapsed
            guard isOn, left > .zero, !Task.isCancelled else { return false }
            await progress.wait(for: left, on: clock)
        }
        return true
    }

    /// Gives up everything that waits, counted as dropped: also what is under way, though it may yet arrive.
    package func drop() async throws(JournalError) {
        isDropping = true
        defer {
            isDropping = false
            bell.ring()
        }
        try await journal.dropWaiting(for: sinkName)
        generation += 1
        restart()
        progress.ring()
    }

    private var waiting: Int { journal.ledger(of: sinkName)?.waiting ?? 0 }

    private var owesGapRecord: Bool {
        options.sendsGapRecords && journal.newestGapID > journal.cursor(of: sinkName) ?? 0
    }
}
