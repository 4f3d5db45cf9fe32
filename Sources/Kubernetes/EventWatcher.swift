package import Basics
package import Events
package import HTTP

/// Lists and watches the events of one cluster or namespace, for as long as it runs.
///
/// The shell around ``WatchMachine``: sends its requests, reads the answers, waits.
package struct EventWatcher: Sendable {
    package let stream: StreamID
    let client: ClusterClient
    let path: String
    private let start: StartPoint
    private let keepsManagedFields: Bool
    private let clock: any Clock<Duration>
    let now: @Sendable () -> Timestamp
    private let random: @Sendable () -> Double
    private let signal: RetrySignal
    let patience: Patience
    private let endsWhenForbidden: Bool

    /// - Parameters:
    ///   - client: Performs the requests.
    ///   - cluster: Where to and as whom.
    ///   - label: Marks the stream and its events when one run watches several clusters.
    ///   - namespace: The one to watch; nil watches all.
    ///   - selector: What of it, as ``FieldSelector/text`` has it; nil watches everything.
    ///   - start: Where to begin.
    ///   - keepsManagedFields: Keep `managedFields` in the events' JSON.
    ///   - clock: For the pauses.
    ///   - now: The wall clock.
    ///   - random: Numbers in `0..<1`.
    ///   - signal: Ends a pause early.
    ///   - patience: How long to wait for the API server.
    ///   - endsWhenForbidden: End, rather than ask again, when the very first answer is that the right is missing.
    package init(
        client: any HTTPClient,
        cluster: ClusterConfiguration,
        label: String = "",
        namespace: String? = nil,
        selector: String? = nil,
        start: StartPoint = .list,
        keepsManagedFields: Bool = false,
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Timestamp = { Timestamp.now() },
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        signal: RetrySignal = RetrySignal(),
        patience: Patience = Patience(),
        endsWhenForbidden: Bool = false
    ) {
        self.client = ClusterClient(http: client, cluster: cluster)
        stream = StreamID(cluster: label, namespace: namespace, selector: selector)
        path = namespace.map { "/api/v1/namespaces/\(percentEncoded($0))/events" } ?? "/api/v1/events"
        self.start = start
        self.keepsManagedFields = keepsManagedFields
        self.clock = clock
        self.now = now
        self.random = random
        self.signal = signal
        self.patience = patience
        self.endsWhenForbidden = endsWhenForbidden
    }

    /// Watches until the task is cancelled.
    ///
    /// Waits for `deliver`: a slow reader slows the API server.
    ///
    /// - Parameter deliver: Takes each update.
    /// - Returns: Nil after a cancellation; the refusal that ended a watcher made to end when forbidden.
    @concurrent
    @discardableResult
    package func run(deliver: @Sendable (WatchUpdate) async -> Void) async -> KubernetesError? {
        await run(on: clock, deliver: deliver)
    }

    /// Lists once, all pages, without watching.
    ///
    /// - Returns: The events, rising by version, and the version of the list.
    /// - Throws: What a first answer says; nothing is tried again but expired pages.
    @concurrent
    package func listOnce() async throws(KubernetesError) -> (events: [KubeEvent], version: ResourceVersion?) {
        var machine = WatchMachine(stream: stream, start: .list, at: moment(.zero))
        let decoder = EventDecoder(keepsManagedFields: keepsManagedFields, cluster: stream.cluster)
        let events = Locked<[KubeEvent]>([])
        let collect = { @Sendable (update: WatchUpdate) in
            if case .batch(let batch) = update { events.withLock { $0 += batch.events } }
        }
        // The pauses are for streams, which ask again and again; here they only pass on the machine's own clock.
        var elapsed = Duration.zero
        while machine.resume == nil {
            if case .wait(let pause) = machine.step {
                elapsed += pause
                _ = machine.handle(.waited, at: moment(elapsed))
                continue
            }
            let isFirst = machine.step.isFirstPage
            let input = await list(&machine, decoder, { elapsed }, collect)
            if case .failed(let error) = input, isFirst || error.kind != .expired { throw error }
            if case .page(_, let list) = input, isFirst, list.resourceVersion == nil {
                throw KubernetesError.unversioned
            }
            machine.handle(input, at: moment(elapsed)).forEach(collect)
        }
        return (events.withLock { $0.sorted { $0.key.resourceVersion < $1.key.resourceVersion } }, machine.resume)
    }

    private func run<C: Clock<Duration>>(on clock: C, deliver: @Sendable (WatchUpdate) async -> Void) async
        -> KubernetesError?
    {
        let began = clock.now
        let elapsed = { @Sendable in began.duration(to: clock.now) }
        var machine = WatchMachine(
            stream: stream,
            start: start,
            watchSeconds: patience.watchSeconds,
            at: moment(.zero)
        )
        let decoder = EventDecoder(keepsManagedFields: keepsManagedFields, cluster: stream.cluster)
        var wasAllowed = false
        await deliver(.status(machine.status))
        while !Task.isCancelled {
            let input: WatchMachine.Input?
            switch machine.step {
            case .wait(let pause):
                await signal.sleep(for: pause, on: clock)
                input = .waited
            case .watch(_, let seconds):
                let reading = WatchReading(
                    query: machine.step.query(selecting: stream.selector),
                    total: .seconds(seconds) + patience.overtime,
                    head: machine.expectsLateHead ? .seconds(seconds) + patience.overtime : patience.head
                )
                input = await watch(reading, &machine, decoder, on: clock, elapsed, deliver)
            case .list, .probe, .check, .prove:
                input = await list(&machine, decoder, elapsed, deliver)
            }
            guard !Task.isCancelled, let input else { continue }
            if case .failed(let error) = input {
                if endsWhenForbidden, !wasAllowed, error.kind == .forbidden { return error }
            } else if input != .waited {
                wasAllowed = true
            }
            for update in machine.handle(input, at: moment(elapsed())) { await deliver(update) }
        }
        var status = machine.status
        status.state = .ended
        status.since = now()
        await deliver(.status(status))
        return nil
    }

    func moment(_ elapsed: Duration) -> WatchMachine.Moment {
        WatchMachine.Moment(elapsed: elapsed, wall: now(), random: random())
    }

    /// Reads one answer; of a long one, pieces are handed on as they come.
    private func list(
        _ machine: inout WatchMachine,
        _ decoder: EventDecoder,
        _ elapsed: () -> Duration,
        _ deliver: @Sendable (WatchUpdate) async -> Void
    ) async -> WatchMachine.Input {
        let (verb, began) = (machine.step.verb, elapsed())
        do {
            let page = try await client.page(
                machine.step,
                path: path,
                selector: stream.selector,
                decoder: decoder,
                received: now()
            ) { events in
                if verb == .list { machine.status.counters.frames.listed += events.count }
                for update in machine.handle(.items(events), at: moment(elapsed())) { await deliver(update) }
            }
            machine.status.counters.requests.count(verb, code: 200, time: elapsed() - began)
            if verb == .list { machine.status.counters.frames.listed += page.events.count }
            machine.status.counters.count(page, scrubbed: decoder.scrubbed)
            return .page(page.events, page.metadata ?? ListMetadata(kind: "", resourceVersion: nil))
        } catch {
            machine.status.counters.requests.count(verb, code: error.code, time: elapsed() - began)
            return .failed(error)
        }
    }
}

extension StreamCounters {
    fileprivate mutating func count(_ page: ListPage, scrubbed total: Int) {
        malformed += page.malformed
        oversize += page.oversize
        scrubbed = total
        lastProblem = page.lastProblem ?? lastProblem
    }
}
