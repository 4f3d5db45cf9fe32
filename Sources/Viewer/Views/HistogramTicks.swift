import Basics
import Events
import TextGrid

// Incidents on the histogram: ticks along it, and which of them fired in the chosen time.

extension ViewState {
    /// On the axis where there is one, else at the upper edge of the bars, which the highest bar alone reaches.
    func drawTicks(in frame: inout Frame, _ geometry: HistogramGeometry) {
        // What the rules say is of the live list.
        guard logstore == nil else { return }
        let row = geometry.axis ?? geometry.plot.row
        let marks = incidentTicks.marks
        // In a single row a mark takes the place of a bar: of several in a row the first is enough.
        let isSparse = geometry.axis == nil && geometry.plot.rows == 1
        for (column, mark) in marks where column < geometry.plot.columns {
            if isSparse, let former = marks[column - 1], former >= mark { continue }
            frame.put(mark.glyph, at: Position(column: geometry.plot.column + column, row: row), style: mark.style)
        }
    }

    /// What the ticks mean, where there are any.
    var tickLegend: [SegmentLine.Segment] {
        guard logstore == nil, !incidentTicks.marks.isEmpty else { return [] }
        let glyphs = (IncidentTicks.Mark.fired.glyph, IncidentTicks.Mark.over.glyph)
        return [.init([("\(glyphs.0) alert fired  \(glyphs.1) over", 50)], Style(.hint), isRight: true)]
    }

    /// The incidents that fired in a time, the most severe by name.
    func firedSegments(in time: Range<Timestamp>) -> [SegmentLine.Segment] {
        guard logstore == nil else { return [] }
        let fired = alerts.incidents.filter { $0.severity >= .medium && time.contains($0.fired) }
            .sorted { ($1.severity, $1.fired, $0.id) < ($0.severity, $0.fired, $1.id) }
        guard let first = fired.first else { return [] }
        let more = fired.count > 1 ? " +\(fired.count - 1)" : ""
        let name = [first.rule, first.groupText].filter { !$0.isEmpty }.joined(separator: " ")
        let style = Style(first.severity == .high ? .critical : .warning)
        return [.init([("! " + name + more, 70), ("! " + first.rule + more, 85)], style)]
    }
}

extension IncidentTicks.Mark {
    fileprivate var glyph: String { self == .over ? "○" : "!" }

    fileprivate var style: Style {
        switch self {
        case .over: Style(.ok, .bold)
        case .fired: Style(.warning, .bold)
        case .firedHigh: Style(.critical, .bold)
        }
    }
}
