import Events
import TextGrid

extension ViewState {
    private static let messageStep = 10

    mutating func performInList(_ command: Command, _ key: Key) -> [Effect] {
        let page = max(1, list.pageRows)
        switch command {
        case .down: list.move(by: 1)
        case .up: list.move(by: -1)
        case .halfPageDown: list.move(by: max(1, page / 2), scrolling: true)
        case .halfPageUp: list.move(by: -max(1, page / 2), scrolling: true)
        case .pageDown: list.move(by: page, scrolling: true)
        case .pageUp: list.move(by: -page, scrolling: true)
        case .first: list.moveToStart()
        case .last: list.moveToEnd()
        case .messageRight: messageOffset = min(messageOffset + Self.messageStep, CleanText.usualLimit)
        case .messageLeft: messageOffset = max(0, messageOffset - Self.messageStep)
        case .follow:
            list.thaw()
            list.follow()
        case .freeze: if list.isFrozen { list.thaw() } else { list.freeze() }
        case .detail: return openDetail(command)
        case .quit: return logstore == nil ? quit() : leaveLogstore()
        case .back where logstore != nil && listFind == nil && !filters.canUndo: return escapeLogstore()
        default:
            if changeFilter(command) { return [] }
            return performOnRows(command, key) ?? performInTime(command, key) ?? performSearch(command)
                ?? performAnywhere(command)
        }
        return []
    }

    private mutating func changeFilter(_ command: Command) -> Bool {
        switch command {
        case .filter: open(Prompt(.filter, text: filters.current.text))
        case .back: if listFind == nil { undoFilter() } else { listFind = nil }
        case .warningsOnly: changeFilter { $0.warningsOnly.toggle() }
        default: return false
        }
        return true
    }

    mutating func changeFilter(_ change: (inout FilterSetting) -> Void) {
        var setting = filters.current
        change(&setting)
        apply(setting)
    }

    private mutating func undoFilter() {
        let undone = filters.current
        guard filters.undo() else { return say("no filter to undo") }
        show(filters.current)
        goBack(from: undone)
    }

    /// Reads the times of the day in the filter again: of which day they are follows from the present, which a recording tells late.
    mutating func readFilterAgain() {
        if isReplay, prompt == nil { show(filters.current) }
    }

    /// Makes `setting` the filter in force; says why when it cannot be read.
    mutating func apply(_ setting: FilterSetting) {
        do throws(FilterError) {
            let filter = try setting.compile(clock: filterClock)
            filters.change(to: setting)
            list.setFilter(filter)
            list.setSpan(EventSpan(last: window, range: setting.range))
            measureColumns(always: true)
        } catch {
            say(error.message)
        }
    }

    /// Shows `setting`, which was in force before and so can be read.
    mutating func show(_ setting: FilterSetting) {
        guard let filter = try? setting.compile(clock: filterClock) else { return }
        list.setFilter(filter)
        list.setSpan(EventSpan(last: window, range: setting.range))
        measureColumns(always: true)
    }
}
