/// What is wrong in a filter, and where.
package struct FilterError: Error, Sendable, Equatable {
    /// One line, lower case, with the nearest fix when there is one.
    package var message: String
    /// Character offsets in the text, for a caret under the word; empty at the end when something is missing.
    package var range: Range<Int>
    /// What to put in place of `range`, when that is clear.
    package var suggestion: String?

    package init(_ message: String, at range: Range<Int>, suggestion: String? = nil) {
        self.message = message
        self.range = range
        self.suggestion = suggestion
    }

    /// The message with its place, for where no caret can be drawn: `col 7: count needs a number, got "lots"`.
    package var located: String { "col \(range.lowerBound + 1): \(message)" }
}
