import Basics
import Demo
import Events
import Foundation
import Kubernetes
import TestSupport
import Testing

/// When to come back, as the server puts it: row 26 of the fault table.
@Suite(.timeLimit(.minutes(5)))
struct FaultsPauseTests {
    static let pauses: [(header: String, pause: ClosedRange<Double>)] = [
        ("1", 1...1.6), ("32", 32...35.2), ("x", 0.8...1.6), ("1000000000", 60...66), ("-5", 0.8...1.6),
        ("", 0.8...1.6),
    ]

    @Test(arguments: pauses, [429, 503])
    func theServersWishForAPauseIsHonoured(_ wish: (header: String, pause: ClosedRange<Double>), status: Int)
        async throws
    {
        try await expectPause(after: wish.header, status, wish.pause)
    }

    @Test func aDateToComeBackAtIsHonoured() async throws {
        try await expectPause(after: Self.httpDate(Self.now.advanced(by: .seconds(20))), 429, 20...22)
    }

    @Test func aDateThatIsOverIsNoPause() async throws {
        try await expectPause(after: Self.httpDate(Self.now.advanced(by: .seconds(-3600))), 429, 0.8...1.6)
    }

    private static let now = Timestamp(seconds: 1_800_000_000)

    private func expectPause(after header: String, _ status: Int, _ pause: ClosedRange<Double>) async throws {
        var options = FaultRig.Options()
        options.waitsForLive = false
        options.now = { Self.now }
        let cluster = FaultyCluster()
        try await cluster.start()
        var answer = CannedAnswer.status(status, "TooManyRequests", retryAfter: header)
        answer.headers.append(.init("Date", Self.httpDate(Self.now)))
        await cluster.inject(.answers(answer), on: [.list])

        try await FaultRig.run(options, on: cluster) { rig in
            #expect(await rig.witness.wait { $0.isLive })

            let pauses = rig.witness.account.pauses
            #expect(pauses.count >= 1)
            #expect(pause.contains(pauses.first ?? -1), "\(pauses)")
        }
        await cluster.stop()
    }

    private static func httpDate(_ time: Timestamp) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "UTC")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.string(from: Date(timeIntervalSince1970: TimeInterval(time.seconds)))
    }
}

extension Witness.Account {
    /// How long each pause was meant to be, in seconds.
    fileprivate var pauses: [Double] { waits.map { $0 / .seconds(1) } }
}
