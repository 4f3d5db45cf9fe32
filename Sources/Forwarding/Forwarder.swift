package import Basics
import Events
package import Journal
package import LogService

/// Sends what the journal holds for one sink, in order, until it is acknowledged.
///
/// ``run()`` is the one loop: it reads from the cursor, gathers batches, starts requests and moves the cursor.
///
/// Everything else changes what the loop looks at and rings its bell.
package actor Forwarder {
    let journal: Journal
    let sinkName: String
    let sink: any LogSink
    let options: ForwardingOptions
    let clock: any Clock<Duration>
    let now: @Sendable () -> Timestamp
    let random: @Sendable () -> Double
    private let encoder: LogGroupEncoder
    let stopwatch: Stopwatch
    /// Rung when the loop has something to look at, and when the cursor has moved.
    let bell = Doorbell()
    let progress = Doorbell()

    var isOn = true
    var isDraining = false
    var isDropping = false
    /// Why the journal cannot be read or written, until it can.
    var trouble: String?
    var window: DeliveryWindow
    var batcher: Batcher
    /// The last row read; the cursor in the journal is behind it.
    var position: Int64 = 0
    /// Rises with every drop: what was read before is void.
    var generation = 0
    /// Done and not yet in the journal.
    var unwritten: Acknowledgement?
    var statistics = Statistics()
    /// When a person last ended a pause.
    var retriedAt: Duration?

    /// - Parameters:
    ///   - journal: Where the rows and the cursor are.
    ///   - sinkName: Names the cursor; registered with the journal before the first event is appended.
    ///   - sink: Takes the batches.
    ///   - options: What is sent, and how.
    ///   - clock: Times lingering and pauses.
    ///   - now: The wall clock.
    ///   - random: Numbers in `0..<1` for the pauses.
    package init(
        journal: Journal,
        sinkName: String,
        sink: any LogSink,
        options: ForwardingOptions = ForwardingOptions(),
        clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Timestamp,
        random: @escaping @Sendable () -> Double
    ) {
        self.journal = journal
        self.sinkName = sinkName
        self.sink = sink
        self.options = options
        self.clock = clock
        self.now = now
        self.random = random
        encoder = LogGroupEncoder(compression: options.compression)
        stopwatch = Stopwatch(clock)
        window = DeliveryWindow(policy: options.retry, maximumInFlight: options.maximumInFlight)
        batcher = Batcher(maximumBytes: options.batchBytes, maximumLogs: options.batchLogs)
        journal.subscribe(bell)
    }

    /// Delivers until the task is cancelled; what was acknowledged by then is in the journal when it returns.
    package func run() async {
        restart()
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                var trouble = await writeAcknowledgement()
                if trouble == nil { trouble = await fill() }
                self.trouble = trouble
                // One time for both, or a pause that ends in between would be seen by neither.
                let time = stopwatch.elapsed
                while isSending, let slot = window.next(at: time) {
                    statistics.began(after: slot.lastTrouble)
                    group.addTask { await self.send(slot) }
                }
                await waitForWork(since: time)
            }
            group.cancelAll()
        }
        trouble = await writeAcknowledgement()
    }

    /// Whether new requests may start.
    private var isSending: Bool { isOn && trouble == nil && !isDropping }

    /// Reads from the cursor again.
    func restart() {
        window.clear()
        batcher = Batcher(maximumBytes: options.batchBytes, maximumLogs: options.batchLogs)
        unwritten = nil
        position = journal.cursor(of: sinkName) ?? journal.newestID
    }

    private var linger: Duration { isDraining ? .zero : options.linger }

    /// Moves rows from the journal into the window, as far as there is room; returns why it cannot.
    private func fill() async -> String? {
        while isOn, !isDropping, window.wantsBatch {
            if let items = batcher.next(at: stopwatch.elapsed, linger: linger) {
                window.add(items)
                continue
            }
            let newest = journal.newestID
            guard position < newest else { return nil }
            do throws(JournalError) {
                let generation = generation
                let items = try await read(after: position)
                guard generation == self.generation else { continue }
                batcher.add(items, at: stopwatch.elapsed)
                position = items.last?.id ?? newest
            } catch {
                return "\(error)"
            }
        }
        return nil
    }

    /// Off the actor, since it is half of the work.
    @concurrent private nonisolated func read(after position: Int64) async throws(JournalError) -> [DeliveryItem] {
        let rows = try await journal.rows(after: position, limit: 1024, maximumBytes: options.batchBytes)
        let options = options
        return rows.map { DeliveryItem($0, options: options) }
    }

    /// Encodes where that was not done before, sends, and tells the outcome.
    @concurrent private nonisolated func send(_ slot: DeliveryWindow.Slot) async {
        let group: EncodedLogGroup
        if let encoded = slot.encoded { group = encoded } else { group = await encode(slot.items) }
        let began = stopwatch.elapsed
        do throws(LogServiceError) {
            try await sink.put(group)
            await succeeded(slot.number, group, began)
        } catch {
            await failed(slot.number, error, group, began)
        }
    }

    private nonisolated func encode(_ items: [DeliveryItem]) async -> EncodedLogGroup {
        let now = now().advanced(by: sink.clockOffset)
        var logs: [Log] = []
        logs.reserveCapacity(items.count)
        for item in items {
            guard case .log(var log, _, let lastSeen) = item.content else { continue }
            log.time = EventLog.time(lastSeen, at: now)
            logs.append(log)
        }
        return await encoder.encode(LogGroup(topic: options.topic, source: options.source, logs: logs))
    }

    private func succeeded(_ number: Int, _ group: EncodedLogGroup, _ began: Duration) {
        let now = now()
        let time = stopwatch.elapsed
        statistics.ended(group, began: began, at: time)
        let arrived = window.succeeded(number)
        var events = 0
        for item in arrived where item.isSendable {
            guard !item.isGap else {
                statistics.counters.gapRecords += 1
                continue
            }
            events += 1
            statistics.latency.add(now.since(item.began), at: time)
            statistics.counters.latencies.add(now.since(item.received))
        }
        statistics.rate.add(events: events, at: time)
        bell.ring()
    }

    private func failed(_ number: Int, _ error: LogServiceError, _ group: EncodedLogGroup, _ began: Duration) {
        let time = stopwatch.elapsed
        defer { bell.ring() }
        // Cancelled with the loop: that is no failure of the sink.
        guard !Task.isCancelled else {
            statistics.inFlight -= 1
            return
        }
        statistics.ended(group, error, began: began, at: time)
        let refused = window.failed(number, error, encoded: group, at: time, random: random())
        statistics.failed(error, at: now(), advice: window.isRefusedAll ? Self.adviceForAll : error.advice)
        statistics.counters.refusedGapRecords += refused.count(where: \.isGap)
    }

    private static let adviceForAll =
        "everything is refused, so no more is set aside; does a proxy change what is sent, or is a label= at fault?"

    /// Moves the cursor in the journal over what is done at the front; returns why it cannot.
    private func writeAcknowledgement() async -> String? {
        guard !isDropping else { return nil }
        if let done = window.takeDone() {
            unwritten?.merge(done)
            unwritten = unwritten ?? done
        }
        guard let done = unwritten else { return nil }
        do throws(JournalError) {
            try await journal.acknowledge(done, sink: sinkName)
        } catch {
            return "\(error)"
        }
        unwritten = nil
        progress.ring()
        return nil
    }

    /// Sleeps until the bell rings, a pause ends, or a batch is due.
    private func waitForWork(since time: Duration) async {
        guard !isDropping, trouble == nil else {
            await bell.wait(for: .seconds(1), on: clock)
            return
        }
        guard !window.hasDone else { return }
        var wake: Duration?
        if isOn {
            wake = window.wantsBatch ? batcher.due(linger: linger) : nil
            if let attempt = window.nextAttempt(after: time) { wake = min(wake ?? attempt, attempt) }
        }
        guard let wake else {
            await bell.wait()
            return
        }
        if wake > time { await bell.wait(for: wake - time, on: clock) }
    }
}
