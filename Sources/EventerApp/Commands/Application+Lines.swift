import Basics
import Events
import Glibc
import HTTP
import Kubernetes

extension Application {
    /// Lists once and ends, or writes what the streams bring until the reader or a signal ends it.
    func lines(cluster: ClusterConfiguration, settings: ClusterSettings, view: ViewSettings) async throws(AppError)
        -> ExitCode
    {
        let filter = try filter(view.filter, of: "filter")
        let failOn = try view.failOn.map { text throws(AppError) in try self.filter(text, of: "--fail-on") }
        let client = CurlClient()
        let watchers = streams(settings).map { watcher(client, cluster, $0.namespace, start: .list) }
        var printer = LinePrinter(
            writer: EventWriter(format: view.output ?? .lines, ends: view.once),
            filter: filter,
            failOn: failOn
        )
        guard !view.once else {
            var listed: [KubeEvent] = []
            for watcher in watchers {
                do { listed += try await watcher.listOnce().events } catch { throw AppError(error) }
            }
            return try printer.printAll(listed)
        }
        return try await follow(watchers, &printer)
    }

    private func follow(_ watchers: [EventWatcher], _ printer: inout LinePrinter) async throws(AppError) -> ExitCode {
        let signals = await Signals([SIGINT, SIGTERM])
        let box = Locked(printer)
        let (ends, end) = AsyncStream.makeStream(of: Result<ExitCode, AppError>.self)
        let pipeline = Pipeline(watchers: watchers, gate: DeliveryGate(waitingFor: [])) { update in
            switch update {
            case .batch(let batch):
                if let result = box.withLock({ $0.print(batch) }) { end.yield(result) }
            case .status(let status):
                if let problem = box.withLock({ $0.problem(status) }) { end.yield(.failure(problem)) }
            }
        }
        let outcome = await pipeline.run {
            await withTaskGroup(of: Result<ExitCode, AppError>.self) { group in
                group.addTask { await ends.first { _ in true } ?? .success(.done) }
                group.addTask {
                    await signals.received.first { _ in true } == SIGINT ? .success(.interrupted) : .success(.done)
                }
                let first = await group.next() ?? .success(.done)
                group.cancelAll()
                return first
            }
        }
        return try outcome.get()
    }

    func watcher(
        _ client: CurlClient,
        _ cluster: ClusterConfiguration,
        _ namespace: String?,
        start: StartPoint,
        keepsManagedFields: Bool = false,
        signal: RetrySignal = RetrySignal()
    ) -> EventWatcher {
        EventWatcher(
            client: client,
            cluster: cluster,
            namespace: namespace,
            start: start,
            keepsManagedFields: keepsManagedFields,
            clock: clock,
            now: now,
            signal: signal
        )
    }
}

/// What to write of what comes, and when to end.
private struct LinePrinter: Sendable {
    var writer: EventWriter
    let filter: EventFilter
    let failOn: EventFilter?
    private var wasLive: Set<StreamID> = []
    private var lastState: [StreamID: StreamStatus.State] = [:]

    init(writer: EventWriter, filter: EventFilter, failOn: EventFilter?) {
        self.writer = writer
        self.filter = filter
        self.failOn = failOn
    }

    /// The whole list, oldest first.
    mutating func printAll(_ events: [KubeEvent]) throws(AppError) -> ExitCode {
        let sorted = events.sorted { ($0.order, $0.key.resourceVersion) < ($1.order, $1.key.resourceVersion) }
        try check(writer.write(sorted.filter(filter.matches)))
        try check(writer.finish())
        if let failOn, events.contains(where: failOn.matches) { return .matched }
        return .done
    }

    /// Prints what the filter shows of a batch.
    ///
    /// - Returns: How to end, if this batch ends it.
    mutating func print(_ batch: EventBatch) -> Result<ExitCode, AppError>? {
        switch writer.write(batch.events.filter(filter.matches)) {
        case .written: break
        case .readerGone: return .success(.done)
        case .failed(let reason): return .failure(AppError(reason, code: .failed))
        }
        if let failOn, batch.events.contains(where: failOn.matches) { return .success(.matched) }
        return nil
    }

    private func check(_ outcome: WriteOutcome) throws(AppError) {
        if case .failed(let reason) = outcome { throw AppError(reason, code: .failed) }
    }

    /// Says on stderr what keeps a stream from being live; a stream that never was ends the program.
    mutating func problem(_ status: StreamStatus) -> AppError? {
        defer { lastState[status.stream] = status.state }
        switch status.state {
        case .live:
            wasLive.insert(status.stream)
            return nil
        case .waiting(let reason, _), .denied(let reason, _):
            guard wasLive.contains(status.stream) else { return AppError(reason, code: .unreachable) }
            if lastState[status.stream] == .live { StandardError.write("eventer: \(reason); trying again\n") }
            return nil
        default: return nil
        }
    }
}
