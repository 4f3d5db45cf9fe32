import Basics
import Events
import Forwarding
import Journal
import LogService
import TestSupport
import Testing

/// A journal, a sink and the forwarder between them.
struct Bench {
    static let time = Timestamp(seconds: 1_800_000_000)

    let clock = ManualClock()
    let journal: Journal
    let sink: ScriptedSink
    let forwarder: Forwarder

    /// Batches of `logs` events, no lingering, unless `adjust` says otherwise.
    init(
        logs: Int = 10,
        sink: ScriptedSink = ScriptedSink(),
        journal: Journal? = nil,
        forwarderClock: (any Clock<Duration>)? = nil,
        random: @escaping @Sendable () -> Double = { 0.5 },
        adjust: (inout ForwardingOptions) -> Void = { _ in }
    ) async throws {
        var options = ForwardingOptions()
        options.batchLogs = logs
        options.compression = .none
        options.linger = .zero
        adjust(&options)
        self.journal =
            try journal ?? Journal.inMemory(reason: "test", clock: ManualClock(), now: { Self.time })
        self.sink = sink
        try await self.journal.registerSink("sls", start: .all)
        forwarder = Forwarder(
            journal: self.journal,
            sinkName: "sls",
            sink: sink,
            options: options,
            clock: forwarderClock ?? clock,
            now: { [clock] in Self.time.advanced(by: clock.now.offset) },
            random: random
        )
    }

    var ledger: DeliveryLedger { journal.ledger(of: "sls") ?? DeliveryLedger() }

    func append(_ numbers: ClosedRange<Int>) async throws {
        await journal.append(
            EventBatch(stream: .all, events: numbers.map { Self.event($0) }, resumePoint: nil)
        )
        try await journal.flush()
    }

    /// Runs the forwarder while `body` runs, and checks the ledger afterwards.
    func running(_ body: () async throws -> Void) async throws {
        let task = Task { await forwarder.run() }
        try await body()
        task.cancel()
        await task.value
        try await expectBalanced(journal)
    }

    /// Moves the clock on whenever somebody sleeps, until `isDone`.
    func pump(until isDone: () async -> Bool) async {
        while await !isDone(), !Task.isCancelled {
            if clock.sleeperCount > 0 { clock.advance(by: .seconds(1)) }
            await Task.yield()
        }
    }

    static func event(_ number: Int) -> KubeEvent {
        guard let version = ResourceVersion(Int64(number)) else { preconditionFailure("tests count from 1") }
        return KubeEvent(
            key: KubeEvent.Key(uid: "uid-\(number)", resourceVersion: version),
            object: ObjectReference(kind: "Pod", name: "pod", uid: "pod-uid"),
            host: "node",
            firstSeen: time,
            lastSeen: time,
            received: time,
            json: Array(#"{"n":"<\#(number)>"}"#.utf8)
        )
    }
}
