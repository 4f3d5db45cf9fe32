import Basics

// Changing a filter's text by a value: `+` and `-` on a cell, a click on a facet.

extension EventFilter {
    /// What to do with a value of a field.
    package enum Edit: Sendable, CaseIterable {
        /// Show what has the value; beside others of the field, when the filter includes such already.
        case include
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

/// A filter's text in pieces, of which some are replaced.
private struct FilterEditor {
    fileprivate struct Piece {
        /// What stands between this and the piece before it.
        var gap: String
        var text: String
        var condition: WrittenCondition?
        /// Where the piece began in the text, for the places in its condition.
        var start: Int
    }

    private let field: FilterField
    private let value: String
    private var pieces: [Piece] = []

    init(_ filter: EventFilter, field: FilterField, value: String) {
        self.field = field
        self.value = value
        let characters = Array(filter.text)
        var end = filter.parts.first?.range.lowerBound ?? 0
        for part in filter.parts {
            let written = String(characters[part.range])
            let condition = part.condition.flatMap { $0.name.field == field ? $0 : nil }
            pieces.append(
                Piece(
                    gap: String(characters[end..<part.range.lowerBound]),
                    text: part.isOpenAlternative ? "(" + written + ")" : written,
                    condition: condition,
                    start: part.range.lowerBound
                )
            )
            end = part.range.upperBound
        }
        // An OR that stays alone needs no parentheses.
        original = filter.parts.first?.isOpenAlternative == true ? filter.text : nil
    }

    /// The text of an OR, as long as nothing stands beside it.
    private let original: String?

    var text: String {
        if let original, pieces.count == 1 { return original }
        return pieces.enumerated().map { $0 == 0 ? $1.text : $1.gap + $1.text }.joined()
    }

    var isIncluded: Bool {
        pieces.contains { $0.condition?.items.contains { !$0.isExcluded && $0.test.isExactly(value) } == true }
    }

    // MARK: Edits

    mutating func include() {
        remove { [value] in $0.isExcluded && $0.test.matches(value) }
        guard !isIncluded else { return }
        var isAdded = false
        for index in pieces.indices where lacksValue(pieces[index].condition) {
            addValue(to: index)
            isAdded = true
        }
        if !isAdded { append(condition) }
    }

    mutating func exclude() {
        let wasIncluded = isIncluded
        remove { [value] in !$0.isExcluded && $0.test.isExactly(value) }
        let isRejected = pieces.contains { lacksValue($0.condition) }
        let isExcluded = pieces.contains {
            $0.condition?.items.contains { $0.isExcluded && $0.test.isExactly(value) } == true
        }
        if isExcluded || (wasIncluded && isRejected) { return }
        append("!" + condition)
    }

    mutating func clear() {
        remove { [value] in $0.test.isExactly(value) }
    }

    // MARK: Pieces

    private var condition: String {
        field.rawValue + (field.findsParts ? "=" : ":") + FilterText.quoted(value)
    }

    /// Whether a condition includes values, and not this one.
    private func lacksValue(_ condition: WrittenCondition?) -> Bool {
        let included = condition?.items.filter { !$0.isExcluded } ?? []
        return !included.isEmpty && !included.contains { $0.test.matches(value) }
    }

    private mutating func append(_ text: String) {
        pieces.append(Piece(gap: pieces.isEmpty ? "" : " ", text: text, start: 0))
    }

    private mutating func addValue(to index: Int) {
        guard let condition = pieces[index].condition, let last = condition.items.last else { return }
        let characters = Array(pieces[index].text)
        let values = condition.values.shifted(by: -pieces[index].start)
        let end = last.range.upperBound - pieces[index].start
        let isList = characters[values.lowerBound] == "("
        let head = String(characters[..<values.lowerBound]) + (isList ? "" : "(")
        let tail = isList ? String(characters[end...]) : ")" + String(characters[values.upperBound...])
        pieces[index].text =
            head + String(characters[values.lowerBound..<end]) + ", " + FilterText.quoted(value) + tail
    }

    /// Takes out the items of the field for which `isUnwanted` holds.
    private mutating func remove(_ isUnwanted: (WrittenCondition.Item) -> Bool) {
        var kept: [Piece] = []
        var isGap = false
        for var piece in pieces {
            if let condition = piece.condition, condition.items.contains(where: isUnwanted) {
                let items = condition.items.filter { !isUnwanted($0) }
                guard !items.isEmpty else {
                    isGap = true
                    continue
                }
                piece.rewrite(condition, with: items)
            }
            if isGap, piece.gap.isEmpty { piece.gap = " " }
            isGap = false
            kept.append(piece)
        }
        pieces = kept
    }
}

extension FilterEditor.Piece {
    /// Leaves but `items` of its values.
    fileprivate mutating func rewrite(_ condition: WrittenCondition, with items: [WrittenCondition.Item]) {
        let characters = Array(text)
        let values = condition.values.shifted(by: -start)
        let words = items.map { String(characters[$0.range.shifted(by: -start)]) }
        let isSingle = words.count == 1 && words[0].first != "!"
        let head = String(characters[..<values.lowerBound]) + (isSingle ? "" : "(")
        var rewritten = condition
        rewritten.items = []
        var position = head.count
        for (item, word) in zip(items, words) {
            rewritten.items.append(item)
            rewritten.items[rewritten.items.count - 1].range = start + position..<start + position + word.count
            position += word.count + 2
        }
        let list = words.joined(separator: ", ") + (isSingle ? "" : ")")
        rewritten.values = start + values.lowerBound..<start + head.count + list.count
        text = head + list + String(characters[values.upperBound...])
        self.condition = rewritten
    }
}

extension FilterTest {
    /// Whether it asks for this very text.
    fileprivate func isExactly(_ value: String) -> Bool {
        if case .equal = self { matches(value) } else { false }
    }
}

extension Range<Int> {
    fileprivate func shifted(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}
