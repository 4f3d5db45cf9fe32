// A field with its values, and bare texts.

extension FilterParser {
    mutating func condition(_ written: String, at range: Range<Int>) throws(FilterError) -> FilterPart {
        guard let name = FieldName(written) else { throw Self.unknownField(written, at: range) }
        guard let token = next, case .comparison(let comparison) = token.kind else {
            preconditionFailure("a name is followed by its operator")
        }
        index += 1
        let reader = FilterValueReader(name: name, comparison: comparison, operatorRange: token.range, parser: self)
        let (values, items) = try self.values(reader, after: token.range.upperBound)
        var condition = WrittenCondition(name: name, values: values, items: items)
        var node = reader.node(of: items)
        if comparison.isNegative {
            node = .not(node)
            condition = condition.negated ?? condition
        }
        let isPlain = name.field.isText && !name.field.hasKey && [.has, .equal].contains(comparison.positive)
        let mixesSigns = comparison.isNegative && Set(items.map(\.isExcluded)).contains(true)
        return FilterPart(
            range: range.lowerBound..<values.upperBound,
            node: node,
            condition: isPlain && !mixesSigns && items.allSatisfy { $0.test.plainText != nil } ? condition : nil
        )
    }

    private mutating func values(
        _ reader: FilterValueReader,
        after start: Int
    ) throws(FilterError) -> (Range<Int>, [WrittenCondition.Item]) {
        guard let token = next, token.range.lowerBound == start else {
            return (start..<start, [try reader.missing(at: start)])
        }
        switch token.kind {
        case .word(let word):
            index += 1
            if case .pattern = word.form, let following = next, following.range.lowerBound == token.range.upperBound,
                case .word = following.kind
            {
                throw FilterError("a / inside a regular expression is written \\/", at: token.range)
            }
            let item = WrittenCondition.Item(
                range: token.range,
                isExcluded: false,
                test: try reader.test(word, at: token.range)
            )
            return (token.range, [item])
        case .open:
            index += 1
            return try list(reader, from: token)
        default:
            return (start..<start, [try reader.missing(at: start)])
        }
    }

    private mutating func list(
        _ reader: FilterValueReader,
        from open: FilterToken
    ) throws(FilterError) -> (Range<Int>, [WrittenCondition.Item]) {
        try reader.checkList(at: open.range)
        var items: [WrittenCondition.Item] = []
        var needsComma = false
        while let token = next {
            index += 1
            switch token.kind {
            case .close:
                let range = open.range.lowerBound..<token.range.upperBound
                guard !items.isEmpty else { throw FilterError("the list is empty", at: range) }
                return (range, items)
            case .comma:
                guard needsComma else { throw FilterError("a value is missing before the comma", at: token.range) }
                needsComma = false
            case .not, .word:
                guard !needsComma else { throw FilterError("a comma is missing before this value", at: token.range) }
                needsComma = true
                // What is not to be shown is yet to be written.
                if token.kind == .not, isUnfinished { continue }
                items.append(try item(reader, from: token))
            default:
                throw FilterError("\"\(written(token))\" has no place in a list of values", at: token.range)
            }
        }
        guard isUnfinished else { throw FilterError("\"(\" is not closed", at: open.range) }
        if items.isEmpty { items.append(try reader.missing(at: text.count)) }
        return (open.range.lowerBound..<text.count, items)
    }

    private mutating func item(
        _ reader: FilterValueReader,
        from token: FilterToken
    ) throws(FilterError) -> WrittenCondition.Item {
        if case .word(let word) = token.kind {
            let test = try reader.test(word, at: token.range, isListed: true)
            return WrittenCondition.Item(range: token.range, isExcluded: false, test: test)
        }
        guard let value = next, case .word(let word) = value.kind else {
            throw FilterError("a value is missing after \"!\"", at: token.range)
        }
        index += 1
        let test = try reader.test(word, at: value.range, isListed: true)
        let range = token.range.lowerBound..<value.range.upperBound
        return WrittenCondition.Item(range: range, isExcluded: true, test: test)
    }

    mutating func bare(_ word: FilterWord, at range: Range<Int>) throws(FilterError) -> FilterPart {
        var reader = FilterBareReader(word: word, range: range, parser: self)
        // ^"two words" and ~"two words" are a sign and a quoted text without a space between.
        if reader.isLoneSign, let quoted = next, quoted.range.lowerBound == range.upperBound,
            case .word(let following) = quoted.kind
        {
            index += 1
            reader = FilterBareReader(
                sign: word,
                word: following,
                range: range.lowerBound..<quoted.range.upperBound,
                parser: self
            )
        }
        return FilterPart(range: reader.range, node: .term(.text, try reader.test()))
    }

    private static func unknownField(_ name: String, at range: Range<Int>) -> FilterError {
        if let reason = FilterField.reasonUnsupported(name) { return FilterError(reason, at: range) }
        if let prefix = FieldName.keyed.first(where: {
            ["label", "ann", "annotation", $0.1].contains(name.lowercased())
        }) {
            let stem = name.lowercased().hasPrefix("l") ? "label" : String(prefix.1.dropLast())
            return FilterError("\(stem) needs a key: \(stem).app:web", at: range)
        }
        if let nearest = FilterField.nearest(to: name) {
            return FilterError(
                "unknown field \"\(name)\"; did you mean \"\(nearest)\"?",
                at: range,
                suggestion: nearest
            )
        }
        let fields = FilterField.allCases.map(\.rawValue).joined(separator: " ")
        return FilterError("unknown field \"\(name)\"; fields: \(fields); quote it to search for the text", at: range)
    }
}

extension WrittenCondition {
    /// What it means with a NOT before it; nil where that is no plain list any more, as of `!ns:(a, !b)`.
    var negated: WrittenCondition? {
        guard Set(items.map(\.isExcluded)).count == 1 else { return nil }
        var condition = self
        for index in items.indices { condition.items[index].isExcluded.toggle() }
        return condition
    }
}
