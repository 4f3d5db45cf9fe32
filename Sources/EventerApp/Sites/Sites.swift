import Events
import Forwarding
import Journal

/// All sites of a run as one: what the screen, the log and the metrics tell of them.
extension [Site] {
    /// The sum, with the worst state.
    var deliveryStatus: DeliveryStatus {
        get async {
            var parts: [DeliveryStatus] = []
            for site in self {
                var part = await site.forwarding.status
                if case .unavailable(let reason) = part.state { part.state = .unavailable(site.labelled(reason)) }
                let figures = site.store.figures
                part.journalBytes = figures.usedBytes
                part.journalCapacity = figures.maximumBytes
                parts.append(part)
            }
            var sum = DeliveryStatus(summing: parts)
            if count > 1 { sum.parts = zip(self, parts).map { DeliveryStatus.Part(cluster: $0.label, $1) } }
            return sum
        }
    }

    /// The worst.
    var journalStatus: JournalStatus {
        var worst: JournalStatus?
        for site in self {
            switch site.store.status {
            case .notKeeping(let reason): return .notKeeping(reason: site.labelled(reason))
            case .full(let reason): worst = .full(reason: site.labelled(reason))
            case .held(let holder): worst = .held(by: site.labelled(holder))
            case .keeping: worst = worst ?? site.store.status
            }
        }
        return worst ?? .notKeeping(reason: "no journal")
    }

    func setForwarding(_ isOn: Bool) async {
        for site in self { await site.forwarding.set(isOn) }
    }

    /// Ends the pause of every stream.
    func retry() {
        for site in self { site.source?.retry() }
    }

    /// Delivers what waits, at all sites at a time.
    ///
    /// - Returns: Whether nothing is left.
    func drain(within limit: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            for site in self {
                guard let forwarder = site.forwarding.forwarder else { continue }
                group.addTask { await forwarder.drain(within: limit) }
            }
            return await group.reduce(true) { $0 && $1 }
        }
    }

    /// Gives up everything that waits.
    func drop() async {
        for site in self { try? await site.forwarding.forwarder?.drop() }
    }

    /// Whether what waits outlives the process; costs no disk access.
    var keepWhatWaits: Bool { allSatisfy { $0.unkept(of: 1) == 0 } }

    /// Events that a sink is still owed, and how many of them end with the process.
    var undelivered: (waiting: Int, unkept: Int) {
        get async {
            var sum = (waiting: 0, unkept: 0)
            for site in self where site.forwarding.sink != nil {
                let waiting = await site.forwarding.status.ledger.waiting + (site.store.journal?.uncommitted ?? 0)
                sum.waiting += waiting
                sum.unkept += site.unkept(of: waiting)
            }
            return sum
        }
    }
}
