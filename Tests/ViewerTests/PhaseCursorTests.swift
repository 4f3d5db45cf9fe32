import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct PhaseCursorTests {
    /// The life of the story's pod, with its phases: a wait that the scheduler told of, and what the kubelet did.
    private func section(_ columns: Int = 120, _ rows: Int = 40) -> Viewed {
        var viewed = Story.viewed(columns, rows)
        viewed.press(.character("H"))
        return viewed
    }

    private func cursorLine(_ viewed: Viewed) -> String? { viewed.rows.first { $0.hasPrefix("│ > ") } }

    // MARK: Moving

    @Test func theCursorGoesFromPhaseToPhaseAndStopsAtTheEnds() throws {
        var viewed = section()
        let life = try #require(viewed.state.shownLife)
        var seen = [viewed.state.detail?.phase.place(in: life)]

        for _ in 0..<life.phases.count + 2 {
            viewed.press(.character("j"))
            seen.append(viewed.state.detail?.phase.place(in: life))
        }

        #expect(
            seen.compactMap(\.self) == Array(life.phases.indices) + Array(repeating: life.phases.count - 1, count: 3)
        )
        viewed.press(.character("g"))
        #expect(viewed.state.detail?.phase.place(in: life) == 0)
        #expect(viewed.state.detail?.offset == 0)
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func theCursorIsSeenOnceItIsMoved(columns: Int, rows: Int) {
        var viewed = section(columns, rows)

        for key in [Key.character("j"), .character("j"), .character("G"), .character("k"), .pageUp, .control("d")] {
            viewed.press(key)
            let line = cursorLine(viewed)
            #expect(line != nil, "\(key)")
            #expect(render(viewed.state).cursor.map { viewed.rows[$0.row] } == line, "\(key)")
        }
    }

    @Test func downGoesToTheCursorFirstWhenItIsOutOfSight() throws {
        var viewed = section(80, 24)
        let life = try #require(viewed.state.shownLife)
        #expect(cursorLine(viewed) == nil)

        viewed.press(.character("j"))

        #expect(cursorLine(viewed) != nil)
        #expect(viewed.state.detail?.phase.place(in: life) == 0)
    }

    @Test func upFromTheFirstPhaseShowsTheHeadAgain() {
        var viewed = section(80, 24)
        viewed.press(.character("j"))
        #expect(!viewed.screen.contains("Life       Pod"))

        for _ in 0..<24 { viewed.press(.character("k")) }

        #expect(viewed.screen.contains("Life       Pod"))
    }

    @Test func thePhaseStaysChosenWhileMoreBecomesKnown() {
        var viewed = section()
        viewed.press(.character("j"))
        let before = viewed.state.shownLife.flatMap { life in viewed.state.detail?.phase.place(in: life) }
        let name = before.flatMap { viewed.state.shownLife?.phases[$0] }

        let old = Story.event(30, 4000, Story.pod, "FailedScheduling", "no node")
        viewed.send(
            .timeline(TimelinePart(object: Story.pod.path, cluster: "", events: [old], searchedBackTo: nil))
        )

        let after = viewed.state.shownLife.flatMap { life in viewed.state.detail?.phase.place(in: life) }
        #expect(before == 1)
        #expect(after.flatMap { viewed.state.shownLife?.phases[$0] } == name)
    }

    @Test func ofPhasesThatBeginTogetherTheChosenOneIsFound() {
        let events = [
            Story.event(1, 60, Story.pod, "Scheduled", "Successfully assigned payments/web to cn-hz.10.0.3.7"),
            Story.event(2, 60, Story.pod, "Pulling", "Pulling image \"web\""),
            Story.event(3, 60, Story.pod, "Created", "Created container app"),
        ]
        let life = Lifecycle(of: Story.pod, events: events, now: Viewed.now)
        #expect(life.phases.count >= 3)
        for place in life.phases.indices {
            var cursor = PhaseCursor()
            cursor.select(place, in: life)
            #expect(cursor.place(in: life) == place)
        }
    }

    @Test func aPhaseThatIsGoneIsReplacedByTheOneOfItsTime() {
        let told = Lifecycle(of: Story.pod, events: Story.events, now: Viewed.now)
        let nothing = Lifecycle(of: Story.pod, events: [KubeEvent](), now: Viewed.now)
        let scheduled = Lifecycle(of: Story.pod, events: [Story.events[2]], now: Viewed.now)
        var cursor = PhaseCursor()
        #expect(cursor.place(in: nothing) == nil)
        cursor.select(99, in: told)
        #expect(cursor.place(in: told) == 0)
        cursor.select(told.phases.count - 1, in: told)

        #expect(cursor.place(in: told) == told.phases.count - 1)
        #expect(cursor.place(in: scheduled) == scheduled.phases.count - 1)
        #expect(cursor.place(in: nothing) == nil)
    }

    // MARK: Its events

    @Test func enterShowsTheEventsOfThePhaseAndEscGoesBack() throws {
        var viewed = section()
        let life = try #require(viewed.state.shownLife)
        let place = try #require(life.phases.firstIndex { $0.step == .preparing })
        for _ in 0..<place { viewed.press(.character("j")) }
        #expect(viewed.rows.last?.contains("Enter events") == true)

        viewed.press(.enter)

        #expect(viewed.state.detail == nil)
        #expect(viewed.state.filterText == "ns:payments kind:Pod name:web-7d9f8c6b5d-x2k4q")
        let phase = life.phases[place]
        #expect(viewed.state.filters.current.range?.lowerBound == phase.from)
        #expect(viewed.state.filters.current.range?.upperBound == phase.to?.advanced(by: .seconds(1)))
        let shown = viewed.state.list.page.map(\.newest.reason)
        #expect(shown.contains("Scheduled"))
        #expect(!shown.contains("Unhealthy"))
        let text = "Esc goes back; events of web-7d9f8c6b5d-x2k4q while preparing"
        #expect(viewed.state.notice?.text == text)
        viewed.press(.escape)
        #expect(viewed.state.filterText == "")
        #expect(viewed.state.filters.current.range == nil)
    }

    @Test func whatGoesOnShowsWhatComes() throws {
        var viewed = section()
        let life = try #require(viewed.state.shownLife)
        viewed.press(.character("G"))
        #expect(life.phases.last?.to == nil)

        viewed.press(.enter)

        #expect(viewed.state.filterText.hasSuffix("name:web-7d9f8c6b5d-x2k4q last>=2026-11-22T06:03:25Z"))
        #expect(viewed.state.filters.current.range == nil)
        viewed.pass(seconds: 2)
        viewed.receive(Story.event(50, -2, Story.pod, "Evicted", "The node was low on resource: memory."))
        #expect(viewed.state.list.page.map(\.newest.reason) == ["Evicted", "BackOff"])
    }

    @Test func whatOnlyTheMakerToldIsShownByTheMaker() throws {
        var viewed = Story.viewed(120, 40)
        viewed.pass(seconds: 600)
        viewed.receive(Story.event(60, -500, Story.set, "SuccessfulDelete", "Deleted pod: web-7d9f8c6b5d-x2k4q"))
        viewed.press(.character(":"), .paste("lifecycle pod/web-7d9f8c6b5d-x2k4q"), .enter)
        let life = try #require(viewed.state.shownLife)
        let place = try #require(life.phases.firstIndex { $0.reason == "SuccessfulDelete" })
        for _ in 0..<place { viewed.press(.character("j")) }

        viewed.press(.enter)

        #expect(viewed.state.filterText.hasPrefix("ns:payments kind:ReplicaSet name:web-7d9f8c6b5d"))
        #expect(viewed.state.list.page.map(\.newest.reason).contains("SuccessfulDelete"))
    }

    @Test func enterOnAPhaseOutOfSightShowsItFirst() {
        var viewed = section(80, 24)

        viewed.press(.enter)
        #expect(viewed.state.detail != nil)
        #expect(cursorLine(viewed) != nil)
        viewed.press(.enter)

        #expect(viewed.state.detail == nil)
        #expect(viewed.state.filterText.hasPrefix("ns:payments kind:Pod"))
    }

    @Test func enterEndsTheSearchOfTheJournal() {
        var viewed = section()
        viewed.press(.enter)
        #expect(viewed.effects.last == .endTimeline)
    }

    @Test func whatLeftTheMemoryIsSaid() {
        var viewed = section()
        let old = Story.event(30, 7000, Story.pod, "FailedScheduling", "no node")
        viewed.send(
            .timeline(TimelinePart(object: Story.pod.path, cluster: "", events: [old], searchedBackTo: nil))
        )

        viewed.press(.character("g"), .enter)

        #expect(viewed.state.notice?.text.hasSuffix(":since 2h reads the journal") == true)
    }

    @Test func namesOfClustersAndNodesAreAskedFor() throws {
        var viewed = Viewed(120, 40) { $0.clusters = ["prod-hz", "prod-sh"] }
        var event = Story.event(1, 60, Story.node, "NodeNotReady", "Node cn-hz.10.0.3.7 status is now: NodeNotReady")
        event.cluster = "prod-sh"
        viewed.receive(event)
        viewed.press(.character("H"), .enter)

        #expect(viewed.state.filterText.hasPrefix("cluster:prod-sh kind:Node name:cn-hz.10.0.3.7 last>="))
        #expect(viewed.state.list.page.count == 1)
    }

    @Test func elsewhereEnterClosesAndALifeWithoutPhasesToo() {
        for key in [Key.character("1"), .character("2"), .character("3"), .character("5")] {
            var viewed = section()
            viewed.press(key, .enter)
            #expect(viewed.state.detail == nil)
            #expect(viewed.state.filterText == "")
        }
    }

    @Test func enterClosesTheStreamsAsItDid() {
        var viewed = Story.viewed(120, 40)
        viewed.press(.character("R"))
        #expect(viewed.state.pane?.content == .streams)
        viewed.press(.enter)
        #expect(viewed.state.pane == nil)
    }

    @Test func findPutsTheCursorOnWhatItFound() throws {
        var viewed = section()
        viewed.press(.character("/"), .paste("back-off app"), .enter)
        let life = try #require(viewed.state.shownLife)
        let place = try #require(viewed.state.detail?.phase.place(in: life))
        #expect(life.phases[place].name == "back-off app")
    }

    // MARK: Telling

    @Test func theLifeIsToldOnceAndDrawnAsItIsHeld() throws {
        var viewed = section()
        let now = viewed.state.now
        #expect(viewed.state.detail?.life?.asOf == now)
        let other = Lifecycle(of: Story.pod, events: [Story.events[2]], now: now)

        viewed.state.detail?.life = ToldLife(lifecycle: other, asOf: now)
        let drawn = viewed.screen
        viewed.press(.character("j"), .character("k"))

        #expect(!drawn.contains("back-off app"))
        #expect(viewed.state.detail?.life?.lifecycle == other)
    }

    @Test func anotherSecondOrAnotherStoryTellsItAnew() throws {
        var viewed = section()
        let other = Lifecycle(of: Story.pod, events: [Story.events[2]], now: viewed.state.now)
        viewed.state.detail?.life = ToldLife(lifecycle: other, asOf: viewed.state.now)
        viewed.pass(seconds: 1)
        #expect(viewed.state.detail?.life?.asOf == viewed.state.now)
        #expect(viewed.state.detail?.life?.lifecycle != other)

        viewed.state.detail?.life = ToldLife(lifecycle: other, asOf: viewed.state.now)
        viewed.send(.timeline(TimelinePart(object: Story.pod.path, cluster: "", events: [], searchedBackTo: nil)))
        #expect(viewed.state.detail?.life?.lifecycle != other)
    }

    @Test func onlyWhereItIsShownItIsTold() {
        var viewed = Story.viewed(120, 40)
        viewed.press(.character("y"))
        #expect(viewed.state.detail?.life == nil)
        viewed.press(.character("1"))
        #expect(viewed.state.detail?.life != nil)
    }
}
