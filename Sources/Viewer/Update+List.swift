import Events
import TextGrid

extension ViewState {
    private static let messageStep = 10

    mutating func performInList(_ command: Command) -> [Effect] {
        let page = max(1, list.pageRows)
        switch command {
        case .down: list.move(by: 1)
        case .up: list.move(by: -1)
        case .halfPageDown: list.move(by: max(1, page / 2), scrolling: true)
        case .halfPageUp: list.move(by: -max(1, page / 2), scrolling: true)
        case .pageDown: list.move(by: page, scrolling: true)
        case .pageUp: list.move(by: -page, scrolling: true)
        case .first: list.follow()
        case .last: list.moveToEnd()
        case .messageRight: messageOffset = min(messageOffset + Self.messageStep, CleanText.usualLimit)
        case .messageLeft: messageOffset = max(0, messageOffset - Self.messageStep)
        case .follow:
            list.thaw()
            list.follow()
        case .freeze: if list.isFrozen { list.thaw() } else { list.freeze() }
        case .detail: return openDetail()
        case .quit: return quit()
        default: return changeFilter(command) ? [] : performAnywhere(command)
        }
        return []
    }

    private mutating func openDetail() -> [Effect] {
        guard let row = list.selected?.newest else { return [] }
        detail = Detail(row: row)
        return [.loadObject(row.key, cluster: row.cluster)]
    }

    private mutating func changeFilter(_ command: Command) -> Bool {
        switch command {
        case .filter: prompt = FilterPrompt(editor: LineEditor(filters.current.text), shown: filters.current)
        case .back: undoFilter()
        case .warningsOnly: changeFilter { $0.warningsOnly.toggle() }
        case .onlyNamespace:
            if let row = list.selected?.newest { changeFilter { $0.toggle(field: .namespace, value: row.shownNamespace) } }
        case .onlyReason:
            if let row = list.selected?.newest { changeFilter { $0.toggle(field: .reason, value: row.reason) } }
        default: return false
        }
        return true
    }

    private mutating func changeFilter(_ change: (inout FilterSetting) -> Void) {
        var setting = filters.current
        change(&setting)
        apply(setting)
    }

    private mutating func undoFilter() {
        guard filters.undo() else { return say("no filter to undo") }
        show(filters.current)
    }

    /// Makes `setting` the filter in force; says why when it cannot be read.
    mutating func apply(_ setting: FilterSetting) {
        do throws(FilterError) {
            let filter = try setting.compile()
            filters.change(to: setting)
            list.setFilter(filter)
            measureColumns(always: true)
        } catch {
            say(error.message)
        }
    }

    /// Shows `setting`, which was in force before and so can be read.
    mutating func show(_ setting: FilterSetting) {
        guard let filter = try? setting.compile() else { return }
        list.setFilter(filter)
        measureColumns(always: true)
    }
}
