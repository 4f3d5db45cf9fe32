import Basics
import Events
import Journal
import Viewer

extension [Site] {
    /// Reads what the journals have that was last seen since then, a page at a time.
    ///
    /// - Parameters:
    ///   - since: Nothing that was last seen before.
    ///   - limit: The newest events of each journal.
    ///   - deliver: Takes the parts; the last says that it is.
    func readHistory(since: Timestamp, limit: Int, deliver: (HistoryPart) -> Void) async {
        var oldest: Timestamp?
        for site in self {
            guard let reader = site.store.reader else { continue }
            let begins = try? await reader.received(firstAfter: 0)
            oldest = [oldest, begins].compactMap(\.self).min()
            let gaps = ((try? await reader.gaps(cluster: site.label)) ?? []).filter { $0.gap.to >= since }
            deliver(HistoryPart(since: since, events: [], gaps: gaps, oldest: oldest, isComplete: false))
            var history = try? await reader.history(site.query(since: since, limit: limit))
            while let page = try? await history?.next() {
                let events = page.map(site.labelled)
                deliver(HistoryPart(since: since, events: events, oldest: oldest, isComplete: false))
            }
        }
        deliver(HistoryPart(since: since, events: [], oldest: oldest))
    }
}

extension Site {
    /// Of the namespaces that are watched: a journal may hold those of a wider run.
    fileprivate func query(since: Timestamp, limit: Int) -> HistoryQuery {
        var query = HistoryQuery()
        query.since = since
        query.limit = limit
        let namespaces = Set(source?.scope.namespaces ?? [])
        if !namespaces.isEmpty { query.matches = { namespaces.contains($0.namespace) } }
        return query
    }

    fileprivate func labelled(_ event: KubeEvent) -> KubeEvent {
        var event = event
        event.cluster = label
        return event
    }
}
