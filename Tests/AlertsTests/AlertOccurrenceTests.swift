import Basics
import Events
import TestSupport
import Testing

@testable import Alerts

/// How often a version of an event says that it happened.
@Suite struct AlertOccurrenceTests {
    @Test func aVersionAddsWhatItCountsMore() throws {
        var engine = AlertEngine(rules: [try .test(count: 3)])
        _ = engine.take(
            .trouble(1000, count: 213, uid: "u", version: 1) { $0.firstSeen = Timestamp(seconds: -500_000) },
            at: 1000
        )

        let one = engine.take(.trouble(1040, count: 214, uid: "u", version: 2), at: 1040)
        let more = engine.take(.trouble(1050, count: 216, uid: "u", version: 3), at: 1050)

        #expect(one == [])
        #expect(more.first?.kind == .fired)
        #expect(more.first?.incident.count == 4)
    }

    @Test func theFirstVersionIsSpreadOverItsTime() throws {
        var engine = AlertEngine(rules: [try .test(count: 5)])

        let sparse = engine.take(.trouble(10_000, first: 1000, count: 198), at: 10_000)
        let dense = engine.take(.trouble(10_000, first: 9000, count: 198, pod: "db"), at: 10_000)

        #expect(sparse == [])
        #expect(dense.story == ["fired 9000"])
        #expect(dense.first?.incident.count == 198)
    }

    @Test func anEventThatIsCountedUpIsOneTrouble() throws {
        var engine = AlertEngine(rules: [try .test()])

        let changes = engine.take(.trouble(10_000, first: 1000, count: 20), at: 10_000)

        #expect(changes.story == ["fired 1000"])
        #expect(changes.first?.incident.count == 20)
    }

    @Test func repetitionsAddNothing() throws {
        var engine = AlertEngine(rules: [try .test(count: 2)])
        let event = KubeEvent.trouble(1000, uid: "u", version: 7)

        #expect(engine.take(event, event, at: 1000) + engine.take(event, at: 1001) == [])
        #expect(engine.take(.trouble(1001, count: 1, uid: "u", version: 6), at: 1001) == [])
    }

    @Test func aNewerVersionWithALaterTimeIsAnOccurrence() throws {
        var engine = AlertEngine(rules: [try .test(count: 2)])
        _ = engine.take(.trouble(1000, uid: "u", version: 1), at: 1000)

        #expect(engine.take(.trouble(1000, uid: "u", version: 2), at: 1001) == [])
        #expect(engine.take(.trouble(1010, uid: "u", version: 3), at: 1010).story == ["fired 1000"])
    }
}
