import Basics
import Events
import TestSupport
import Testing

@testable import Alerts

/// What persons want done with incidents.
@Suite struct AlertOrderTests {
    private func order(_ engine: AlertEngine, _ wish: AlertOrder.Wish) throws -> AlertOrder {
        AlertOrder(id: try #require(engine.incidents.first?.id), wish: wish)
    }

    @Test func whatIsAcknowledgedStaysSoUntilItIsOver() throws {
        var engine = AlertEngine(rules: [try .test()])
        _ = engine.take(.trouble(1000), at: 1000)

        let known = engine.obey(try order(engine, .acknowledge), at: Timestamp(seconds: 1010))
        let again = engine.obey(try order(engine, .acknowledge), at: Timestamp(seconds: 1011))
        let more = engine.take(.trouble(1050), at: 1050)
        let state = engine.incidents.first?.state
        let end = engine.advance(to: 1200)

        #expect(known.story == ["acknowledged 1000"] && again == [] && more == [])
        #expect(state == .acknowledged)
        #expect(end.story == ["resolved 1000"])
        #expect(end.first?.incident.acknowledged == Timestamp(seconds: 1010))
    }

    @Test func aSnoozeEndsWithAReminder() throws {
        var engine = AlertEngine(rules: [try .test()])
        _ = engine.take(.trouble(1000), at: 1000)

        let snoozed = engine.obey(
            try order(engine, .snooze(until: Timestamp(seconds: 1050))),
            at: Timestamp(seconds: 1001)
        )
        let deadline = engine.nextDeadline
        let early = engine.advance(to: 1049)
        let due = engine.advance(to: 1050)

        #expect(snoozed.story == ["snoozed 1000"] && early == [])
        #expect(deadline == Timestamp(seconds: 1050))
        #expect(due.story == ["reminded 1000"])
        #expect(engine.incidents.first?.state == .firing && engine.incidents.first?.snoozedUntil == nil)
        #expect(engine.advance(to: 1060) == [])
    }

    @Test func aSnoozeOfWhatIsOverRemindsNobody() throws {
        var engine = AlertEngine(rules: [try .test()])
        _ = engine.take(.trouble(1000), at: 1000)
        _ = engine.obey(try order(engine, .snooze(until: Timestamp(seconds: 5000))), at: Timestamp(seconds: 1001))

        #expect(engine.advance(to: 1200).story == ["resolved 1000"])
        #expect(engine.advance(to: 6000) == [])
    }

    @Test func reopeningTakesBothBack() throws {
        var engine = AlertEngine(rules: [try .test()])
        _ = engine.take(.trouble(1000), at: 1000)
        let now = Timestamp(seconds: 1001)
        _ = engine.obey(try order(engine, .acknowledge), at: now)

        #expect(engine.obey(try order(engine, .reopen), at: now).story == ["reopened 1000"])
        #expect(engine.obey(try order(engine, .reopen), at: now) == [])
        #expect(engine.incidents.first?.acknowledged == nil)
        _ = engine.obey(try order(engine, .snooze(until: Timestamp(seconds: 1050))), at: now)
        #expect(engine.obey(try order(engine, .reopen), at: now).story == ["reopened 1000"])
        #expect(engine.advance(to: 1060) == [])
    }

    @Test func ordersForWhatIsNotOpenDoNothing() throws {
        var engine = AlertEngine(rules: [try .test()])
        _ = engine.take(.trouble(1000), at: 5000)
        let now = Timestamp(seconds: 5000)

        #expect(engine.obey(try order(engine, .acknowledge), at: now) == [])
        #expect(engine.obey(AlertOrder(id: "none", wish: .acknowledge), at: now) == [])
        #expect(engine.obey(AlertOrder(id: "none", wish: .snooze(until: now)), at: now) == [])
    }
}
