import Basics
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
        if let logstore, list.table.count == 0 { return emptyLines(of: logstore) }
        if list.table.count > 0 { return filters.current.isEmpty && prompt == nil ? snoozedLines : noMatchLines }
        switch streams.summary {
        case .connecting: return ["Connecting to the cluster ...", "", configuration.context] + contextHint
        case .listing(let count):
            return [isReplay ? "Reading the recording ..." : "Listing events ...", "", "\(grouped(count)) so far"]
        case .denied(let reason, let retryAt, _):
            return ["The cluster refuses to show its events.", "", reason] + retryHint(at: retryAt)
        case .stale(let reason, let retryAt, _):
            return ["Not connected.", "", reason] + retryHint(at: retryAt)
        case .paused(let reason): return ["Not watching.", "", reason]
        case .ended: return ["No events.", "", "What was to be read is read, and there was none in it."]
        case .live: return ["No events yet.", ""] + aliveLines + contextHint
        }
    }

    private var contextHint: [String] { configuration.contexts.isEmpty ? [] : ["", "@  other context"] }

    private func retryHint(at time: Timestamp?) -> [String] {
        let wait = time.map { "tries again in " + countdown(to: $0, at: wall) } ?? "trying again"
        return ["", wait, "", "r  try now" + (configuration.contexts.isEmpty ? "" : "        @  other context")]
    }

    private var aliveLines: [String] {
        let since = liveSince.values.max().map { "The list was empty at \(clock.time($0)); the stream is alive" }
        return [since ?? "The stream is alive and the list was empty", "and new events appear here at once."]
    }

    /// What is hidden although no filter hides it.
    private var snoozedLines: [String] {
        ["All rows are snoozed.", "", loaded, "", ":snooze shows them; a wakes one"]
    }

    private var noMatchLines: [String] {
        if let percent = list.countedPercent { return ["Counting ... \(percent) %", "", loaded] }
        var lines = ["No events match this filter.", "", loaded]
        // Of what is read from a file it is of no interest when that was.
        if let newest = list.table.newestReceived, present.isLive {
            let alive = streams.summary == .live ? ", so the stream is alive." : "."
            lines.append("The newest came \(age(newest, at: now)) ago" + alive)
        }
        if !list.table.snoozed.isEmpty { lines.append("\(grouped(list.table.snoozed.count)) rows are snoozed.") }
        return lines + ["", "Esc  undo the filter        /  change it", " T   go back in time      0  all namespaces"]
    }

    /// How much there is to filter, and of which time.
    private var loaded: String {
        let (groups, events) = (list.table.groupCount, list.table.count)
        var parts: [String] = []
        if let complete = liveSince.values.max() { parts.append("list complete at \(clock.time(complete))") }
        if let oldest = list.table.oldest { parts.append("back to \(age(oldest, at: now)) ago") }
        let count =
            "\(grouped(events)) \(events == 1 ? "event" : "events") in \(grouped(groups)) \(groups == 1 ? "row" : "rows")"
        return count + (events == 1 ? " is" : " are") + " loaded"
            + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))") + "."
    }
}
