import Events

/// What the user filters by: what he wrote, and the switch for warnings.
package struct FilterSetting: Sendable, Equatable {
    package var text = ""
    package var warningsOnly = false

    var isEmpty: Bool { text.allSatisfy(\.isWhitespace) && !warningsOnly }

    /// As the filter line shows it.
    var summary: String {
        if isEmpty { return "none" }
        return (warningsOnly ? ["type:Warning"] : []).joined() + (warningsOnly && !text.isEmpty ? "  " : "") + text
    }

    /// The filter of both.
    func compile(completing: Bool = false) throws(FilterError) -> EventFilter {
        let written = try EventFilter(parsing: text, completing: completing)
        guard warningsOnly else { return written }
        return try EventFilter(parsing: "type:Warning").and(written)
    }

    /// Adds the condition `field:value`, beside others of the field as a list; or removes it when it is there.
    mutating func toggle(field: FilterField, value: String) {
        text = EventFilter.text(text, .toggle, field, value)
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
