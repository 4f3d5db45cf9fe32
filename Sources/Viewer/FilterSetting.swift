package import Basics
import Events

/// What the user filters by: what he wrote, and the switch for warnings.
package struct FilterSetting: Sendable, Equatable {
    package var text = ""
    package var warningsOnly = false
    /// Only what occurred in that time: a column of the histogram, or several.
    package var range: Range<Timestamp>?

    var isEmpty: Bool { text.allSatisfy(\.isWhitespace) && !warningsOnly && range == nil }

    /// The words of it as the filter line shows them.
    var summary: String {
        if isEmpty { return "none" }
        return (warningsOnly ? ["type:Warning"] : []).joined() + (warningsOnly && !text.isEmpty ? "  " : "") + text
    }

    /// The same with another text.
    func with(text: String) -> FilterSetting {
        var setting = self
        setting.text = text
        return setting
    }

    /// The filter of both.
    func compile(completing: Bool = false) throws(FilterError) -> EventFilter {
        let written = try EventFilter(parsing: text, completing: completing)
        guard warningsOnly else { return written }
        return try EventFilter(parsing: "type:Warning").and(written)
    }

    /// Adds the condition `field:value`, or removes it when it is there.
    mutating func toggle(field: FilterField, value: String) {
        let isPlain = !value.isEmpty && value.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }
        let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let term = field.rawValue + "=" + (isPlain ? value : "\"" + escaped + "\"")
        var words = text.split(separator: " ").map(String.init)
        if let index = words.firstIndex(of: term) {
            words.remove(at: index)
            text = words.joined(separator: " ")
        } else if text.contains("|") || text.contains(" OR ") {
            text = "(" + text + ") " + term
        } else {
            text = text.isEmpty ? term : text + " " + term
        }
    }
}

/// The filter in force, those before it, and what was ever written.
package struct FilterHistory: Sendable {
    private static let maximum = 50

    private(set) var current = FilterSetting()
    private var former: [FilterSetting] = []
    private(set) var written: [String] = []

    mutating func change(to setting: FilterSetting) {
        guard setting != current else { return }
        former = Array((former + [current]).suffix(Self.maximum))
        current = setting
        guard !setting.text.isEmpty else { return }
        written = Array((written.filter { $0 != setting.text } + [setting.text]).suffix(Self.maximum))
    }

    /// Goes one change back; false when there is none.
    mutating func undo() -> Bool {
        guard let last = former.popLast() else { return false }
        current = last
        return true
    }
}
