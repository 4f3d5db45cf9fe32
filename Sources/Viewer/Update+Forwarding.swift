import Events
import TextGrid

extension ViewState {
    /// Whether this process forwards, or would if it were switched on.
    var forwards: Bool {
        switch delivery.state {
        case .none, .off, .unavailable: false
        default: true
        }
    }

    private var isKeeping: Bool {
        if case .notKeeping = journal { false } else { true }
    }

    mutating func toggleForwarding() -> [Effect] { setForwarding(!forwards) }

    /// Turns forwarding on or off, after the question unless that was answered already.
    mutating func setForwarding(_ on: Bool) -> [Effect] {
        switch delivery.state {
        case .none:
            say("cannot forward: no sink is configured, start with --sink")
        case .unavailable(let reason):
            say("cannot forward: " + reason)
        case .draining:
            say("already sending what waits before the end")
        default:
            guard on != forwards else {
                say("forwarding is \(on ? "on" : "off") already")
                return []
            }
            if hasAskedAboutForwarding { return [.setForwarding(on)] }
            dialog = .forwarding(on)
        }
        return []
    }

    mutating func quit() -> [Effect] {
        if isLeaving { return [.quit(.now)] }
        guard delivery.ledger.waiting > 0, forwards || !isKeeping else { return [.quit(.now)] }
        dialog = .quit
        return []
    }

    /// Takes a key while a question is open; what is no answer does nothing, Esc is always the harmless one.
    mutating func answer(_ key: Key) -> [Effect] {
        guard let dialog else { return [] }
        switch (dialog, key) {
        case (_, .escape), (.forwarding, .character("n")), (.drop, .character("n")), (.quit, .character("q")):
            self.dialog = nil
        case (.forwarding(let on), .character("y")):
            hasAskedAboutForwarding = true
            self.dialog = nil
            return [.setForwarding(on)]
        case (.quit, .character("f")) where forwards: return leave(.flush)
        case (.quit, .character("k")) where isKeeping: return leave(.now)
        case (.quit, .character("d")): self.dialog = .drop
        case (.replaceFile, .character("n")), (.replaceView, .character("n")): self.dialog = nil
        case (.replaceFile, .character("y")):
            self.dialog = nil
            return replaceFile()
        case (.replaceView, .character("y")):
            self.dialog = nil
            return replaceView()
        case (.drop, .character("y")): return leave(.drop)
        case (_, .control("l")): return [.redraw]
        case (_, .control("z")): return [.suspend]
        default: break
        }
        return []
    }

    /// Leaves, unless something is left that is on no disk: then asks again.
    mutating func flushed(_ isDone: Bool) -> [Effect] {
        guard isLeaving, !isDone, !isKeeping, delivery.ledger.waiting > 0 else { return [.quit(.now)] }
        isLeaving = false
        dialog = .quit
        return []
    }

    private mutating func leave(_ how: Effect.Quit) -> [Effect] {
        dialog = nil
        isLeaving = true
        return [.quit(how)]
    }

    /// The lines of the open question, and its title.
    var question: (title: String, lines: [String])? {
        let waiting = delivery.ledger.waiting
        let sink = configuration.sink
        switch dialog {
        case nil: return nil
        case .forwarding(true):
            let target = sink?.target ?? delivery.target
            let endpoint = sink?.endpoint ?? delivery.endpoint
            let origins = [
                sink?.endpointOrigin.map { "    from " + $0 }, sink?.keyOrigin.map { "key from " + $0 },
            ].compactMap(\.self)
            let chosen =
                delivery.filter.isEmpty
                ? "All events watched are sent, whatever the filter."
                : "Sent is what matches  " + delivery.filter
            let backlog =
                waiting > 0
                ? ["\(counted(waiting, "event")) that waited \(waiting == 1 ? "is" : "are") sent first.", ""] : []
            return (
                "Forward to Log Service?",
                ["to  " + target, "at  " + endpoint] + origins + [""] + backlog
                    + [chosen, "", "[y] forward     [n] or [Esc] do not"]
            )
        case .forwarding(false):
            return (
                "Stop forwarding?",
                [
                    "What arrives then waits, and is sent", "when forwarding is on again.", "",
                    "[y] stop     [n] or [Esc] go on",
                ]
            )
        case .replaceFile(let path):
            return ("Replace the file?", [path, "is there already.", "", "[y] replace     [n] or [Esc] do not"])
        case .replaceView(let name):
            return ("Replace the view?", [name, "is saved already.", "", "[y] replace     [n] or [Esc] do not"])
        case .drop:
            return (
                "Drop them?",
                ["\(counted(waiting, "event")) will never be sent.", "", "[y] drop and quit     [n] or [Esc] stay"]
            )
        case .quit:
            let kept =
                isKeeping
                ? "They are kept on disk in any case."
                : "They are NOT on disk: what is not sent is lost."
            let flush = forwards ? ["[f] flush, wait up to 10s, then quit"] : []
            let keep = isKeeping ? ["[k] keep them and quit now"] : []
            return (
                "Quit?",
                [
                    "\(counted(waiting, "event")) \(waiting == 1 ? "is" : "are") not delivered to SLS yet.", kept, "",
                ]
                    + flush + keep + ["[d] drop them and quit (asks again)", "", "[Esc] stay"]
            )
        }
    }
}
