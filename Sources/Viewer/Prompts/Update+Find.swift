import Basics
import Events
import TextGrid

extension ViewState {
    /// What the filter's language needs to know of times.
    var filterClock: FilterClock { FilterClock(now: now, zone: clock.zone) }

    /// Search and filter by keys; nil when it is none of these.
    mutating func performSearch(_ command: Command) -> [Effect]? {
        switch command {
        case .find: open(Prompt(.find))
        case .findNext: goToFound(isForward: true)
        case .findPrevious: goToFound(isForward: false)
        case .findValue: findValue()
        case .historyBack: stepFilter(isForward: false)
        case .historyForward: stepFilter(isForward: true)
        case .openView: openViews()
        case .saveView: open(Prompt(.name))
        default: return nil
        }
        return []
    }

    private mutating func stepFilter(isForward: Bool) {
        guard filters.step(isForward: isForward) else {
            return say(isForward ? "no filter after this one" : "no filter before this one")
        }
        show(filters.current)
        say("filter: " + filters.current.summary)
    }

    // MARK: In the list

    /// Looks for `text` in the list, as the prompt does.
    mutating func find(_ text: String) throws(FilterError) {
        let filter = try EventFilter(parsing: text, clock: filterClock)
        listFind = filter.isEmpty ? nil : ListFind(text, as: filter)
        goToFound(isForward: true, mayStay: true)
    }

    private mutating func findValue() {
        guard let (field, value) = valueInUse() else { return }
        try? find(EventFilter.text("", .include, field, value))
    }

    // MARK: By the prompt

    mutating func previewFind(_ text: String) throws(FilterError) {
        guard context == .list || context == .facets || context == .histogram else {
            textFind = text.isEmpty ? nil : Find(text, in: shownText, from: textOffset)
            if let line = textFind?.line { scrollText(to: line) }
            return
        }
        let filter = try EventFilter(parsing: text, completing: true, clock: filterClock)
        listFind = filter.isEmpty ? nil : ListFind(text, as: filter)
        guard let found = listFind.map(countFound) else { return }
        prompt?.note = found.count == 1 ? "1 row" : "\(grouped(found.count)) rows"
    }

    mutating func acceptFind(_ prompt: Prompt) {
        self.prompt = nil
        guard context == .list || context == .facets || context == .histogram else {
            if textFind?.places.isEmpty == true { say("not found: " + prompt.editor.text) }
            return
        }
        if listFind != nil { goToFound(isForward: true, mayStay: true) }
    }

    mutating func cancelFind(_ prompt: Prompt) {
        listFind = prompt.formerFind
        textFind = nil
    }

    // MARK: In a text

    /// The lines of the text that takes keys: a pane's or the detail's.
    private var shownText: [CleanText] {
        if pane != nil { return paneLines(columns: textColumns).map(\.text) }
        return detailLines(columns: textColumns).map(\.text)
    }

    private var textColumns: Int {
        let layout = ScreenLayout(self)
        let area = pane == nil ? layout.detail ?? layout.middle : layout.middle
        return max(1, area.columns - 4)
    }

    private var textOffset: Int { pane?.offset ?? detail?.offset ?? 0 }

    private mutating func scrollText(to line: Int) {
        // A line or two above it, so that it does not cling to the edge.
        let offset = max(0, line - 2)
        if pane?.content == .alerts { return selectAlert(at: line) }
        guard pane == nil else { return scrollPane(to: offset) }
        scrollDetail(to: offset)
        selectPhase(at: line)
    }

    /// Opens the search of a text, or goes on with it; nil when the command is none of these.
    mutating func performTextSearch(_ command: Command) -> [Effect]? {
        switch command {
        case .find: open(Prompt(.find))
        case .findNext: stepFind(isForward: true)
        case .findPrevious: stepFind(isForward: false)
        default: return nil
        }
        return []
    }

    private mutating func stepFind(isForward: Bool) {
        guard textFind != nil else { return say("nothing is looked for: / finds") }
        let lines = shownText
        textFind?.look(in: lines)
        let step = textFind?.step(isForward: isForward) ?? .none
        guard let find = textFind, let line = find.line, step != .none else { return say("not found") }
        scrollText(to: line)
        let went = step == .wrapped ? isForward ? ", went on at the top" : ", went on at the bottom" : ""
        say("found \((find.current ?? 0) + 1) of \(find.places.count)" + went)
    }
}
