import Basics
import Events
import TextGrid

extension ViewState {
    func drawHistogram(in frame: inout Frame, _ layout: ScreenLayout) {
        guard let area = layout.histogram else { return }
        let geometry = HistogramGeometry(area, isWhole: layout.isHistogramWhole)
        let columns = list.table.histogram.columns
        let warnings = columns.map(\.warnings)
        if area.rows == 1 {
            drawFlat(warnings, in: &frame, geometry)
        } else {
            let others = columns.map(\.others)
            drawStacked(warnings, others, in: &frame, area, geometry)
        }
        if geometry.axis == nil { drawTicks(in: &frame, geometry) }
        drawCursor(in: &frame, geometry)
        if layout.isHistogramWhole {
            drawAxis(in: &frame, geometry)
            drawTicks(in: &frame, geometry)
            drawSummary(in: &frame, area, geometry)
        } else {
            drawLegend(in: &frame, geometry)
        }
    }

    // MARK: Bars

    private func drawFlat(_ warnings: [Int], in frame: inout Frame, _ geometry: HistogramGeometry) {
        frame.put("W/m", at: Position(column: 1, row: geometry.plot.row), style: Style(.histogramWarning))
        let scale = HistogramScale(maximum: warnings.max() ?? 0, rows: 1, isRound: false)
        draw(warnings, scale, Style(.histogramWarning), in: &frame, geometry.plot)
    }

    private func drawStacked(
        _ warnings: [Int],
        _ others: [Int],
        in frame: inout Frame,
        _ area: Rectangle,
        _ geometry: HistogramGeometry
    ) {
        var upper = geometry.plot
        upper.rows = geometry.warningRows
        var lower = geometry.plot
        lower.row += upper.rows
        lower.rows -= upper.rows
        let upperScale = HistogramScale(maximum: warnings.max() ?? 0, rows: upper.rows)
        let lowerScale = HistogramScale(maximum: others.max() ?? 0, rows: lower.rows, isRound: lower.rows > 1)
        draw(warnings, upperScale, Style(.histogramWarning), in: &frame, upper)
        draw(others, lowerScale, Style(.histogramNormal), in: &frame, lower)
        drawNumbers("Warn", upperScale, Style(.histogramWarning), in: &frame, area, upper)
        drawNumbers("Norm", lowerScale, Style(.histogramNormal), in: &frame, area, lower)
    }

    private func draw(
        _ values: [Int],
        _ scale: HistogramScale,
        _ style: Style,
        in frame: inout Frame,
        _ area: Rectangle
    ) {
        for (index, value) in values.prefix(area.columns).enumerated() where value > 0 {
            for row in 0..<area.rows {
                let eighths = scale.eighths(value, row: area.rows - 1 - row)
                guard eighths > 0 else { continue }
                let cell = Rectangle(column: area.column + index, row: area.row + row, columns: 1, rows: 1)
                frame.fill(cell, with: Self.blocks[eighths - 1], style: style)
            }
        }
    }

    private static let blocks: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The name of the bars, and what the rows stand for.
    private func drawNumbers(
        _ name: String,
        _ scale: HistogramScale,
        _ style: Style,
        in frame: inout Frame,
        _ area: Rectangle,
        _ rows: Rectangle
    ) {
        frame.put(name, at: Position(column: area.column + 1, row: rows.row), style: style)
        let end = rows.column - 1
        for row in 0..<rows.rows {
            let number = CleanText(compact(scale.number(atTopOf: rows.rows - 1 - row), cells: 5))
            frame.put(number, at: Position(column: end - number.width, row: rows.row + row), style: Style(.dim))
        }
    }

    // MARK: Cursor

