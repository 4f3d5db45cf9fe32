import Events
import TextGrid

extension Pane {
    var context: Keymap.Context {
        switch content {
        case .help: .help
        case .streams: .streams
        case .forwarder: .forwarder
        case .alerts: .alerts
        case .overview: .overview
        }
    }
}

extension ViewState {
    /// Opens a pane, or closes it when it is the one that is open.
    mutating func toggle(_ content: Pane.Content) {
        textFind = nil
        pane = pane?.content == content ? nil : Pane(content: content)
        forwarder.page = .overview
        // On a line from the start: Enter must open what was looked at, not what came since.
        alertsPane.turn(to: .incidents, in: alerts)
    }

    mutating func performInPane(_ command: Command, _ key: Key) -> [Effect] {
        if let effects = performInForwarder(command) ?? performInAlerts(command) ?? performInOverview(command, key) {
            return effects
        }
        let page = paneArea.rows
        switch command {
        case .down: scrollPane(by: 1)
        case .up: scrollPane(by: -1)
        case .halfPageDown: scrollPane(by: page / 2)
        case .halfPageUp: scrollPane(by: -page / 2)
        case .pageDown: scrollPane(by: page)
        case .pageUp: scrollPane(by: -page)
        case .first: pane?.offset = 0
        case .last: scrollPane(by: 1_000_000)
        case .back: leavePane()
        case .detail where pane?.content == .streams: leavePane()
        default: return performAnywhere(command)
        }
        return []
    }

    /// Ends the search first, then closes.
    private mutating func leavePane() {
        if textFind != nil { textFind = nil } else { pane = nil }
    }

    /// Asks every stream that waits, now.
    mutating func retry() -> [Effect] {
        let count = streams.waitingCount
        guard count > 0 else {
            say("nothing to retry: no stream is waiting")
            return []
        }
        say(count == 1 ? "asking 1 stream now" : "asking \(count) streams now")
        return [.retryStreams]
    }

    private mutating func scrollPane(by rows: Int) {
        scrollPane(to: (pane?.offset ?? 0) + rows)
    }

    mutating func scrollPane(to offset: Int) {
        let area = paneArea
        let count = paneLines(columns: area.columns).count
        pane?.offset = min(max(0, offset), max(0, count - area.rows))
    }

    /// The cells inside the box.
    private var paneArea: (columns: Int, rows: Int) {
        let middle = ScreenLayout(self).middle
        return (max(1, middle.columns - 4), max(1, middle.rows - 2))
    }
}
