import Events
import TextGrid

extension ViewState {
    /// Says in an empty table why it is empty.
    func drawEmpty(in frame: inout Frame, _ area: Rectangle) {
        let lines = emptyLines
        let first = area.row + max(0, (area.rows - lines.count) / 2)
        for (index, text) in lines.enumerated() where index < area.rows {
            let line = CleanText(text).truncated(to: area.columns - 4)
            let column = area.column + max(2, (area.columns - line.width) / 2)
            let style = index == 0 ? Style(.normal, .bold) : Style(.dim)
            frame.put(line, at: Position(column: column, row: first + index), style: style)
        }
    }

    private var emptyLines: [String] {
        if list.table.count > 0 { return noMatchLines }
        switch streams.summary {
        case .connecting: return ["Connecting to the cluster ...", "", configuration.context]
        case .listing(let count): return ["Listing events ...", "", "\(grouped(count)) so far"]
        case .denied(let reason, _, _):
            return ["The cluster refuses to show its events.", "", reason, "", "r  try again now"]
        case .stale(let reason, _, _):
            return ["Not connected.", "", reason, "", "r  try again now"]
        case .paused(let reason): return ["Not watching.", "", reason]
        case .ended: return ["No events.", "", "What was to be read is read, and there was none in it."]
        case .live:
            return [
                "No events yet.", "", "The stream is alive and the list was empty;", "new events appear here at once.",
            ]
        }
    }

    private var noMatchLines: [String] {
        var lines = ["No events match this filter.", ""]
        let count = list.table.count
        lines.append(count == 1 ? "1 event is loaded." : "\(grouped(count)) events are loaded.")
        if let newest = list.table.newestReceived {
            let alive = streams.summary == .live ? ", so the stream is alive." : "."
            lines.append("The newest came \(age(newest, at: now)) ago" + alive)
        }
        return lines + ["", "Esc  undo the filter     /  change it"]
    }
}
