import Events
import TextGrid

extension ViewState {
    /// Takes a key while a prompt is open.
    mutating func edit(_ key: Key) -> [Effect] {
        if prompt?.search != nil { return searchHistory(key) }
        switch key {
        case .escape: leavePrompt()
        case .enter: return acceptPrompt()
        case .up, .control("p"): recall(by: 1)
        case .down, .control("n"): recall(by: -1)
        case .tab: complete(isForward: true)
        case .backTab: complete(isForward: false)
        case .control("r"): beginSearch()
        case .control("l"): return [.redraw]
        case .control("z"): return [.suspend]
        case .function(1), .control("g"), .control("v"), .character("/"):
            if !editFilter(key), prompt?.editor.handle(key) == true { preview() }
        default: if prompt?.editor.handle(key) == true { preview() }
        }
        return []
    }

    /// Opens a prompt, in place of any other.
    mutating func open(_ prompt: Prompt) {
        self.prompt = prompt
        if prompt.kind == .filter { self.prompt?.shown = filters.current }
        if prompt.kind == .find { self.prompt?.formerFind = listFind }
        lookAround()
    }

    /// The keys that mean something in the filter's prompt alone; false for any other.
    private mutating func editFilter(_ key: Key) -> Bool {
        guard let prompt, prompt.kind == .filter || prompt.kind == .find else { return false }
        switch key {
        case .function(1): self.prompt?.isExplained.toggle()
        case .control("g") where prompt.kind == .filter: findInstead()
        case .character("/") where prompt.kind == .filter && prompt.editor.characters.isEmpty: findInstead()
        case .control("v") where prompt.kind == .filter:
            cancelPrompt()
            openViews()
        default: return false
        }
        return true
    }

    /// Goes on with what is written as something to find.
    private mutating func findInstead() {
        guard let text = prompt?.editor.text else { return }
        cancelPrompt()
        open(Prompt(.find, text: text))
        preview()
    }

    private mutating func leavePrompt() {
        if prompt?.isExplained == true { prompt?.isExplained = false } else { cancelPrompt() }
    }

    /// Closes the prompt and takes back what it changed.
    mutating func cancelPrompt() {
        guard let prompt else { return }
        self.prompt = nil
        switch prompt.kind {
        case .filter: show(filters.current)
        case .find: cancelFind(prompt)
        case .path: pendingExport = nil
        case .name, .command, .time: break
        }
    }

    private mutating func acceptPrompt() -> [Effect] {
        guard let prompt else { return [] }
        let text = prompt.editor.text
        do throws(LineError) {
            let effects = try accept(prompt)
            histories[prompt.kind, default: LineHistory()].add(text)
            return effects + (text.isKeepable ? [.remember(prompt.kind, text)] : [])
        } catch {
            // What could be read may have closed the prompt already.
            if self.prompt == nil { self.prompt = prompt }
            self.prompt?.error = error
            return []
        }
    }

    private mutating func accept(_ prompt: Prompt) throws(LineError) -> [Effect] {
        switch prompt.kind {
        case .filter: try acceptFilter(prompt)
        case .find: acceptFind(prompt)
        case .command:
            self.prompt = nil
            return try run(prompt.editor.text)
        case .time:
            let effects = try goToTime(prompt.editor.text)
            self.prompt = nil
            return effects
        case .path:
            let effects = try export(to: prompt.editor.text)
            self.prompt = nil
            return effects
        case .name:
            let effects = try saveView(named: prompt.editor.text)
            self.prompt = nil
            return effects
        }
        return []
    }

    // MARK: Filter

    private mutating func acceptFilter(_ prompt: Prompt) throws(LineError) {
        do throws(FilterError) {
            // The preview may have shown an unfinished line.
            _ = try FilterSetting(text: prompt.editor.text).compile(clock: filterClock)
        } catch {
            throw LineError(error)
        }
        while self.prompt?.openEnd != nil {
            list.finishScan()
            decideOpenEnd()
        }
        let shown = self.prompt?.shown ?? prompt.shown
        self.prompt = nil
        apply(shown)
    }

    /// Shows what is written so far; where it cannot be read, what stands before the fault, else what was shown last.
    mutating func preview() {
        guard let prompt else { return }
        let text = prompt.editor.text
        self.prompt?.note = ""
        do throws(FilterError) {
            switch prompt.kind {
            case .filter: try previewFilter(text)
            case .find: try previewFind(text)
            case .command, .time, .path, .name: break
            }
            self.prompt?.error = nil
        } catch {
            self.prompt?.error = LineError(error)
            let sound = String(text.prefix(error.range.lowerBound))
            if prompt.kind == .filter, !sound.allSatisfy(\.isWhitespace) { try? previewFilter(sound) }
        }
        lookAround()
    }

