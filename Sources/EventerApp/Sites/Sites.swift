import Basics
import Events
import Forwarding
import Journal
import Viewer

/// All sites of a run as one: what the screen, the log and the metrics tell of them.
extension [Site] {
    /// The sum, with the worst state.
    var deliveryStatus: DeliveryStatus {
        get async {
            var parts: [DeliveryStatus] = []
            for site in self {
                var part = await site.forwarding.status
                if case .unavailable(let reason) = part.state { part.state = .unavailable(site.labelled(reason)) }
                parts.append(part)
            }
            return DeliveryStatus(summing: parts)
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

    /// The JSON of one event version of `cluster`, nil when it is kept nowhere.
    func object(for key: KubeEvent.Key, cluster: String) async -> [UInt8]? {
        guard let reader = first(where: { $0.label == cluster })?.store.reader else { return nil }
        return try? await reader.object(for: key)
    }

    /// What the journals have that was received since then, of each the newest `limit` events.
    func history(since: Timestamp, limit: Int) async -> HistoryPart {
        var part = HistoryPart(since: since, events: [], oldest: nil)
        for site in self {
            guard let reader = site.store.reader, let kept = try? await reader.events(newest: limit) else { continue }
            let oldest = kept.lazy.map(\.received).min()
            part.oldest = [part.oldest, oldest].compactMap(\.self).min()
            part.events += kept.filter { $0.received >= since && site.isInScope($0) }.map { event in
                var event = event
                event.cluster = site.label
                return event
            }
            let gaps = (try? await reader.gaps(cluster: site.label)) ?? []
            part.gaps += gaps.filter { $0.gap.to >= since }
        }
        return part
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

extension Site {
    /// Whether the event is of a namespace that is watched: a journal may hold those of a wider run.
    fileprivate func isInScope(_ event: KubeEvent) -> Bool {
        let namespaces = source?.scope.namespaces ?? []
        return namespaces.isEmpty || namespaces.contains(event.namespace)
    }
}
