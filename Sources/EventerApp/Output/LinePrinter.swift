import Basics
import Events

/// What to write of what comes, and when to end.
struct LinePrinter: Sendable {
    private var writer: EventWriter
    private let choice: EventChoice
    /// Streams that have been neither live nor in trouble yet.
    private var untried: Set<StreamID>
    private var wasLive: Set<StreamID> = []
    private var lastState: [StreamID: StreamStatus.State] = [:]
    /// Lists that are not complete: they come in the API server's order, and are written in that of time.
    private var listed: [StreamID: Selection] = [:]

    /// What is to be written of the events that came.
    private struct Selection {
        var events: [KubeEvent] = []
        /// Whether one of those that came ends the program, written or not.
        var isFatal = false
    }

    /// Prepares to print.
    ///
    /// - Parameters:
    ///   - writer: Where to.
    ///   - choice: What is written, and what ends the program.
    ///   - streams: Those that will report.
    init(writer: EventWriter, choice: EventChoice, streams: [StreamID]) {
        self.writer = writer
        self.choice = choice
        untried = Set(streams)
    }

    /// Events written so far.
    var count: Int { writer.count }

    /// The whole list, oldest first.
    mutating func printAll(_ events: [KubeEvent], at now: Timestamp) throws(AppError) -> ExitCode {
        try check(writer.write(Self.sorted(events.filter { choice.shows($0, at: now) }), at: now))
        try check(writer.finish())
        return events.contains { choice.isFatal($0, at: now) } ? .matched : .done
    }

    /// Prints what the filter shows of a batch, a list once it is complete.
    ///
    /// - Returns: How to end, if this batch ends it.
    mutating func print(_ batch: EventBatch, at now: Timestamp) -> Result<ExitCode, AppError>? {
        guard batch.resumePoint != nil else {
            listed[batch.stream] = held(batch.events, after: listed[batch.stream] ?? Selection(), at: now)
            return nil
        }
        let list = listed.removeValue(forKey: batch.stream)
        if let gap = batch.gap, let end = tell(StreamGap(stream: batch.stream, gap: gap)) { return end }
        let selection = list.map { held(batch.events, after: $0, at: now) } ?? selection(of: batch.events, at: now)
        return print(selection, at: now)
    }

    /// Adds a page to a list, without the JSON where that is not written: it is most of an event.
    private func held(_ events: [KubeEvent], after former: Selection, at now: Timestamp) -> Selection {
        var list = former
        let page = selection(of: events, at: now)
        list.isFatal = list.isFatal || page.isFatal
        list.events +=
            choice.format.hasObjects
            ? page.events
            : page.events.map { event in
                var event = event
                event.json = []
                return event
            }
        return list
    }

    private func selection(of events: [KubeEvent], at now: Timestamp) -> Selection {
        // Few filters leave anything out, and to copy an event costs as much as to write it.
        let showsAll = events.allSatisfy { choice.shows($0, at: now) }
        return Selection(
            events: showsAll ? events : events.filter { choice.shows($0, at: now) },
            isFatal: choice.failOn != nil && events.contains { choice.isFatal($0, at: now) }
        )
    }

    /// `stream` is watched in the place of `former`.
    mutating func replace(_ former: StreamID, with stream: StreamID) {
        listed[former] = nil
        if untried.remove(former) != nil { untried.insert(stream) }
    }

    private mutating func print(_ selection: Selection, at now: Timestamp) -> Result<ExitCode, AppError>? {
        if let end = end(after: writer.write(Self.sorted(selection.events), at: now)) { return end }
        return selection.isFatal ? .success(.matched) : nil
    }

    /// Between the events, or on stderr where a program reads them.
    private mutating func tell(_ gap: StreamGap) -> Result<ExitCode, AppError>? {
        guard choice.format.isForPeople else {
            StandardError.write("eventer: " + GapLine.text(gap, choice.style.times) + "\n")
            return nil
        }
        return end(after: writer.write(gap))
    }

    private func end(after outcome: WriteOutcome) -> Result<ExitCode, AppError>? {
        switch outcome {
        case .written: nil
        case .readerGone: .success(.done)
        case .failed(let reason): .failure(AppError(reason, code: .failed))
        }
    }

    private static func sorted(_ events: [KubeEvent]) -> [KubeEvent] {
        func precedes(_ first: KubeEvent, _ second: KubeEvent) -> Bool {
            (first.order, first.key.resourceVersion) < (second.order, second.key.resourceVersion)
        }
        // As most batches come.
        let isSorted = events.indices.dropFirst().allSatisfy { !precedes(events[$0], events[$0 - 1]) }
        return isSorted ? events : events.sorted(by: precedes)
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
