import Basics
import Events
import TestSupport
import Testing

@testable import Alerts

/// Rules whose condition has to hold for a while.
@Suite struct AlertPendingTests {
    @Test func firesAfterTheConditionHasHeld() throws {
        var engine = AlertEngine(rules: [try .test(for: 60)])

        let first = engine.take(.trouble(1000), at: 1000)
        let deadline = engine.nextDeadline
        let early = engine.advance(to: 1059)
        let due = engine.advance(to: 1060)

        #expect(first == [] && early == [])
        #expect(deadline == Timestamp(seconds: 1060))
        #expect(due.story == ["fired 1000"])
        #expect(due.first?.incident.cause == "1 in 1m40s, at least 1, for 1m")
        #expect(engine.nextDeadline == Timestamp(seconds: 1111))
    }

    @Test func aBreakStartsTheWaitAnew() throws {
        var engine = AlertEngine(rules: [try .test(window: 50, for: 60)])

        let broken = engine.take(.trouble(1000), .trouble(1055), at: 1055) + engine.advance(to: 1110)
        let held = engine.take(.trouble(1200), .trouble(1240), at: 1240) + engine.advance(to: 1260)

        #expect(broken == [])
        #expect(held.story == ["fired 1200"])
    }

    @Test func aRecoveryInTheMeantimePreventsIt() throws {
        var engine = AlertEngine(rules: [try .test(for: 60, recovery: "reason:Fine")])

        let changes = engine.take(.trouble(1000), .trouble(1030, reason: "Fine"), at: 1030) + engine.advance(to: 2000)

        #expect(changes == [])
        #expect(engine.incidents == [])
    }

    @Test(arguments: [1, 3] as [Int64]) func aRecoveryInTheSameSecondPreventsIt(version: Int64) throws {
        var engine = AlertEngine(rules: [try .test(for: 60, recovery: "reason:Fine")])

        let fine = KubeEvent.trouble(1000, version: version, reason: "Fine")
        let changes = engine.take(fine, .trouble(1000, version: 2), at: 1000) + engine.advance(to: 2000)

        #expect(changes == [])
    }

    @Test func inThePastEventsTellWhetherItHeld() throws {
        var engine = AlertEngine(rules: [try .test(for: 60)])

        let held = engine.take(.trouble(1000), at: 5000)
        let broken = engine.take(.trouble(2000, pod: "db"), .trouble(2090, pod: "db"), at: 5000)

        #expect(held.story == ["resolved 1000"] && held.first?.incident.isLate == true)
        #expect(broken.story == ["resolved 2000"])
    }
}
