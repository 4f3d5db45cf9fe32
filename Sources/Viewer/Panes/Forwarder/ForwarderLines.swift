import Basics
import Events
import TextGrid

extension ViewState {
    /// The page of the forwarder's pane that is open.
    func forwarderLines(columns: Int) -> [PaneLine] {
        switch forwarder.page {
        case .overview: ForwarderOverview(self, columns: columns).lines
        case .deadLetters: deadLetterLines(columns: columns)
        case .deadLetter: deadLetterPage(columns: columns)
        }
    }

    var forwarderTitle: String {
        switch forwarder.page {
        case .overview: "Forwarder: Log Service"
        case .deadLetters: "Forwarder: dead letters"
        case .deadLetter: "Forwarder: dead letter \(forwarder.letter?.id ?? 0)"
        }
    }
}

/// All about forwarding on one page, the essentials first.
private struct ForwarderOverview {
    private static let margin = 11
    private static let roomyRows = 30

    let state: ViewState
    let columns: Int
    /// Rows for what can be done without.
    private var isRoomy: Bool { state.size.rows >= Self.roomyRows }
    private var delivery: DeliveryStatus { state.delivery }
    private var now: Timestamp { state.wall }

    init(_ state: ViewState, columns: Int) {
        self.state = state
        self.columns = columns
    }

    var lines: [PaneLine] {
        let parts = [head, throughput, backlog, latency + results, errors, clusters]
        let gap = isRoomy ? [PaneLine(text: CleanText())] : []
        return gap + Array(parts.filter { !$0.isEmpty }.joined(separator: gap))
    }

    /// A name in the margin and a text beside it, wrapped.
    private func titled(_ title: String, _ text: String, _ style: Style = .normal) -> [PaneLine] {
        PaneLine.titled(title, text, columns: columns, margin: Self.margin, style: style)
    }

    // MARK: State and target

    private var head: [PaneLine] {
        let since = state.forwarder.since.map { "   since \(state.clock.time($0)) (\(age($0, at: now)))" } ?? ""
        var lines = titled("State", delivery.state.word + "  " + explanation + since, style)
        let sink = state.configuration.sink
        let target = sink?.target ?? delivery.target
        if !target.isEmpty {
            let endpoint = sink?.endpoint ?? delivery.endpoint
            let origin = sink?.endpointOrigin.map { " (from \($0))" } ?? ""
            lines += titled("Target", target + "   at " + endpoint + origin)
        }
        lines += key
        let scope = delivery.filter.isEmpty ? "all events of \(state.scope)" : "what matches \(delivery.filter)"
        return lines + titled("Scope", scope + "; the filter of the list does not limit it", Style(.dim))
    }

    private var explanation: String {
        switch delivery.state {
        case .none: "no sink is configured, see --sink"
        case .off: "paused; what arrives waits"
        case .on: "delivering"
        case .retrying(let retryAt): "next try in " + countdown(to: retryAt, at: now)
        case .blocked(let retryAt): "refused until somebody acts, next try in " + countdown(to: retryAt, at: now)
        case .throttled(let retryAt): "asked to slow down, next try in " + countdown(to: retryAt, at: now)
        case .draining: "sending what waits before the end"
        case .unavailable(let reason): reason
        }
    }

    private var style: Style {
        switch delivery.state {
        case .none, .off: Style(.dim)
        case .on: Style(.ok)
        case .blocked: Style(.down)
        case .retrying, .throttled, .draining, .unavailable: Style(.degraded)
        }
    }

    private var key: [PaneLine] {
        guard let key = delivery.credentials else {
            return state.configuration.sink?.keyOrigin.map { titled("Key", "from " + $0) } ?? []
        }
        var text = "from " + key.source
        if let expiry = key.expiry { text += expiry > now ? ", ends in " + countdown(to: expiry, at: now) : ", ENDED" }
        if key.renewals > 0 { text += ", renewed " + grouped(key.renewals) + (key.renewals == 1 ? " time" : " times") }
        if key.failedRenewals > 0 { text += ", failed " + grouped(key.failedRenewals) }
        guard let failure = key.lastFailure else { return titled("Key", text) }
        return titled("Key", text + ": " + failure, Style(.degraded))
    }

