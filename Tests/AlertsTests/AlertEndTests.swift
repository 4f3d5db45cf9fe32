import Basics
import Events
import TestSupport
import Testing

@testable import Alerts

/// When an incident is over.
@Suite struct AlertEndTests {
    @Test func endsWhenAWindowHasPassedWithoutAnEvent() throws {
        var engine = AlertEngine(rules: [try .test()])
        _ = engine.take(.trouble(1000), at: 1000)

        let early = engine.advance(to: 1110)
        let deadline = engine.nextDeadline
        let late = engine.advance(to: 1111)

        #expect(early == [])
        #expect(deadline == Timestamp(seconds: 1111))
        #expect(late.story == ["resolved 1000"])
        #expect(late.first?.incident.resolved == Timestamp(seconds: 1100))
        #expect(late.first?.incident.isLate == false)
        #expect(engine.nextDeadline == nil)
    }

    @Test func whatHappensAfterTheEndIsANewIncident() throws {
        var engine = AlertEngine(rules: [try .test()])
        _ = engine.take(.trouble(1000), at: 1000)

        let changes = engine.take(.trouble(1101), at: 1101)

        #expect(Set(changes.story) == ["resolved 1000", "fired 1101"])
        #expect(Set(engine.incidents.map(\.id)).count == 2)
    }

    @Test func aRecoveryEndsAtOnce() throws {
        var engine = AlertEngine(rules: [try .test(recovery: "reason:Fine")])
        _ = engine.take(.trouble(1000), at: 1000)

        let changes = engine.take(.trouble(1010, reason: "Fine"), at: 1012)
        let again = engine.take(.trouble(1020), at: 1020)

        #expect(changes.story == ["resolved 1000"])
        #expect(changes.first?.incident.resolved == Timestamp(seconds: 1010))
        #expect(again.story == ["fired 1020"])
    }

    @Test func aRecoveryFromBeforeEndsNothing() throws {
        var engine = AlertEngine(rules: [try .test(recovery: "reason:Fine")])
        _ = engine.take(.trouble(1000), at: 1000)

        #expect(engine.take(.trouble(990, reason: "Fine"), at: 1001) == [])
        #expect(engine.take(.trouble(1005, pod: "db", reason: "Fine"), at: 1005) == [])
        #expect(engine.incidents.first?.isOpen == true)
    }

    @Test func aRecoveryInTheSameSecondGoesByVersion() throws {
        var before = AlertEngine(rules: [try .test(recovery: "reason:Fine")])
        var after = before

        _ = before.take(.trouble(1000, version: 2), .trouble(1000, version: 1, reason: "Fine"), at: 1000)
        _ = after.take(.trouble(1000, version: 2), .trouble(1000, version: 3, reason: "Fine"), at: 1000)

        #expect(before.incidents.map(\.state) == [.firing])
        #expect(after.incidents.map(\.state) == [.resolved])
    }

    @Test func aRuleThatIsToldTheEndWaitsForItADay() throws {
        var engine = AlertEngine(rules: [try .test(recovery: "reason:Fine")])
        _ = engine.take(.trouble(1000), at: 1000)

        #expect(engine.advance(to: 1000 + 86_400) == [])
        #expect(engine.advance(to: 1000 + 86_411).story == ["resolved 1000"])
    }

    @Test func quietDecidesHowLongItGoesOn() throws {
        var rule = try AlertRule.test()
        rule.quiet = .seconds(500)
        var engine = AlertEngine(rules: [rule])

        let changes = engine.take(.trouble(1000), .trouble(1400), at: 1400)

        #expect(changes.story == ["fired 1000"])
        #expect(engine.advance(to: 1911).story == ["resolved 1000"])
    }
}
