/// A word or a sign of a filter, and where it stands.
struct FilterToken: Equatable {
    enum Kind: Equatable {
        case open, close, comma, or, and, not
        /// What stands before an operator.
        case name(String)
        case comparison(FilterOperator)
        case word(FilterWord)
    }

    var kind: Kind
    /// Character offsets.
    var range: Range<Int>
}

/// How a field is compared with what follows.
enum FilterOperator: String, CaseIterable {
    // Longer ones first, as they are looked for.
    case notEqual = "!="
    case notMatches = "!~"
    case atLeast = ">="
    case atMost = "<="
    case has = ":"
    case equal = "="
    case matches = "~"
    case more = ">"
    case less = "<"

    /// What it asks once a negation is taken from it.
    var positive: FilterOperator {
        switch self {
        case .notEqual: .equal
        case .notMatches: .matches
        default: self
        }
    }

    var isNegative: Bool { positive != self }

    /// The comparison of numbers it stands for; `:` is at least.
    var comparison: FilterTest.Comparison? {
        switch self {
        case .has, .atLeast: .atLeast
        case .equal: .equal
        case .more: .more
        case .less: .less
        case .atMost: .atMost
        case .matches, .notEqual, .notMatches: nil
        }
    }
}

/// A value or a bare text.
struct FilterWord: Equatable {
    enum Form: Equatable {
        case plain
        case quoted(isClosed: Bool)
        case pattern(ignoresCase: Bool, isClosed: Bool)
    }

    /// A character, and whether a backslash says that it means itself.
    struct Letter: Equatable {
        var character: Character
        var isEscaped = false

        init(_ character: Character, isEscaped: Bool = false) {
            self.character = character
            self.isEscaped = isEscaped
        }
    }

    var letters: [Letter]
    var form = Form.plain

    /// The text without backslashes.
    var text: String { String(letters.map(\.character)) }

    /// The text with its backslashes, which mean something to a regular expression.
    var patternSource: String {
        if case .pattern = form { return text }
        return letters.map { ($0.isEscaped ? "\\" : "") + String($0.character) }.joined()
    }

    var isPlain: Bool { form == .plain }

    /// Whether a `*` or `?` stands for other characters.
    var hasWildcards: Bool { isPlain && letters.contains(where: \.isWildcard) }
}

extension FilterWord.Letter {
    var isWildcard: Bool { !isEscaped && (character == "*" || character == "?") }
}
