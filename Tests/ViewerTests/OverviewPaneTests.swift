import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct OverviewPaneTests {
    private static func event(
        _ number: Int64,
        _ ago: Int64,
        _ reason: String,
        _ object: ObjectReference,
        _ message: String,
        type: String = "Warning",
        count: Int = 1,
        over span: Int64 = 0,
        node: String = "n-3"
    ) -> KubeEvent {
        KubeEvent.sample(number, uid: "o-\(number)") {
            $0.namespace = object.namespace
            $0.type = type
            $0.reason = reason
            $0.message = message
            $0.object = object
            $0.host = object.kind == "Node" ? "" : node
            $0.count = count
            $0.firstSeen = Viewed.ago(ago + span)
            $0.lastSeen = Viewed.ago(ago)
            $0.received = Viewed.ago(ago)
        }
    }

    private static func pod(_ namespace: String, _ name: String) -> ObjectReference {
        ObjectReference(kind: "Pod", namespace: namespace, name: name)
    }

    /// An hour in which a node goes away, a workload crashes and an image is missing.
    private static let events: [KubeEvent] = {
        let node = ObjectReference(kind: "Node", name: "cn-hz.10.0.3.12")
        let image = "Back-off pulling image \"registry.example.com/ml/api:v9\""
        var events = [
            event(1, 1500, "NodeNotReady", node, "Node cn-hz.10.0.3.12 status is now: NodeNotReady", type: "Normal"),
            event(
                2,
                1400,
                "TaintManagerEviction",
                pod("shop", "cart-6c8d7f9b4-tt2rm"),
                "Marking for deletion",
                node: ""
            ),
            event(
                3,
                1399,
                "TaintManagerEviction",
                pod("shop", "cart-6c8d7f9b4-tt2rb"),
                "Marking for deletion",
                node: ""
            ),
            event(4, 20, "BackOff", pod("ml", "api-5b64579dd7-4mfmg"), image, count: 11, over: 900, node: "n-7"),
            event(
                5,
                700,
                "FailedMount",
                pod("batch", "nightly-28531400-4bq9z"),
                "MountVolume.SetUp failed for volume \"c\" : secret \"tls\" not found",
                count: 6,
                over: 600
            ),
        ]
        for (index, letter) in ["b", "c", "d"].enumerated() {
            let pod = pod("payments", "web-7d9f8c6b5d-x2k4\(letter)")
            let text = "Back-off restarting failed container app in pod web-7d9f8c6b5d-x2k4\(letter)_payments"
            events.append(event(10 + Int64(index), Int64(index) * 7, "BackOff", pod, text, count: 70, over: 1200))
            events.append(
                event(20 + Int64(index), 30, "Unhealthy", pod, "Readiness probe failed: refused", count: 9, over: 900)
            )
        }
        for minute in 0..<58 {
            let pod = pod("shop", "front-7d9f8c6b5d-\(minute)")
            events.append(
                event(
                    100 + Int64(minute),
                    Int64(minute) * 60 + 5,
                    "Pulled",
                    pod,
                    "Container image present",
                    type: "Normal"
                )
            )
        }
        return events
    }()

    private static let tallies = OverviewTallies(
        window: .hour,
        yesterday: TypeCounts(warning: 8, normal: 60, other: 0),
        since: Viewed.ago(3 * 86400)
    )

    private func pane(_ columns: Int = 80, _ rows: Int = 24, _ change: (inout ViewConfiguration) -> Void = { _ in })
        -> Viewed
    {
        var viewed = Viewed(columns, rows, change)
        viewed.send(.received(events: Self.events, gaps: []))
        viewed.becomeLive()
        viewed.forward()
        viewed.press(.character("D"))
        viewed.send(.tallies(Self.tallies))
        return viewed
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func theOverview(columns: Int, rows: Int) throws {
        try expectGolden(pane(columns, rows), "overview-\(columns)x\(rows)")
    }

    @Test func theOverviewToItsEnd() throws {
        var viewed = pane()
        viewed.press(.character("G"))
        try expectGolden(viewed, "overview-end-80x24")
    }

    @Test func theOverviewInASCII() throws {
        let viewed = pane(120, 40) { $0.isASCII = true }
        #expect(viewed.screen.unicodeScalars.filter { !$0.isASCII }.isEmpty)
        try expectGolden(viewed, "overview-ascii")
    }

    @Test func openedItAsksForOtherDays() {
        let viewed = pane()

        let asked = viewed.effects.filter { if case .loadTallies = $0 { true } else { false } }
        #expect(asked == [.loadTallies(.hour, from: Timestamp(seconds: 1_795_323_780), to: Viewed.now)])
    }

    @Test func otherDaysAreAskedForOnceAMinute() {
        var viewed = pane()
        viewed.effects = []

        viewed.pass(seconds: 30)
        #expect(viewed.effects.isEmpty)
        viewed.pass(seconds: 31)

        #expect(viewed.effects.count == 1)
    }

    @Test func answerForAnotherTimeIsLetGo() {
        var viewed = pane()
        viewed.press(.character("4"))

        viewed.send(.tallies(Self.tallies))

        #expect(!viewed.screen.contains("on yesterday"))
    }

    @Test func enterShowsTheEventsAndEscapeUndoes() {
        var viewed = pane()
        viewed.press(.character("j"), .enter)

        #expect(viewed.state.pane == nil)
        #expect(viewed.state.filterText == "ns:payments name:web-* type:Warning last:1h")
        #expect(viewed.state.list.table.visibleCount > 0)
        #expect(viewed.state.notice?.text == "Esc goes back to the overview")
        viewed.press(.escape)
        #expect(viewed.state.filterText.isEmpty)
        #expect(viewed.state.pane?.content == .overview)
        #expect(viewed.rows.contains { $0.contains("> payments/web-*") })
    }

    @Test func whateverIsChosenHasEvents() throws {
        var viewed = pane(120, 40)
        let page = try #require(viewed.state.overviewPage(columns: 116))
        for _ in page.targets {
            viewed.press(.enter)
            #expect(viewed.state.list.table.visibleCount > 0, "\(viewed.state.filterText)")
            viewed.press(.escape)
            viewed.state.overviewPane.chosen = nil
        }
        #expect(page.targets.count > 20)
    }

    @Test func everyTargetIsReached() throws {
        var viewed = pane()
        let page = try #require(viewed.state.overviewPage(columns: 76))
        var seen: Set<String> = []
        for _ in page.targets.indices {
            if let chosen = viewed.state.chosenTarget(of: page) { seen.insert(page.targets[chosen].id) }
            #expect(viewed.rows.contains { $0.hasPrefix("│ >") })
            viewed.press(.down)
        }
        #expect(seen.count == page.targets.count)
    }

    /// Images of twelve workloads cannot be pulled, each a trouble of its own; the first one has a long story.
    private static func manyTroubles(_ columns: Int = 80, _ rows: Int = 24) -> Viewed {
        var viewed = Viewed(columns, rows)
        let events = (0..<12).map { number in
            let pod = pod("shop", "w\(number)-7d9f8c6b5d-x2k4b")
            let image = String(repeating: "path/", count: number == 0 ? 70 : 1) + "w\(number):v1"
            return event(
                Int64(number) + 1,
                60,
                "BackOff",
                pod,
                "Back-off pulling image \"\(image)\"",
                count: 30 - number,
                over: 600
            )
        }
        viewed.send(.received(events: events, gaps: []))
        viewed.becomeLive()
        viewed.forward()
        viewed.press(.character("D"))
        return viewed
    }

    @Test func lessImportantTroublesAreShownByEnter() throws {
        var viewed = Self.manyTroubles()
        #expect(viewed.screen.contains("and 7 less important: Enter shows them"))
        for _ in 0..<5 { viewed.press(.down) }
        #expect(viewed.rows.contains { $0.contains("> and 7 less important") })

        viewed.press(.enter)

        #expect(viewed.state.pane != nil)
        let page = try #require(viewed.state.overviewPage(columns: 76))
        #expect(page.targets.count { $0.id.hasPrefix("verdict") } == 12)
        #expect(!viewed.screen.contains("less important"))
        let chosen = try #require(viewed.state.chosenTarget(of: page))
        #expect(page.targets[chosen].id == page.targets[5].id)
    }

    @Test func lessImportantTroublesAreHiddenAgain() throws {
        var viewed = Self.manyTroubles()
        viewed.state.overviewPane.chosen = OverviewPage.moreVerdicts
        viewed.press(.enter)
        viewed.state.overviewPane.chosen = OverviewPage.moreVerdicts

        viewed.press(.enter)

        let page = try #require(viewed.state.overviewPage(columns: 76))
        #expect(page.targets.count { $0.id.hasPrefix("verdict") } == 5)
        #expect(viewed.screen.contains("> and 7 less important"))
    }

    @Test func openedAnewTheOverviewIsShort() {
        var viewed = Self.manyTroubles()
        viewed.state.overviewPane.chosen = OverviewPage.moreVerdicts
        viewed.press(.enter, .escape, .character("D"))

        #expect(viewed.screen.contains("and 7 less important"))
    }

    @Test(arguments: [(24, 2), (40, 4)])
    func longTroubleEndsWithAnEllipsis(rows: Int, lines: Int) throws {
        let viewed = Self.manyTroubles(80, rows)
        let page = try #require(viewed.state.overviewPage(columns: 76))
        let story = page.lines.map(\.text.string).filter { $0.contains("path/path/") }

        // The first line is what stands before the long word.
        #expect(story.count == lines - 1)
        #expect(story.last?.hasSuffix("…") == true)
        #expect(story.last?.hasSuffix(",…") == false)
        #expect(story.allSatisfy { $0.count <= 76 })
    }

    @Test func textHasAllLinesAndTheTrueCount() throws {
        var report = try #require(Self.manyTroubles().state.overviewPane.report)
        report.verdictCount = 250
        let page = OverviewPage(
            report,
            OverviewPage.Facts(tallies: nil, now: Viewed.now, zone: .utc),
            columns: 100
        )

        #expect(page.text(isASCII: false).contains("and 242 less important: -o json tells more"))
        #expect(!page.text(isASCII: false).contains(",\n  and"))
    }

    @Test func floodIsTold() throws {
        var report = try #require(Self.manyTroubles().state.overviewPane.report)
        report.folded = (1...5).map { number in
            OverviewReport.Fold(
                reason: "Reason\(number)",
                kind: .warning,
                times: 28_060 / number,
                events: 1,
                from: Viewed.ago(2400),
                to: Viewed.ago(1200)
            )
        }
        let page = OverviewPage(report, OverviewPage.Facts(tallies: nil, now: Viewed.now, zone: .utc), columns: 200)

        #expect(
            page.text(isASCII: true).contains(
                "flood:   single objects not told apart 05:23 to 05:43: Reason1 (28,060), Reason2 (14,030), Reason3 (9,353) and 2 "
                    + "more; counts of objects and nodes may be too low"
            )
        )
    }

    @Test func timeOfWhichNothingIsKnownIsNotCalledWell() throws {
        var facts = OverviewPage.Facts(tallies: nil, now: Viewed.now, zone: .utc)
        facts.absence = "the recording holds nothing of that time"
        let page = OverviewPage(Overview(now: Viewed.now).report(.hour), facts, columns: 100)

        #expect(page.text(isASCII: true).contains("the recording holds nothing of that time"))
        #expect(!page.text(isASCII: true).contains("nothing stands out"))
    }

    @Test func choiceStaysWhenTheOrderChanges() throws {
        var viewed = pane()
        viewed.press(.character("j"))
        let chosen = viewed.state.overviewPane.chosen

        viewed.receive(
            Self.event(900, 0, "NodeNotReady", ObjectReference(kind: "Node", name: "n-9"), "", type: "Normal")
        )
        viewed.pass(seconds: 2)

        #expect(viewed.state.overviewPane.chosen == chosen)
        #expect(viewed.screen.contains("node n-9: not ready"))
        #expect(viewed.rows.contains { $0.contains("> payments/web-*") })
    }

    @Test func leftAndRightGoBetweenTheLists() throws {
        var viewed = pane(120, 40)
        let page = try #require(viewed.state.overviewPage(columns: 116))
        viewed.state.overviewPane.chosen = page.targets.first { $0.id.hasPrefix("reason") }?.id
        viewed.press(.right)
        #expect(viewed.state.overviewPane.chosen?.hasPrefix("HOT OBJECTS") == true)
        viewed.press(.left)
        #expect(viewed.state.overviewPane.chosen?.hasPrefix("reason") == true)
    }

    @Test(arguments: [
        (["1"], OverviewWindow.quarter), (["]"], .sixHours), (["]", "]"], .day), (["]", "]", "]"], .day),
        (["["], .quarter),
        (["3", "-"], .hour), (["2", "+"], .sixHours),
    ])
    func windowIsChosen(keys: [String], window: OverviewWindow) {
        var viewed = pane()
        for key in keys { viewed.press(.character(Character(key))) }

        #expect(viewed.state.overviewPane.report?.window == window)
        #expect(viewed.screen.contains("Overview: last \(window.rawValue)"))
    }

    @Test func commandOpensItWithATime() {
        var viewed = pane()
        viewed.press(.escape, .character(":"))
        viewed.type("overview 6h")
        viewed.press(.enter)

        #expect(viewed.screen.contains("Overview: last 6h"))
    }

    @Test func emptyOverviewSaysSo() {
        var viewed = Viewed()
        viewed.press(.function(3))

        #expect(viewed.screen.contains("no events in this window"))
        #expect(viewed.screen.contains("nothing stands out"))
        viewed.press(.down, .up, .enter, .escape)
        #expect(viewed.state.pane == nil)
    }

    @Test func firingAlertsAreTold() {
        var viewed = pane()
        let incident = AlertIncident(id: "a", rule: "oom", began: Viewed.now, last: Viewed.now, fired: Viewed.now)
        viewed.send(.alerts(AlertBoard(incidents: [incident])))

        #expect(viewed.screen.contains("alerts:  1 firing (! opens them)"))
    }

    /// The same figures in the header, here and in the alerts' pane.
    @Test(arguments: [(4, 60, "4 firing, 60 low", "alerts 4, 60 low"), (0, 45, "0 firing, 45 low", "alerts 0, 45 low")])
    func alertsOfLowSeverityAreCountedApart(loud: Int, low: Int, words: String, header: String) {
        var viewed = pane(120, 40)
        let incidents = (0..<loud + low).map { number in
            AlertIncident(
                id: "a\(number)",
                rule: "oom",
                severity: number < loud ? .medium : .low,
                began: Viewed.now,
                last: Viewed.now,
                fired: Viewed.now
            )
        }
        viewed.send(.alerts(AlertBoard(incidents: incidents)))
        #expect(viewed.screen.contains("alerts:  \(words) (! opens them)"))
        #expect(viewed.rows[0].contains(header))

        viewed.press(.escape, .character("!"))

        #expect(viewed.rows[1].contains("Alerts: \(words)"))
    }

    /// The overview is fed whether it is open or not, also with what the table has no room for.
    @Test func whatLeftTheTableIsStillCounted() {
        var viewed = Viewed { $0.maximumEvents = 5 }
        viewed.send(.received(events: Self.events, gaps: []))
        viewed.press(.character("D"))

        #expect(viewed.state.overviewPane.report?.counts.total == Self.events.count)
    }

    @Test func recordingEndsWithItsLastEvent() {
        var viewed = Viewed { $0.source = .file }
        var events = Self.events
        for index in events.indices {
            events[index].firstSeen = events[index].firstSeen.advanced(by: .seconds(-86400 * 30))
            events[index].lastSeen = events[index].lastSeen.advanced(by: .seconds(-86400 * 30))
            events[index].received = events[index].lastSeen
        }
        viewed.send(.received(events: events, gaps: []))
        viewed.send(.ticked(Viewed.now.advanced(by: .seconds(60))))
        viewed.press(.character("D"))
        #expect(viewed.screen.contains("node cn-hz.10.0.3.12: not ready"))

        viewed.press(.character("j"), .enter)

        #expect(viewed.state.list.table.visibleCount == 6)
    }

    @Test func helpGivesTheOverviewBack() {
        for key in [Key.escape, .character("q"), .character("?"), .control("c")] {
            var viewed = pane()
            let screen = viewed.screen
            viewed.press(.character("?"))
            #expect(viewed.screen.contains("OVERVIEW"))

            viewed.press(key)

            #expect(viewed.screen == screen, "\(key)")
        }
    }

    @Test(arguments: [
        (5, 0, "+5"), (0, 0, "+-0%"), (10, 10, "+-0%"), (12, 10, "+20%"), (5, 10, "-50%"), (200, 10, "20x"),
    ])
    func comparisonIsShort(now: Int, then: Int, text: String) {
        #expect(OverviewTallies.comparison(now, then) == text)
    }

    @Test func sparklineCondensesFromItsEnd() {
        #expect(Sparkline(values: [1, 2, 3, 4, 5]).condensed(to: 3).values == [1, 5, 9])
        #expect(Sparkline(values: [1, 2]).condensed(to: 3).values == [1, 2])
        #expect(Sparkline(values: []).condensed(to: 0).values.isEmpty)
    }
}
