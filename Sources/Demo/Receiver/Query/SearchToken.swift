/// A piece of a search as it is written.
enum SearchToken: Equatable {
    case word(String)
    /// In double quotes: nothing in it is an operator.
    case quoted(String)
    /// `#"…"`: the words of it in this order.
    case phrase(String)
    case colon
    case open
    case close
    /// `>`, `>=`, `<`, `<=` or `=`.
    case comparison(String)

    /// Splits `text`.
    ///
    /// - Throws: For a quote that never ends, and for an analysis behind `|`, which this receiver does not have.
    static func read(_ text: String) throws(SearchError) -> [SearchToken] {
        var rest = Array(text.unicodeScalars)[...]
        var tokens: [SearchToken] = []
        while let first = rest.first {
            switch first {
            case _ where first.properties.isWhitespace: rest.removeFirst()
            case "(", ")", ":":
                rest.removeFirst()
                tokens.append(first == ":" ? .colon : first == "(" ? .open : .close)
            case "\"":
                rest.removeFirst()
                tokens.append(.quoted(try quoted(&rest)))
            case "#" where rest.dropFirst().first == "\"":
                rest.removeFirst(2)
                tokens.append(.phrase(try quoted(&rest)))
            case ">", "<", "=":
                rest.removeFirst()
                let isOrEqual = first != "=" && rest.first == "="
                if isOrEqual { rest.removeFirst() }
                tokens.append(.comparison(String(first) + (isOrEqual ? "=" : "")))
            case "|": throw SearchError(message: "the demo receiver has search only, nothing of what is behind |")
            default:
                let word = rest.prefix { !isBreak($0) }
                rest.removeFirst(word.count)
                tokens.append(.word(string(of: word)))
            }
        }
        return tokens
    }

    /// What stands before the closing quote, which is taken away; a backslash takes the next character as it is.
    private static func quoted(_ rest: inout ArraySlice<Unicode.Scalar>) throws(SearchError) -> String {
        var found: [Unicode.Scalar] = []
        while let next = rest.popFirst() {
            if next == "\"" { return string(of: found[...]) }
            if next == "\\", let escaped = rest.popFirst() {
                found.append(escaped)
            } else {
                found.append(next)
            }
        }
        throw SearchError(message: "syntax error, the quotation mark is not closed")
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || "()\":<>=|".unicodeScalars.contains(scalar)
    }

    private static func string(of scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
