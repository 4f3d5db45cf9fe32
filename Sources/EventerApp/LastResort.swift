import Events
import Glibc
import Journal
import Logging

extension Application {
    private static let grace = Duration.seconds(20)

    /// Runs `body`, and ends the process when its end takes too long or a second signal asks for it.
    ///
    /// By force, because what does not end cannot be waited for: a stuck disk, a name server without answer. Nothing is lost by
    /// that: what is not committed is read from the cluster again.
    ///
    /// - Parameters:
    ///   - signals: Nobody else reads them once the end has begun.
    ///   - log: Is told.
    ///   - sites: Their journals decide about the exit code.
    ///   - body: Rings when the end has begun.
    /// - Returns: What `body` gave.
    func withLastResort<Result: Sendable>(
        _ signals: Signals,
        _ log: HeadlessLog,
        _ sites: [Site],
        _ body: @Sendable (Doorbell) async -> Result
    ) async -> Result {
        await withTaskGroup(of: Void.self) { group in
            let hurry = Doorbell()
            group.addTask {
                guard await hurry.wait() else { return }
                await endByForce(signals, log, sites)
            }
            let result = await body(hurry)
            group.cancelAll()
            return result
        }
    }

    private func endByForce(_ signals: Signals, _ log: HeadlessLog, _ sites: [Site]) async {
        let received = signals.received
        let number = await withTaskGroup(of: Int32?.self) { group in
            group.addTask {
                if let number = await received.first(where: { $0 != SIGHUP }) { return number }
                // No signal will come any more: time alone decides.
                try? await clock.sleep(for: Self.grace)
                return nil
            }
            group.addTask {
                try? await clock.sleep(for: Self.grace)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        guard !Task.isCancelled else { return }
        let reason = number.map { "signal \($0) again" } ?? "the end took too long"
        let code: ExitCode = sites.keepWhatWaits ? number == SIGINT ? .interrupted : .done : .undelivered
        log.main.warning("ending at once; what waits stays in the journal", metadata: ["reason": "\(reason)"])
        fflush(nil)
        _exit(code.rawValue)
    }
}
