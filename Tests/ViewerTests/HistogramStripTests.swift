import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct HistogramStripTests {
    // MARK: Screens

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func theStripFitsTheScreen(columns: Int, rows: Int) throws {
        var viewed = Viewed.busy(columns, rows) { $0.label = "DEMO" }
        viewed.press(.character("{"), .character("{"))
        try expectGolden(viewed, "histogram-\(columns)x\(rows)")
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func theWholeScreenHasAxesAndReasons(columns: Int, rows: Int) throws {
        var viewed = Viewed.busy(columns, rows)
        viewed.press(.character("i"), .character("Z"))
        for _ in 0..<11 { viewed.press(.character("{")) }
        try expectGolden(viewed, "histogram-whole-\(columns)x\(rows)")
    }

    @Test func inASCII() throws {
        try expectGolden(.busy(120, 40) { $0.isASCII = true }, "histogram-ascii")
    }

    // MARK: Axis

    @Test(
        arguments: [
            (0, 4, 1), (1, 4, 1), (4, 4, 1), (5, 4, 2), (9, 4, 3), (37, 4, 10), (41, 4, 12), (128, 4, 40), (64, 2, 40),
            (99, 1, 100), (101, 1, 120), (1_000_000, 1, 1_000_000), (1_000_001, 1, 1_200_000), (Int.max, 1, Int.max),
        ]
    )
    func aRowStandsForARoundNumber(maximum: Int, rows: Int, unit: Int) {
        let scale = HistogramScale(maximum: maximum, rows: rows)

        #expect(scale.unit == unit)
        #expect(scale.number(atTopOf: rows - 1) >= maximum)
    }

    @Test func barsRiseByEighthsAndTheLeastCanBeSeen() {
        let scale = HistogramScale(maximum: 20, rows: 2)
        #expect(scale.unit == 10)

        #expect([0, 1, 5, 10, 16, 20].map { scale.eighths($0, row: 0) } == [0, 1, 4, 8, 8, 8])
        #expect([0, 1, 5, 10, 16, 20].map { scale.eighths($0, row: 1) } == [0, 0, 0, 0, 5, 8])
        #expect(HistogramScale(maximum: Int.max, rows: 3).eighths(1, row: 0) == 1)
        #expect(HistogramScale(maximum: Int.max, rows: 3).eighths(.max, row: 2) <= 8)
    }

    @Test(arguments: [(80, 1), (120, 3), (200, 5), (60, 1)], [false, true])
    func theGeometryHasARoomForEverything(size: (Int, Int), isWhole: Bool) {
        let area = Rectangle(column: 0, row: 2, columns: size.0, rows: isWhole ? 20 : size.1)
        let geometry = HistogramGeometry(area, isWhole: isWhole)

        #expect(geometry.plot.column + geometry.plot.columns + geometry.legend.columns <= area.columns)
        #expect(geometry.plot.row + geometry.plot.rows <= area.row + area.rows)
        #expect(geometry.plot.columns >= size.0 / 2)
        #expect((geometry.summary ?? 0) < area.row + area.rows)
    }

    @Test(arguments: 0..<20)
    func theStripHoldsAllThatOccurredWhenItCoversAllTime(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var viewed = Viewed(Int.random(in: 60...200, using: &random), 40)
        for version in 1...80 {
            viewed.receive(
                .sample(Int64(version), uid: "u\(Int.random(in: 0..<30, using: &random))") {
                    $0.type = Bool.random(using: &random) ? "Warning" : "Normal"
                    $0.count = 3 * version
                    $0.received = Viewed.ago(Int64.random(in: 0..<600, using: &random))
                    $0.lastSeen = $0.received
                    $0.firstSeen = Viewed.ago(Int64.random(in: 600..<3000, using: &random))
                }
            )
            if version % 20 == 0 {
                viewed.press(.character(["z", "Z", "=", "{"].randomElement(using: &random) ?? "z"))
            }
        }
        viewed.press(.escape, .character("F"))
        while viewed.state.histogramWindow.secondsPerColumn < 3600 { viewed.press(.character("Z")) }

        let columns = viewed.state.list.table.histogram.columns
        let totals = viewed.state.list.table.totals
        #expect(columns.reduce(0) { $0 + $1.warnings + $1.others } == totals.occurrences)
        viewed.press(.character("w"))
        let warnings = viewed.state.list.table.histogram.columns.reduce(0) { $0 + $1.warnings }
        #expect(warnings == viewed.state.list.table.totals.occurrences)
        #expect(viewed.state.list.table.histogram.columns.allSatisfy { $0.others == 0 })
    }

    // MARK: Zoom

    @Test func zoomGoesThroughAllStepsAndStopsAtTheEnds() {
        var viewed = Viewed.busy(120, 40)
        #expect(viewed.state.histogramWindow.secondsPerColumn == 10)

        var seen: [Int64] = []
        for _ in 0..<4 {
            viewed.press(.character("z"))
            seen.append(viewed.state.histogramWindow.secondsPerColumn)
        }
        #expect(seen == [5, 1, 1, 1])
        for _ in 0..<12 { viewed.press(.character("Z")) }

        #expect(viewed.state.histogramWindow.secondsPerColumn == 3600)
        #expect(viewed.rows.last?.contains("no longer ones") == true)
    }

    @Test func zoomKeepsTheCursorInPlace() {
        var viewed = Viewed.busy(120, 40)
        for _ in 0..<40 { viewed.press(.character("{")) }
        let before = viewed.state.histogramWindow.index(of: viewed.state.histogram.cursor ?? Viewed.now)
        let time = viewed.state.histogram.cursor ?? Viewed.now

        viewed.press(.character("z"))

        let cursor = viewed.state.histogram.cursor ?? Viewed.now
        #expect(viewed.state.histogramWindow.index(of: cursor) == before)
        #expect(cursor <= time && time.since(cursor) < .seconds(5))
    }

    // MARK: Cursor

    @Test func theStripFollowsTheClockUntilTheCursorHoldsIt() {
        var viewed = Viewed.busy(120, 40)
        let first = viewed.state.histogramWindow.end

        viewed.pass(seconds: 30)
        #expect(viewed.state.histogramWindow.end.since(first) == .seconds(30))
        viewed.press(.character("{"))
        let held = viewed.state.histogramWindow.end
        viewed.pass(seconds: 60)
        #expect(viewed.state.histogramWindow.end == held)
        viewed.press(.character("F"))

        #expect(viewed.state.histogramWindow.end > held)
        #expect(viewed.state.histogram.cursor == nil)
    }

    @Test func pastTheFirstColumnTheStripGoesBackInTime() {
        var viewed = Viewed.busy(120, 40)
        let window = viewed.state.histogramWindow

        for _ in 0...window.columns { viewed.press(.character("{")) }

        #expect(viewed.state.histogramWindow.start < window.start)
        let cursor = viewed.state.histogram.cursor ?? Viewed.now
        #expect(cursor == window.start.advanced(by: .seconds(-20)))
        #expect((0..<window.columns).contains(viewed.state.histogramWindow.index(of: cursor)))
        for _ in 0..<2 * window.columns { viewed.press(.character("}")) }
        #expect(viewed.state.histogramWindow.end == window.end)
        #expect(viewed.state.histogram.cursor == window.time(of: window.columns - 1).lowerBound)
    }

    @Test func enterFiltersToTheColumnAndEscUndoesIt() throws {
        var viewed = Viewed.busy(120, 40)
        let all = viewed.state.list.table.visibleCount
        while (viewed.state.histogram.cursor ?? Viewed.now) > Viewed.ago(300) { viewed.press(.character("{")) }
        let time = try #require(viewed.state.chosenTime)
        let place = viewed.state.histogramWindow.index(of: time.lowerBound)
        let column = viewed.state.list.table.histogram.columns[place]

        viewed.press(.enter)

        #expect(viewed.rows[1].contains("filter: at 13:58:2"))
        #expect(viewed.state.context == .list)
        let rows = (0..<viewed.state.list.table.visibleCount).map { viewed.state.list.table[visible: $0] }
        #expect(!rows.isEmpty && rows.count < all)
        #expect(rows.allSatisfy { $0.firstSeen < time.upperBound && $0.newest.order >= time.lowerBound })
        #expect(viewed.state.list.table.histogram.columns[place] == column)
        viewed.press(.escape)
        #expect(viewed.state.list.table.visibleCount == all)
        #expect(viewed.state.histogramWindow.follows)
    }

    @Test func spaceBeginsARange() throws {
        var viewed = Viewed.busy(120, 40)

        viewed.press(.character("{"), .character(" "), .character("{"), .character("{"), .enter)

        let range = try #require(viewed.state.filters.current.range)
        #expect(range.upperBound.since(range.lowerBound) == .seconds(30))
    }

    @Test func aWrittenFilterKeepsTheChosenTime() {
        var viewed = Viewed.busy(120, 40)
        viewed.press(.character("{"), .enter, .character("/"))
        viewed.type("type:Normal")
        viewed.press(.enter)

        #expect(viewed.state.filters.current.range != nil)
        viewed.press(.escape, .escape)
        #expect(viewed.state.filters.current.isEmpty)
    }

    @Test func iGoesFromStripToWholeScreenToNone() {
        var viewed = Viewed.busy(80, 24)
        #expect(viewed.rows[2].hasPrefix(" W/m"))

        viewed.press(.character("i"))
        #expect(ScreenLayout(viewed.state).isHistogramWhole)
        viewed.press(.character("i"))
        #expect(viewed.rows[2].hasPrefix("vLAST"))
        viewed.press(.character("i"))

        #expect(viewed.rows[2].hasPrefix(" W/m"))
    }

    @Test func theWholeScreenLeavesTheListWhereItWas() {
        var viewed = Viewed.busy(80, 24)
        for _ in 0..<20 { viewed.press(.character("j")) }
        let before = viewed.objects

        viewed.press(.character("i"), .escape)

        #expect(viewed.objects == before)
    }

    @Test func lowScreensShowItWholeOnly() {
        var viewed = Viewed.busy(80, 20)

        viewed.press(.character("i"))

        #expect(ScreenLayout(viewed.state).isHistogramWhole)
        #expect(viewed.rows[2].contains("Occurrences"))
    }
}