    // MARK: Throughput

    private var throughput: [PaneLine] {
        guard delivery.state != .none else { return [] }
        let widths = [7, 8, 8, 10]
        func row(_ title: String, _ cells: [String]) -> String {
            title + String(repeating: " ", count: max(1, 16 - title.count))
                + zip(cells, widths).map { String(repeating: " ", count: max(0, $1 - $0.count)) + $0 }.joined()
        }
        let titles = row("Throughput", ["now", "1m avg", "max", "total"]) + "   "
        let room = max(1, columns - titles.count)
        let step = (Throughput.columnCount + room - 1) / room
        let head = titles + "last 15 min, 1 col = \(Throughput.secondsPerColumn * Int64(step))s"
        let flow = Throughput.Flow(delivery)
        let lines = [
            ("  in events/s", \Throughput.Flow.seen, grouped(flow.seen)),
            ("  out events/s", \.sent, grouped(flow.sent)),
            ("  out bytes/s", \.bytes, bytes(Double(flow.bytes))), ("  requests/s", \.requests, grouped(flow.requests)),
        ].map { title, part, total in
            let rates = state.forwarder.throughput.rates(part)
            let figures = [rates.now, rates.minute, rates.peak].map { part == \.bytes ? bytes($0) : rate($0) }
            let text = row(title, figures + [total]) + "   "
            let spark = Sparkline(values: state.forwarder.throughput.series(part, step: step))
            return PaneLine(text: CleanText(text + spark.text(cells: room)).truncated(to: columns))
        }
        return [PaneLine(text: CleanText(head).truncated(to: columns), headings: [0..<10])] + lines + average
    }

    private var average: [PaneLine] {
        let requests = delivery.counters.requests[200] ?? 0
        guard requests > 0, columns >= 100 else { return [] }
        let events = Double(delivery.counters.latencies.count) / Double(requests)
        let raw = bytes(Double(delivery.counters.rawBytes) / Double(requests))
        let packed = bytes(Double(delivery.counters.compressedBytes) / Double(requests))
        return [
            PaneLine(
                text: CleanText("  each request \(rate(events)) events, \(raw), compressed \(packed)"),
                style: Style(.dim)
            )
        ]
    }

    // MARK: Backlog

    private var backlog: [PaneLine] {
        guard delivery.state != .none else { return [] }
        let waiting = delivery.ledger.waiting
        let oldest = delivery.oldestWaiting.map { "   oldest \(age($0, at: now)) ago" } ?? ""
        let style = waiting > 0 && delivery.state != .on ? Style(.degraded) : .normal
        var text = "waiting " + grouped(waiting) + oldest
        guard let share = delivery.journalShare else { return titled("Backlog", text, style) }
        let percent = tenths(share * 100) + "%"
        text += "   journal \(bytes(Double(delivery.journalBytes))) of \(bytes(Double(delivery.journalCapacity)))"
        guard isRoomy else { return titled("Backlog", text + " (\(percent))", share >= 0.8 ? Style(.degraded) : style) }
        let room = max(0, columns - Self.margin - percent.count - 3)
        let filled = min(room, Int((share * Double(room)).rounded(.up)))
        let bar = "[" + String(repeating: "#", count: filled) + String(repeating: " ", count: room - filled) + "] "
        return titled("Backlog", text, style) + titled("", bar + percent, share >= 0.8 ? Style(.degraded) : Style(.dim))
    }

