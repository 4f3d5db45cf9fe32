import Events
import TextGrid

extension ViewState {
    mutating func edit(_ key: Key) -> [Effect] {
        switch key {
        case .escape: cancelPrompt()
        case .enter: acceptPrompt()
        case .up, .control("p"): recall(by: 1)
        case .down, .control("n"): recall(by: -1)
        case .tab: takeSuggestion()
        case .control("l"): return [.redraw]
        case .control("z"): return [.suspend]
        default: if prompt?.editor.handle(key) == true { preview() }
        }
        return []
    }

    mutating func cancelPrompt() {
        prompt = nil
        show(filters.current)
    }

    private mutating func acceptPrompt() {
        guard let prompt else { return }
        let matches = list.table.visibleCount
        var setting = filters.current.with(text: prompt.editor.text)
        do throws(FilterError) {
            list.setFilter(try setting.compile())
            // While typing, the last word need only begin a value; what was shown must not vanish with Enter.
            let open = setting.with(text: setting.text + "*")
            if list.table.visibleCount == 0, matches > 0, (try? open.compile()) != nil { setting = open }
            self.prompt = nil
            apply(setting)
        } catch {
            self.prompt?.error = error
        }
    }

    /// Shows what is written so far; where it cannot be read, what stands before the fault, else what was shown last.
    private mutating func preview() {
        guard let text = prompt?.editor.text else { return }
        do throws(FilterError) {
            try preview(text)
            prompt?.error = nil
        } catch {
            prompt?.error = error
            let sound = String(text.prefix(error.range.lowerBound))
            if !sound.allSatisfy(\.isWhitespace) { try? preview(sound) }
        }
    }

    private mutating func preview(_ text: String) throws(FilterError) {
        let setting = filters.current.with(text: text)
        list.setFilter(try setting.compile(completing: true))
        prompt?.shown = setting
        measureColumns(always: true)
    }

    private mutating func recall(by step: Int) {
        guard var prompt else { return }
        let written = filters.written
        let index = (prompt.historyIndex ?? -1) + step
        guard index >= -1, index < written.count else { return }
        if prompt.historyIndex == nil { prompt.draft = prompt.editor.text }
        prompt.historyIndex = index < 0 ? nil : index
        prompt.editor = LineEditor(index < 0 ? prompt.draft : written[written.count - 1 - index])
        self.prompt = prompt
        preview()
    }

    private mutating func takeSuggestion() {
        guard let error = prompt?.error, let suggestion = error.suggestion else { return }
        prompt?.editor.replace(error.range, with: suggestion)
        preview()
    }
}