    private func drawCursor(in frame: inout Frame, _ geometry: HistogramGeometry) {
        if let range = filters.current.range {
            restyle(range, in: &frame, geometry.plot) { $0.with(.underline) }
        }
        guard let time = chosenTime else { return }
        restyle(time, in: &frame, geometry.plot) { $0.with(.reverse) }
        guard let cursor = histogram.cursor, focus == .histogram else { return }
        let column = geometry.plot.column + histogramWindow.index(of: cursor)
        frame.cursor = Position(column: column, row: geometry.plot.row + geometry.plot.rows - 1)
    }

    private func restyle(
        _ time: Range<Timestamp>,
        in frame: inout Frame,
        _ plot: Rectangle,
        _ change: (Style) -> Style
    ) {
        let window = histogramWindow
        let first = max(0, window.index(of: time.lowerBound))
        let last = min(plot.columns - 1, window.index(of: time.upperBound.advanced(by: .microseconds(-1))))
        guard first <= last else { return }
        let bar = Rectangle(column: plot.column + first, row: plot.row, columns: last - first + 1, rows: plot.rows)
        frame.restyle(bar, change)
    }

    // MARK: Words

    /// Occurrences in the chosen columns.
    private func sums(in time: Range<Timestamp>) -> Histogram.Column {
        let window = histogramWindow
        let columns = list.table.histogram.columns
        let first = max(0, window.index(of: time.lowerBound))
        let end = min(columns.count, window.index(of: time.upperBound))
        return columns[min(first, end)..<end].reduce(into: Histogram.Column()) { sum, column in
            sum.warnings += column.warnings
            sum.others += column.others
        }
    }

    /// `14:02:10`, or the first and the last instant of more than one column.
    func spanText(_ time: Range<Timestamp>) -> String {
        let isColumn = time.upperBound.since(time.lowerBound) <= .seconds(histogramWindow.secondsPerColumn)
        return clock.time(time.lowerBound) + (isColumn ? "" : ".." + clock.time(time.upperBound))
    }

    /// Whether it goes on with the wall clock.
    private func endsNow(_ window: Histogram.Window) -> Bool { window.follows && !list.isFrozen && present.isLive }

    /// `-15m..now`, or the times while the strip stands still.
    private var windowText: String {
        let window = histogramWindow
        guard !endsNow(window) else { return "-" + age(window.start, at: window.end) + "..now" }
        return clock.minute(window.start) + ".." + clock.minute(window.end)
    }

    private func drawLegend(in frame: inout Frame, _ geometry: HistogramGeometry) {
        let area = geometry.legend
        guard area.rows > 1 else { return drawFlatLegend(in: &frame, area) }
        for (index, line) in legendLines(rows: area.rows).prefix(area.rows).enumerated() {
            let place = Position(column: area.column + 1, row: area.row + index)
            frame.put(line.text, at: place, style: line.style, limit: area.columns - 1)
        }
    }

    private func legendLines(rows: Int) -> [(text: String, style: Style)] {
        let hint = Style(.hint)
        if let time = chosenTime {
            let sum = sums(in: time)
            let times = CleanText(spanText(time)).width <= 13 ? spanText(time) : clock.minuteSpan(time)
            return [
                (times, Style(.header)), ("warn " + compact(sum.warnings, cells: 8), Style(.histogramWarning)),
                ("norm " + compact(sum.others, cells: 8), Style(.histogramNormal)), ("Enter filters", hint),
                ("F live", hint),
            ]
        }
        let length = "1 col=" + HistogramStrip.length(histogramWindow.secondsPerColumn)
        let span = (windowText, hint)
        guard rows >= 5 else { return [(length, hint), span, ("z/Z  { }  i", hint)] }
        let live = histogramWindow.follows ? "i whole" : "F live"
        return [(length, hint), span, ("z/Z zoom", hint), ("{ } cursor", hint), (live, hint)]
    }

