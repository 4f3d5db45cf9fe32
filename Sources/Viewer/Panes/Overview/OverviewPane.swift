import Basics
import Events
import TextGrid

/// What the overview's pane remembers.
struct OverviewPane: Sendable, Equatable {
    var window = OverviewWindow.hour
    /// What was last added up, while the pane is open.
    var report: OverviewReport?
    /// When that was, and of what.
    var made: Timestamp?
    var revision = 0
    /// Of what is chosen; nil for the first.
    var chosen: String?
    var tallies: OverviewTallies?
    /// When the journals were last asked.
    var asked: Timestamp?
    /// Whether what is less important is shown too.
    var hasAllVerdicts = false
    /// Of what time a recording told so far.
    var recorded: ClosedRange<Timestamp>?
}

extension ViewState {
    private static let tallyPause = Duration.seconds(60)
    /// So many different things add a second to the pause between two reports: adding them up takes about a hundredth of it.
    private static let cellsASecond = 1_500

    /// What came, into the overview, whether it is looked at or not.
    mutating func survey(_ events: [KubeEvent]) {
        overview.take(events)
        guard isReplay, let first = events.lazy.map(\.order).min(), let last = events.lazy.map(\.order).max() else {
            return
        }
        let known = overviewPane.recorded ?? first...last
        overviewPane.recorded = min(known.lowerBound, first)...max(known.upperBound, last)
    }

    /// Opens the overview of a window, of the last one when nil.
    mutating func openOverview(_ window: OverviewWindow? = nil) -> [Effect] {
        textFind = nil
        overviewPane.chosen = nil
        overviewPane.hasAllVerdicts = false
        pane = Pane(content: .overview)
        return setOverviewWindow(window ?? overviewPane.window)
    }

    mutating func setOverviewWindow(_ window: OverviewWindow) -> [Effect] {
        overviewPane.window = window
        overviewPane.report = nil
        if overviewPane.tallies?.window != window { overviewPane.tallies = nil }
        overviewPane.asked = nil
        return askForTallies()
    }

    /// Brings the overview up to date, when it is open and due.
    mutating func settleOverview() {
        guard pane?.content == .overview else { return }
        let pause = Duration.seconds(1 + overview.cellCount / Self.cellsASecond)
        let isDue =
            overviewPane.made.map { made in
                wall.since(made) >= pause
                    && (overviewPane.revision != overview.revision || wall.since(made) >= pause * 5)
            } ?? true
        guard isDue || overviewPane.report == nil || wall < overviewPane.made ?? wall else { return }
        overviewPane.report = overview.report(overviewPane.window)
        overviewPane.made = wall
        overviewPane.revision = overview.revision
    }

    mutating func advanceOverview() { overview.advance(to: present.now(at: latest)) }

    /// Asks the journals for the same window of other days, at most once a minute.
    mutating func askForTallies() -> [Effect] {
        // What is kept of a recording is no more than is shown of it.
        guard !isReplay, pane?.content == .overview,
            overviewPane.asked.map({ wall.since($0) >= Self.tallyPause }) ?? true
        else {
            return []
        }
        overviewPane.asked = wall
        let from = overviewPane.window.start(at: overview.now)
        return [.loadTallies(overviewPane.window, from: from, to: overview.now)]
    }

    mutating func receive(_ tallies: OverviewTallies) {
        if tallies.window == overviewPane.window { overviewPane.tallies = tallies }
    }

    func overviewPage(columns: Int) -> OverviewPage? {
        guard let report = overviewPane.report else { return nil }
        var facts = OverviewPage.Facts(tallies: overviewPane.tallies, now: now, zone: clock.zone)
        if isReplay {
            facts.tallies = OverviewTallies(window: report.window)
            facts.tallies?.recorded = overviewPane.recorded
        }
        facts.rows = size.rows
        facts.hasAllVerdicts = overviewPane.hasAllVerdicts
        facts.firing = alerts.firing
        return OverviewPage(report, facts, columns: columns)
    }

    // MARK: Keys

    /// What the overview does with a command; nil when it is none of its own.
    mutating func performInOverview(_ command: Command, _ key: Key) -> [Effect]? {
        guard pane?.content == .overview else { return nil }
        switch command {
        case .down: choose(by: 1)
        case .up: choose(by: -1)
        case .halfPageDown, .pageDown: choose(by: 10)
        case .halfPageUp, .pageUp: choose(by: -10)
        case .first: choose(by: -1_000_000)
        case .last: choose(by: 1_000_000)
        case .messageLeft: chooseBeside(isLeft: true)
        case .messageRight: chooseBeside(isLeft: false)
        case .shorterWindow: return stepWindow(by: -1)
        case .longerWindow: return stepWindow(by: 1)
        case .nthWindow:
            guard case .character(let digit) = key, let place = digit.wholeNumberValue,
                OverviewWindow.allCases.indices.contains(place - 1)
            else { return [] }
            return setOverviewWindow(OverviewWindow.allCases[place - 1])
        case .detail: return openChosen()
        default: return nil
        }
        return []
    }

    private mutating func stepWindow(by step: Int) -> [Effect] {
        let all = OverviewWindow.allCases
        let place = (all.firstIndex(of: overviewPane.window) ?? 0) + step
        guard all.indices.contains(place) else { return [] }
        return setOverviewWindow(all[place])
    }

