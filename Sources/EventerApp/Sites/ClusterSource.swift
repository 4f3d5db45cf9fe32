import Basics
import Events
import HTTP
import Journal
import Kubernetes

/// What watches one cluster: makes sure that it is the one the journal knows, then runs one watcher for each stream.
struct ClusterSource: Sendable {
    typealias Deliver = @Sendable (SourceReport) async -> Void

    let label: String
    let cluster: ClusterConfiguration
    let scope: Scope
    let client: any HTTPClient
    let keepsManagedFields: Bool
    private let patience: Patience
    let clock: ContinuousClock
    let now: @Sendable () -> Timestamp
    /// Ends the pause of a stream, or of the question for the identity.
    private let signals: [StreamID: RetrySignal]
    let identitySignal = RetrySignal()

    init(
        label: String = "",
        cluster: ClusterConfiguration,
        scope: Scope,
        client: any HTTPClient,
        keepsManagedFields: Bool = false,
        patience: Patience = Patience(),
        clock: ContinuousClock,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.label = label
        self.cluster = cluster
        self.scope = scope
        self.client = client
        self.keepsManagedFields = keepsManagedFields
        self.patience = patience
        self.clock = clock
        self.now = now
        let streams = scope.candidates(of: label)
        signals = Dictionary(streams.map { ($0, RetrySignal()) }) { first, _ in first }
    }

    /// Watches until the task is cancelled.
    ///
    /// - Parameters:
    ///   - journal: Where the events go, if anywhere: knows what the streams resume from.
    ///   - deliver: Takes each report; a slow one slows the API server.
    func run(_ journal: Journal?, deliver: @escaping Deliver) async {
        let identity = ClusterIdentity(source: self, journal: journal)
        guard let history = await identity.settle(deliver) else { return }
        await withTaskGroup(of: Void.self) { group in
            if case .none = history { group.addTask { await identity.learn() } }
            for stream in scope.streams(of: label) {
                group.addTask { await watch(stream, history, deliver) }
            }
        }
    }

    /// Ends every pause that is under way.
    func retry() {
        identitySignal.poke()
        for signal in signals.values { signal.poke() }
    }

    private func watch(_ stream: StreamID, _ history: History, _ deliver: Deliver) async {
        let start = await history.start(of: stream)
        // Where the stream was watched before, the right was there: it may come back, and less would be a loss.
        let isNew = if case .resume = start { false } else { true }
        let watcher = watcher(stream, start, endsWhenForbidden: isNew && fallback(of: stream) != nil)
        let refusal = await watcher.run { await deliver(.update($0)) }
        guard refusal != nil, let smaller = fallback(of: stream) else { return }
        await deliver(.narrowed(stream, to: smaller, narrowing(to: smaller)))
        await self.watcher(smaller, await history.start(of: smaller)).run { await deliver(.update($0)) }
    }

    /// The stream to watch when the right to `stream` is missing.
    private func fallback(of stream: StreamID) -> StreamID? {
        guard stream.namespace == nil else { return nil }
        return scope.fallback.map { scope.stream($0, of: label) }
    }

    private func narrowing(to stream: StreamID) -> String {
        "listing events in all namespaces is forbidden; showing \(stream.namespace ?? "") only (context \(cluster.title))"
    }

    private func watcher(_ stream: StreamID, _ start: StartPoint, endsWhenForbidden: Bool = false) -> EventWatcher {
        EventWatcher(
            client: client,
            cluster: cluster,
            label: label,
            namespace: stream.namespace,
            selector: stream.selector,
            start: start,
            keepsManagedFields: keepsManagedFields,
            clock: clock,
            now: now,
            signal: signals[stream] ?? RetrySignal(),
            patience: patience,
            endsWhenForbidden: endsWhenForbidden
        )
    }
}

extension ClusterSource {
    /// What listing every stream once gave.
    struct Listing: Sendable {
        var events: [KubeEvent] = []
        var errors: [KubernetesError] = []
        /// What a person should know.
        var notes: [String] = []
    }

    /// Lists every stream once, all at a time.
    func listOnce() async -> Listing {
        await withTaskGroup(of: Listing.self) { group in
            for stream in scope.streams(of: label) { group.addTask { await list(stream) } }
            var all = Listing()
            for await listing in group {
                all.events += listing.events
                all.errors += listing.errors
                all.notes += listing.notes
            }
            return all
        }
    }

    private func list(_ stream: StreamID) async -> Listing {
        do throws(KubernetesError) {
            return Listing(events: try await watcher(stream, .list).listOnce().events)
        } catch {
            guard error.kind == .forbidden, let smaller = fallback(of: stream) else { return Listing(errors: [error]) }
            var listing = await list(smaller)
            listing.notes.insert(narrowing(to: smaller), at: 0)
            return listing
        }
    }
}
