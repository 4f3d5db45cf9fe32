import Basics
import TextGrid

/// How findings are written: a line each with its mark in front, or a JSON object each.
struct CheckReport: Sendable {
    var format: OutputFormat
    /// In cells, for folding long lines; nil when nobody counts them, as in a pipe.
    var width: Int?
    var isColoured: Bool

    private static let markWidth = 4
    private static let subjectWidth = Finding.Subject.allCases.map(\.rawValue.count).max() ?? 0
    private static let margin = markWidth + 2 + subjectWidth + 2
    /// In fewer cells than this text is not worth folding.
    private static let narrowest = 20

    /// The line or lines of a finding, each with its line break.
    func text(of finding: Finding) -> String {
        let text = CleanText(finding.text).string
        let hint = finding.hint.map { CleanText($0).string }
        guard format == .lines else { return json(finding, text, hint) }
        let subject = finding.subject.rawValue.padded(to: Self.subjectWidth)
        let lines = folded(text) + (hint.map { folded("hint: " + $0) } ?? [])
        let head = mark(finding.verdict) + "  " + subject + "  "
        let margin = String(repeating: " ", count: Self.margin)
        return head + lines.joined(separator: "\n" + margin) + "\n"
    }

    private func json(_ finding: Finding, _ text: String, _ hint: String?) -> String {
        let members = [
            ("name", quotedJSON(finding.subject.rawValue)), ("verdict", quotedJSON(finding.verdict.name)),
            ("text", quotedJSON(text)), ("detail", hint.map(quotedJSON) ?? "null"),
        ]
        return "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}\n"
    }

    private func mark(_ verdict: Finding.Verdict) -> String {
        let mark = verdict.mark.padded(to: Self.markWidth)
        guard isColoured, let colour = verdict.colour else { return mark }
        return "\u{1B}[\(colour)m\(mark)\u{1B}[0m"
    }

    /// `text` in lines that fit, broken between words.
    private func folded(_ text: String) -> [String] {
        guard let width, width - Self.margin >= Self.narrowest else { return [text] }
        var lines: [CleanText] = []
        for word in text.split(separator: " ").map({ CleanText($0) }) {
            if let last = lines.last, last.width + 1 + word.width <= width - Self.margin {
                lines[lines.count - 1] = last.joined(with: CleanText(" ")).joined(with: word)
            } else {
                lines.append(word)
            }
        }
        return lines.map(\.string)
    }
}

extension Finding.Verdict {
    /// Told apart without colour.
    fileprivate var mark: String {
        switch self {
        case .ok: "ok"
        case .note: "note"
        case .warning: "warn"
        case .failure: "FAIL"
        case .skipped: "skip"
        }
    }

    fileprivate var name: String { mark.lowercased() }

    /// The number that a terminal knows it by.
    fileprivate var colour: Int? {
        switch self {
        case .ok: 32
        case .warning: 33
        case .failure: 31
        case .note, .skipped: nil
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
