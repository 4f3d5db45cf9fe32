import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct UpdateTests {
    @Test func anEmptyListDoesNotOfferWhatNeedsARow() {
        var viewed = Viewed()
        viewed.becomeLive()
        #expect(viewed.rows.last?.contains("help") == true)
        #expect(viewed.rows.last?.contains("Enter detail") == false)

        viewed.receive(.sample(1))

        #expect(viewed.rows.last?.contains("Enter detail") == true)
    }

    @Test(arguments: [(1, "1 event is not"), (1200, "1,200 events are not")])
    func theQuestionCountsInWords(waiting: Int, text: String) {
        var viewed = Viewed.incident()
        viewed.forward { $0.ledger.waiting = waiting }

        viewed.press(.character("q"))

        #expect(viewed.screen.contains(text + " delivered to SLS yet."))
    }

    @Test func theNextKeyTakesAMessageAway() {
        var viewed = Viewed.incident()
        viewed.send(.notice("hello"))
        #expect(viewed.screen.contains("hello"))

        viewed.press(.character("j"))
        #expect(viewed.state.notice == nil)
        viewed.press(.control("c"))
        #expect(viewed.screen.contains("press ^C again"))
        viewed.pass(seconds: 1)

        #expect(viewed.state.notice == nil)
    }

    // MARK: Filter

    @Test func theFilterPreviewsWhileTypingAndEnterKeepsIt() {
        var viewed = Viewed.incident()

        viewed.press(.character("/"))
        viewed.type("reason:Pul")
        #expect(viewed.state.list.table.visibleCount == 2)
        viewed.press(.enter)

        #expect(viewed.state.filterText == "reason:Pul*")
        #expect(viewed.state.list.table.visibleCount == 2)
        #expect(viewed.state.prompt == nil)
    }

    @Test func escapeRestoresTheFormerFilter() {
        var viewed = Viewed.incident()

        viewed.press(.character("&"))
        viewed.type("ns:ml")
        viewed.press(.escape)

        #expect(viewed.state.filterText == "")
        #expect(viewed.state.list.table.visibleCount == Incident.lines.count)
    }

    @Test func aFaultShowsWhatStandsBeforeItAndHoldsEnter() {
        var viewed = Viewed.incident()

        viewed.press(.character("/"))
        viewed.type("ns:payments resaon:BackOff")
        viewed.press(.enter)

        #expect(viewed.state.prompt?.error?.range == 12..<18)
        #expect(viewed.state.list.table.visibleCount == 3)
        #expect(viewed.screen.contains("│             ^~~~~~   "))
        #expect(viewed.screen.contains("did you mean \"reason\"?"))
    }

    @Test func tabTakesTheSuggestion() {
        var viewed = Viewed.incident()

        viewed.press(.character("/"))
        viewed.type("resaon:BackOff")
        viewed.press(.tab, .enter)

        #expect(viewed.state.filterText == "reason:BackOff")
    }

    @Test func escapeInTheListUndoesFiltersOneByOne() {
        var viewed = Viewed.incident()
        viewed.press(.character("w"), .character("1"))
        #expect(viewed.state.list.table.visibleCount == 2)

        viewed.press(.escape)
        #expect(viewed.state.list.table.visibleCount == 5)
        viewed.press(.escape)

        #expect(viewed.state.list.table.visibleCount == 13)
    }

    @Test func warningsOnlyComesOnTopOfTheFilter() {
        var viewed = Viewed.incident()
        viewed.press(.character("/"))
        viewed.type("ns:ml | ns:shop")
        viewed.press(.enter)

        viewed.press(.character("w"))

        #expect(viewed.state.list.table.visibleCount == 3)
        #expect(viewed.rows[1].contains("filter: type:Warning  ns:ml | ns:shop"))
        viewed.press(.character("w"))
        #expect(viewed.state.list.table.visibleCount == 4)
    }

    @Test func historyComesBackWithTheArrows() {
        var viewed = Viewed.incident()
        for text in ["ns:ml", "ns:shop"] {
            viewed.press(.character("/"), .control("u"))
            viewed.type(text)
            viewed.press(.enter)
        }

        viewed.press(.character("/"), .control("u"))
        viewed.type("dra")
        viewed.press(.up, .up)
        #expect(viewed.state.prompt?.editor.text == "ns:ml")
        viewed.press(.up, .down)
        #expect(viewed.state.prompt?.editor.text == "ns:shop")
        viewed.press(.down)

        #expect(viewed.state.prompt?.editor.text == "dra")
    }

    // MARK: Detail

    @Test func enterOpensTheEventAndAsksForItsObject() {
        var viewed = Viewed.incident()

        viewed.press(.enter)
        #expect(viewed.effects == [.loadObject(Incident.events[0].key)])
        viewed.send(.object(Incident.events[0].key, json: Array(#"{"a":{"b":[1,"x"]},"e":{}}"#.utf8)))
        viewed.press(.character("y"), .character("y"))

        #expect(viewed.screen.contains("│ {  "))
        #expect(viewed.screen.contains("│       1,"))
        viewed.press(.character("q"))
        #expect(viewed.state.detail == nil)
    }

    @Test func anObjectThatIsGoneIsSaid() {
        var viewed = Viewed.incident()

        viewed.press(.enter)
        viewed.send(.object(Incident.events[0].key, json: nil))
        viewed.press(.character("y"))

        #expect(viewed.screen.contains("not kept"))
    }

    @Test func theAnswerForAnotherEventIsIgnored() {
        var viewed = Viewed.incident()

        viewed.press(.enter)
        viewed.send(.object(Incident.events[1].key, json: Array("{}".utf8)))

        #expect(viewed.state.detail?.object == .loading)
    }

    @Test func nextAndPreviousWalkTheListFromTheDetail() {
        var viewed = Viewed.incident()

        viewed.press(.enter, .character("J"))

        #expect(viewed.state.detail?.row.reason == "Unhealthy")
        viewed.press(.character("K"), .character("K"))
        #expect(viewed.state.detail?.row.reason == "BackOff")
    }

    @Test func aNewVersionRefreshesTheOpenEvent() {
        var viewed = Viewed.incident()
        viewed.press(.enter)
        var event = Incident.events[0]
        event.key = KubeEvent.sample(5000, uid: event.key.uid).key
        event.count = 215

        viewed.receive(event)

        #expect(viewed.state.detail?.row.count == 215)
        #expect(viewed.effects.last == .loadObject(event.key))
    }

    @Test func theDetailScrollsNoFurtherThanItsEnd() {
        var viewed = Viewed.incident(80, 16)
        viewed.press(.enter)

        viewed.press(.character("G"), .character("j"), .pageDown)
        let end = viewed.state.detail?.offset ?? 0
        #expect(end > 0)
        viewed.press(.character("k"))
        #expect(viewed.state.detail?.offset == end - 1)
        viewed.press(.character("g"), .character("k"))

        #expect(viewed.state.detail?.offset == 0)
    }

    // MARK: Forwarding

    @Test func forwardingAsksOnceASession() {
        var viewed = Viewed.incident()
        viewed.forward { $0.state = .off }

        viewed.press(.control("t"))
        #expect(viewed.screen.contains("k8s-prod/k8s-event"))
        #expect(viewed.screen.contains("cn-hangzhou.log.aliyuncs.com"))
        viewed.press(.character("y"))
        viewed.forward()
        viewed.press(.control("t"))

        #expect(viewed.effects == [.setForwarding(true), .setForwarding(false)])
    }

    @Test(arguments: [Key.character("n"), .escape, .enter, .character("x")])
    func anythingButYesLeavesForwardingAlone(key: Key) {
        var viewed = Viewed.incident()

        viewed.press(.control("t"), key)

        #expect(viewed.effects == [])
    }

    @Test(arguments: [
        (DeliveryStatus.State.none, "no sink is configured"),
        (.unavailable("pid 12 holds the journal"), "pid 12 holds"),
    ])
    func whyForwardingIsImpossibleIsSaid(state: DeliveryStatus.State, text: String) {
        var viewed = Viewed.incident(120, 36)
        viewed.forward { $0.state = state }

        viewed.press(.control("t"))

        #expect(viewed.effects == [])
        #expect(viewed.rows.last?.contains(text) == true)
    }

    // MARK: Quitting

    @Test func quittingWithNothingWaitingIsImmediate() {
        var viewed = Viewed.incident()
        viewed.forward { $0.ledger.waiting = 0 }

        viewed.press(.character("q"))

        #expect(viewed.effects == [.quit(.now)])
    }

    @Test(arguments: [DeliveryStatus.State.none, .off, .unavailable("held")])
    func quittingWithoutForwardingIsImmediate(state: DeliveryStatus.State) {
        var viewed = Viewed.incident()
        viewed.forward { $0.state = state }

        viewed.press(.character("q"))

        #expect(viewed.effects == [.quit(.now)])
    }

    @Test(arguments: [
        ([Key.character("f")], [Effect.quit(.flush)]), ([.character("k")], [.quit(.now)]), ([.escape], []),
        ([.enter], []), ([.character("d")], []), ([.character("d"), .character("n")], []),
        ([.character("d"), .character("y")], [.quit(.drop)]),
    ])
    func theGuardAsksWhenEventsWait(keys: [Key], effects: [Effect]) {
        var viewed = Viewed.incident()

        viewed.press(.character("q"))
        #expect(viewed.screen.contains("37 events are not delivered"))
        for key in keys { viewed.press(key) }

        #expect(viewed.effects == effects)
    }

    @Test func withoutAJournalTheGuardSaysTheyWouldBeLost() {
        var viewed = Viewed.incident()
        viewed.send(.journal(.notKeeping(reason: "disk full")))

        viewed.press(.character("q"), .character("k"))

        #expect(viewed.screen.contains("NOT on disk"))
        #expect(!viewed.screen.contains("[k]"))
        #expect(viewed.effects == [])
    }

    @Test func withForwardingOffThereIsNothingToFlush() {
        var viewed = Viewed.incident()
        viewed.forward { $0.state = .off }
        viewed.send(.journal(.notKeeping(reason: "disk full")))

        viewed.press(.character("q"), .character("f"))

        #expect(!viewed.screen.contains("[f]"))
        #expect(viewed.screen.contains("[d]"))
        #expect(viewed.effects == [])
    }

    @Test func flushTellsWhatIsLeft() {
        var viewed = Viewed.incident()

        viewed.press(.character("q"), .character("f"))
        viewed.forward { $0.ledger.waiting = 5 }

        #expect(viewed.rows.last?.contains("5 left") == true)
    }

    @Test func flushThatLeftSomethingOnNoDiskAsksAgain() {
        var viewed = Viewed.incident()
        viewed.send(.journal(.notKeeping(reason: "disk full")))

        viewed.press(.character("q"), .character("f"))
        viewed.send(.flushed(false))

        #expect(viewed.screen.contains("NOT on disk"))
        #expect(viewed.effects == [.quit(.flush)])
        viewed.press(.character("f"))
        viewed.send(.flushed(true))
        #expect(viewed.effects == [.quit(.flush), .quit(.flush), .quit(.now)])
    }

    @Test func flushThatLeftSomethingInTheJournalLeaves() {
        var viewed = Viewed.incident()

        viewed.press(.character("q"), .character("f"))
        viewed.send(.flushed(false))

        #expect(viewed.effects == [.quit(.flush), .quit(.now)])
    }

    @Test func interruptTwiceWithinASecondQuits() {
        var viewed = Viewed.incident()

        viewed.press(.control("c"))
        #expect(viewed.rows.last?.contains("press ^C again") == true)
        viewed.pass(seconds: 2)
        viewed.press(.control("c"))
        #expect(viewed.effects == [])
        viewed.pass(seconds: 1)
        viewed.press(.control("c"))

        #expect(viewed.effects == [.quit(.interrupted)])
    }

    @Test func interruptCancelsThePromptFirst() {
        var viewed = Viewed.incident()

        viewed.press(.character("/"))
        viewed.type("ns:ml")
        viewed.press(.control("c"))

        #expect(viewed.state.prompt == nil)
        #expect(viewed.state.list.table.visibleCount == 13)
    }

    // MARK: The rest

    @Test(arguments: [(Key.control("z"), Effect.suspend), (.control("l"), .redraw)])
    func someKeysAreTheShells(key: Key, effect: Effect) {
        var viewed = Viewed.incident()

        viewed.press(key)
        viewed.press(.character("/"), key)

        #expect(viewed.effects == [effect, effect])
    }

    @Test func retryIsOnlyForStaleStreams() {
        var viewed = Viewed.incident()

        viewed.press(.character("r"))
        viewed.send(
            .stream(StreamStatus(stream: .all, state: .waiting(reason: "eof", retryAt: Viewed.now), since: Viewed.now))
        )
        viewed.press(.character("r"))

        #expect(viewed.effects == [.retryStreams])
    }

    @Test func timesAreRelativeLocalOrUTC() {
        var viewed = Viewed.incident()

        viewed.press(.character("t"))
        #expect(viewed.rows[4].hasPrefix(">14:03:25"))
        viewed.press(.character("t"))
        #expect(viewed.rows[4].hasPrefix(">06:03:25"))
        #expect(viewed.rows[0].hasSuffix("06:03:27 UTC"))
        viewed.press(.character("t"))

        #expect(viewed.rows[4].hasPrefix(">  2s"))
    }

    @Test func copyingGivesALineWithoutControls() {
        var viewed = Viewed()
        viewed.receive(.sample(1) { $0.message = "a\u{1B}[31m\nb" })

        viewed.press(.character("c"))

        #expect(viewed.effects == [.copy("shop   1970-01-01T00:00:01Z   Normal   Pulled   pod/web-1   a^[[31m⏎b")])
    }

    @Test func messagesScrollSidewaysByTen() {
        var viewed = Viewed.incident()

        viewed.press(.right, .character("l"), .left)

        #expect(viewed.rows[4].contains("x2k4q estarting failed cont…"))
    }

    @Test func ratesCountWhatCameLastSeconds() {
        var viewed = Viewed.incident()

        for second in Int64(0)..<5 {
            for number in Int64(0)..<10 {
                viewed.receive(
                    .sample(5000 + second * 10 + number) {
                        $0.received = Viewed.ago(-second - 1)
                        if number < 2 { $0.type = "Warning" }
                    }
                )
            }
            viewed.pass(seconds: 1)
        }

        #expect(viewed.rows[0].contains("10.0/s  W 2.0/s"))
        viewed.pass(seconds: 60)
        #expect(viewed.rows[0].contains("0/s  W 0/s"))
    }

    @Test func whatComesLiveIsMarkedNewForFiveSeconds() {
        var viewed = Viewed.incident()
        viewed.pass(seconds: 1)

        viewed.receive(
            .sample(9000) {
                $0.received = Viewed.ago(-1)
                $0.lastSeen = Viewed.ago(-1)
            }
        )
        viewed.press(.down)
        #expect(viewed.rows[4].hasPrefix("+"))
        viewed.pass(seconds: 6)

        #expect(viewed.rows[4].hasPrefix(" "))
    }

    @Test func aRowThatHappensAgainIsNotMarkedNew() {
        var viewed = Viewed.incident()
        viewed.pass(seconds: 1)
        var event = Incident.events[1]
        event.key = KubeEvent.sample(9000, uid: event.key.uid).key
        event.received = Viewed.ago(-1)
        event.lastSeen = Viewed.ago(-1)

        viewed.receive(event)
        viewed.press(.down)

        #expect(viewed.rows[4].hasPrefix(" ") && viewed.rows[4].contains("Unhealthy"))
    }

    @Test func whatIsListedIsNoRate() {
        var viewed = Viewed()
        viewed.becomeLive()

        viewed.send(.received(events: Incident.events, gaps: []))
        viewed.pass(seconds: 1)

        #expect(viewed.rows[0].contains("0/s  W 0/s"))
    }

    @Test(arguments: [("ns:ml", 2, "filter: ns:ml"), ("resaon:x", 13, "unknown field")])
    func aFilterCanBeGivenAtTheStart(filter: String, count: Int, text: String) {
        var viewed = Viewed()
        viewed.state = ViewState(
            configuration: viewed.state.configuration,
            size: viewed.state.size,
            now: Viewed.now,
            filter: filter
        )

        viewed.send(.received(events: Incident.events, gaps: []))

        #expect(viewed.state.list.table.visibleCount == count)
        #expect(viewed.screen.contains(text))
    }

    @Test func helpOpensScrollsAndCloses() {
        var viewed = Viewed.incident(60, 12)

        viewed.press(.character("?"), .end)
        #expect(viewed.screen.contains("a label of the event"))
        viewed.press(.escape)

        #expect(viewed.state.pane == nil)
    }
}
