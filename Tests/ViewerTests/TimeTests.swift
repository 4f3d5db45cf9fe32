import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct TimeTests {
    // MARK: Going to a time

    @Test func theListIsHeldAtTheFirstRowOfThatTimeOrBefore() {
        var viewed = Viewed.incident(80, 24)

        let effects = viewed.state.goTo(Viewed.ago(20))

        #expect(effects == [])
        #expect(!viewed.isFollowing)
        #expect(viewed.state.list.selected?.newest.object.name == "cart")
        #expect(viewed.rows.last?.contains("F returns to live") == true)
        viewed.press(.character("F"))
        #expect(viewed.isFollowing)
    }

    @Test func rowsAreSortedByTimeFirst() {
        var viewed = Viewed.incident(80, 24)
        viewed.state.list.change { $0.setOrder(GroupOrder(.count)) }

        _ = viewed.state.goTo(Viewed.ago(20))

        #expect(viewed.state.list.table.order == GroupOrder())
        #expect(viewed.state.list.selected?.newest.object.name == "cart")
    }

    @Test func aTimeBeforeTheMemoryIsReadFromTheJournal() {
        var viewed = Viewed.incident(80, 24)
        let time = Viewed.ago(9000)
        #expect(viewed.state.goTo(time) == [.loadHistory(since: time)])
        #expect(viewed.rows.last?.contains("reading the journal back to 2026-11-22 11:33:27") == true)

        let old = KubeEvent.sample(1) {
            $0.object.name = "old"
            $0.received = Viewed.ago(9100)
            $0.lastSeen = Viewed.ago(9100)
        }
        viewed.send(.history(HistoryPart(since: time, events: [old], oldest: Viewed.ago(20_000))))

        #expect(viewed.state.list.selected?.newest.object.name == "old")
        #expect(viewed.state.list.newCount == 0)
        #expect(viewed.rows.last?.contains("at 2026-11-22 11:33:27") == true)
    }

    @Test func aJournalThatDoesNotReachSoFarSaysSo() {
        var viewed = Viewed.incident(80, 24)
        let time = Viewed.ago(9000)
        _ = viewed.state.goTo(time)

        viewed.send(.history(HistoryPart(since: time, events: [], oldest: Viewed.ago(7000))))

        #expect(
            viewed.rows.last?.contains("the journal begins later: the oldest event is of 2026-11-22 12:01:47") == true
        )
        #expect(viewed.state.list.selected?.newest.object.name == "w-1")
    }

    @Test func aFullMemorySaysSo() {
        var viewed = Viewed(120, 24) { $0.maximumEvents = 5 }
        viewed.send(.received(events: Incident.events, gaps: []))
        let time = Viewed.ago(9000)
        _ = viewed.state.goTo(time)

        viewed.send(.history(HistoryPart(since: time, events: Incident.events, oldest: Viewed.ago(20_000))))

        #expect(viewed.rows.last?.contains("5 events fill the memory: it begins at") == true)
        #expect(viewed.rows[1].contains("memory full") || viewed.rows[1].contains("older left memory"))
    }

    @Test func theFutureIsNotGoneTo() {
        var viewed = Viewed.incident(80, 24)

        #expect(viewed.state.goTo(Viewed.ago(-60)) == [])

        #expect(viewed.isFollowing)
        #expect(viewed.rows.last?.contains("is not yet") == true)
    }

    @Test func anEmptyTableGoesNowhere() {
        var viewed = Viewed(80, 24)
        let time = Viewed.ago(60)
        #expect(viewed.state.goTo(time) == [.loadHistory(since: time)])

        viewed.send(.history(HistoryPart(since: time, events: [], oldest: nil)))

        #expect(viewed.rows.last?.contains("neither memory nor journal has an event") == true)
    }

    // MARK: Window

    @Test func theWindowHidesOlderRowsAndIsShown() {
        var viewed = Viewed.incident(80, 24)

        let effects = viewed.state.setWindow(.seconds(60))

        #expect(effects == [])
        #expect(viewed.state.list.table.visibleCount == 10)
        #expect(viewed.rows[1].hasSuffix("10 of 13  1m") || viewed.rows[1].contains("window 1m"))
        viewed.pass(seconds: 3)
        #expect(viewed.state.list.table.visibleCount == 9)
        _ = viewed.state.setWindow(nil)
        #expect(viewed.state.list.table.visibleCount == 13)
    }

    @Test func aWindowBeyondTheMemoryAsksTheJournal() {
        var viewed = Viewed.incident(80, 24)

        let effects = viewed.state.setWindow(.seconds(6 * 3600))

        #expect(effects == [.loadHistory(since: Viewed.ago(6 * 3600))])
        #expect(viewed.screen.contains("6h"))
    }

    @Test func theWindowOfTheConfigurationIsInForceFromTheStart() {
        var viewed = Viewed(80, 24) { $0.preferences.window = 60 }

        viewed.send(.received(events: Incident.events, gaps: []))

        #expect(viewed.state.list.table.visibleCount == 10)
    }

    // MARK: Calm

    @Test func calmScreensDoNotTick() {
        var viewed = Viewed(120, 40) { $0.preferences.isCalm = true }
        viewed.becomeLive()
        viewed.send(.received(events: Incident.events, gaps: []))
        let before = viewed.screen

        viewed.pass(seconds: 3600)

        #expect(viewed.screen == before)
        viewed.press(.character("j"))
        #expect(viewed.screen != before)
        #expect(viewed.state.now == Viewed.ago(-3600))
    }

    @Test func calmAgesChangeWithDataAtMostEveryTenSeconds() {
        var viewed = Viewed(120, 40) { $0.preferences.isCalm = true }
        viewed.becomeLive()

        viewed.send(.ticked(Viewed.ago(-9)), .received(events: [.sample(1)], gaps: []))
        #expect(viewed.state.now == Viewed.now)
        viewed.send(.ticked(Viewed.ago(-10)), .received(events: [.sample(2)], gaps: []))

        #expect(viewed.state.now == Viewed.ago(-10))
    }

    // MARK: Header and filter line

    @Test(arguments: [60, 70, 80, 100, 120, 160, 200])
    func nothingImportantIsCut(columns: Int) {
        var viewed = Viewed.incident(columns, 24)
        viewed.press(.character("j"), .character("w"))
        _ = viewed.state.setWindow(.seconds(3600))
        let gap = Gap(reason: .expired, from: Viewed.ago(60), to: Viewed.ago(20))
        viewed.send(.received(events: [], gaps: [StreamGap(stream: .all, gap: gap)]))

        #expect(viewed.rows[0].contains("LIVE") && viewed.rows[0].contains("HELD"))
        #expect(
            viewed.rows[0].contains("prod-hz") && viewed.rows[0].contains("W 0/s")
                || viewed.rows[0].contains("warnings")
        )
        #expect(viewed.rows[1].contains("filter: type:Warning"))
        #expect(viewed.rows[1].contains("5 of 13"))
        #expect(viewed.rows[1].contains("1h"))
        #expect(viewed.rows[1].contains("gaps 1"))
        #expect(viewed.rows.allSatisfy { displayWidth($0) <= columns })
    }

    @Test func theFilterLineSaysSinceWhenEventsAreKnown() {
        var viewed = Viewed.incident(200, 60)
        #expect(viewed.rows[1].contains("known since 12:01:47 (journal)"))

        viewed.state.streams = StreamBoard()
        viewed.send(.stream(StreamStatus(stream: .all, state: .listing(3), since: Viewed.now)))

        #expect(viewed.rows[1].contains("known since 12:01:47 (journal, list not complete)"))
    }
}
