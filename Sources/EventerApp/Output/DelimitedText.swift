/// Lines of comma-separated values as RFC 4180 has them.
enum CSVText {
    /// What a spreadsheet takes for the beginning of a formula.
    private static let formulaStarts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]

    static func line(_ cells: [String]) -> String { cells.joined(separator: ",") + "\r\n" }

    /// `text` without control characters, quoted where it has to be, and after a `'` where a spreadsheet would calculate with it.
    static func cell(_ text: String) -> String {
        var clean = PlainCell(text).text
        let starts = [text.unicodeScalars.first, clean.unicodeScalars.first].compactMap(\.self)
        if starts.contains(where: formulaStarts.contains) { clean = "'" + clean }
        guard clean.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" }) else { return clean }
        return "\"" + clean.replacing("\"", with: "\"\"") + "\""
    }
}

/// Lines of a table in Markdown, GitHub's kind.
enum MarkdownText {
    private static let special: Set<Unicode.Scalar> = [
        "\\", "|", "`", "*", "_", "[", "]", "<", ">", "&", "~", "#", "$",
    ]

    static func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

    static func rule(_ count: Int) -> String { line(Array(repeating: "---", count: count)) }

    /// `text` without control characters; what Markdown would act on is escaped.
    static func cell(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in PlainCell(text).text.unicodeScalars {
            if special.contains(scalar) { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}
