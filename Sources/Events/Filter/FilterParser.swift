/// The filter language:
///
///     query = and { ("|" | "OR") and }
///     and   = unary { ["AND" | "&&"] unary }          a space is AND and binds tighter than |
///     unary = ("!" | "-" | "NOT") unary | "(" query ")" | term
///     term  = field op value | bare
///     op    = ":" | "=" | "!=" | "~" | "!~" | ">" | ">=" | "<" | "<="
///     value = word | "text" | 'text' | /regex/[i] | (value, !value, ...) | from..to | ""
///     bare  = word | "text" | /regex/[i] | ^word | word$ | ~word
///
/// `-` is NOT only before a field or a quote, so that `-x2k4q` looks for text. A backslash takes the next character as it is. `*` and
/// `?` are globs in the values of fields. Case counts only where a bare text, a regular expression without `i` or a value after
/// `=` has an upper-case letter.
extension EventFilter {
    /// Reads a filter.
    ///
    /// - Parameters:
    ///   - text: What was written; empty shows all.
    ///   - completing: Whether the last word is still being typed: then it need only begin a value.
    ///   - clock: The present and the zone, for times of the day. Without the present, only times with a date can be read.
    /// - Throws: ``FilterError`` with the place of the first fault.
    package init(parsing text: String, completing: Bool = false, clock: FilterClock = .unknown) throws(FilterError) {
        let characters = Array(text)
        var parser = FilterParser(text: characters, completing: completing, clock: clock)
        try self.init(text: text, parts: parser.parse())
    }
}

struct FilterParser {
    private static let deepest = 64

    let text: [Character]
    let completing: Bool
    let clock: FilterClock
    private let tokens: [FilterToken]
    private var index = 0
    private var depth = 0

    init(text: [Character], completing: Bool, clock: FilterClock) {
        self.text = text
        self.completing = completing
        self.clock = clock
        tokens = FilterLexer.tokens(of: text)
    }

    mutating func parse() throws(FilterError) -> [FilterPart] {
        guard !tokens.isEmpty else { return [] }
        var alternatives = try query()
        if let token = next {
            throw FilterError("\"\(written(token))\" closes nothing here", at: token.range)
        }
        guard alternatives.count > 1 else { return alternatives.removeFirst() }
        var whole = Self.joined(alternatives)
        whole.isOpenAlternative = true
        return [whole]
    }

    private static func joined(_ alternatives: [[FilterPart]]) -> FilterPart {
        let nodes = alternatives.compactMap { FilterNode.all(of: $0.map(\.node)) }
        let first = alternatives.first?.first?.range.lowerBound ?? 0
        let last = alternatives.last?.last?.range.upperBound ?? first
        return FilterPart(range: first..<last, node: .any(of: nodes) ?? .every([]))
    }

    // MARK: Grammar

    private mutating func query() throws(FilterError) -> [[FilterPart]] {
        var alternatives = [try conjunction()]
        while let token = next, token.kind == .or {
            index += 1
            guard let following = next, following.kind != .close else {
                throw FilterError("nothing after \"\(written(token))\"", at: token.range)
            }
            alternatives.append(try conjunction())
        }
        return alternatives
    }

    private mutating func conjunction() throws(FilterError) -> [FilterPart] {
        var parts = [try unary()]
        while let token = next, token.kind != .or, token.kind != .close {
            if token.kind == .and {
                index += 1
                guard let following = next, following.kind != .close, following.kind != .or else {
                    throw FilterError("nothing after \"\(written(token))\"", at: token.range)
                }
            }
            parts.append(try unary())
        }
        return parts
    }

    private mutating func unary() throws(FilterError) -> FilterPart {
        guard let token = next else {
            throw FilterError("a term is missing here", at: text.count..<text.count)
        }
        guard depth < Self.deepest else { throw FilterError("nested too deeply", at: token.range) }
        depth += 1
        defer { depth -= 1 }
        switch token.kind {
        case .not:
            index += 1
            return try negation(from: token)
        case .open:
            index += 1
            return try parentheses(from: token)
        case .name(let name):
            index += 1
            return try condition(name, at: token.range)
        case .word(let word):
            index += 1
            return try bare(word, at: token.range)
        case .and:
            throw FilterError("nothing before \"\(written(token))\"", at: token.range)
        case .close, .comma, .or, .comparison:
            throw FilterError("a term is missing here", at: token.range)
        }
    }

    private mutating func negation(from token: FilterToken) throws(FilterError) -> FilterPart {
        let operand = try unary()
        let range = token.range.lowerBound..<operand.range.upperBound
        return FilterPart(range: range, node: .not(operand.node), condition: operand.condition?.negated)
    }

    private mutating func parentheses(from token: FilterToken) throws(FilterError) -> FilterPart {
        if let close = next, close.kind == .close {
            let range = token.range.lowerBound..<close.range.upperBound
            throw FilterError("there is nothing between the parentheses", at: range)
        }
        let alternatives = try query()
        guard let close = next, close.kind == .close else { throw FilterError("\"(\" is not closed", at: token.range) }
        index += 1
        let range = token.range.lowerBound..<close.range.upperBound
        let isSingle = alternatives.count == 1 && alternatives[0].count == 1
        return FilterPart(
            range: range,
            node: Self.joined(alternatives).node,
            condition: isSingle ? alternatives[0][0].condition : nil
        )
    }

    // MARK: Terms

    private mutating func condition(_ written: String, at range: Range<Int>) throws(FilterError) -> FilterPart {
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
                items.append(try item(reader, from: token))
                needsComma = true
            default:
                throw FilterError("\"\(written(token))\" has no place in a list of values", at: token.range)
            }
        }
        throw FilterError("\"(\" is not closed", at: open.range)
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

    private mutating func bare(_ word: FilterWord, at range: Range<Int>) throws(FilterError) -> FilterPart {
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

    // MARK: Words

    private var next: FilterToken? { index < tokens.count ? tokens[index] : nil }

    private func written(_ token: FilterToken) -> String { String(text[token.range]) }

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
