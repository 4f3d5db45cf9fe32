import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct IncidentTicksTests {
    /// Ten columns of ten seconds; the last holds now.
    private let window = Histogram.Window(secondsPerColumn: 10, columns: 10, end: Viewed.now)

    private func marks(_ incidents: AlertIncident...) -> [Int: IncidentTicks.Mark] {
        var ticks = IncidentTicks()
        ticks.take(incidents)
        ticks.settle(in: window)
        return ticks.marks
    }

    private func incident(_ severity: AlertSeverity, fired: Int64, over: Int64? = nil) -> AlertIncident {
        Alarms.incident("i-\(fired)", "rule", severity, fired) { $0.resolved = over.map { Viewed.ago($0) } }
    }

    // MARK: Columns

    @Test func whatFiredAndWhatIsOverHaveTheirColumns() {
        // Now is in the middle of its column: 14:03:27.
        #expect(marks(incident(.medium, fired: 27, over: 7)) == [7: .fired, 9: .over])
        #expect(marks(incident(.high, fired: 28)) == [6: .firedHigh])
    }

    @Test func whatLiesOutsideTheWindowHasNone() {
        let first = window.start
        #expect(marks(incident(.high, fired: Viewed.now.since(first).components.seconds)) == [0: .firedHigh])
        #expect(marks(incident(.high, fired: Viewed.now.since(first).components.seconds + 1)) == [:])
        #expect(marks(incident(.high, fired: -3)) == [:])
        #expect(marks() == [:])
    }

    @Test func lowSeverityHasNone() {
        #expect(marks(incident(.low, fired: 27, over: 7)) == [:])
    }

    @Test func theMostSevereOfAColumnIsSeen() {
        let over = incident(.medium, fired: 3000, over: 5)
        let medium = incident(.medium, fired: 6)
        let high = incident(.high, fired: 4)
        #expect(marks(medium, high, over) == [9: .firedHigh])
        #expect(marks(over, medium) == [9: .fired])
        #expect(marks(over) == [9: .over])
    }

    @Test func anotherWindowOrAnotherBoardLaysThemAnew() {
        var ticks = IncidentTicks()
        ticks.take([incident(.medium, fired: 27)])
        ticks.settle(in: window)
        let later = Viewed.now.advanced(by: .seconds(20))
        ticks.settle(in: Histogram.Window(secondsPerColumn: 10, columns: 10, end: later))
        #expect(ticks.marks == [5: .fired])
        ticks.take([])
        ticks.settle(in: window)
        #expect(ticks.marks == [:])
    }

    // MARK: On the screen

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func theStripMarksThemInItsFirstRowAndKeepsItsHeight(columns: Int, rows: Int) throws {
        let without = Viewed.incident(columns, rows)
        var viewed = Alarms.viewed(columns, rows, AlertBoard(incidents: [Alarms.known], rules: Alarms.rules))

        let geometry = try #require(viewed.state.histogramGeometry)
        #expect(geometry == without.state.histogramGeometry)
        let column = geometry.plot.column + viewed.state.histogramWindow.index(of: Alarms.known.fired)
        let (before, after) = (render(without.state), render(viewed.state))
        #expect(after[column, geometry.plot.row].glyph.base == "!")
        #expect(before[column, geometry.plot.row].glyph.base != "!")
        viewed.send(.alerts(AlertBoard()))
        #expect(render(viewed.state)[column, geometry.plot.row] == before[column, geometry.plot.row])
    }

    @Test func inASingleRowARunOfMarksLeavesTheBarsBehindItsFirst() throws {
        var viewed = Viewed.incident(80, 24)
        let seconds = viewed.state.histogramWindow.secondsPerColumn
        let incidents = (1...4).map { Alarms.incident("i-\($0)", "rule", .medium, Int64($0) * seconds) }
        let bars = viewed.rows[2]
        viewed.send(.alerts(AlertBoard(incidents: incidents)))
        #expect(viewed.state.incidentTicks.marks.count == 4)
        #expect(viewed.rows[2].count { $0 == "!" } == 1)
        let high = Alarms.incident("i-5", "rule", .high, seconds)
        viewed.send(.alerts(AlertBoard(incidents: incidents + [high])))
        #expect(viewed.rows[2].count { $0 == "!" } == 2)
        #expect(zip(bars, viewed.rows[2]).count { $0 != $1 } == 2)
    }

    @Test func theWholeScreenMarksTheAxisAndSaysWhatTheMarksMean() throws {
        var viewed = Alarms.viewed(120, 40)
        viewed.press(.character("i"))
        let axis = try #require(viewed.state.histogramGeometry?.axis)
        #expect(viewed.rows[axis].count { $0 == "!" } == 3)
        #expect(viewed.rows[2].contains("! alert fired  ○ over"))
        viewed.send(.alerts(AlertBoard()))
        #expect(!viewed.rows[axis].contains("!"))
        #expect(!viewed.rows[2].contains("alert fired"))
    }

    @Test func theChosenTimeTellsWhatFiredInIt() {
        var viewed = Alarms.viewed(120, 40)
        viewed.press(.character("i"))
        while viewed.state.histogram.cursor.map({ $0 > Alarms.down.fired }) ?? true { viewed.press(.character("{")) }
        #expect(viewed.screen.contains("! node-down node cn-hz.10.0.3.12"))
        viewed.press(.character("{"))
        #expect(!viewed.screen.contains("! node-down"))
    }

    @Test func plainCharactersSayTheSame() throws {
        var board = Alarms.board
        board.incidents[0].resolved = Viewed.ago(20)
        var viewed = Alarms.viewed(120, 40, board)
        viewed.state.configuration.isASCII = true
        viewed.press(.character("i"))
        #expect(viewed.rows[2].contains("! alert fired  o over"))
    }

    @Test func whatTheLogstoreShowsHasNone() throws {
        var viewed = Alarms.viewed(120, 40)
        viewed.press(.character(":"), .paste("sls *"), .enter)
        let geometry = try #require(viewed.state.histogramGeometry)
        #expect(viewed.state.logstore != nil)
        #expect(!viewed.rows[geometry.plot.row].contains("!"))
    }
}
