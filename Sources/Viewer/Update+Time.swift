import Basics
import Events
import TextGrid

/// On the way to a time that the memory did not reach.
struct TimeTravel: Sendable, Equatable {
    var time: Timestamp
}

extension ViewState {
    /// How often ages may change by themselves, as data come, when calm.
    static let calmPause = Duration.seconds(10)
    /// How long a journal may take to be read before its notice goes.
    private static let journalPause = Duration.seconds(60)

    /// Time, window, panes and histogram; nil when it is none of these.
    mutating func performInTime(_ command: Command, _ key: Key) -> [Effect]? {
        switch command {
        case .nextPane: enterFacets()
        case .previousPane: if detail == nil { enterFacets() } else { focus = .detail }
        case .allNamespaces, .nthNamespace: return pickNamespace(command, key) ? [] : nil
        case .goToTime: open(Prompt(.time))
        default: return performOnHistogram(command)
        }
        return []
    }

    // MARK: Clock

    mutating func tick(to time: Timestamp) {
        latest = max(latest, time)
        if !configuration.preferences.isCalm { catchUp() }
    }

    /// Shows the ages of the present, unless that was done less than `pause` ago.
    mutating func catchUp(after pause: Duration = .zero) {
        guard latest.since(wall) >= pause else { return }
        wall = latest
        now = present.now(at: wall)
        list.advance(to: now)
        logstore?.live.list.advance(to: now)
        wakeSnoozed()
    }

    // MARK: Window

    /// Hides rows that were last seen before the last `window`; nil shows all that is in memory.
    ///
    /// - Parameter window: How far back, from now on and as the clock goes on.
    /// - Returns: Asks the journal for what the memory does not reach.
    mutating func setWindow(_ window: Duration?) -> [Effect] {
        guard logstore == nil else { return searchAgain(within: window) }
        self.window = window
        list.setSpan(EventSpan(last: window, range: filters.current.range))
        measureColumns(always: true)
        guard let window else {
            say("window: all that is in memory")
            return []
        }
        say("window: the last " + length(window))
        let since = now.advanced(by: .zero - window)
        return (list.live.oldest ?? now) > since ? [.loadHistory(since: since)] : []
    }

    // MARK: Going to a time

    /// Holds the list at the first row that was last seen at `time` or before.
    ///
    /// Rows of other orders than by time are sorted by time first. When `time` lies before all that is in memory, the journal is
    /// asked, and the list goes there once it has answered.
    mutating func goTo(_ time: Timestamp) -> [Effect] {
        guard time < now else {
            say("\(clock.full(time)) is not yet")
            list.follow()
            return []
        }
        focus = .list
        if list.table.order != GroupOrder() { list.change { $0.setOrder(GroupOrder()) } }
        guard logstore == nil, (list.live.oldest ?? now) > time else {
            arrive(at: time)
            return []
        }
        list.thaw()
        travel = TimeTravel(time: time)
        say("reading the \(archive) back to \(clock.full(time)) ...", for: Self.journalPause)
        return [.loadHistory(since: time)]
    }

    mutating func receive(_ part: HistoryPart) -> [Effect] {
        remember(part.gaps)
        survey(part.events)
        guard logstore == nil else {
            logstore?.live.list.fill(with: part.events)
            return []
        }
        list.fill(with: part.events)
        guard part.isComplete else { return [] }
        guard let travel else {
            say(coverage(of: part) ?? "the \(archive) is read back to \(clock.full(part.since))")
            return []
        }
        guard travel.time == part.since else { return [] }
        self.travel = nil
        arrive(at: travel.time)
        if let text = coverage(of: part) { say(text, for: .seconds(8)) }
        return []
    }

    /// Why the memory does not reach back as far as was asked for; nil when it does.
    private func coverage(of part: HistoryPart) -> String? {
        guard let oldest = list.live.oldest else { return "neither memory nor \(archive) has an event" }
        guard oldest > part.since, (part.oldest ?? latest) > part.since || list.live.evicted > 0 else { return nil }
        if list.live.evicted > 0 {
            let capacity = grouped(list.live.capacity)
            return "\(capacity) events fill the memory: it begins at \(clock.full(oldest)); --max-events sets more"
        }
        guard part.oldest != nil else {
            return "the \(archive) has nothing; the oldest event is of \(clock.full(oldest))"
        }
        return "the \(archive) begins later: the oldest event is of \(clock.full(oldest))"
    }

    private mutating func arrive(at time: Timestamp) {
        list.finishScan()
        let table = list.table
        guard table.visibleCount > 0 else { return say("no row is shown") }
        var low = 0
        var high = table.visibleCount
        while low < high {
            let middle = (low + high) / 2
            if table[visible: middle].newest.order > time { low = middle + 1 } else { high = middle }
        }
        let isPast = low == table.visibleCount
        list.select(table[visible: min(low, table.visibleCount - 1)])
        let way = logstore == nil ? "F returns to live" : "F returns to the newest"
        say(isPast ? "no row was last seen that early" : "at \(clock.full(time)); \(way)")
    }
}
