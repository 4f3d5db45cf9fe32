import Basics
import Demo
import Events
import Forwarding
import FoundationEssentials
import HTTP
import Journal
import LogService
import TestSupport
import Testing

/// A journal, the forwarder and the real client, against the demo's receiver over real sockets; pauses pass at once.
struct Rig {
    let directory: TemporaryDirectory
    let receiver: LogReceiver
    let journal: Journal
    let client: LogServiceClient
    let forwarder: Forwarder

    /// Batches of `logs` events; the receiver listens; this machine's clock is `slow`.
    init(
        logs: Int = 10,
        slow: Duration = .zero,
        fault: Fault = .none,
        limits: HTTPLimits = HTTPLimits(),
        adjust: (inout ForwardingOptions) -> Void = { _ in }
    ) async throws {
        directory = try TemporaryDirectory()
        let identity = LogReceiver.Identity(accessKeyID: "rig-key", accessKeySecret: Secret("rig-secret"))
        receiver = try LogReceiver(identity: identity, path: directory.path + "/received.jsonl")
        try await receiver.start()
        await receiver.inject(fault, probability: 1)
        let sink = """
            sls:http://127.0.0.1:\(await receiver.port)?project=\(identity.project)&logStore=\(identity.logstore)\
            &regionId=\(identity.region)&accessKeyId=rig-key&accessKeySecret=rig-secret
            """
        let now = { @Sendable in Timestamp.now().advanced(by: .zero - slow) }
        client = LogServiceClient(
            configuration: try LogServiceConfiguration(sink: sink, environment: [:]),
            http: LimitedClient(limits: limits),
            now: now
        )
        journal = try Journal.open(
            directory: directory.path + "/journal",
            clock: ManualClock(),
            now: Timestamp.now
        )
        try await journal.registerSink("sls", start: .all)
        var options = ForwardingOptions()
        options.batchLogs = logs
        options.linger = .zero
        adjust(&options)
        forwarder = Forwarder(
            journal: journal,
            sinkName: "sls",
            sink: client,
            options: options,
            clock: FastClock(.rushed),
            now: now,
            random: { 0.5 }
        )
    }

    var ledger: DeliveryLedger { journal.ledger(of: "sls") ?? DeliveryLedger() }

    func append(_ events: [KubeEvent]) async throws {
        await journal.append(EventBatch(stream: .all, events: events, resumePoint: nil))
        try await journal.flush()
    }

    func append(_ numbers: ClosedRange<Int>) async throws {
        try await append(numbers.map { Self.event($0) })
    }

    /// Runs the forwarder while `body` runs, then checks the ledger and stops the receiver.
    func running(_ body: () async throws -> Void) async throws {
        let task = Task { await forwarder.run() }
        try await body()
        task.cancel()
        await task.value
        try await expectBalanced(journal)
        await receiver.stop()
    }

    /// Waits for a status as wanted, checking the ledger on the way.
    func wait(until isMet: (DeliveryStatus) async -> Bool) async throws {
        while true {
            let status = await forwarder.status
            #expect(status.ledger.isBalanced)
            if await isMet(status) { return }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Sends all that waits; the limit is beyond what the clock skips.
    func drain() async {
        #expect(await forwarder.drain(within: .seconds(3600)))
    }

    /// What the receiver wrote, in order.
    var lines: [Substring] {
        get throws {
            try String(contentsOfFile: directory.path + "/received.jsonl", encoding: .utf8).split(separator: "\n")
        }
    }

    static func event(_ number: Int, _ change: (inout KubeEvent) -> Void = { _ in }) -> KubeEvent {
        let digits = String(number)
        let uid = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        return .sample(Int64(number), uid: uid) { event in
            event.received = .now()
            event.lastSeen = event.received
            event.json = Array(#"{"metadata":{"uid":"\#(uid)","resourceVersion":"\#(number)"}}"#.utf8)
            change(&event)
        }
    }

    static func keys(_ numbers: some Sequence<Int>) -> Set<VersionKey> {
        Set(
            numbers.compactMap { number in
                let event = event(number)
                return VersionKey(
                    uid: Array(event.key.uid.utf8),
                    resourceVersion: Array(String(number).utf8)
                )
            }
        )
    }
}

/// The identity of delivery holds, and what is said to wait is there.
func expectBalanced(_ journal: Journal) async throws {
    for sink in journal.sinks {
        let ledger = try #require(journal.ledger(of: sink))
        #expect(ledger.isBalanced, "\(sink): \(ledger)")
        #expect(try await journal.reader.count(after: journal.cursor(of: sink) ?? 0) == ledger.waiting, "\(sink)")
    }
}

/// Gives up as early as the test says.
private struct LimitedClient: HTTPClient {
    let limits: HTTPLimits
    let client = CurlClient()

    func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        var request = request
        request.limits = limits
        return try await client.open(request)
    }
}
