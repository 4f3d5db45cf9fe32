import Basics
import FlyingFox

/// A small Kubernetes API server for events, on 127.0.0.1 and plain HTTP: real enough for kubectl.
///
/// Lists with paging and exact versions, watches with resumption, bookmarks and 410, Tables, discovery, namespaces. What happens in
/// the cluster is told by ``apply(_:)``; time is the wall clock unless given.
package actor DemoCluster {
    private var store: ClusterStore
    private var snapshots = ListSnapshots()
    private var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    private var firstWatch: [Int: CheckedContinuation<Void, Never>] = [:]
    private var nextWaiter = 0
    private var hasWatcher = false
    private var isStopped = false
    private var server: LoopbackServer?
    private var ticking: Task<Void, Never>?
    private let now: @Sendable () -> Timestamp
    private(set) var rules = AccessRules()
    let discovery: Discovery
    private(set) package var port: UInt16 = 0

    init(
        limits: ClusterStore.Limits = ClusterStore.Limits(),
        seed: UInt64 = 1,
        now: @escaping @Sendable () -> Timestamp = { Timestamp.now() }
    ) {
        store = ClusterStore(limits: limits, seed: seed)
        self.now = now
        let created = now().advanced(by: .seconds(-41 * 86_400))
        discovery = Discovery(namespaces: Scenery.namespaces(seed: seed), created: created)
    }

    /// Begins to listen.
    ///
    /// Port 0 lets the system choose; ``port`` is the answer.
    package func start(port: UInt16 = 0) async throws(DemoError) {
        let server = try LoopbackServer(port: port) { [weak self] request in
            guard let self else { return HTTPResponse(statusCode: .serviceUnavailable) }
            return await self.respond(to: request)
        }
        self.port = try await server.start()
        self.server = server
        ticking = Task { [weak self] in
            while (try? await Task.sleep(for: .seconds(1))) != nil {
                await self?.tick()
            }
        }
    }

    /// Ends all watches and stops listening.
    package func stop() async {
        isStopped = true
        ticking?.cancel()
        wakeAll()
        await server?.stop()
        server = nil
    }

    /// Lets things happen now, all at once; watchers see them right away.
    package func apply(_ beats: [Beat]) {
        let time = now()
        for beat in beats { store.apply(beat, at: time) }
        store.expire(at: time)
        wakeAll()
    }

    /// From now on refuses this, as a real cluster does whose roles do not grant it.
    package func deny(_ denial: Denial) {
        rules.denials.append(denial)
    }

    /// Stores events with a past, oldest change first.
    func insert(_ backlog: [DemoScript.Past]) {
        for past in backlog {
            store.insert(past.draft, count: past.count, first: past.first, last: past.last)
        }
        wakeAll()
    }

    /// The versions a client could have seen.
    package var emitted: Set<VersionKey> { store.emitted }

    /// How many event versions were made so far.
    package var made: Int { store.made }

    /// Returns once a first watch is open, or after `grace`, or when cancelled.
    ///
    /// What changes before anybody looks cannot be seen, and would be missed by an account of what was emitted.
    package func watched(within grace: Duration) async {
        guard !hasWatcher else { return }
        let timer = Task {
            try? await Task.sleep(for: grace)
            self.wakeFirstWatch()
        }
        await withTaskCancellationHandler {
            guard !Task.isCancelled else { return }
            await withCheckedContinuation { continuation in
                nextWaiter += 1
                firstWatch[nextWaiter] = continuation
            }
        } onCancel: {
            timer.cancel()
        }
        timer.cancel()
    }

    private func wakeFirstWatch() {
        let all = firstWatch
        firstWatch = [:]
        for continuation in all.values { continuation.resume() }
    }

    private func tick() {
        store.expire(at: now())
        wakeAll()
    }

    private func wakeAll() {
        let all = waiters
        waiters = [:]
        for continuation in all.values { continuation.resume() }
    }
}

// MARK: What requests read

extension DemoCluster {
    func page(scope: EventScope, options: ListOptions) throws(KubeStatus) -> EventPage {
        store.isObserved = true
        return try snapshots.page(of: store, scope: scope, options: options)
    }

    func event(_ key: String) -> EventVersion? { store.objects[key] }

    /// What happened after a version, for tests; empty when history has forgotten it.
    func changes(after version: Int64) -> [ClusterStore.Change] {
        Array(store.changes(after: version, limit: .max >> 1) ?? [])
    }

    var resourceVersion: Int64 { store.resourceVersion }

    var time: Timestamp { now() }

    func watch(scope: EventScope, options: ListOptions, format: WatchSession.Format) -> WatchSession {
        store.isObserved = true
        hasWatcher = true
        wakeFirstWatch()
        return WatchSession(store: store, scope: scope, options: options, format: format, now: now())
    }

    /// The next bytes of a watch, or nil at its end.
    func advance(_ session: WatchSession) async -> (session: WatchSession, bytes: [UInt8]?) {
        var session = session
        while !isStopped, !Task.isCancelled {
            switch session.step(store, now: now()) {
            case .write(let bytes): return (session, bytes)
            case .end: return (session, nil)
            case .wait: await nextChange()
            }
        }
        return (session, nil)
    }

    private func nextChange() async {
        nextWaiter += 1
        let id = nextWaiter
        await withTaskCancellationHandler {
            guard !Task.isCancelled else { return }
            await withCheckedContinuation { waiters[id] = $0 }
        } onCancel: {
            Task { await self.wake(id) }
        }
    }

    private func wake(_ id: Int) {
        waiters.removeValue(forKey: id)?.resume()
    }
}
