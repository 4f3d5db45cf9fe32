import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct MouseTests {
    @Test func mTurnsTheMouseOnAndOff() {
        var viewed = Viewed.busy()

        viewed.press(.character("M"))
        #expect(viewed.effects == [.setMouse(true)])
        #expect(viewed.rows.last?.contains("Shift and drag selects text") == true)
        viewed.press(.function(2))

        #expect(viewed.effects == [.setMouse(true), .setMouse(false)])
    }

    @Test func aClickSelectsTheRowAndASecondOneOpensIt() {
        var viewed = Viewed.busy(80, 24)
        let table = ScreenLayout(viewed.state).table

        viewed.click(20, table.row + 5)
        #expect(viewed.state.list.cursor == 5)
        #expect(viewed.state.detail == nil)
        viewed.click(30, table.row + 5)

        #expect(viewed.state.detail != nil)
    }

    @Test func slowClicksDoNotOpen() {
        var viewed = Viewed.busy(80, 24)
        let table = ScreenLayout(viewed.state).table

        viewed.click(20, table.row + 5)
        viewed.pass(seconds: 1)
        viewed.click(20, table.row + 5)

        #expect(viewed.state.detail == nil)
    }

    @Test func rowsBelowAGapAreHitWhereTheyAre() {
        var viewed = Viewed.incident(80, 24)
        let gap = Gap(reason: .expired, from: Viewed.ago(60), to: Viewed.ago(20))
        viewed.send(.received(events: [], gaps: [StreamGap(stream: .all, gap: gap)]))
        let table = ScreenLayout(viewed.state).table
        let line = viewed.rows.firstIndex { $0.contains("gap ") } ?? 0

        #expect(viewed.state.part(at: Position(column: 9, row: line)) == .table)
        #expect(viewed.state.part(at: Position(column: 9, row: line + 1)) == .row(line - table.row))
    }

    @Test func theWheelScrollsWhatIsUnderIt() {
        var viewed = Viewed.busy(120, 40)
        viewed.press(.tab, .tab)
        let layout = ScreenLayout(viewed.state)
        let down = { (column: Int, row: Int) in
            Key.mouse(MouseEvent(.wheelDown, at: Position(column: column, row: row)))
        }

        viewed.press(down(60, layout.table.row + 3))
        #expect(viewed.state.list.cursor == 3)
        viewed.press(down(60, layout.histogram?.row ?? 0))
        #expect(viewed.state.histogramWindow.secondsPerColumn == 30)
        viewed.state.facetPanel.expanded = [.namespace, .node]
        viewed.press(down(3, layout.table.row + 3))
        #expect(viewed.state.facetPanel.offset == 3)
        #expect(viewed.state.list.cursor == 3)
    }

    @Test func aClickOnATitleSortsAndAnotherTurnsItRound() throws {
        var viewed = Viewed.busy(120, 40)
        let titles = ScreenLayout(viewed.state).titles
        let row = viewed.rows[titles]
        let column = row.distance(from: row.startIndex, to: try #require(row.firstRange(of: "REASON")).lowerBound)

        viewed.click(column, titles)
        #expect(viewed.state.list.table.order == GroupOrder(.reason))
        viewed.click(column + 2, titles)

        #expect(viewed.state.list.table.order == GroupOrder(.reason, isInverted: true))
    }

    @Test func aClickOnAFacetIncludesAndTheRightButtonExcludes() {
        var viewed = Viewed.busy(200, 60)
        let row = viewed.rows.firstIndex { $0.hasPrefix(" 2 payments") } ?? 0

        viewed.click(6, row)
        #expect(viewed.state.filterText == "ns:payments")
        viewed.click(6, row)
        #expect(viewed.state.filterText == "")
        viewed.click(6, row, .right)

        #expect(viewed.state.filterText == "!ns:payments")
        #expect(viewed.state.focus == .list)
    }

    @Test func draggingOverTheHistogramFiltersToARange() throws {
        var viewed = Viewed.busy(120, 40)
        let plot = try #require(viewed.state.histogramGeometry).plot
        let window = viewed.state.histogramWindow
        let at = { (column: Int) in Position(column: plot.column + column, row: plot.row + 1) }

        viewed.press(
            .mouse(MouseEvent(.press(.left), at: at(60))),
            .mouse(MouseEvent(.drag(.left), at: at(55))),
            .mouse(MouseEvent(.drag(.left), at: at(50))),
            .mouse(MouseEvent(.release(.left), at: at(50)))
        )

        let range = try #require(viewed.state.filters.current.range)
        #expect(range == window.time(of: 50).lowerBound..<window.time(of: 60).upperBound)
    }

    @Test func aClickOnTheHistogramSetsTheCursorOnly() throws {
        var viewed = Viewed.busy(120, 40)
        let plot = try #require(viewed.state.histogramGeometry).plot
        let time = viewed.state.histogramWindow.time(of: 7)

        viewed.click(plot.column + 7, plot.row)

        #expect(viewed.state.chosenTime == time)
        #expect(viewed.state.filters.current.range == nil)
    }

    @Test func theMouseIsDeafWhileAQuestionIsOpen() {
        var viewed = Viewed.busy(80, 24)
        viewed.press(.character("q"))
        let before = viewed.state.list.cursor

        viewed.click(20, 10)

        #expect(viewed.state.list.cursor == before)
        #expect(viewed.state.dialog == .quit)
    }

    @Test(arguments: [(1, 1), (60, 12), (80, 24), (120, 40), (200, 60)])
    func everyCellCanBeHit(columns: Int, rows: Int) async {
        var viewed = Viewed.busy(columns, rows)
        let events: [MouseEvent.Action] = [.press(.left), .drag(.left), .release(.left), .press(.right), .wheelDown]
        for row in -1...rows {
            await Task.yield()
            for column in stride(from: -1 - row % 2, through: columns, by: 7) {
                for action in events {
                    viewed.press(.mouse(MouseEvent(action, at: Position(column: column, row: row))))
                }
            }
        }

        #expect(render(viewed.state).isSound)
    }
}
