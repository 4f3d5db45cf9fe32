/// A filter's text in pieces, of which some are replaced.
struct FilterEditor {
    fileprivate struct Piece {
        /// What stands between this and the piece before it.
        var gap: String
        var text: String
        /// Whether it needs parentheses beside others.
        var isOpenAlternative = false
        var condition: WrittenCondition?
        /// Whether nothing else than the field is asked of.
        var isOfField = false
        /// Where the piece began in the text, for the places in its condition.
        var start: Int

        var enclosed: String { isOpenAlternative ? "(" + text + ")" : text }
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
            let condition = part.condition.flatMap { $0.name.field == field ? $0 : nil }
            pieces.append(
                Piece(
                    gap: String(characters[end..<part.range.lowerBound]),
                    text: String(characters[part.range]),
                    isOpenAlternative: part.isOpenAlternative,
                    condition: condition,
                    isOfField: part.node.terms.allSatisfy { $0.field == field },
                    start: part.range.lowerBound
                )
            )
            end = part.range.upperBound
        }
    }

    var text: String {
        guard let first = pieces.first, pieces.count > 1 else { return pieces.first?.text ?? "" }
        return pieces.dropFirst().reduce(first.enclosed) { $0 + $1.gap + $1.enclosed }
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

    mutating func replace() {
        guard let index = pieces.firstIndex(where: \.isOfField) else { return append(condition) }
        pieces[index] = Piece(gap: pieces[index].gap, text: condition, start: 0)
        drop(\.isOfField)
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
        // Where the whole list is negated, a value in it is included by a ! of its own.
        let sign = condition.items.contains {
            !$0.isExcluded && characters[$0.range.lowerBound - pieces[index].start] == "!"
        }
        let head = String(characters[..<values.lowerBound]) + (isList ? "" : "(")
        let tail = isList ? String(characters[end...]) : ")" + String(characters[values.upperBound...])
        pieces[index].text =
            head + String(characters[values.lowerBound..<end]) + ", " + (sign ? "!" : "") + FilterText.quoted(value)
            + tail
    }

    /// Takes out the items of the field for which `isUnwanted` holds.
    private mutating func remove(_ isUnwanted: (WrittenCondition.Item) -> Bool) {
        for index in pieces.indices {
            guard let condition = pieces[index].condition, condition.items.contains(where: isUnwanted) else { continue }
            pieces[index].rewrite(condition, with: condition.items.filter { !isUnwanted($0) })
        }
        drop { $0.condition?.items.isEmpty == true }
    }

    /// Takes out whole pieces; what stood apart stays so.
    private mutating func drop(_ isUnwanted: (Piece) -> Bool) {
        var kept: [Piece] = []
        var isGap = false
        for var piece in pieces {
            guard !isUnwanted(piece) else {
                isGap = true
                continue
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
