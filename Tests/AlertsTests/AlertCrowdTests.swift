import Basics
import Events
import TestSupport
import Testing

@testable import Alerts

/// Rules whose groups hold more events than are remembered one by one.
@Suite struct AlertCrowdTests {
    private static let end: Int64 = 100_000 + 3600

    /// One trouble every four seconds for an hour, each of another pod.
    private let hour = (0..<900).map { KubeEvent.trouble(100_000 + Int64($0) * 4, pod: "pod-\($0)") }

    /// 25 of them fall into each window.
    private func engine(count: Int) throws -> AlertEngine {
        AlertEngine(rules: [try .test(count: count, by: [])])
    }

    /// A list is sorted by name and comes in pages: each page has events of the whole hour.
    @Test(arguments: 0..<8 as Range<UInt64>) func pagesOfAListPressNothingTogether(seed: UInt64) throws {
        var engine = try engine(count: 26)
        var random = SeededGenerator(seed: seed)
        let list = hour.shuffled(using: &random)
        let now = Timestamp(seconds: Self.end)

        for start in stride(from: 0, to: list.count, by: 300) {
            _ = engine.take(Array(list[start..<start + 300]), at: now)
        }
        _ = engine.advance(to: now)

        #expect(engine.incidents.map(\.facts) == [])
    }

    @Test func whatARestartBringsAgainIsNotCountedTwice() throws {
        var engine = try engine(count: 26)
        for event in hour { _ = engine.take([event], at: event.lastSeen) }
        let now = Timestamp(seconds: Self.end)

        var next = AlertEngine(rules: engine.rules, restoring: engine.snapshot)
        _ = next.take(hour, at: now)

        #expect(next.incidents.map(\.facts) == [])
    }

    /// A version that counts what happened in the hour before, of an event that was seen at its beginning.
    @Test func whatGrewOverAnHourIsNotOfItsLastMoment() throws {
        var engine = try engine(count: 60)
        _ = engine.take([.trouble(100_000, uid: "old", version: 1, pod: "old")], at: Timestamp(seconds: 100_000))
        for event in hour.dropFirst() { _ = engine.take([event], at: event.lastSeen) }
        let now = Timestamp(seconds: Self.end)

        let grown = KubeEvent.trouble(
            Self.end,
            first: 100_000,
            count: 500,
            uid: "old",
            version: Self.end,
            pod: "old"
        )
        _ = engine.take([grown], at: now)
        _ = engine.advance(to: now)

        // 14 of the 500 are of the last 100 s.
        #expect(engine.incidents.map(\.facts) == [])
    }

    @Test func theRealCrowdFires() throws {
        var engine = try engine(count: 25)

        for event in hour { _ = engine.take([event], at: event.lastSeen) }

        #expect(engine.incidents.map(\.began.seconds) == [100_000])
    }
}
