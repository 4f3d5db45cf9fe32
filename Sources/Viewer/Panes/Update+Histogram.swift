import Basics
import Events
import TextGrid

extension ViewState {
    private static let reasonLimit = 8

    /// Where the histogram is drawn, or nil where it is not.
    var histogramGeometry: HistogramGeometry? {
        let layout = ScreenLayout(self)
        return layout.histogram.map { HistogramGeometry($0, isWhole: layout.isHistogramWhole) }
    }

    /// The window of time that is shown.
    var histogramWindow: Histogram.Window { list.table.histogram.window }

    /// The time of the columns that the cursor has chosen.
    var chosenTime: Range<Timestamp>? {
        histogram.chosen(secondsPerColumn: histogramWindow.secondsPerColumn)
    }

    /// Gives the table as many columns to count in as there are cells.
    mutating func settleHistogram() {
        guard let geometry = histogramGeometry else { return }
        if histogram.cursor == nil, focus != .histogram, filters.current.range == nil {
            // Of what was searched for the end stands still.
            histogram.end = logstore.map { min($0.question.to.advanced(by: .seconds(-1)), list.table.now) }
        }
        let columns = geometry.plot.columns
        let seconds = histogram.secondsPerColumn(of: columns)
        list.setHistogram(secondsPerColumn: seconds, columns: columns, end: histogram.end)
        incidentTicks.settle(in: histogramWindow)
        sumReasons()
    }

    /// Only where they can be seen, and only when another time is chosen: it looks at every event.
    private mutating func sumReasons() {
        guard histogram.mode == .whole, let time = chosenTime else {
            histogram.reasonsFor = nil
            return histogram.reasons = []
        }
        guard !list.isCounting else { return histogram.reasonsFor = nil }
        guard histogram.reasonsFor != time else { return }
        histogram.reasonsFor = time
        histogram.reasons = list.table.reasons(in: time, limit: Self.reasonLimit)
    }

    /// What the list and the strip share; nil when it is none of these.
    mutating func performOnHistogram(_ command: Command) -> [Effect]? {
        switch command {
        case .histogram: cycleHistogram()
        case .zoomIn: zoomHistogram(isIn: true)
        case .zoomOut: zoomHistogram(isIn: false)
        case .cursorEarlier: moveTimeCursor(by: -1)
        case .cursorLater: moveTimeCursor(by: 1)
        default: return nil
        }
        return []
    }

    mutating func performInHistogram(_ command: Command) -> [Effect] {
        switch command {
        case .messageLeft: moveTimeCursor(by: -1)
        case .messageRight: moveTimeCursor(by: 1)
        case .pageUp, .halfPageUp: moveTimeCursor(by: -10)
        case .pageDown, .halfPageDown: moveTimeCursor(by: 10)
        case .first: moveTimeCursor(by: -histogramWindow.columns)
        case .last: moveTimeCursor(by: histogramWindow.columns)
        case .goToTime: open(Prompt(.time))
        case .mark: markTime()
        case .include: filterToChosenTime()
        case .back, .nextPane, .previousPane: leaveHistogram()
        case .follow:
            leaveHistogram()
            list.thaw()
            list.follow()
        default: return performOnHistogram(command) ?? performAnywhere(command)
        }
        return []
    }

    private mutating func cycleHistogram() {
        let canStrip = size.rows >= ScreenLayout.fewestRowsForHistogram
        switch histogram.mode {
        case .strip: openWholeHistogram()
        case .whole:
            leaveHistogram()
            histogram.mode = .off
            say("histogram off")
        case .off:
            histogram.mode = .strip
            if !canStrip { openWholeHistogram() }
        }
    }

    private mutating func openWholeHistogram() {
        histogram.mode = .whole
        focus = .histogram
    }

    mutating func leaveHistogram() {
        histogram.release()
        if histogram.mode == .whole { histogram.mode = .strip }
        focus = .list
    }

    // MARK: Time cursor

    /// Moves the time cursor by so many columns; past the first, the strip moves too.
    mutating func moveTimeCursor(by step: Int) {
        guard histogramGeometry != nil else {
            histogram.mode = .strip
            if size.rows < ScreenLayout.fewestRowsForHistogram { openWholeHistogram() }
            return
        }
        let window = histogramWindow
        let place = histogram.cursor.map { window.index(of: $0) } ?? window.columns - 1
        setTimeCursor(to: place + step)
    }

    /// Puts the time cursor on a column of the window; one outside moves the window, never past the present.
    mutating func setTimeCursor(to place: Int) {
        let window = histogramWindow
        let last = window.columns - 1
        let present = max(last, window.index(of: list.table.now))
        let place = min(place, present)
        focus = .histogram
        histogram.cursor = window.time(of: place).lowerBound
        var shift = 0
        if place < 0 { shift = place - window.columns / 2 }
        if place > last { shift = min(place - last + window.columns / 2, present - last) }
        histogram.end = window.time(of: last + shift).lowerBound
    }

    private mutating func markTime() {
        guard let cursor = histogram.cursor else { return say("{ puts the time cursor on a column first") }
        histogram.anchor = histogram.anchor == nil ? cursor : nil
        say(histogram.anchor == nil ? "range dropped" : "range begins here: { } extend it, Enter filters to it")
    }

    /// Shows only what occurred in the chosen columns.
    mutating func filterToChosenTime() {
        guard let time = chosenTime else { return say("{ puts the time cursor on a column first") }
        let isHeld = histogram.end
        changeFilter { $0.range = time }
        leaveHistogram()
        // The columns stay where they are, so that what was chosen can still be seen.
        histogram.end = isHeld
    }

    // MARK: Zoom

    private mutating func zoomHistogram(isIn: Bool) {
        guard let geometry = histogramGeometry else { return say("the histogram is off; i shows it") }
        let former = histogram.secondsPerColumn(of: geometry.plot.columns)
        let zoom = HistogramStrip.zoom(after: former, isIn: isIn)
        guard zoom != former else {
            return say("a column has \(HistogramStrip.length(zoom)): \(isIn ? "no shorter" : "no longer") ones")
        }
        let window = histogramWindow
        histogram.zoom = zoom
        say("a column has \(HistogramStrip.length(zoom))")
        guard let cursor = histogram.cursor else { return }
        // The cursor stays where it is on the screen, as far as the present lets it.
        let place = min(max(0, window.index(of: cursor)), geometry.plot.columns - 1)
        let aligned = Timestamp(seconds: cursor.seconds / zoom * zoom)
        histogram.cursor = aligned
        histogram.anchor = histogram.anchor.map { Timestamp(seconds: $0.seconds / zoom * zoom) }
        let end = aligned.advanced(by: .seconds(zoom * Int64(geometry.plot.columns - 1 - place)))
        histogram.end = min(end, list.table.now)
    }
}

extension HistogramStrip {
    /// `10s`, `5m`, `1h`.
    static func length(_ seconds: Int64) -> String {
        switch seconds {
        case ..<60: "\(seconds)s"
        case ..<3600: "\(seconds / 60)m"
        default: "\(seconds / 3600)h"
        }
    }
}