    private mutating func previewFilter(_ text: String) throws(FilterError) {
        let setting = filters.current.with(text: text)
        do throws(FilterError) {
            list.setFilter(try setting.compile(clock: filterClock))
        } catch {
            // `ns:` is no filter yet, but no fault either while it is being typed.
            list.setFilter(try setting.compile(completing: true, clock: filterClock))
        }
        prompt?.shown = setting
        prompt?.openEnd = text.last?.isWhitespace == false ? .untried(setting.with(text: text + "*")) : nil
        decideOpenEnd()
        measureColumns(always: true)
    }

    /// Tries the open end of the last word where the filter shows nothing; waits for the scan where that is not known yet.
    ///
    /// Enter then keeps what is shown, and says so by the `*`.
    mutating func decideOpenEnd() {
        guard let openEnd = prompt?.openEnd else { return }
        let isShown = list.table.visibleCount > 0
        guard isShown || !list.isCounting else { return }
        prompt?.openEnd = nil
        switch openEnd {
        case .untried(let open):
            guard !isShown, let filter = try? open.compile(clock: filterClock) else { return }
            prompt?.openEnd = .tried(open, insteadOf: list.table.filter)
            list.setFilter(filter)
            decideOpenEnd()
        case .tried(let open, let exact): if isShown { prompt?.shown = open } else { list.setFilter(exact) }
        }
    }

    // MARK: History

    private mutating func recall(by step: Int) {
        guard var prompt else { return }
        let history = histories[prompt.kind] ?? LineHistory()
        let next = (prompt.recall.step ?? -1) + step
        guard next >= -1, next < 0 || history[next] != nil else { return }
        if prompt.recall.step == nil { prompt.recall.draft = prompt.editor.text }
        prompt.recall.step = next < 0 ? nil : next
        prompt.editor = LineEditor(history[next] ?? prompt.recall.draft)
        self.prompt = prompt
        preview()
    }

    private mutating func beginSearch() {
        guard let prompt else { return }
        self.prompt?.search = HistorySearch(draft: prompt.editor.text)
        search(from: 0)
    }

    /// ^R searches on, Enter and what edits take the line that is found, Esc gives back the line that was there.
    private mutating func searchHistory(_ key: Key) -> [Effect] {
        guard var search = prompt?.search else { return [] }
        switch key {
        case .control("r"): self.search(from: (search.step ?? -1) + 1)
        case .escape, .control("g"):
            prompt?.editor = LineEditor(search.draft)
            prompt?.search = nil
            preview()
        case .character, .paste, .backspace, .control("h"), .control("u"), .control("w"):
            _ = search.query.handle(key)
            prompt?.search = search
            self.search(from: 0)
        case .enter: prompt?.search = nil
        default:
            prompt?.search = nil
            return edit(key)
        }
        return []
    }

    private mutating func search(from first: Int) {
        guard var search = prompt?.search, let kind = prompt?.kind else { return }
        let history = histories[kind] ?? LineHistory()
        let found = history.step(finding: search.query.text, from: first)
        // At the end of the history the last that was found stays.
        guard found != nil || first == 0 else { return }
        search.step = found
        prompt?.search = search
        if let line = found.flatMap({ history[$0] }) { prompt?.editor = LineEditor(line) }
        preview()
    }

    // MARK: Completion

    private mutating func complete(isForward: Bool) {
        guard var prompt else { return }
        if let error = prompt.error, let suggestion = error.suggestion {
            self.prompt?.editor.replace(error.range, with: suggestion)
            return preview()
        }
        guard var completion = prompt.completion,
            let text = completion.advance(in: prompt.editor.characters, isForward: isForward)
        else { return }
        prompt.editor.replace(completion.range, with: text)
        completion.replaced(with: text)
        let isCycling = completion.chosen != nil && completion.candidates.count > 1
        self.prompt = prompt
        preview()
        // Going on with Tab means the next of the same candidates.
        if isCycling { self.prompt?.completion = completion }
    }

    /// Looks for what could stand at the cursor.
    private mutating func lookAround() {
        guard let prompt else { return }
        let completion: Completion? =
            switch prompt.kind {
            case .filter, .find: filterCompletion(of: prompt.editor)
            case .command: commandCompletion(of: prompt.editor)
            case .name: viewNameCompletion(of: prompt.editor)
            case .time, .path: nil
            }
        self.prompt?.completion = completion
    }
}

extension String {
    /// Whether a history may keep it: what begins with a space stays private, as in a shell.
    fileprivate var isKeepable: Bool { !allSatisfy(\.isWhitespace) && first != " " && utf8.count <= 4096 }
}
