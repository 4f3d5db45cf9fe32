import Basics
import Events

extension ViewState {
    /// Twice Esc within it goes back to the live list.
    private static let escapePause = Duration.seconds(3)
    static let usualSearch = Duration.seconds(3600)
    /// How many records are read before the user is asked for more.
    package static let logstorePage = 1000

    // MARK: Asking

    /// The time that a search looks through: what was chosen on the histogram, the window, or the last hour.
    var searchedTime: Range<Timestamp> {
        filters.current.range ?? logstore?.nextTime(at: now) ?? .last(window ?? Self.usualSearch, before: now)
    }

    /// Searches the logstore, and shows what comes in place of the live list.
    mutating func searchLogstore(_ text: String, in time: Range<Timestamp>) -> [Effect] {
        let question = LogstoreQuestion(
            id: (logstore?.question.id ?? lastSearch) + 1,
            text: text,
            from: time.lowerBound,
            to: time.upperBound
        )
        lastSearch = question.id
        let effects = closeEverything()
        let live = logstore?.live ?? putLiveAside()
        showResults(of: question, like: live)
        logstore = LogstoreView(question, aside: live, at: now)
        measureColumns(always: true)
        say("searching \(logstoreName) \(spanText(of: question)); :since 6h looks further back", for: .seconds(8))
        return effects + [.searchLogstore(question, upTo: Self.logstorePage)]
    }

    /// Reads on where the search paused.
    mutating func readMore() -> [Effect] {
        guard let logstore else {
            say(":more reads on in what :sls found")
            return []
        }
        switch logstore.answer.state {
        case .reading: say("still reading")
        case .ended: say("all that matches is here")
        case .paused, .failed:
            self.logstore?.answer.state = .reading
            return [.readMoreLogs(upTo: logstore.answer.read + Self.logstorePage)]
        }
        return []
    }

    /// What covers the list is of the rows that go.
    private mutating func closeEverything() -> [Effect] {
        menu = nil
        pane = nil
        help = nil
        textFind = nil
        let effects = detail == nil ? [] : closeDetail()
        leaveHistogram()
        return effects
    }

    private func putLiveAside() -> LiveView {
        LiveView(
            list: list,
            filters: filters,
            window: window,
            histogram: histogram,
            table: table,
            gaps: gaps,
            listFind: listFind
        )
    }

    /// An empty list that looks as the live one does, without its filter.
    private mutating func showResults(of question: LogstoreQuestion, like live: LiveView) {
        let former = live.list.table
        list = EventList(
            EventTable(
                capacity: max(1, configuration.maximumEvents),
                criticalReasons: configuration.preferences.criticalReasons,
                now: now,
                eventsAtOnce: configuration.eventsAtOnce
            )
        )
        list.change { table in
            table.setGrouping(former.grouping)
            table.setOrder(former.order)
        }
        filters = FilterHistory()
        window = nil
        travel = nil
        listFind = nil
        gaps = []
        table = TableLook(columns: live.table.columns)
        histogram = HistogramStrip(
            mode: live.histogram.mode == .off ? .off : .strip,
            span: max(1, question.to.since(question.from).components.seconds)
        )
    }

    // MARK: Answers

    mutating func receive(_ part: LogstorePart) -> [Effect] {
        guard part.id == logstore?.question.id else { return [] }
        var rest = part
        rest.events = []
        logstore?.answer = rest
        gaps = Self.merged(gaps, part.gaps)
        list.fill(with: part.events)
        switch part.state {
        case .reading: break
        case .paused: say("\(grouped(part.read)) of \(grouped(part.total)) records read; :more reads on")
        case .ended: notice = nil
        case .failed(let reason, _): if part.read > 0 { say(reason, for: .seconds(15)) }
        }
        return refreshDetail()
    }

    /// Takes in what the live list gets while it is not shown.
    mutating func receiveAside(_ events: [KubeEvent], fresh: Int) {
        logstore?.arrived += fresh
        logstore?.live.list.apply(events)
    }

    // MARK: Going back

    /// Shows the live list again as it was left.
    mutating func leaveLogstore() -> [Effect] {
        guard logstore != nil else { return [] }
        let effects = closeEverything()
        guard let live = logstore?.live else { return effects }
        logstore = nil
        list = live.list
        filters = live.filters
        window = live.window
        histogram = live.histogram
        table = live.table
        gaps = live.gaps
        listFind = live.listFind
        list.advance(to: now)
        wakeSnoozed()
        measureColumns(always: true)
        say("back in the live list")
        return effects + [.endLogstoreSearch]
    }

    /// Esc where there is nothing else to take back; the second one goes.
    mutating func escapeLogstore() -> [Effect] {
        guard let logstore else { return [] }
        if let escaped = logstore.escapedAt, wall.since(escaped) <= Self.escapePause { return leaveLogstore() }
        self.logstore?.escapedAt = wall
        say("Esc again goes back to the live list")
        return []
    }
}
