import Events
import TextGrid

extension ViewState {
    func drawHints(in frame: inout Frame, row: Int, hasFilterLine: Bool) {
        if let pending = table.pending {
            return put(pending.hint(table.positions.keys), Style(.match), in: &frame, row: row)
        }
        if let notice { return put(notice.text, Style(.match), in: &frame, row: row) }
        if isLeaving {
            let text = "sending what waits, \(grouped(delivery.ledger.waiting)) left, then leaving; q leaves at once"
            return put(text, Style(.match), in: &frame, row: row)
        }
        if !hasFilterLine, let trouble { return put(trouble.text, trouble.style, in: &frame, row: row) }
        var line = SegmentLine(gap: 2)
        line.segments = hints.map { .init($0.text, priority: $0.priority, Style(.hint)) }
        line.draw(in: &frame, row: row)
    }

    private func put(_ text: String, _ style: Style, in frame: inout Frame, row: Int) {
        frame.put(CleanText(text).truncated(to: size.columns - 2), at: Position(column: 1, row: row), style: style)
    }

    /// What to press now, in the order shown.
    private var hints: [Keymap.Hint] {
        if let prompt { return hints(of: prompt) }
        if let menu { return hints(of: menu) }
        let context = self.context
        let hints = configuration.keymap.entries.filter { $0.contexts.contains(context) }.compactMap { entry in
            entry.hint.map { hint in
                let key = entry.label.split(separator: " ").first.map(String.init) ?? entry.label
                return Keymap.Hint(text: key + " " + hint.text, priority: hint.priority, condition: hint.condition)
            }
        }
        .filter(isHelpful)
        let hasCursor = [.alerts, .overview].contains(context) || (context == .detail && shownLife != nil)
        let isText = [.detail, .streams, .forwarder].contains(context) && !hasCursor
        let move = hasCursor ? [Keymap.Hint(text: "j/k move", priority: 50)] : []
        let scroll = isText ? [Keymap.Hint(text: "j/k scroll", priority: 60)] : move
        if let logstore, context == .list { return hintsOfLogstore(logstore, besides: hints) }
        // Help first, quit last: where people look for them.
        return hints.filter { $0.text.hasSuffix(" help") } + scroll + hints.filter { !$0.text.hasSuffix(" help") }
    }

    /// The ways on and back come before what holds of every list.
    private func hintsOfLogstore(_ view: LogstoreView, besides hints: [Keymap.Hint]) -> [Keymap.Hint] {
        let more =
            view.answer.state == .paused ? [Keymap.Hint(text: ":more read on", priority: 93)] : []
        return [Keymap.Hint(text: "q back to the live list", priority: 96)] + more
            + hints.filter { !$0.text.hasSuffix(" quit") }
    }

    private func hints(of prompt: Prompt) -> [Keymap.Hint] {
        [
            .init(text: "Tab complete", priority: 70), .init(text: "^U clear", priority: 60),
            .init(text: "^W del word", priority: 50), .init(text: "Up/Down history", priority: 40),
            .init(text: "Enter " + prompt.kind.verb, priority: 90), .init(text: "Esc cancel", priority: 91),
        ]
    }

    private func hints(of menu: Menu) -> [Keymap.Hint] {
        let tick = menu.manner == .one ? [] : [Keymap.Hint(text: "Space tick", priority: 80)]
        return [.init(text: "type to search", priority: 60), .init(text: "Up/Down move", priority: 50)] + tick
            + [.init(text: "Enter take", priority: 90), .init(text: "Esc close", priority: 91)]
    }

    private func isHelpful(_ hint: Keymap.Hint) -> Bool {
        switch hint.condition {
        case .always: true
        case .held: !list.isFollowing && !list.isFrozen
        case .frozen: list.isFrozen
        case .stale: trouble != nil
        case .filtered: !filters.current.isEmpty
        case .hasRow: context != .list || list.table.visibleCount > 0
        case .hasSink: delivery.state != .none
        case .hasPhase: context == .detail && shownLife != nil
        case .hasIncident: selectedIncident != nil
        }
    }
}
