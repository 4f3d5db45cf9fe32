import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct AlertsPaneTests {
    private func pane(_ columns: Int = 120, _ rows: Int = 40, _ board: AlertBoard = Alarms.board) -> Viewed {
        var viewed = Alarms.viewed(columns, rows, board)
        viewed.press(.character("!"))
        return viewed
    }

    @Test(arguments: [(60, 12), (80, 24), (120, 40), (200, 60)])
    func theIncidents(columns: Int, rows: Int) throws {
        try expectGolden(pane(columns, rows), "alerts-\(columns)x\(rows)")
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func theRules(columns: Int, rows: Int) throws {
        var viewed = pane(columns, rows)
        viewed.press(.tab, .character("j"))
        try expectGolden(viewed, "alert-rules-\(columns)x\(rows)")
    }

    @Test func itOpensByEveryKeyAndCommand() {
        for keys in [[Key.character("!")], [.function(7)], [.character(":"), .paste("alerts"), .enter]] {
            var viewed = Alarms.viewed()
            for key in keys { viewed.press(key) }
            #expect(viewed.screen.contains("Alerts: 2 firing, 1 low, 1 acked, 1 over"))
            viewed.press(.escape)
            #expect(viewed.state.pane == nil)
        }
        var viewed = Alarms.viewed()
        viewed.press(.character(":"), .paste("alerts rules"), .enter)
        #expect(viewed.screen.contains("CONDITION"))
    }

    @Test func anUnknownPageIsRefused() {
        var viewed = Alarms.viewed()
        viewed.press(.character(":"), .paste("alerts hooks"), .enter)
        #expect(viewed.screen.contains("unknown page \"hooks\"; one of incidents rules"))
    }

    @Test func whatFiresWhileItIsOpenMovesNoCursor() {
        var viewed = pane(120, 40, AlertBoard(incidents: [Alarms.scheduling], rules: Alarms.rules))
        viewed.send(.alerts(AlertBoard(incidents: [Alarms.down, Alarms.scheduling], rules: Alarms.rules)))
        #expect(viewed.state.selectedIncident?.id == Alarms.scheduling.id)
    }

    // MARK: Empty

    @Test func withoutIncidentsItTellsWhoWatches() {
        let viewed = pane(80, 24, AlertBoard(rules: Alarms.rules))
        #expect(viewed.screen.contains("No incident in the last day; 4 rules watch."))
    }

    @Test func withoutRulesItTellsWhereToLook() {
        var viewed = pane(80, 24, AlertBoard())
        #expect(viewed.screen.contains("No rules are on: see `eventer rules`."))
        viewed.press(.character("a"), .enter, .tab, .enter, .character("c"), .character("j"), .character("G"))
        #expect(viewed.effects.allSatisfy { if case .alert = $0 { false } else { true } })
        #expect(viewed.screen.contains("No rules are on: see `eventer rules`."))
    }

    @Test func problemsStandAboveAll() {
        var board = Alarms.board
        board.problems = (1...5).map { "hook \($0): exit 1" }
        let viewed = pane(80, 24, board)
        #expect(viewed.rows[2].contains("! hook 1: exit 1"))
        #expect(viewed.rows[4].contains("! and 3 more"))
        #expect(viewed.rows[5].contains("STATE"))
    }

    // MARK: Orders

    @Test func acknowledgingGivesAnOrderForTheOneUnderTheCursor() {
        var viewed = pane()
        viewed.press(.character("j"), .character("j"), .character("a"))
        #expect(viewed.effects.last == .alert(AlertOrder(id: "no-resource-1", wish: .acknowledge)))
    }

    @Test func theCursorStaysOnItsIncident() {
        var viewed = pane()
        viewed.press(.character("j"), .character("j"))
        var board = Alarms.board
        board.incidents.insert(Alarms.incident("new-1", "node-restart", .high, 1), at: 0)
        viewed.send(.alerts(board))
        viewed.press(.character("a"))
        #expect(viewed.effects.last == .alert(AlertOrder(id: "no-resource-1", wish: .acknowledge)))
    }

    @Test func whatIsOverTakesNoOrder() {
        var viewed = pane()
        viewed.press(.character("G"), .character("a"), .character("z"), .character("u"))
        #expect(!viewed.effects.contains { if case .alert = $0 { true } else { false } })
        #expect(viewed.state.notice?.text == "it is over already")
    }

    @Test func anAcknowledgementIsTakenBackOnceOnly() {
        var viewed = pane()
        viewed.press(.character("u"))
        #expect(viewed.state.notice?.text == "nothing to take back: it is firing")
        viewed.press(.character("j"), .character("j"), .character("j"), .character("u"))
        #expect(viewed.effects.last == .alert(AlertOrder(id: "image-1", wish: .reopen)))
    }

    @Test func snoozingAsksForHowLong() {
        var viewed = pane()
        viewed.press(.character("z"), .down, .enter)
        let until = Viewed.now.advanced(by: .seconds(3600))
        #expect(viewed.effects.last == .alert(AlertOrder(id: "node-down-1", wish: .snooze(until: until))))
    }

    @Test func tomorrowIsThatOfTheZone() {
        var viewed = pane()
        viewed.press(.character("z"), .end, .enter)
        // 14:03 in +08:00 is 06:03 in UTC: the next nine o'clock there is at one in UTC.
        let until = Timestamp(rfc3339: "2026-11-23T01:00:00Z") ?? Viewed.now
        #expect(viewed.effects.last == .alert(AlertOrder(id: "node-down-1", wish: .snooze(until: until))))
    }

    @Test func copyingGivesOneLine() {
        var viewed = pane()
        viewed.press(.character("c"))
        let line =
            "2026-11-22T06:02:43Z   FIRING   high   node-down   node cn-hz.10.0.3.12   x1   1 in 6m, at least 1   "
            + "Node cn-hz.10.0.3.12 status is now: NodeNotReady"
        #expect(viewed.effects.last == .copy(line))
    }

    // MARK: Its events

    @Test func enterShowsItsEventsAndEscGoesBack() {
        var viewed = Alarms.viewed(120, 40)
        viewed.press(.character("/"), .paste("ns:payments"), .enter, .character("!"), .enter)
        #expect(viewed.state.pane == nil)
        #expect(viewed.state.filterText == "reason:NodeNotReady node:cn-hz.10.0.3.12")
        #expect(viewed.objects == ["[cn-hz.10.0.3.12]"])
        #expect(viewed.state.notice?.text.contains("Esc goes back; events of node-down node cn-hz.10.0.3.12") == true)
        viewed.press(.escape)
        #expect(viewed.state.filterText == "ns:payments")
        #expect(viewed.state.pane?.content == .alerts)
        viewed.press(.escape, .escape)
        #expect(viewed.state.filterText.isEmpty)
        #expect(viewed.state.pane == nil)
    }

    @Test func escFromAnotherFilterOpensNothing() {
        var viewed = pane()
        viewed.press(.enter)
        viewed.press(.character("w"), .escape)
        #expect(viewed.state.pane == nil)
        viewed.press(.escape)
        #expect(viewed.state.pane?.content == .alerts)
    }

    @Test func rulesOfferNothingThatOnlyIncidentsTake() {
        var viewed = pane(160)
        #expect(viewed.rows.last?.contains("a acknowledge") == true)
        viewed.press(.tab)
        #expect(viewed.rows.last?.contains("acknowledge") == false)
        #expect(viewed.rows.last?.contains("snooze") == false)
    }

    @Test func enterEndsAnOpenDetail() {
        var viewed = Alarms.viewed(120, 40)
        viewed.press(.character("o"), .character("!"), .enter)
        #expect(viewed.state.detail == nil)
        #expect(viewed.effects.last == .endTimeline)
    }

    @Test func whatTheWindowHidesIsSaid() {
        var viewed = pane()
        viewed.press(.escape)
        viewed.press(.character(":"), .paste("since 15m"), .enter)
        viewed.press(.character("!"), .character("G"), .enter)
        #expect(viewed.state.notice == nil || viewed.state.notice?.text.contains("tells of no filter") == true)
        var board = Alarms.board
        board.incidents[4].filter = "reason:PodOOMKilling"
        viewed.send(.alerts(board))
        viewed.press(.character("G"), .enter)
        #expect(viewed.state.notice?.text.contains("older than the window of 15m: :since off") == true)
    }

    @Test func whatLeftTheMemoryIsSaid() {
        var viewed = Viewed(120, 40)
        viewed.becomeLive()
        viewed.receive(
            .sample(1) {
                $0.lastSeen = Viewed.ago(5); $0.firstSeen = Viewed.ago(5); $0.received = Viewed.ago(5)
            }
        )
        viewed.send(.alerts(Alarms.board))
        viewed.press(.character("!"), .enter)
        #expect(viewed.state.notice?.text.contains(":since 1h reads the journal") == true)
    }

    @Test func aFilterThatCannotBeReadKeepsThePane() {
        var board = Alarms.board
        board.incidents[0].filter = "reason:(("
        var viewed = pane(120, 40, board)
        viewed.press(.enter)
        #expect(viewed.state.pane != nil)
        #expect(viewed.state.notice?.text.hasPrefix("its filter cannot be read: ") == true)
    }

    @Test func enterOnARuleShowsWhatItCounts() {
        var viewed = pane()
        viewed.press(.tab, .character("j"), .enter)
        #expect(viewed.state.filterText == "reason:NodeNotReady")
        #expect(viewed.state.pane == nil)
    }

    // MARK: Moving

    @Test func theCursorIsAlwaysSeen() {
        var board = Alarms.board
        board.incidents = (0..<100).map { Alarms.incident("i-\($0)", "rule-\($0)", .medium, $0 * 60) }
        for (columns, rows) in [(60, 12), (80, 24), (200, 60)] {
            var viewed = pane(columns, rows, board)
            for key in [Key.character("G"), .control("u"), .pageUp, .character("k"), .character("g"), .pageDown] {
                viewed.press(key)
                let name = viewed.state.selectedIncident?.rule ?? "?"
                #expect(viewed.rows.contains { $0.contains("> FIRING") && $0.contains(name) }, "\(columns) \(key)")
            }
        }
    }

    @Test func findGoesToTheIncident() {
        var viewed = pane()
        viewed.press(.character("/"), .paste("train-gpu"), .enter)
        #expect(viewed.state.selectedIncident?.id == "no-resource-1")
        viewed.press(.escape)
        #expect(viewed.state.pane != nil)
    }

    @Test func severalClustersHaveAColumn() {
        var viewed = Viewed(120, 40) { $0.clusters = ["prod-hz", "prod-sh"] }
        var board = Alarms.board
        board.incidents[0].cluster = "prod-sh"
        viewed.send(.alerts(board))
        viewed.press(.character("!"), .character("a"))
        #expect(viewed.screen.contains("CLUSTER"))
        #expect(viewed.effects.last == .alert(AlertOrder(id: "node-down-1", cluster: "prod-sh", wish: .acknowledge)))
    }
}