    private func drawFlatLegend(in frame: inout Frame, _ area: Rectangle) {
        let seconds = histogramWindow.secondsPerColumn
        var wordings: [String]
        var style = Style(.hint)
        if let time = chosenTime {
            let sum = sums(in: time)
            let numbers = "W \(compact(sum.warnings, cells: 5)) N \(compact(sum.others, cells: 5))"
            wordings = [spanText(time) + "  " + numbers, clock.time(time.lowerBound) + " " + numbers, numbers]
            style = Style(.header)
        } else {
            let most = list.table.histogram.columns.map(\.warnings).max() ?? 0
            let maximum = "max " + (most == 0 ? "0/m" : perMinute(Double(most) * 60 / Double(seconds)))
            let length = HistogramStrip.length(seconds) + "/col"
            wordings = [
                "\(maximum)  \(length)  \(windowText)", "\(maximum) \(length) \(windowText)",
                "\(maximum) \(windowText)",
                maximum,
            ]
        }
        let room = area.columns - 2
        let text = wordings.map { CleanText($0) }.first { $0.width <= room } ?? CleanText(wordings.last ?? "")
        let column = max(area.column + 1, area.column + area.columns - 1 - text.width)
        frame.put(text, at: Position(column: column, row: area.row), style: style, limit: room)
    }
}

// MARK: Whole screen

extension ViewState {
    /// A tick and a time every so many columns.
    private func drawAxis(in frame: inout Frame, _ geometry: HistogramGeometry) {
        guard let row = geometry.axis else { return }
        let plot = geometry.plot
        let line = Rectangle(column: plot.column, row: row, columns: plot.columns, rows: 1)
        frame.fill(line, with: "─", style: Style(.frame))
        let window = histogramWindow
        let isShort = window.secondsPerColumn >= 60
        for column in stride(from: 0, to: plot.columns - 8, by: 20) {
            let time = window.time(of: column).lowerBound
            frame.put("┴", at: Position(column: plot.column + column, row: row), style: Style(.frame))
            let text = isShort ? clock.minute(time) : clock.time(time)
            frame.put(text, at: Position(column: plot.column + column, row: row + 1), style: Style(.hint))
        }
        let end = CleanText(endsNow(window) ? "now" : clock.minute(window.end))
        frame.put(end, at: Position(column: plot.column + plot.columns - end.width, row: row + 1), style: Style(.hint))
    }

    /// The head line, and below the axis what the chosen columns hold.
    private func drawSummary(in frame: inout Frame, _ area: Rectangle, _ geometry: HistogramGeometry) {
        let seconds = histogramWindow.secondsPerColumn
        let all = list.table.histogram.columns.reduce(into: (warnings: 0, others: 0)) { sum, column in
            sum.warnings += column.warnings
            sum.others += column.others
        }
        var head = SegmentLine()
        head.segments = [
            .init("Occurrences", priority: 40, Style(.header)),
            .init("\(grouped(all.warnings)) Warning", priority: 80, Style(.histogramWarning)),
            .init("\(grouped(all.others)) other", priority: 80, Style(.histogramNormal)),
            .init([("1 column = " + HistogramStrip.length(seconds), 60)], isRight: true),
        ]
        head.segments += tickLegend
        head.segments += [
            .init([("z/Z zoom  { } cursor  Space range  Enter filter", 10)], Style(.hint), isRight: true)
        ]
        head.draw(in: &frame, row: area.row)
        guard let row = geometry.summary, let time = chosenTime else { return }
        let sum = sums(in: time)
        var line = SegmentLine()
        line.segments = [
            .init(spanText(time), priority: 100, Style(.header)),
            .init("warn \(grouped(sum.warnings))", priority: 90, Style(.histogramWarning)),
            .init("norm \(grouped(sum.others))", priority: 90, Style(.histogramNormal)),
        ]
        line.segments += firedSegments(in: time)
        line.segments += histogram.reasons.enumerated().map { index, reason in
            let style = reason.isWarning ? Style(.warning) : Style.normal
            let text = "\(CleanText(reason.reason).truncated(to: 24).string) \(grouped(reason.count))"
            return .init(text, priority: 50 - index, style)
        }
        line.draw(in: &frame, row: row)
    }
}
