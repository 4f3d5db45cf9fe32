import Events

extension FilterSetting {
    /// Shows only what has `value`.
    mutating func include(_ field: FilterField, _ value: String) { add(Self.term(field, value)) }

    /// Hides what has `value`.
    mutating func exclude(_ field: FilterField, _ value: String) { add("!" + Self.term(field, value)) }

    private mutating func add(_ term: String) {
        if text.allSatisfy(\.isWhitespace) {
            text = term
        } else if text.contains("|") || text.contains(" OR ") {
            text = "(" + text + ") " + term
        } else if !(" " + text + " ").contains(" " + term + " ") {
            text += " " + term
        }
    }

    private static func term(_ field: FilterField, _ value: String) -> String {
        let isPlain = value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }
        let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return field.rawValue + "=" + (isPlain && !value.isEmpty ? value : "\"" + escaped + "\"")
    }
}
