import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct AlertLineTests {
    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func theLine(columns: Int, rows: Int) throws {
        try expectGolden(Alarms.viewed(columns, rows), "alert-line-\(columns)x\(rows)")
    }

    private func line(_ viewed: Viewed) -> String? { viewed.rows.first { $0.hasPrefix(" ALERT ") } }

    @Test func theMostSevereComesFirst() {
        let viewed = Alarms.viewed(120, 40)
        #expect(line(viewed)?.contains("ALERT node-down: NodeNotReady  node cn-hz.10.0.3.12  +1 more") == true)
        #expect(viewed.rows[0].contains(" alerts 2, 1 low "))
    }

    @Test func occurrencesAndTheirTimeAreTold() {
        let viewed = Alarms.viewed(120, 40, AlertBoard(incidents: [Alarms.scheduling]))
        #expect(line(viewed)?.contains("no-resource: 58 FailedScheduling in 2m54s  ml/Pod/train-gpu-0") == true)
    }

    @Test(arguments: [AlertIncident.State.acknowledged, .snoozed, .resolved])
    func itGoesWhenAPersonKnowsOrItIsOver(state: AlertIncident.State) {
        var viewed = Alarms.viewed(80, 24, AlertBoard(incidents: [Alarms.down]))
        #expect(line(viewed) != nil)
        var incident = Alarms.down
        incident.state = state
        viewed.send(.alerts(AlertBoard(incidents: [incident])))
        #expect(line(viewed) == nil)
    }

    @Test func whatIsOverIsTold() {
        var viewed = Alarms.viewed(120, 40, AlertBoard(incidents: [Alarms.down]))
        var incident = Alarms.down
        incident.state = .resolved
        incident.resolved = Alarms.down.began.advanced(by: .seconds(360))
        viewed.send(.alerts(AlertBoard(incidents: [incident])))
        #expect(viewed.state.notice?.text == "resolved: node-down node cn-hz.10.0.3.12 after 6m")
    }

    @Test func whatAnswersAKeyIsNotCoveredByIt() {
        var viewed = Alarms.viewed(120, 40, AlertBoard(incidents: [Alarms.down]))
        viewed.send(.notice("saved 3 events"))
        var incident = Alarms.down
        incident.state = .resolved
        viewed.send(.alerts(AlertBoard(incidents: [incident])))
        #expect(viewed.state.notice?.text == "saved 3 events")
    }

    @Test func lowSeverityIsSilent() {
        let viewed = Alarms.viewed(80, 24, AlertBoard(incidents: [Alarms.quiet]))
        #expect(line(viewed) == nil)
        #expect(viewed.rows[0].contains("alerts 0, 1 low"))
    }

    @Test func lowScreensTellInTheHeaderOnly() {
        let viewed = Alarms.viewed(80, 15)
        #expect(line(viewed) == nil)
        #expect(viewed.rows[0].contains("alerts 2"))
    }

    @Test func aScreenThatIsTooSmallTellsToo() {
        #expect(Alarms.viewed(50, 10).rows[0].contains("alerts 2"))
    }

    @Test func theTableKeepsItsRows() {
        for rows in 12...70 {
            for detail in [DetailPlace?.none, .below] {
                var wishes = ScreenLayout.Wishes(hasAlert: true)
                wishes.detail = detail
                let size = Size(columns: 100, rows: rows)
                let layout = ScreenLayout(size, wishes)
                wishes.hasAlert = false
                let without = ScreenLayout(size, wishes)
                #expect((layout.alert != nil) == (rows >= 16))
                #expect(layout.table.rows >= min(8, without.table.rows) - (detail == nil ? 0 : 1), "\(rows)")
                #expect((layout.detail == layout.middle) == (without.detail == without.middle), "\(rows)")
                if let alert = layout.alert { #expect(alert == layout.bar - 1) }
            }
        }
    }

    @Test func panesLeaveItRoom() {
        var viewed = Alarms.viewed(80, 24)
        viewed.press(.character("?"))
        #expect(line(viewed) != nil)
        viewed.press(.escape, .character("!"))
        #expect(line(viewed) == nil)
    }

    // MARK: The bell

    private func ringing(_ calm: Bool = false) -> Viewed {
        Viewed {
            $0.preferences.ringsBell = true
            $0.preferences.isCalm = calm
        }
    }

    private func fresh(_ id: String, _ change: (inout AlertIncident) -> Void = { _ in }) -> AlertIncident {
        Alarms.incident(id, "node-down", .medium, 0, change)
    }

    @Test func somethingNewRingsOnce() {
        var viewed = ringing()
        viewed.send(.alerts(AlertBoard(incidents: [fresh("a")])), .alerts(AlertBoard(incidents: [fresh("a")])))
        #expect(viewed.effects == [.ring])
    }

    @Test func theBellPausesForFiveSeconds() {
        var viewed = ringing()
        viewed.send(.alerts(AlertBoard(incidents: [fresh("a")])))
        viewed.pass(seconds: 4)
        viewed.send(.alerts(AlertBoard(incidents: [fresh("b"), fresh("a")])))
        #expect(viewed.effects == [.ring])
        viewed.pass(seconds: 1)
        viewed.send(.alerts(AlertBoard(incidents: [fresh("c"), fresh("b"), fresh("a")])))
        #expect(viewed.effects == [.ring, .ring])
    }

    @Test func whatAFormerRunToldIsSilent() {
        var viewed = ringing()
        viewed.send(.alerts(AlertBoard(incidents: [fresh("a") { $0.fired = Viewed.ago(1) }])))
        #expect(viewed.effects.isEmpty)
    }

    @Test func lateLowAndUnwantedAreSilent() {
        var viewed = ringing()
        viewed.send(
            .alerts(AlertBoard(incidents: [fresh("a") { $0.isLate = true }, fresh("b") { $0.severity = .low }]))
        )
        #expect(viewed.effects.isEmpty)
        var silent = Viewed()
        silent.send(.alerts(AlertBoard(incidents: [fresh("a")])))
        #expect(silent.effects.isEmpty)
    }

    @Test func whatWasSnoozedRingsAgainAndWhatWasReopenedDoesNot() {
        for (state, effects) in [(AlertIncident.State.snoozed, [Effect.ring]), (.acknowledged, [])] {
            var viewed = ringing()
            viewed.send(.alerts(AlertBoard(incidents: [fresh("a") { $0.state = state }])))
            viewed.pass(seconds: 60)
            viewed.send(.alerts(AlertBoard(incidents: [fresh("a")])))
            #expect(viewed.effects == effects)
        }
    }
}
