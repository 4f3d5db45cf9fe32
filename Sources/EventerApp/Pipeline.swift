import Events
import Forwarding
import Journal
import Kubernetes

/// The path from each cluster to its journal and on to Log Service, and the order in which the parts stop.
struct Pipeline: Sendable {
    var sites: [Site]
    /// Watches by rules; nil for a run without.
    var alerts: AlertDesk?
    /// Sees every report at once, before and without waiting for a journal.
    var observe: @Sendable (SourceReport) -> Void

    /// Runs everything while `body` does, then stops in order: the watches, the journals' buffers, delivery, the journals.
    ///
    /// - Parameters:
    ///   - drainLimit: How long delivery may go on after `body`; zero leaves what waits in the journals.
    ///   - body: What ends the run by returning.
    /// - Returns: What `body` gave.
    func run<Result: Sendable>(
        drainLimit: Duration = .zero,
        whileRunning body: @Sendable () async -> Result
    ) async -> Result {
        let result = await withTaskGroup(of: Void.self) { keepers in
            if let alerts { keepers.addTask { await alerts.run() } }
            for site in sites {
                if let journal = site.store.journal {
                    keepers.addTask { await journal.run() }
                    keepers.addTask { await obeyOrders(journal, site) }
                }
                keepers.addTask { await site.forwarding.keepKey() }
                if let forwarder = site.forwarding.forwarder {
                    keepers.addTask {
                        guard await site.forwarding.gate.wait() else { return }
                        await forwarder.run()
                    }
                }
            }
            let result = await withTaskGroup(of: Void.self) { sources in
                for site in sites { sources.addTask { await watch(site) } }
                let result = await body()
                sources.cancelAll()
                return result
            }
            await finish(within: drainLimit)
            keepers.cancelAll()
            return result
        }
        for site in sites { await site.store.journal?.close() }
        return result
    }

    /// All sites at a time: the slowest sets the pace, not the sum.
    private func finish(within drainLimit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            if let alerts { group.addTask { await alerts.finish(within: drainLimit) } }
            for site in sites {
                group.addTask {
                    try? await site.store.journal?.flush()
                    if drainLimit > .zero { _ = await site.forwarding.forwarder?.drain(within: drainLimit) }
                }
            }
        }
    }

    /// What other processes want done, with dead letters and with incidents.
    private func obeyOrders(_ journal: Journal, _ site: Site) async {
        await journal.obeyOrders { order in
            guard let order = AlertOrder(order, cluster: site.label) else { return }
            await site.alerts?.obey(order)
        }
    }

    private func watch(_ site: Site) async {
        guard let source = site.source else { return }
        let pauses = JournalPauses(site.store.journal)
        await pauses.run { await watch(site, source, pauses) }
    }

    private func watch(_ site: Site, _ source: ClusterSource, _ pauses: JournalPauses) async {
        let (journal, gate) = (site.store.journal, site.forwarding.gate)
        await source.run(journal) { report in
            let report = pauses.told(report)
            observe(report)
            switch report {
            case .update(.batch(let batch)):
                site.alerts?.take(batch.events)
                await journal?.append(batch)
            case .update(.status(let status)):
                // A list is durable before its watch opens: whoever dies later resumes from it, and misses no version in between.
                if status.state == .connecting { try? await journal?.flush() }
                // Before the stream goes on, so that nothing that follows the list can precede the gate's preparation.
                await gate.note(status)
            case .narrowed(let former, let stream, _): gate.replace(former, with: stream)
            }
        }
    }
}
