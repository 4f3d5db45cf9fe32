import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

/// The live list while the logstore is searched, and the way back to it.
@Suite struct LogstoreReturnTests {
    @Test func theLiveListGoesOn() {
        var viewed = Viewed.found()

        viewed.receive(.sample(900, uid: "new") { $0.received = Viewed.now.advanced(by: .seconds(1)) })
        #expect(viewed.state.list.table.count == Story.events.count)
        #expect(viewed.rows[0].contains("live +1"))
        viewed.press(.character("q"))

        #expect(viewed.state.list.table.count == Incident.events.count + 1)
        #expect(viewed.rows[0].contains("LIVE"))
        #expect(viewed.effects.contains(.endLogstoreSearch))
        #expect(!viewed.effects.contains(.quit(.now)))
    }

    @Test func itComesBackAsItWasLeft() {
        var viewed = Viewed(120, 40)
        viewed.becomeLive()
        viewed.send(.received(events: Incident.events, gaps: []))
        viewed.run("filter type:Warning")
        viewed.press(.character("j"), .character(" "))
        let (objects, marked) = (viewed.objects, viewed.state.list.table.marked)

        viewed.run("sls")
        #expect(viewed.state.filterText.isEmpty)
        viewed.send(.found(LogstorePart(id: 1, events: Story.events, read: 10, total: 10, state: .ended)))
        viewed.run("filter reason:Pulled")
        viewed.press(.character(" "))
        viewed.press(.character("q"))

        #expect(viewed.state.filterText == "type:Warning")
        #expect(viewed.objects == objects)
        #expect(viewed.state.list.table.marked == marked)
    }

    @Test func gapsStayWithTheirList() {
        let old = StreamGap(stream: .all, gap: Gap(reason: .paused, from: Viewed.ago(900), to: Viewed.ago(800)))
        let new = StreamGap(stream: .all, gap: Gap(reason: .expired, from: Viewed.ago(9), to: Viewed.ago(8)))
        var viewed = Viewed.found { $0.gaps = [old] }
        viewed.send(.received(events: [], gaps: [new]))

        #expect(viewed.state.gaps == [old])
        viewed.press(.character("q"))
        #expect(viewed.state.gaps == [new])
    }

    @Test func aHistoryThatWasAskedForBeforeGoesToTheLiveList() {
        var viewed = Viewed.found()
        viewed.send(.history(HistoryPart(since: Viewed.ago(9000), events: [.sample(901, uid: "old")], oldest: nil)))

        #expect(viewed.state.list.table.count == Story.events.count)
        viewed.press(.character("q"))
        #expect(viewed.state.list.table.count == Incident.events.count + 1)
    }

    @Test func theEventsOfAnAlertAreInTheLiveList() {
        var viewed = Viewed.found()
        viewed.send(.alerts(Alarms.board))
        viewed.press(.character("!"), .enter)

        #expect(viewed.state.logstore == nil)
        #expect(!viewed.state.filterText.isEmpty)
        #expect(viewed.effects.contains(.endLogstoreSearch))
    }

    @Test func whatTheOverviewLeadsToIsInTheLiveList() {
        var viewed = Viewed.found()
        viewed.run("overview")
        viewed.press(.enter)

        #expect(viewed.state.logstore == nil)
        #expect(viewed.state.list.table.count == Incident.events.count)
    }

    @Test func escTwiceGoesBackAfterWhatItTakesBackElsewhere() {
        var viewed = Viewed.found()
        viewed.run("filter reason:BackOff")

        viewed.press(.escape)
        #expect(viewed.state.filterText.isEmpty)
        viewed.press(.escape)
        #expect(viewed.state.logstore != nil)
        #expect(viewed.screen.contains("Esc again goes back to the live list"))
        viewed.press(.escape)

        #expect(viewed.state.logstore == nil)
    }

    @Test func escMuchLaterIsTheFirstAgain() {
        var viewed = Viewed.found()

        viewed.press(.escape)
        viewed.pass(seconds: 10)
        viewed.press(.escape)

        #expect(viewed.state.logstore != nil)
    }

    @Test func theDetailIsClosedOnTheWay() {
        var viewed = Viewed.found()
        viewed.press(.enter)
        #expect(viewed.state.detail != nil)

        viewed.run("live")

        #expect(viewed.state.detail == nil)
        #expect(viewed.state.logstore == nil)
        #expect(viewed.isFollowing)
    }

    @Test func aSnoozedRowOfTheLiveListStaysSnoozed() {
        var viewed = Viewed(120, 40)
        viewed.becomeLive()
        viewed.send(.received(events: Incident.events, gaps: []))
        viewed.press(.character("a"), .down, .enter)
        let snoozed = viewed.state.list.table.snoozed
        #expect(snoozed.count == 1)

        viewed.run("sls")
        viewed.send(.found(LogstorePart(id: 1, events: Story.events, read: 10, total: 10, state: .ended)))
        viewed.pass(seconds: 5)
        viewed.press(.character("q"))

        #expect(viewed.state.list.table.snoozed == snoozed)
    }
}