    private func tenths(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    // MARK: Latency and results

    private var latency: [PaneLine] {
        guard delivery.state != .none else { return [] }
        let events = [("p50", delivery.latencyP50), ("p99", delivery.latencyP99)].compactMap { name, time in
            time.map { "\(name) \(Viewer.latency($0))" }
        }
        let times = delivery.counters.requestTimes
        let requests = [("p50", 0.5), ("p99", 0.99)].compactMap { name, share in
            times.bound(of: share).map { "\(name) \($0.isOpen ? ">" : "<=")\(Viewer.latency($0.time))" }
        }
        let name = columns >= 100 ? "seen to accepted " : ""
        let first = events.isEmpty ? "nothing delivered yet" : name + events.joined(separator: " ")
        let second = requests.isEmpty ? "" : "   request " + requests.joined(separator: " ")
        return titled("Latency", first + second)
    }

    private var results: [PaneLine] {
        guard delivery.state != .none else { return [] }
        let ledger = delivery.ledger
        let terms = [
            ("acked", ledger.acknowledged), ("waiting", ledger.waiting), ("dead", ledger.dead),
            ("filtered", ledger.filtered), ("dropped", ledger.dropped), ("lost", ledger.lost),
        ].map { "\($0) \(grouped($1))" }
        let isLossy = ledger.dead + ledger.dropped + ledger.lost > 0
        let seen = columns >= 100 ? "seen \(grouped(ledger.seen))  =  " : ""
        let counts = seen + terms.joined(separator: "  ")
        let answers = delivery.counters.requests.sorted { $0.key < $1.key }.map { status, count in
            (status == 0 ? "no answer" : "\(status)") + ": " + grouped(count)
        }
        let tail = ["retries \(grouped(delivery.retries))", "in flight \(delivery.requestsInFlight)"]
        let letters = ledger.dead > 0 ? titled("", "d lists the dead letters", Style(.critical)) : []
        return titled("Counts", counts, isLossy ? Style(.critical) : .normal) + letters
            + titled("Answers", (answers + tail).joined(separator: "   "))
    }

    // MARK: Errors

    private var errors: [PaneLine] {
        guard delivery.errors > 0 else { return titled("Errors", "none since the start", Style(.dim)) }
        let head = "\(grouped(delivery.errors)) since the start; the last kinds, newest first"
        return titled("Errors", head)
            + delivery.failures.failures.flatMap { failure -> [PaneLine] in
                let status = failure.status > 0 ? "\(failure.status) " : ""
                let count = failure.count > 1 ? "  x\(grouped(failure.count))" : ""
                let code = failure.code.isEmpty ? "" : failure.code + "  "
                let text = "  \(state.clock.time(failure.at))  \(status)\(code)\(failure.message)\(count)"
                let lines = CleanText(text).wrapped(to: columns, indent: 12).prefix(3)
                let advice =
                    failure.advice.isEmpty
                    ? [] : CleanText("            " + failure.advice).wrapped(to: columns, indent: 12)
                return lines.map { PaneLine(text: $0, style: Style(.warning)) }
                    + advice.map { PaneLine(text: $0, style: Style(.hint)) }
            }
    }

    private var clusters: [PaneLine] {
        guard delivery.parts.count > 1 else { return [] }
        let width = min(24, delivery.parts.map { displayWidth($0.cluster) }.max() ?? 0)
        return titled("Clusters", "each by itself; above is their sum")
            + delivery.parts.map { part in
                let name = CleanText(part.cluster).truncated(to: width, keepingTail: 6)
                let pad = String(repeating: " ", count: width - name.width)
                let text = CleanText(
                    "\(pad)  \(part.state.word)  out \(rate(part.eventsPerSecond))/s  acked \(grouped(part.ledger.acknowledged))  "
                        + "waiting \(grouped(part.ledger.waiting))  dead \(grouped(part.ledger.dead))"
                )
                return PaneLine(text: CleanText("  ").joined(with: name).joined(with: text).truncated(to: columns))
            }
    }
}

extension DeliveryStatus {
    /// How full the journal is; nil where it is not known.
    var journalShare: Double? {
        journalCapacity > 0 ? min(1, max(0, Double(journalBytes) / Double(journalCapacity))) : nil
    }
}

extension DurationHistogram {
    /// The bound below which `share` of all lie; of those past the last bound, that one, left open.
    fileprivate func bound(of share: Double) -> (time: Duration, isOpen: Bool)? {
        guard count > 0, let last = bounds.last else { return nil }
        let rank = max(1, Int((Double(count) * share).rounded(.up)))
        var sum = 0
        for (bound, count) in zip(bounds, counts) {
            sum += count
            if sum >= rank { return (bound, false) }
        }
        return (last, true)
    }
}
