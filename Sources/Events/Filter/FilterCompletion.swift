/// What may stand in place of the word that is being typed.
package struct FilterCompletion: Sendable, Equatable {
    package struct Candidate: Sendable, Equatable {
        /// What to put in place of ``FilterCompletion/range``.
        package var text: String
        /// What to show: the value without quotes.
        package var label: String
        /// How many events or groups have the value; nil for a word of the language.
        package var count: Int?

        package init(text: String, label: String? = nil, count: Int? = nil) {
            self.text = text
            self.label = label ?? text
            self.count = count
        }
    }

    /// The values of a field that are worth offering, and how often each was seen.
    ///
    /// For a label or an annotation, the keys. The second parameter is what was typed of the value; what does not match it may be
    /// given all the same.
    package typealias Values = (FilterField, String) -> [(value: String, count: Int)]

    /// How many candidates there are at most.
    package static let most = 50

    /// Character offsets of the word, up to the cursor.
    package var range: Range<Int>
    /// The best first; empty where a term is complete.
    package var candidates: [Candidate]

    /// Completes what stands before the cursor.
    ///
    /// - Parameters:
    ///   - text: The filter as far as it is written.
    ///   - cursor: A character offset.
    ///   - values: Where values come from.
    package init(text: String, cursor: Int, values: Values) {
        let typed = Array(Array(text).prefix(max(0, cursor)))
        let place = CompletionPlace(typed: typed)
        range = place.range(in: typed)
        candidates = Array(place.candidates(values).prefix(Self.most))
    }
}
