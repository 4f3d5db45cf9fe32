import Basics
import Events
import TextGrid

/// Takes in what happened; returns what the shell should do about it.
///
/// Total and without a clock: the time is what ``Action/ticked(_:)`` said last.
package func update(_ state: inout ViewState, _ action: Action) -> [Effect] {
    var effects: [Effect] = []
    switch action {
    case .key(let key):
        state.catchUp()
        effects = state.handle(key)
    case .resized(let size):
        state.size = size
        state.settle()
        state.measureColumns(always: true)
    case .ticked(let time):
        state.tick(to: time)
        state.forwarder.throughput.advance(to: state.wall)
        state.refreshDetailByTime()
        state.advanceOverview()
        effects = state.askForTallies()
    case .received(let events, let gaps):
        let isFirst = !state.present.isKnown
        state.present.note(events, at: state.latest)
        // A recording has no other clock than what is read: without it, all of it would be yet to come.
        state.catchUp(after: state.present.isLive ? ViewState.calmPause : .zero)
        if isFirst { state.readFilterAgain() }
        effects = state.receive(events, gaps: gaps)
    case .history(let part): effects = state.receive(part)
    case .found(let part): effects = state.receive(part)
    case .stream(let status): state.receive(status)
    case .delivery(let status): effects = state.receive(status)
    case .deadLetters(let letters): state.forwarder.show(letters)
    case .journal(let status): state.journal = status
    case .alerts(let board): effects = state.receive(board)
    case .tallies(let tallies): state.receive(tallies)
    case .timeline(let part): state.receive(part)
    case .narrowed(let former, let stream, let text): state.narrow(former, to: stream, saying: text)
    case .object(let key, let cluster, let json, let fate): state.receive(json, fate, of: key, in: cluster)
    case .notice(let text): state.say(text)
    case .exported(let outcome): state.receive(outcome)
    case .flushed(let isDone): effects = state.flushed(isDone)
    case .scan(let limit):
        state.list.scan(upTo: limit)
        state.decideOpenEnd()
    }
    state.settle()
    state.measureColumns()
    return effects
}

extension ViewState {
    private static let maximumGaps = 20
    static let bellPause = Duration.seconds(5)

    mutating func say(_ text: String, for duration: Duration = .seconds(4)) {
        notice = Notice(text: text, until: wall.advanced(by: duration))
    }

    mutating func receive(_ events: [KubeEvent], gaps: [StreamGap]) -> [Effect] {
        remember(gaps)
        guard !events.isEmpty else { return [] }
        let fresh = fresh(of: events)
        if !liveSince.isEmpty {
            rates.count(events: fresh.count, warnings: fresh.count { events[$0].isWarning }, at: wall)
        }
        if logstore == nil { list.apply(events) } else { receiveAside(events, fresh: fresh.count) }
        survey(events)
        wakeSnoozed()
        return ring(for: fresh, of: events) + refreshDetail()
    }

    /// The places of events that happen now: what is listed, or read from the journal, happened before.
    private func fresh(of events: [KubeEvent]) -> [Int] {
        let since = liveSince.filter { !streams.isListing($0.key) }
        return events.indices.filter { place in
            since[events[place].cluster].map { events[place].received > $0 } ?? false
        }
    }

    private mutating func ring(for fresh: [Int], of events: [KubeEvent]) -> [Effect] {
        let pause = lastRing.map { wall.since($0) >= Self.bellPause } ?? true
        guard configuration.preferences.ringsBell, pause, fresh.contains(where: { list.live.isCritical(events[$0]) })
        else { return [] }
        lastRing = wall
        return [.ring]
    }

    /// Keeps gaps by time: those of the journal may come after the first of this run.
    mutating func remember(_ gaps: [StreamGap]) {
        if logstore == nil {
            self.gaps = Self.merged(self.gaps, gaps)
        } else {
            let known = logstore?.live.gaps ?? []
            logstore?.live.gaps = Self.merged(known, gaps)
        }
    }

    /// The newest of both, by time, none twice.
    static func merged(_ known: [StreamGap], _ gaps: [StreamGap]) -> [StreamGap] {
        let new = gaps.filter { !known.contains($0) }
        return Array((known + new).sorted { $0.gap.to < $1.gap.to }.suffix(maximumGaps))
    }

