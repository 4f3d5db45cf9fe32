import Events

/// What to write of what comes, and when to end.
struct LinePrinter: Sendable {
    private var writer: EventWriter
    private let filter: EventFilter
    private let failOn: EventFilter?
    /// Streams that have been neither live nor in trouble yet.
    private var untried: Set<StreamID>
    private var wasLive: Set<StreamID> = []
    private var lastState: [StreamID: StreamStatus.State] = [:]
    /// Lists that are not complete: they come in the API server's order, and are written in that of time.
    private var listed: [StreamID: [KubeEvent]] = [:]

    /// Prepares to print.
    ///
    /// - Parameters:
    ///   - writer: Where to.
    ///   - filter: What is written.
    ///   - failOn: What ends the program.
    ///   - streams: Those that will report.
    init(writer: EventWriter, filter: EventFilter, failOn: EventFilter?, streams: [StreamID]) {
        self.writer = writer
        self.filter = filter
        self.failOn = failOn
        untried = Set(streams)
    }

    /// The whole list, oldest first.
    mutating func printAll(_ events: [KubeEvent]) throws(AppError) -> ExitCode {
        try check(writer.write(Self.sorted(events).filter(filter.matches)))
        try check(writer.finish())
        if let failOn, events.contains(where: failOn.matches) { return .matched }
        return .done
    }

    /// Prints what the filter shows of a batch, a list once it is complete.
    ///
    /// - Returns: How to end, if this batch ends it.
    mutating func print(_ batch: EventBatch) -> Result<ExitCode, AppError>? {
        guard batch.resumePoint != nil else {
            listed[batch.stream, default: []] += batch.events
            return nil
        }
        let events = listed.removeValue(forKey: batch.stream).map { $0 + batch.events }
        return print(Self.sorted(events ?? batch.events))
    }

    /// `stream` is watched in the place of `former`.
    mutating func replace(_ former: StreamID, with stream: StreamID) {
        listed[former] = nil
        if untried.remove(former) != nil { untried.insert(stream) }
    }

    private mutating func print(_ events: [KubeEvent]) -> Result<ExitCode, AppError>? {
        switch writer.write(events.filter(filter.matches)) {
        case .written: break
        case .readerGone: return .success(.done)
        case .failed(let reason): return .failure(AppError(reason, code: .failed))
        }
        if let failOn, events.contains(where: failOn.matches) { return .success(.matched) }
        return nil
    }

    private static func sorted(_ events: [KubeEvent]) -> [KubeEvent] {
        events.sorted { ($0.order, $0.key.resourceVersion) < ($1.order, $1.key.resourceVersion) }
    }

    private func check(_ outcome: WriteOutcome) throws(AppError) {
        if case .failed(let reason) = outcome { throw AppError(reason, code: .failed) }
    }

    /// Says on stderr what keeps a stream from being live; when none ever was, that ends the program.
    mutating func problem(_ status: StreamStatus) -> AppError? {
        let stream = status.stream
        defer { lastState[stream] = status.state }
        switch status.state {
        case .live:
            wasLive.insert(stream)
            untried.remove(stream)
            return nil
        case .waiting(let reason, _), .denied(let reason, _):
            let text = stream.cluster.isEmpty ? reason : stream.cluster + ": " + reason
            let isFirst = untried.remove(stream) != nil
            if wasLive.isEmpty, untried.isEmpty { return AppError(text, code: .unreachable) }
            if isFirst || lastState[stream] == .live { StandardError.write("eventer: \(text); trying again\n") }
            return nil
        default: return nil
        }
    }
}
