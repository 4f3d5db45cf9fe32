import Basics
import Demo
import HTTP
import LogService
import TestSupport
import Testing

/// The client at a receiver whose clock, or whose own, goes wrong.
@Suite(.timeLimit(.minutes(5))) struct ClockTests {
    private let directory: TemporaryDirectory
    private let receiver: LogReceiver
    private let client: LogServiceClient
    /// Of this machine, and of the receiver.
    private let own = Locked(Timestamp(seconds: 1_800_057_599))
    private let theirs = Locked(Timestamp(seconds: 1_800_057_599))

    init() async throws {
        directory = try TemporaryDirectory()
        let identity = LogReceiver.Identity(accessKeyID: "ID", accessKeySecret: Secret("S"))
        receiver = try LogReceiver(
            identity: identity,
            path: directory.path + "/received.jsonl",
            now: { [theirs] in theirs.withLock { $0 } }
        )
        try await receiver.start()
        let endpoint = LogServiceEndpoint(scheme: .http, host: "127.0.0.1", port: await receiver.port)
        let configuration = LogServiceConfiguration(
            endpoint: endpoint,
            project: identity.project,
            logstore: identity.logstore,
            credentials: .init(accessKeyID: "ID", accessKeySecret: Secret("S")),
            region: identity.region
        )
        client = LogServiceClient(
            configuration: configuration,
            http: CurlClient(),
            now: { [own] in own.withLock { $0 } }
        )
    }

    @Test func signingKeyOfYesterdayIsNotUsedAfterMidnight() async throws {
        // 23:59:59, then one second into the next day.
        try await put()
        set(own: 1_800_057_601, theirs: 1_800_057_601)

        try await put()

        #expect(await receiver.counters.refused == [:])
        #expect(await receiver.counters.logs == 2)
        await receiver.stop()
    }

    @Test func clockThatGoesWrongAndRightAgainIsFollowed() async throws {
        for ahead in [0, 3600, -864_000, 0] as [Int64] {
            set(own: 1_800_057_600 + ahead, theirs: 1_800_057_600)
            if client.clockOffset != .seconds(-ahead) {
                await #expect(throws: LogServiceError.self) { try await put() }
            }
            try await put()
            #expect(client.clockOffset == .seconds(-ahead))
        }

        // Each change was refused once and then known.
        #expect(await receiver.counters.refused == ["RequestTimeExpired": 3])
        #expect(await receiver.counters.logs == 4)
        await receiver.stop()
    }

    @Test func clockThatDriftsIsNeverRefused() async throws {
        for minute in 0..<60 as Range<Int64> {
            set(own: 1_800_057_600, theirs: 1_800_057_600 + minute * 120)
            try await put()
        }

        #expect(await receiver.counters.refused == [:])
        #expect(client.clockOffset >= .seconds(59 * 120 - 60))
        await receiver.stop()
    }

    private func set(own: Int64, theirs: Int64) {
        self.own.withLock { $0 = Timestamp(seconds: own) }
        self.theirs.withLock { $0 = Timestamp(seconds: theirs) }
    }

    private func put() async throws {
        let time = UInt32(clamping: theirs.withLock { $0 }.seconds)
        try await client.put(EncodedLogGroup(LogGroup(logs: [Log(time: time, fields: [LogField("level", "Normal")])])))
    }
}