    fileprivate mutating func receive(_ status: StreamStatus) {
        streams.update(status)
        if status.state == .ended {
            present.end(at: latest)
            catchUp()
            readFilterAgain()
        }
        if status.state == .live, liveSince[status.stream.cluster] == nil {
            liveSince[status.stream.cluster] = max(wall, status.since)
            rates.count(events: 0, warnings: 0, at: wall)
        }
    }

    fileprivate mutating func narrow(_ former: StreamID, to stream: StreamID, saying text: String) {
        streams.remove(former)
        if !narrowed.contains(stream) { narrowed.append(stream) }
        // Long enough to be read: it says why most of the cluster is missing.
        say(text, for: .seconds(15))
    }

    fileprivate mutating func handle(_ key: Key) -> [Effect] {
        if case .mouse(let event) = key { return handle(event) }
        // What was said is read by now, or of no interest any more.
        notice = nil
        if key == .control("c") { return interrupt() }
        facetPanel.isTouched = false
        interruptedAt = nil
        if dialog != nil { return answer(key) }
        if ScreenLayout(self).isTooSmall { return handleUnseen(key) }
        if prompt != nil { return edit(key) }
        if menu != nil { return choose(key) }
        if let pending = table.pending {
            finish(pending, key)
            return []
        }
        if context == .facets, facetPanel.isSearching { return searchFacets(key) }
        if help != nil { return readHelp(key) }
        let context = context
        guard let command = configuration.keymap.command(for: key, in: context) else { return [] }
        return perform(command, key, in: context)
    }

    /// While nothing is shown a key must not change what cannot be seen; the screen says which one works.
    private mutating func handleUnseen(_ key: Key) -> [Effect] {
        switch configuration.keymap.command(for: key, in: .list) {
        case .quit: quit()
        case .redraw: [.redraw]
        case .suspend: [.suspend]
        default: []
        }
    }

    private mutating func interrupt() -> [Effect] {
        if let last = interruptedAt, wall.since(last) <= .seconds(1) { return [.quit(.interrupted)] }
        interruptedAt = wall
        table.pending = nil
        if prompt != nil {
            cancelPrompt()
        } else if dialog != nil {
            dialog = nil
        } else if menu != nil {
            menu = nil
        } else if help != nil {
            closeHelp()
        } else {
            say("press ^C again to quit at once, or q to quit", for: .seconds(1))
        }
        return []
    }

    /// Performs what a key means.
    ///
    /// - Parameters:
    ///   - command: What it means.
    ///   - key: The key itself, for commands that many keys share.
    ///   - context: Where it was pressed.
    /// - Returns: What the shell has to do.
    mutating func perform(_ command: Command, _ key: Key, in context: Keymap.Context) -> [Effect] {
        switch context {
        case .list: performInList(command, key)
        case .facets: performInFacets(command, key)
        case .histogram: performInHistogram(command)
        case .detail: performInDetail(command, key)
        case .forwarder, .streams, .alerts, .overview, .help: performInPane(command, key)
        }
    }

    /// Where keys go while nothing covers the screen.
    var context: Keymap.Context {
        if let pane { return pane.context }
        switch focus {
        case .detail where detail != nil: return .detail
        case .facets where ScreenLayout(self).sidebar != nil: return .facets
        case .histogram where ScreenLayout(self).histogram != nil: return .histogram
        default: return .list
        }
    }

    /// What works everywhere that a list, a detail or the help is shown.
    mutating func performAnywhere(_ command: Command) -> [Effect] {
        switch command {
        case .help: openHelp()
        case .streams: toggle(.streams)
        case .retry: return retry()
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .forwarding: return toggleForwarding()
        case .forwarder: toggle(.forwarder)
        case .alerts: toggle(.alerts)
        case .timeline, .yaml, .owners, .lifecycle: return openDetail(command)
        case .overview: return openOverview()
        case .copyMenu, .save, .command, .contexts, .mouse: return performWithMenu(command)
        case .time:
            setTimeMode(timeMode == .relative ? .local : timeMode == .local ? .utc : .relative)
        case .copy: return copy(.line)
        default: return performTextSearch(command) ?? []
        }
        return []
    }

    /// The event as `kubectl get events -A` prints it, with the time in full.
    static func line(of row: EventRow) -> String {
        let object = row.object.kind.lowercased() + "/" + row.object.name
        let cluster = row.cluster.isEmpty ? [] : [row.cluster]
        let fields = cluster + [row.shownNamespace, row.lastSeen.rfc3339(), row.type, row.reason, object, row.message]
        return fields.map(sanitise).joined(separator: "   ")
    }
}
