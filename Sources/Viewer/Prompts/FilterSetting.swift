package import Basics
import Events

/// What the user filters by: what he wrote, and the switch for warnings.
package struct FilterSetting: Sendable, Equatable {
    package var text = ""
    package var warningsOnly = false
    /// Only what occurred in that time: a column of the histogram, or several.
    package var range: Range<Timestamp>?

    var isEmpty: Bool { text.allSatisfy(\.isWhitespace) && !warningsOnly && range == nil }

    /// The same with another text.
    func with(text: String) -> FilterSetting {
        var setting = self
        setting.text = text
        return setting
    }

    /// The words of it as the filter line shows them.
    var summary: String {
        if isEmpty { return "none" }
        return (warningsOnly ? ["type:Warning"] : []).joined() + (warningsOnly && !text.isEmpty ? "  " : "") + text
    }

    /// The filter of both.
    ///
    /// - Parameters:
    ///   - completing: Whether the last word is still being typed.
    ///   - clock: For times of the day.
    /// - Returns: What both let through.
    /// - Throws: ``FilterError`` at its place in the text.
    func compile(completing: Bool = false, clock: FilterClock) throws(FilterError) -> EventFilter {
        let written = try EventFilter(parsing: text, completing: completing, clock: clock)
        guard warningsOnly else { return written }
        return try EventFilter(parsing: "type:Warning").and(written)
    }

    /// Adds a condition that must hold as well.
    mutating func add(_ condition: String) { text = text.isEmpty ? condition : text + " " + condition }

    /// As one text, which `type:Warning` is a part of.
    var whole: String { warningsOnly ? EventFilter.text(text, .include, .type, "Warning") : text }
}

/// The filters that were in force, in the order they came, and which of them is now.
package struct FilterHistory: Sendable {
    private static let maximum = 50

    private var settings: [FilterSetting]
    private var place: Int
    /// Where this run began: what Esc goes back to at most.
    private var start: Int

    /// Begins without a filter; `earlier` are those of former runs, the oldest first.
    init(earlier: [FilterSetting] = []) {
        settings = earlier.suffix(Self.maximum) + [FilterSetting()]
        place = settings.count - 1
        start = place
    }

    var current: FilterSetting { settings[place] }

    /// Makes `setting` the one in force; what was gone back from is forgotten.
    mutating func change(to setting: FilterSetting) {
        guard setting != current else { return }
        settings = Array(settings[...place]) + [setting]
        let excess = max(0, settings.count - Self.maximum)
        settings.removeFirst(excess)
        place = settings.count - 1
        start = min(max(0, start - excess), place)
    }

    /// Whether there is a change of this run to undo.
    var canUndo: Bool { place != start }

    /// Undoes the last change of this run; false when there is none.
    mutating func undo() -> Bool {
        guard canUndo else { return false }
        place = place > start ? place - 1 : start
        return true
    }

    /// Goes to the filter before, also of a former run, or to the one after; false when there is none.
    mutating func step(isForward: Bool) -> Bool {
        let next = place + (isForward ? 1 : -1)
        guard settings.indices.contains(next) else { return false }
        place = next
        return true
    }
}
