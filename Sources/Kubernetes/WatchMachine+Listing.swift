import Basics
import Events

extension WatchMachine {
    /// A list that is being read: at the start, or because history was lost.
    struct Synchronisation: Sendable {
        static let pageSize = 500

        /// Versions at or below were handed on before.
        var floor: ResourceVersion?
        /// Nil at the start, which is no gap.
        var reason: Gap.Reason?
        var events: [KubeEvent] = []
        var repeated = 0
        /// Of the first page: the version the whole list is of.
        var version: ResourceVersion?
        /// Nil asks for the whole list at once, the last resort when pages expire faster than they are read.
        var limit: Int? = pageSize

        /// The events to hand on, rising by version and each once.
        ///
        /// What is newer than the list cannot be in an honest one; the watch from `version` brings it again.
        func settled(at version: ResourceVersion) -> [KubeEvent] {
            var seen: Set<KubeEvent.Key> = []
            return events.sorted { $0.key.resourceVersion < $1.key.resourceVersion }.filter {
                $0.key.resourceVersion <= version && seen.insert($0.key).inserted
            }
        }

        mutating func restart() {
            events = []
            repeated = 0
            version = nil
            limit = limit == Self.pageSize ? 4 * Self.pageSize : nil
        }
    }

    /// At most so many events go in one batch.
    static let batchLimit = 512

    mutating func startSync(above floor: ResourceVersion?, because reason: Gap.Reason?, _ moment: Moment)
        -> [WatchUpdate]
    {
        sync = Synchronisation(floor: floor, reason: reason)
        return request(.list(continueToken: nil, limit: Synchronisation.pageSize), moment)
    }

    mutating func listed(_ events: [KubeEvent], _ list: ListMetadata, _ moment: Moment) -> [WatchUpdate] {
        guard var sync else { return [] }
        let new = events.filter { event in sync.floor.map { event.key.resourceVersion > $0 } ?? true }
        sync.repeated += events.count - new.count
        sync.events += new
        sync.version = sync.version ?? list.resourceVersion
        self.sync = sync
        guard let version = sync.version else {
            self.sync?.restart()
            return retreat(from: .unversioned, to: .list(continueToken: nil, limit: sync.limit), moment)
        }
        if let token = list.continueToken {
            return request(.list(continueToken: token, limit: sync.limit), moment)
        }
        self.sync = nil
        return finish(sync, at: version, moment)
    }

    mutating func listFailed(_ error: KubernetesError, _ moment: Moment) -> [WatchUpdate] {
        guard case .list(let token, let limit) = step else { return [] }
        // A token that the server no longer takes will not be taken later either.
        let isDeadToken = [.expired, .future, .refused(400), .refused(422)].contains(error.kind)
        guard isDeadToken, token != nil else { return retreat(from: error, to: step, moment) }
        // The server offers a token for an inconsistent rest; there would be no version to watch from.
        sync?.restart()
        guard limit != nil, let sync else {
            return retreat(from: error, to: .list(continueToken: nil, limit: nil), moment)
        }
        step = .list(continueToken: nil, limit: sync.limit)
        return change(to: .listing(0), moment)
    }

    private mutating func finish(_ sync: Synchronisation, at version: ResourceVersion, _ moment: Moment)
        -> [WatchUpdate]
    {
        let gap = gap(after: sync, moment)
        let events = sync.settled(at: version)
        accepted = version
        resume = version
        status.counters.lists += 1
        status.counters.events += events.count
        status.counters.duplicates += sync.repeated
        status.counters.gaps += gap == nil ? 0 : 1
        watch.emptyRuns = 0
        watch.errorRuns = 0
        pace.wentWell()
        heardSomething(moment)
        return batches(of: events, endingAt: version, gap: gap) + request(.watch(version, timeoutSeconds: 0), moment)
    }

    /// Each batch may be resumed from its last event: the list is sorted, so nothing below was left out.
    private func batches(of events: [KubeEvent], endingAt version: ResourceVersion, gap: Gap?) -> [WatchUpdate] {
        var updates: [WatchUpdate] = []
        var start = 0
        repeat {
            let end = min(start + Self.batchLimit, events.count)
            let point = end == events.count ? version : events[end - 1].key.resourceVersion
            let batch = EventBatch(
                stream: stream,
                events: Array(events[start..<end]),
                resumePoint: point,
                gap: start == 0 ? gap : nil
            )
            updates.append(.batch(batch))
            start = end
        } while start < events.count
        return updates
    }

    /// A list after an interruption is a gap when it brought something back, when history began anew, or when events
    /// may have outlived their hour unseen.
    ///
    /// A quiet stream whose version was compacted meanwhile has missed nothing.
    private func gap(after sync: Synchronisation, _ moment: Moment) -> Gap? {
        guard let reason = sync.reason else { return nil }
        let from = lastHeardWall ?? moment.wall
        let isLong = moment.wall.since(from) > .seconds(50 * 60)
        let isAnew = reason == .rewound || reason == .clusterChanged
        return sync.events.isEmpty && !isAnew && !isLong ? nil : Gap(reason: reason, from: from, to: moment.wall)
    }
}
