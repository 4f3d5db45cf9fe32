import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct DetailTests {
    private let pod = Story.pod.path

    /// The detail of the pod's newest row, its object there.
    private func opened(_ columns: Int = 120, _ rows: Int = 40) -> Viewed {
        var viewed = Story.viewed(columns, rows)
        viewed.press(.enter)
        viewed.send(.object(Story.events[9].key, json: Story.json, fate: .passed))
        return viewed
    }

    // MARK: Sections

    @Test func tabsGoRound() {
        var viewed = opened()
        var sections: [Detail.Section?] = []

        for _ in 0..<6 {
            viewed.press(.tab)
            sections.append(viewed.state.detail?.section)
        }

        #expect(sections == [.timeline, .yaml, .json, .texts, .lifecycle, .summary])
        viewed.press(.backTab)
        #expect(viewed.state.detail?.section == .lifecycle)
    }

    @Test func digitsOpenTheirSection() {
        var viewed = opened()

        viewed.press(.character("4"))
        #expect(viewed.state.detail?.section == .json)
        viewed.press(.character("3"))
        #expect(viewed.state.detail?.section == .yaml)
        viewed.press(.character("y"))
        #expect(viewed.state.detail?.section == .json)
    }

    @Test func theSummaryTellsWhatIsKnown() {
        let screen = opened().screen

        #expect(screen.contains("Owner      ReplicaSet web-7d9f8c6b5d  <-  Deployment web"))
        #expect(screen.contains("Count      214   (this event 198, 1 other event 16)"))
        #expect(screen.contains("Delivered  yes"))
        #expect(screen.contains("1 other text in this row, press 5"))
    }

    @Test(arguments: [
        (EventFate.waiting, "Delivered  not yet"), (.unknown, "Delivered  no, it is not in the journal"),
        (
            .dead(at: Viewed.ago(5), status: 400, reason: "PostBodyInvalid: bad"),
            "NO, refused at 14:03:22: 400 PostBody"
        ),
    ])
    func theFateIsSaid(fate: EventFate, words: String) {
        var viewed = opened()

        viewed.send(.object(Story.events[9].key, json: Story.json, fate: fate))
        viewed.pass(seconds: 10)

        #expect(viewed.screen.contains(words))
    }

    @Test func whatJustCameIsOnItsWayToTheJournal() {
        var viewed = opened()

        viewed.send(.object(Story.events[9].key, json: Story.json, fate: .unknown))

        #expect(viewed.screen.contains("Delivered  not yet"))
    }

    @Test func whatWaitsIsAskedForAgainOnceSomethingArrived() {
        var viewed = opened()
        viewed.send(.object(Story.events[9].key, json: Story.json, fate: .waiting))
        viewed.effects = []

        viewed.forward { $0.ledger.acknowledged = 48_300 }

        #expect(viewed.effects == [.loadObject(Story.events[9].key)])
    }

    @Test func rawTextsMarkWhatIsNotShown() {
        var viewed = Viewed(120, 40)
        viewed.becomeLive()
        viewed.receive(.sample(1) { $0.message = "a\u{202E}b\u{1B}[2J\u{200B}c" })

        viewed.press(.enter, .character("5"))

        #expect(viewed.screen.contains("a<202e>b^[[2J<200b>c"))
    }

    // MARK: Timeline

    @Test func theTimelineAsksTheJournalOnce() {
        var viewed = Story.viewed(120, 40)

        viewed.press(.character("o"), .character("1"), .character("2"))

        #expect(viewed.effects == [.loadObject(Story.events[9].key), .loadTimeline([pod], cluster: "")])
    }

    @Test func ownersAreAskedForToo() {
        var viewed = Story.viewed(120, 40)

        viewed.press(.character("o"), .character("O"))

        let all = [pod, Story.set.path, Story.deployment.path, Story.node.path]
        #expect(viewed.effects.last == .loadTimeline(all, cluster: ""))
        #expect(viewed.screen.contains("N  Deployment/web  "))
    }

    @Test func pagesOfTheJournalJoinWhatIsInMemory() {
        var viewed = Story.viewed(120, 40)
        viewed.press(.character("o"))
        let old = Story.event(50, 90_000, Story.pod, "Killing", "Stopping container app")

        viewed.send(
            .timeline(
                TimelinePart(
                    object: pod,
                    cluster: "",
                    events: [old, Story.events[9]],
                    searchedBackTo: Viewed.ago(90_000)
                )
            )
        )
        #expect(viewed.screen.contains("7 events") == false)
        #expect(viewed.screen.contains("8 events, newest first"))
        #expect(viewed.screen.contains("back to 11-21 13:03:27 so far"))
        viewed.send(.timeline(TimelinePart(object: pod, cluster: "", events: [], searchedBackTo: nil)))

        #expect(viewed.screen.contains("11-21 13:03:27  N  Killing"))
        #expect(viewed.screen.contains("whole journal searched"))
    }

    @Test func aJournalThatCannotBeReadIsSaid() {
        var viewed = Story.viewed(120, 40)
        viewed.press(.character("o"))
        var part = TimelinePart(object: pod, cluster: "", events: [], searchedBackTo: nil)
        part.failure = "disk on fire"

        viewed.send(.timeline(part))

        #expect(viewed.screen.contains("the journal could not be searched: disk on fire"))
    }

    @Test func anObjectMadeAnewIsTold() {
        var viewed = Story.viewed(120, 40)
        viewed.press(.character("o"))
        var former = Story.pod
        former.uid = "old-uid"

        viewed.send(
            .timeline(
                TimelinePart(
                    object: pod,
                    cluster: "",
                    events: [Story.event(50, 9000, former, "Killing", "Stopping container app")],
                    searchedBackTo: nil
                )
            )
        )

        #expect(viewed.screen.contains("since then, before that old-uid"))
    }

    @Test func theAnswerForAnotherObjectIsIgnored() {
        var viewed = Story.viewed(120, 40)
        viewed.press(.character("o"))

        viewed.send(
            .timeline(TimelinePart(object: Story.set.path, cluster: "", events: [Story.events[1]], searchedBackTo: nil))
        )

        #expect(viewed.state.detail?.story.kept.isEmpty == true)
    }

    @Test func closingEndsTheSearch() {
        var viewed = Story.viewed(120, 40)
        viewed.press(.character("o"), .escape)

        #expect(viewed.effects.last == .endTimeline)
        #expect(viewed.state.detail == nil)
    }

    // MARK: The list beside it

    @Test func theListStaysUnderTheDetail() {
        var viewed = opened()

        viewed.receive(
            .sample(900) {
                $0.lastSeen = Viewed.now; $0.received = Viewed.now
            }
        )

        #expect(viewed.state.list.selected?.newest.reason == "BackOff")
        #expect(viewed.screen.contains("HELD +1 new"))
    }

    @Test func closingFollowsAgain() {
        var viewed = opened()
        viewed.press(.escape)

        #expect(viewed.isFollowing)
    }

    @Test func theNextRowOpensAtTheSameSection() {
        var viewed = Story.viewed(120, 40)

        viewed.press(.character("o"), .character("J"))

        #expect(viewed.state.detail?.section == .timeline)
        #expect(viewed.state.detail?.row.reason == "Unhealthy")
        #expect(viewed.effects.suffix(2) == [.loadObject(Story.events[7].key), .loadTimeline([pod], cluster: "")])
        viewed.press(.escape)
        #expect(!viewed.isFollowing)
    }

    @Test(arguments: [(120, [DetailPlace.whole, .below, .whole]), (200, [.right, .whole, .below])])
    func thePlaceGoesRoundAndIsRemembered(columns: Int, places: [DetailPlace]) {
        var viewed = opened(columns, 60)
        var seen: [DetailPlace?] = []

        for _ in places {
            viewed.press(.character("|"))
            seen.append(viewed.state.detail?.place)
        }

        #expect(seen == places)
        viewed.press(.escape, .enter)
        #expect(viewed.state.detail?.place == places.last)
    }

    // MARK: Find

    @Test func findGoesThroughTheSection() {
        var viewed = opened(80, 24)

        viewed.press(.character("/"))
        viewed.type("replicaset")
        viewed.press(.enter)
        let first = viewed.state.textFind?.line
        viewed.press(.character("n"))
        let second = viewed.state.textFind?.line
        viewed.press(.character("N"))

        #expect(first != nil && second != nil && first != second)
        #expect(viewed.state.textFind?.line == first)
        #expect(render(viewed.state).roles.contains("MMMMMMMMMM"))
        viewed.press(.escape)
        #expect(viewed.state.detail != nil && viewed.state.textFind == nil)
        viewed.press(.escape)
        #expect(viewed.state.detail == nil)
    }

    @Test func whatIsNotThereIsSaid() {
        var viewed = opened()

        viewed.press(.character("/"), .paste("zebra"), .enter)

        #expect(viewed.state.notice?.text == "not found: zebra")
    }

    // MARK: Screens

    @Test(arguments: [(80, 24), (120, 40)])
    func theSummary(columns: Int, rows: Int) throws {
        try expectGolden(opened(columns, rows), "detail-summary-\(columns)x\(rows)")
    }

    @Test func theTimelineWithOwnersTellsTheObjectFromOthers() {
        var viewed = opened(120, 40)
        viewed.press(.character("O"))

        let rows = viewed.rows.filter { $0.contains("  W  ") || $0.contains("  N  ") }.filter { $0.hasPrefix("│") }
        #expect(rows.contains { $0.hasPrefix("│ > ") && $0.contains("  Pod  ") })
        #expect(!rows.contains { $0.hasPrefix("│ > ") && !$0.contains("  Pod  ") })
        #expect(rows.contains { $0.hasPrefix("│   ") && $0.contains("  Deployment/web  ") })
    }

    @Test func theTimelineWithOwners() throws {
        var viewed = opened()
        viewed.press(.character("O"))
        viewed.send(.timeline(TimelinePart(object: pod, cluster: "", events: [], searchedBackTo: Viewed.ago(4000))))
        try expectGolden(viewed, "detail-owners-120x40")
    }

    @Test func theYAML() throws {
        var viewed = opened(80, 24)
        viewed.press(.character("y"))
        try expectGolden(viewed, "detail-yaml-80x24")
    }

    @Test func theDetailOnTheRight() throws {
        var viewed = opened(200, 60)
        viewed.press(.character("|"))
        try expectGolden(viewed, "detail-right-200x60")
    }

    @Test(arguments: HostileText.samples)
    func hostileTextKeepsEverySectionSound(text: String) {
        var viewed = Viewed(100, 30)
        viewed.becomeLive()
        let object = ObjectReference(kind: "Pod", namespace: text, name: text, uid: text, fieldPath: text)
        let event = KubeEvent.sample(1) {
            $0.namespace = text
            $0.name = text
            $0.type = text
            $0.reason = text
            $0.message = text
            $0.object = object
            $0.component = "kubelet"
            $0.host = text
        }
        viewed.receive(event)
        viewed.press(.enter)
        viewed.send(.object(event.key, json: Array(text.utf8), fate: .dead(at: Viewed.now, status: 1, reason: text)))
        var part = TimelinePart(object: object.path, cluster: "", events: [event], searchedBackTo: nil)
        part.failure = text
        viewed.press(.character("/"), .paste(text), .enter)

        for section in 1...5 {
            viewed.press(.character(Character("\(section)")), .character("O"), .character(Character("\(section)")))
            viewed.send(.timeline(part))
            #expect(render(viewed.state).isSound)
        }
    }
}
