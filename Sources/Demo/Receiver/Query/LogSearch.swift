/// A search of the demo receiver: a small part of Log Service's language, read and matched as Log Service does.
///
///     search     = and { "or" and }
///     and        = term { [ "and" ] term }
///     term       = "not" term | "(" search ")" | [ key ":" ] value | key comparison number
///     value      = word | "quoted words" | #"a phrase" | prefix* | *
///
/// Words stand in any order and in any field, or in that of the key; a quoted text means all of its words, a phrase means them in
/// this order. Not there: `in [a b]`, analysis behind `|`, and the limits on wildcards. An empty search finds all.
/// https://www.alibabacloud.com/help/en/sls/query-syntax
indirect enum LogSearch: Equatable {
    case all
    case condition(SearchCondition)
    case not(LogSearch)
    case and([LogSearch])
    case or([LogSearch])

    /// Reads a search.
    ///
    /// - Throws: For what is no search, has more than 30 conditions, or is nested deeper than 30.
    init(_ text: String) throws(SearchError) {
        var reader = SearchReader(tokens: try SearchToken.read(text)[...])
        self = try reader.read()
    }
}

/// One condition of a search.
struct SearchCondition: Equatable {
    enum Value: Equatable {
        /// All of the words in the text.
        case words(String)
        case phrase(String)
        /// With `*` and `?`, not at the beginning.
        case pattern(String)
        /// The field is there.
        case exists
        case number(comparison: String, Double)
    }

    /// The field that it looks into; nil for all.
    var key: String?
    var value: Value
}

private struct SearchReader {
    private static let mostConditions = 30

    var tokens: ArraySlice<SearchToken>
    private var conditions = 0
    private var depth = 0

    init(tokens: ArraySlice<SearchToken>) {
        self.tokens = tokens
    }

    mutating func read() throws(SearchError) -> LogSearch {
        guard !tokens.isEmpty else { return .all }
        let search = try alternatives()
        guard tokens.isEmpty else { throw SearchError(message: "syntax error, unexpected )") }
        return search
    }

    private mutating func alternatives() throws(SearchError) -> LogSearch {
        var parts = [try conjunction()]
        while takeWord("or") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func conjunction() throws(SearchError) -> LogSearch {
        var parts = [try term()]
        while let next = tokens.first, next != .close, !next.isWord("or") {
            _ = takeWord("and")
            parts.append(try term())
        }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func term() throws(SearchError) -> LogSearch {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.mostConditions else { throw SearchError(message: "the query is nested too deep") }
        if takeWord("not") {
            let term = try self.term()
            // Log Service has none either.
            if case .condition(let condition) = term, case .phrase = condition.value {
                throw SearchError(message: "not is not supported for phrase search")
            }
            return .not(term)
        }
        if tokens.first == .open {
            tokens.removeFirst()
            let search = try alternatives()
            guard tokens.popFirst() == .close else { throw SearchError(message: "syntax error, ) is missing") }
            return search
        }
        return try condition()
    }

    private mutating func condition() throws(SearchError) -> LogSearch {
        conditions += 1
        guard conditions <= Self.mostConditions else {
            throw SearchError(message: "the query has more than \(Self.mostConditions) conditions")
        }
        let first = try text()
        switch tokens.first {
        case .colon:
            tokens.removeFirst()
            return try field(first.plain)
        case .comparison(let comparison):
            tokens.removeFirst()
            guard case .word(let text)? = tokens.popFirst(), let number = Double(text) else {
                throw SearchError(message: "syntax error, a number is missing behind \(comparison)")
            }
            return .condition(.init(key: first.plain, value: .number(comparison: comparison, number)))
        default:
            let value = try value(first)
            return value == .exists ? .all : .condition(.init(key: nil, value: value))
        }
    }

    /// What stands behind `key:`; the name of a tag has a colon in it.
    private mutating func field(_ name: String) throws(SearchError) -> LogSearch {
        var key = name
        if key == "__tag__" {
            key += ":" + (try text().plain)
            guard tokens.popFirst() == .colon else { throw SearchError(message: "syntax error near __tag__") }
        }
        return .condition(.init(key: key, value: try value(try text())))
    }

    private mutating func text() throws(SearchError) -> SearchToken {
        guard let token = tokens.popFirst() else {
            throw SearchError(message: "syntax error, unexpected end of the query")
        }
        switch token {
        case .word(let word) where ["and", "or", "not"].contains(word.lowercased()):
            throw SearchError(message: "syntax error near \(word)")
        case .word, .quoted, .phrase: return token
        case .colon: throw SearchError(message: "syntax error near :")
        case .open: throw SearchError(message: "syntax error near (")
        case .close: throw SearchError(message: "syntax error near )")
        case .comparison(let text): throw SearchError(message: "syntax error near \(text)")
        }
    }

    private func value(_ token: SearchToken) throws(SearchError) -> SearchCondition.Value {
        switch token {
        case .phrase(let text): return .phrase(text)
        case .word("*"): return .exists
        case .word(let word) where word.contains { "*?".contains($0) }:
            guard let first = word.first, !"*?".contains(first) else {
                throw SearchError(message: "a word must not begin with a wildcard: \(word)")
            }
            return .pattern(word)
        default: return .words(token.plain)
        }
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard tokens.first?.isWord(word) == true else { return false }
        tokens.removeFirst()
        return true
    }
}

extension SearchToken {
    fileprivate func isWord(_ word: String) -> Bool {
        if case .word(let text) = self { text.lowercased() == word } else { false }
    }

    fileprivate var plain: String {
        switch self {
        case .word(let text), .quoted(let text), .phrase(let text): text
        default: ""
        }
    }
}

extension LogSearch {
    /// Throws for a field that is not in the index.
    func check(_ index: SearchIndex) throws(SearchError) {
        switch self {
        case .all: break
        case .not(let inner): try inner.check(index)
        case .and(let parts), .or(let parts): for part in parts { try part.check(index) }
        case .condition(let condition): if let key = condition.key { _ = try index.target(of: key) }
        }
    }
}
