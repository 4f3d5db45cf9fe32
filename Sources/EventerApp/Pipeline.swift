import Events
import Forwarding
import Journal
import Kubernetes

/// The path from the cluster to the journal and on to Log Service, and the order in which its parts stop.
struct Pipeline: Sendable {
    var watchers: [EventWatcher]
    var journal: Journal?
    var forwarder: Forwarder?
    /// Opens when delivery may begin.
    var gate: DeliveryGate
    /// Sees every update at once, before and without waiting for the journal.
    var observe: @Sendable (WatchUpdate) -> Void

    /// Runs everything while `body` does, then stops in order: the watches, the journal's buffer, delivery, the journal.
    ///
    /// - Parameters:
    ///   - drainLimit: How long delivery may go on after `body`; zero leaves what waits in the journal.
    ///   - body: What ends the run by returning.
    /// - Returns: What `body` gave.
    func run<Result: Sendable>(
        drainLimit: Duration = .zero,
        whileRunning body: @Sendable () async -> Result
    ) async -> Result {
        let result = await withTaskGroup(of: Void.self) { keepers in
            if let journal { keepers.addTask { await journal.run() } }
            if let forwarder { keepers.addTask { await deliver(forwarder) } }
            let result = await withTaskGroup(of: Void.self) { sources in
                for watcher in watchers { sources.addTask { await watch(watcher) } }
                let result = await body()
                sources.cancelAll()
                return result
            }
            try? await journal?.flush()
            if let forwarder, drainLimit > .zero { _ = await forwarder.drain(within: drainLimit) }
            keepers.cancelAll()
            return result
        }
        await journal?.close()
        return result
    }

    private func deliver(_ forwarder: Forwarder) async {
        guard await gate.wait() else { return }
        await forwarder.run()
    }

    private func watch(_ watcher: EventWatcher) async {
        await watcher.run { update in
            observe(update)
            switch update {
            case .batch(let batch): await journal?.append(batch)
            case .status(let status):
                // A list is durable before its watch opens: whoever dies later resumes from it, and misses no version in between.
                if status.state == .connecting { try? await journal?.flush() }
                // Before the stream goes on, so that nothing that follows the list can precede the gate's preparation.
                await gate.note(status)
            }
        }
    }
}
