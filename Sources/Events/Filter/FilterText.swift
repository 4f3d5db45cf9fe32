/// How values are written in a filter.
enum FilterText {
    /// `value` as the lexer reads it back, as one word or in quotes; a wildcard in it means itself.
    static func quoted(_ value: String) -> String {
        isWord(value) ? value : inQuotes(value)
    }

    /// A glob of all that begins with `value`.
    static func prefix(_ value: String) -> String {
        guard !isWord(value) else { return value + "*" }
        return value.map { $0.isLetter || $0.isNumber ? String($0) : "\\" + String($0) }.joined() + "*"
    }

    /// The part of a filter that names cluster and namespace, where there are such; it ends with a blank unless it is empty.
    static func scope(_ cluster: String, _ namespace: String = "") -> String {
        (cluster.isEmpty ? "" : "cluster:" + quoted(cluster) + " ")
            + (namespace.isEmpty ? "" : "ns:" + quoted(namespace) + " ")
    }

    static func inQuotes(_ value: String) -> String {
        "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// `/regex/`, with an `i` where only that makes it disregard case.
    static func slashed(_ pattern: Pattern) -> String {
        "/" + pattern.source.replacing("/", with: "\\/") + "/"
            + (pattern.ignoresCase && pattern.source.hasUpperCase ? "i" : "")
    }

    /// Whether `value` is one word wherever a value may stand, and no operator.
    private static func isWord(_ value: String) -> Bool {
        guard let first = value.first, first.isLetter || first.isNumber || first == "_" else { return false }
        return value.allSatisfy { $0.isLetter || $0.isNumber || "-_./:@%+#=".contains($0) }
    }

    /// `letters` as one word, with a backslash wherever a character would mean something else.
    static func spelled(_ letters: [FilterWord.Letter]) -> String {
        letters.enumerated().map { index, letter in
            let needsEscape =
                letter.character.isWhitespace || "()|\"'\\*?,$:=<>!~".contains(letter.character)
                || (index == 0 && "/^".contains(letter.character))
            return (needsEscape && !letter.isWildcard ? "\\" : "") + String(letter.character)
        }.joined()
    }
}
