import Basics

// Changing a filter's text by a value: `+` and `-` on a cell, a click on a facet.

extension EventFilter {
    /// What to do with a value of a field.
    package enum Edit: Sendable, CaseIterable {
        /// Show what has the value; beside others of the field, when the filter includes such already.
        case include
        /// Show what has the value and nothing else, whatever the filter says of the field now.
        case only
        /// Hide what has the value.
        case exclude
        /// Neither include nor exclude the value by its name.
        case clear
        /// Clear the value where it is included, else include it.
        case toggle
    }

    /// The text of a filter with a value of `field` included, excluded or cleared.
    ///
    /// All that does not speak of the value stays as it was written. A second value makes a list, `ns:(a, b)`; what includes the
    /// value gives way when it is excluded, and what excludes it, a glob too, when it is included; an OR is put in parentheses.
    ///
    /// - Parameters:
    ///   - text: The filter.
    ///   - edit: What to do.
    ///   - field: A field of text other than a label or an annotation.
    ///   - value: The whole value, as an event has it.
    /// - Returns: The new text; `text` itself where that cannot be read or the field has no plain values.
    package static func text(_ text: String, _ edit: Edit, _ field: FilterField, _ value: String) -> String {
        // Any clock will do: only the places of the words matter, and no time is written anew.
        let clock = FilterClock(now: Timestamp(seconds: 0))
        guard field.isText, !field.hasKey,
            let filter = try? EventFilter(parsing: text.withoutOpenEscape, clock: clock)
        else { return text }
        var editor = FilterEditor(filter, field: field, value: value)
        switch edit {
        case .include: editor.include()
        case .only: editor.replace()
        case .exclude: editor.exclude()
        case .clear: editor.clear()
        case .toggle: if editor.isIncluded { editor.clear() } else { editor.include() }
        }
        return editor.text
    }
}

extension String {
    /// A backslash at the very end means itself, but would not with more text behind it.
    fileprivate var withoutOpenEscape: String {
        let count = reversed().prefix { $0 == "\\" }.count
        return count.isMultiple(of: 2) ? self : self + "\\"
    }
}
