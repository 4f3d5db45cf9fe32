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
    let tokens: [FilterToken]
    var index = 0
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
            if isUnfinished { break }
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
                if isUnfinished { break }
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
            if isUnfinished { return FilterPart(range: text.count..<text.count, node: .every([])) }
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
        // Not to show nothing before it is known what is not to be shown.
        if operand.node == .every([]) { return operand }
        let range = token.range.lowerBound..<operand.range.upperBound
        return FilterPart(range: range, node: .not(operand.node), condition: operand.condition?.negated)
    }

    private mutating func parentheses(from token: FilterToken) throws(FilterError) -> FilterPart {
        if let close = next, close.kind == .close {
            let range = token.range.lowerBound..<close.range.upperBound
            throw FilterError("there is nothing between the parentheses", at: range)
        }
        let alternatives = try query()
        let end: Int
        if let close = next, close.kind == .close {
            index += 1
            end = close.range.upperBound
        } else if isUnfinished {
            end = text.count
        } else {
            throw FilterError("\"(\" is not closed", at: token.range)
        }
        let range = token.range.lowerBound..<end
        let isSingle = alternatives.count == 1 && alternatives[0].count == 1
        return FilterPart(
            range: range,
            node: Self.joined(alternatives).node,
            condition: isSingle ? alternatives[0][0].condition : nil
        )
    }

    // MARK: Words

    /// Whether all has been read of a text that is still being typed: what is missing may yet come.
    var isUnfinished: Bool { completing && index == tokens.count }

    var next: FilterToken? { index < tokens.count ? tokens[index] : nil }

    func written(_ token: FilterToken) -> String { String(text[token.range]) }
}
