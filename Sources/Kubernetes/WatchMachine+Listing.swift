import Basics
import Events

extension WatchMachine {
    /// A list that is being read: at the start, or because history was lost.
    ///
    /// Its events are handed on as they come, without a point to resume from: whoever dies in between lists again. The last
    /// ones are held back until the list is whole, so that they carry its version.
    struct Synchronisation: Sendable {
        static let pageSize = 500

        /// Versions at or below were handed on before.
        var floor: ResourceVersion?
        /// Versions at or below are handed on, but were known if the history is the one known so far: no sign of a gap.
        var known: ResourceVersion?
        /// Nil at the start, which is no gap.
        var reason: Gap.Reason?
        /// New events, held back or handed on.
        var found = 0
        /// Of these, what an interruption would have kept from the stream.
        fileprivate var missed = 0
        var repeated = 0
        /// Of the first page: the version the whole list is of.
        var version: ResourceVersion?
        /// Nil asks for the whole list at once, the last resort when pages expire faster than they are read.
        var limit: Int? = pageSize
        var isGapTold = false

        fileprivate var held: [KubeEvent] = []
        /// What was found, because a list may begin again half read: 16 bytes each, as lists are long.
        private var seen: Set<Seen> = []

        init(floor: ResourceVersion?, reason: Gap.Reason?) {
            self.floor = floor
            self.reason = reason
        }

        /// What is new of `events`.
        ///
        /// What is newer than the list cannot be in an honest one; the watch from `version` brings it again.
        fileprivate mutating func news(in events: [KubeEvent]) -> [KubeEvent] {
            let news = events.filter { event in
                let own = event.key.resourceVersion
                if let floor, own <= floor {
                    repeated += 1
                    return false
                }
                if let version, own > version { return false }
                return seen.insert(Seen(event.key)).inserted
            }
            found += news.count
            missed += news.count { event in known.map { event.key.resourceVersion > $0 } ?? true }
            return news
        }

        fileprivate mutating func restart() {
            version = nil
            limit = limit == Self.pageSize ? 4 * Self.pageSize : nil
        }
    }

    /// A version of an object.
    ///
    /// The server gives each version number to one object only, so a collision of the hash alone loses nothing.
    private struct Seen: Hashable {
        let version: Int64
        let object: Int

        init(_ key: KubeEvent.Key) {
            version = key.resourceVersion.value
            object = key.uid.hashValue
        }
    }

    /// At most so many events go in one batch.
    static let batchLimit = 512

    mutating func startSync(above floor: ResourceVersion?, because reason: Gap.Reason?, _ moment: Moment)
        -> [WatchUpdate]
    {
        needsProof = false
        sync = Synchronisation(floor: floor, reason: reason)
        return request(.list(continueToken: nil, limit: Synchronisation.pageSize), moment)
    }

    /// Takes some events of the page that is being read.
    mutating func listed(_ events: [KubeEvent], _ moment: Moment) -> [WatchUpdate] {
        guard var sync else { return [] }
        let news = sync.news(in: events)
        guard !news.isEmpty else {
            self.sync = sync
            return []
        }
        let ready = sync.held
        sync.held = news
        let updates = batches(of: ready, endingAt: nil, &sync, moment)
        self.sync = sync
        return updates
    }

    /// Takes the rest of a page.
    mutating func listed(_ events: [KubeEvent], _ list: ListMetadata, _ moment: Moment) -> [WatchUpdate] {
        if sync?.version == nil { sync?.version = list.resourceVersion }
        let updates = listed(events, moment)
        guard let sync else { return [] }
        guard let version = sync.version else {
            self.sync?.restart()
            return updates
                + retreat(from: .unversioned, to: .list(continueToken: nil, limit: sync.limit), moment)
        }
        if let token = list.continueToken {
            // A proxy that forgets the token gives the first page for ever.
            guard step != .list(continueToken: token, limit: sync.limit) else {
                let message = "the API server answers with the same page of the list again"
                return updates + listFailed(KubernetesError(.expired, message), moment)
            }
            return updates + request(.list(continueToken: token, limit: sync.limit), moment)
        }
        self.sync = nil
        return updates + finish(sync, at: version, moment)
    }

    mutating func listFailed(_ error: KubernetesError, _ moment: Moment) -> [WatchUpdate] {
        guard case .list(let token, _) = step else { return [] }
        // It never reached the server, so it is none of the lists that are to be seldom.
        if token == nil, error.isUnsent { pace.lastList = nil }
        // A token that the server no longer takes will not be taken later either.
        let isDeadToken = [.expired, .future, .refused(400), .refused(422)].contains(error.kind)
        guard isDeadToken, token != nil else { return retreat(from: error, to: step, moment) }
        pace.lastReason = error.message
        // The server offers a token for an inconsistent rest; there would be no version to watch from.
        sync?.restart()
        return request(.list(continueToken: nil, limit: sync.flatMap(\.limit)), moment)
    }

    private mutating func finish(_ finished: Synchronisation, at version: ResourceVersion, _ moment: Moment)
        -> [WatchUpdate]
    {
        var sync = finished
        let updates = batches(of: sync.held, endingAt: version, &sync, moment)
        anchor = sync.held.last.map { .init(key: $0.key, namespace: $0.namespace, name: $0.name) } ?? anchor
        accepted = version
        resume = version
        status.counters.lists += 1
        status.counters.duplicates += sync.repeated
        watch.emptyRuns = 0
        watch.errorRuns = 0
        watch.oversizeRuns = 0
        pace.wentWell()
        heardSomething(moment)
        return updates + request(.watch(version, timeoutSeconds: 0), moment)
    }

    /// Batches without a point to resume from, but for the last when `version` ends the list; that one also goes without events.
    private mutating func batches(
        of events: [KubeEvent],
        endingAt version: ResourceVersion?,
        _ sync: inout Synchronisation,
        _ moment: Moment
    ) -> [WatchUpdate] {
        var updates: [WatchUpdate] = []
        var rest = events[...]
        while !rest.isEmpty || (version != nil && updates.isEmpty) {
            let piece = Array(rest.prefix(Self.batchLimit))
            rest = rest.dropFirst(Self.batchLimit)
            let point = rest.isEmpty ? version : nil
            let gap = gap(&sync, moment)
            updates.append(.batch(EventBatch(stream: stream, events: piece, resumePoint: point, gap: gap)))
        }
        status.counters.events += events.count
        return updates
    }

    /// A list after an interruption is a gap when it brought something back, when history began anew, or when events
    /// may have outlived their hour unseen; told once, with its first events.
    ///
    /// A quiet stream whose version was compacted meanwhile has missed nothing.
    private mutating func gap(_ sync: inout Synchronisation, _ moment: Moment) -> Gap? {
        guard let reason = sync.reason, !sync.isGapTold else { return nil }
        // Within this process no clock but the steady one: the other may have been set meanwhile.
        // A server that ends watches without a word opened them in vain.
        let lastSure = reason == .empty ? lastHeard : max(lastHeard, lastAlive)
        let unheard = keptAt.map { max(.zero, moment.wall.since($0)) } ?? (moment.elapsed - lastSure)
        let isAnew = reason == .rewound || reason == .clusterChanged
        guard sync.missed > 0 || isAnew || unheard > .seconds(50 * 60) else { return nil }
        sync.isGapTold = true
        status.counters.gaps += 1
        return Gap(reason: reason, from: moment.wall.advanced(by: .zero - unheard), to: moment.wall)
    }
}