    /// The place of what is chosen among what can be.
    func chosenTarget(of page: OverviewPage) -> Int? {
        page.targets.firstIndex { $0.id == overviewPane.chosen && $0.canBeOpened }
            ?? page.targets.indices.first { page.targets[$0].canBeOpened }
    }

    private mutating func choose(by step: Int) {
        guard let page = shownPage else { return }
        let open = page.targets.indices.filter { page.targets[$0].canBeOpened }
        guard let chosen = chosenTarget(of: page), let place = open.firstIndex(of: chosen) else { return }
        choose(open[min(max(0, place + step), open.count - 1)], of: page)
    }

    /// To the list on the left or right, on the same line or the nearest one above.
    private mutating func chooseBeside(isLeft: Bool) {
        guard let page = shownPage, let chosen = chosenTarget(of: page),
            let (row, place) = page.place(of: chosen)
        else { return }
        let places = page.lines[...row].reversed().lazy.map(\.places)
        for line in places {
            let found = isLeft ? line.last { $0.column < place.column } : line.first { $0.column > place.column }
            if let found { return choose(found.target, of: page) }
        }
    }

    /// Keeps what is chosen in view, and the head with the first.
    private mutating func choose(_ target: Int, of page: OverviewPage) {
        overviewPane.chosen = page.targets[target].id
        guard let (row, _) = page.place(of: target) else { return }
        let rows = max(1, ScreenLayout(self).middle.rows - 2)
        let isFirst = target == page.targets.indices.first { page.targets[$0].canBeOpened }
        let isLast = target == page.targets.indices.last
        let offset = min(max(pane?.offset ?? 0, row - rows + 2), row)
        pane?.offset = isFirst ? 0 : isLast ? max(0, page.lines.count - rows) : max(0, offset)
    }

    private var shownPage: OverviewPage? { overviewPage(columns: ScreenLayout(self).middle.columns - 4) }

    /// Shows the events of what is chosen, or what was less important.
    private mutating func openChosen() -> [Effect] {
        guard let page = shownPage, let chosen = chosenTarget(of: page) else { return [] }
        switch page.targets[chosen].action {
        case .filter(let filterText, let since): return showEvents(filterText, since: since)
        case .showVerdicts(let isAll):
            overviewPane.hasAllVerdicts = isAll
            // The choice stays on the line, or on what stands there now.
            overviewPane.chosen =
                isAll && chosen < (shownPage?.targets.count ?? 0)
                ? shownPage?.targets[chosen].id : OverviewPage.moreVerdicts
            return []
        }
    }

    /// Closes the overview and shows the events of a filter, of the same time.
    private mutating func showEvents(_ filterText: String, since: Timestamp?) -> [Effect] {
        guard let report = overviewPane.report else { return [] }
        let time = time(from: since, in: report)
        // It tells of the live list.
        let effects = leaveLogstore()
        let setting = FilterSetting(text: filterText + " " + time)
        wayBack = pane.map { WayBack(pane: $0, filter: setting) }
        pane = nil
        focus = .list
        list.thaw()
        apply(setting)
        list.follow()
        say("Esc goes back to the overview", for: .seconds(8))
        return effects
    }

    /// What shows the time from then on, or that of the report, now and as the present goes on.
    private func time(from since: Timestamp?, in report: OverviewReport) -> String {
        guard let since else { return "last:" + report.window.rawValue }
        // Of a recording that is being read minutes pass too fast to count them.
        guard readingNote == nil else { return "last:\(since.rfc3339()).." }
        return "last:\(max(1, (now.since(since).components.seconds + 59) / 60))m"
    }

    // MARK: Drawing

    func drawOverview(in frame: inout Frame, _ layout: ScreenLayout) {
        let area = layout.middle
        let rows = max(0, area.rows - 2)
        let page = overviewPage(columns: area.columns - 4)
        let count = page?.lines.count ?? 0
        let offset = min(max(0, pane?.offset ?? 0), max(0, count - rows))
        frame.box(
            area,
            title: "Overview: last " + overviewPane.window.rawValue + (readingNote.map { ", " + $0 } ?? ""),
            footer: scrollFooter(offset: offset, rows: rows, count: count)
        )
        guard let page else { return }
        let chosen = chosenTarget(of: page)
        for (index, line) in page.lines.dropFirst(offset).prefix(rows).enumerated() {
            let row = area.row + 1 + index
            frame.put(line, row: row, column: 2, columns: area.columns - 4)
            for place in line.places where place.target == chosen {
                frame.put(">", at: Position(column: 2 + place.column, row: row))
                let cells = Rectangle(column: 2 + place.column, row: row, columns: place.columns, rows: 1)
                frame.restyle(cells) { _ in Style(.selection) }
                frame.cursor = Position(column: 2 + place.column, row: row)
            }
        }
    }
}

extension OverviewPage {
    /// The line of a target, and where on it.
    func place(of target: Int) -> (row: Int, place: Place)? {
        for (row, line) in lines.enumerated() {
            if let place = line.places.first(where: { $0.target == target }) { return (row, place) }
        }
        return nil
    }
}
