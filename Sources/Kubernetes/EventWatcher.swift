package import Basics
package import Events
package import HTTP

/// Lists and watches the events of one cluster or namespace, for as long as it runs.
///
/// The shell around ``WatchMachine``: sends its requests, reads the answers, waits.
package struct EventWatcher: Sendable {
    package let stream: StreamID
    private let client: ClusterClient
    private let path: String
    private let start: StartPoint
    private let keepsManagedFields: Bool
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Timestamp
    private let random: @Sendable () -> Double
    private let signal: RetrySignal
    private let patience: Patience
    private let endsWhenForbidden: Bool

    /// - Parameters:
    ///   - client: Performs the requests.
    ///   - cluster: Where to and as whom.
    ///   - label: Marks the stream and its events when one run watches several clusters.
    ///   - namespace: The one to watch; nil watches all.
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
        stream = StreamID(cluster: label, namespace: namespace)
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
        var events: [KubeEvent] = []
        while case .list(let token, _) = machine.step {
            let input = await list(machine.step, &machine, decoder)
            if case .failed(let error) = input, token == nil || error.kind != .expired { throw error }
            for case .batch(let batch) in machine.handle(input, at: moment(.zero)) { events += batch.events }
        }
        guard case .watch = machine.step else {
            throw KubernetesError(.notKubernetes, "the list of events has no version, or expired while it was read")
        }
        return (events, machine.resume)
    }

    private func run<C: Clock<Duration>>(on clock: C, deliver: @Sendable (WatchUpdate) async -> Void) async
        -> KubernetesError?
    {
        let began = clock.now
        let elapsed = { began.duration(to: clock.now) }
        var machine = WatchMachine(stream: stream, start: start, at: moment(.zero))
        let decoder = EventDecoder(keepsManagedFields: keepsManagedFields, cluster: stream.cluster)
        await deliver(.status(machine.status))
        while !Task.isCancelled {
            let input: WatchMachine.Input?
            switch machine.step {
            case .wait(let pause):
                await signal.sleep(for: pause, on: clock)
                input = .waited
            case .watch(let version, let seconds):
                input = await watch(version, seconds, &machine, decoder, elapsed, deliver)
            case .list, .probe, .check:
                input = await list(machine.step, &machine, decoder)
            }
            guard !Task.isCancelled, let input else { continue }
            if endsWhenForbidden, machine.resume == nil, case .failed(let error) = input, error.kind == .forbidden {
                return error
            }
            for update in machine.handle(input, at: moment(elapsed())) { await deliver(update) }
        }
        var status = machine.status
        status.state = .ended
        status.since = now()
        await deliver(.status(status))
        return nil
    }

    private func moment(_ elapsed: Duration) -> WatchMachine.Moment {
        WatchMachine.Moment(elapsed: elapsed, wall: now(), random: random())
    }

    private func list(_ step: WatchMachine.Step, _ machine: inout WatchMachine, _ decoder: EventDecoder) async
        -> WatchMachine.Input
    {
        do {
            let page = try await client.page(step.query, path: path, decoder: decoder, received: now())
            machine.status.counters.count(page, scrubbed: decoder.scrubbed)
            return .page(page.events, page.metadata ?? ListMetadata(kind: "", resourceVersion: nil))
        } catch {
            return .failed(error)
        }
    }

    /// Reads a watch to its end, or until the machine wants something else, for which there is no input.
    private func watch(
        _ version: ResourceVersion,
        _ seconds: Int,
        _ machine: inout WatchMachine,
        _ decoder: EventDecoder,
        _ elapsed: () -> Duration,
        _ deliver: @Sendable (WatchUpdate) async -> Void
    ) async -> WatchMachine.Input? {
        do {
            let step = machine.step
            let answer = try await client.watch(step.query, path: path, timeoutSeconds: seconds)
            for update in machine.handle(.opened, at: moment(elapsed())) { await deliver(update) }
            var reader = FrameReader()
            try await client.read(answer, from: path, doing: "watch events") { chunk throws(KubernetesError) in
                let frames = Self.frames(in: chunk, &reader, decoder, received: now())
                guard !frames.isEmpty else { return }
                machine.status.counters.scrubbed = decoder.scrubbed
                for update in machine.handle(.frames(frames), at: moment(elapsed())) { await deliver(update) }
                if machine.step != step { throw Self.leaving }
            }
            let rest = reader.finish()
            let last = rest.isEmpty ? nil : decoder.decodeWatchLine(rest.span, received: now())
            if let last, !last.isMalformed {
                for update in machine.handle(.frames([last]), at: moment(elapsed())) { await deliver(update) }
                if machine.step != step { return nil }
            }
            return .ended
        } catch {
            return error == Self.leaving ? nil : .failed(error)
        }
    }

    /// Never reaches anyone: leaves the loop over chunks once the machine has another step.
    private static let leaving = KubernetesError(.expired, "")

    private static func frames(
        in chunk: [UInt8],
        _ reader: inout FrameReader,
        _ decoder: EventDecoder,
        received: Timestamp
    ) -> [WatchFrame] {
        var frames: [WatchFrame] = []
        reader.feed(chunk) { frame, bytes in
            frames.append(
                frame == .oversize
                    ? .oversize(decoder.version(ofCutLine: bytes)) : decoder.decodeWatchLine(bytes, received: received)
            )
        }
        return frames
    }
}

extension WatchFrame {
    fileprivate var isMalformed: Bool {
        if case .malformed = self { true } else { false }
    }
}

extension WatchMachine.Step {
    /// The query of the request.
    var query: String {
        switch self {
        case .list(let token, let limit):
            [limit.map { "limit=\($0)" }, token.map { "continue=" + percentEncoded($0) }].compactMap(\.self)
                .joined(separator: "&")
        case .probe:
            "limit=1"
        case .check(let version):
            "limit=1&resourceVersion=\(version)&resourceVersionMatch=Exact"
        case .watch(let version, let seconds):
            "watch=1&allowWatchBookmarks=true&resourceVersion=\(version)&timeoutSeconds=\(seconds)"
        case .wait:
            ""
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
