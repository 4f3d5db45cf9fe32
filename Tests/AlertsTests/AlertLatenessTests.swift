import Basics
import Events
import TestSupport
import Testing

@testable import Alerts

/// Events from the past, from the future, and late.
@Suite struct AlertLatenessTests {
    @Test func aFutureDatedEventCountsWhenItIsRead() throws {
        var engine = AlertEngine(rules: [try .test()])

        _ = engine.take(.trouble(9_999_999) { $0.received = Timestamp(seconds: 1000) }, at: 1000)

        #expect(engine.incidents.first?.last == Timestamp(seconds: 1000))
        #expect(engine.advance(to: 1111).story == ["resolved 9999999"] || engine.incidents.first?.isOpen == false)
    }

    @Test func thePastMakesALateIncident() throws {
        var engine = AlertEngine(rules: [try .test()])

        let changes = engine.take(.trouble(1000), at: 4000)

        #expect(changes.story == ["resolved 1000"])
        #expect(changes.first?.incident.isLate == true)
        #expect(changes.first?.incident.resolved == Timestamp(seconds: 1100))
        #expect(engine.nextDeadline == nil)
    }

    @Test func whatIsOlderThanADayIsForgotten() throws {
        var engine = AlertEngine(rules: [try .test()])

        #expect(engine.take(.trouble(1000), at: 1000 + 86_401) == [])
    }

    @Test func aLateEventOfAResolvedIncidentIsAddedSilently() throws {
        var engine = AlertEngine(rules: [try .test()])
        _ = engine.take(.trouble(1000), .trouble(1080), at: 1080)
        _ = engine.advance(to: 1200)

        let within = engine.take(.trouble(1040, uid: "late"), at: 1210)
        let behind = engine.take(.trouble(1100, uid: "later"), at: 1300)

        #expect(within == [] && behind == [])
        #expect(engine.incidents.map(\.count) == [4])
        #expect(engine.incidents.first?.state == .resolved)
    }

    @Test func whatStillMattersAfterAnEndWasToldIsANewIncident() throws {
        var engine = AlertEngine(rules: [try .test()])
        _ = engine.take(.trouble(1000), at: 1000)
        _ = engine.advance(to: 1111)

        // It happened before the end that was told, and came after it.
        let changes = engine.take(.trouble(1099), at: 1112)

        #expect(changes.story == ["fired 1099"])
        #expect(engine.incidents.map(\.state) == [.firing, .resolved])
    }

    @Test func anEventThatBridgesTwoPastIncidentsMakesThemOne() throws {
        var engine = AlertEngine(rules: [try .test()])
        _ = engine.take(.trouble(1000), .trouble(1150), at: 9000)

        let changes = engine.take(.trouble(1075), at: 9000)

        #expect(changes == [])
        #expect(engine.incidents.map(\.count) == [3])
    }
}
