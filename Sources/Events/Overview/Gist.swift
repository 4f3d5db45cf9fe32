/// What a message says in the end, on one line: the cause, and the thing that it is about.
///
/// Messages of Kubernetes are chains: each layer puts its own words and a colon before what it was told. The cause is last, the
/// thing with a name somewhere before it, and most of what is between is told by the verdict already.
struct Gist {
    /// The most cells; of a longer cause the beginning is told, with an ellipsis.
    private static let cells = 90
    /// The most characters of a message that are looked at.
    private static let mostCharacters = 1_000

    let text: String

    init(_ message: String) {
        var line = Self.line(of: message.prefix(Self.mostCharacters))
        line = Self.withoutIdentifiers(line)
        text = Self.cut(Self.code(in: line) ?? Self.cause(in: Self.withoutLeads(line)))
    }

    // MARK: The line

    private static let leads = [
        "(combined from similar events): ", "Error creating: ", "Internal error occurred: ", "is forbidden: ",
    ]

    /// The first line, and what it introduces; all lines where an error is told by fields.
    private static func line(of message: Substring) -> String {
        let lines = message.split { $0.isNewline }.map { $0.trimmed }.filter { !$0.isEmpty }
        if lines.contains(where: { $0.hasPrefix("ErrorCode: ") }) { return lines.joined(separator: ", ") }
        var line = ""
        for next in lines {
            line += line.isEmpty ? next : " " + next
            if !line.hasSuffix(":") { break }
        }
        return unrepeated(line)
    }

    /// `a` of `a | a | a`, which is how some retries are told.
    private static func unrepeated(_ line: String) -> String {
        guard let bar = line.firstRange(of: " | ") else { return line }
        let first = line[..<bar.lowerBound]
        return line[bar.upperBound...].hasPrefix(first.prefix(40)) ? String(first) : line
    }

    /// Behind the words that say nothing, wherever they are, and what stands before them.
    private static func withoutLeads(_ line: String) -> String {
        var rest = line[...]
        for lead in leads {
            if let range = rest.firstRange(of: lead) { rest = rest[range.upperBound...] }
        }
        for (open, close) in [(" err=\"", "\""), (", msg: ", "\n")] {
            guard let start = rest.firstRange(of: open)?.upperBound else { continue }
            let end = rest[start...].firstRange(of: close)?.lowerBound ?? rest.endIndex
            rest = rest[start..<end]
        }
        return String(rest)
    }

    /// Without uids, hashes and the ids of requests, and without what names them.
    private static func withoutIdentifiers(_ line: String) -> String {
        var text = ""
        var run = ""
        for character in line + "\n" {
            if character.isHexDigit || character == "-" {
                run.append(character)
                continue
            }
            if run.utf8.count < 32 || run.allSatisfy({ $0 == "-" }) {
                text += run
            } else if text.hasSuffix(": ") {
                // `RequestId: `, up to what is before it.
                text = text.lastRange(of: ", ").map { String(text[..<$0.lowerBound]) } ?? beforeLabel(text)
            }
            run = ""
            if character != "\n" { text.append(character) }
        }
        for rest in ["()", " \"\"", ": ,"] { text = text.replacing(rest, with: rest == ": ," ? ":" : "") }
        return text
    }

    /// `eth0 alloc failed: ` of `eth0 alloc failed: RequestId: `.
    private static func beforeLabel(_ text: String) -> String {
        guard let end = text.dropLast(2).lastRange(of: ": ") else { return "" }
        return String(text[..<end.upperBound])
    }

    // MARK: Causes

    /// The code of a cloud's error, with the thing that it is about; nil where there is none.
    private static func code(in line: String) -> String? {
        guard let start = line.firstRange(of: "ErrorCode: ") else { return nil }
        let code = line[start.upperBound...].prefix { !$0.isWhitespace && $0 != "," }
        guard !code.isEmpty else { return nil }
        if let subject = parts(of: String(line[..<start.lowerBound])).lazy.compactMap(\.subject).first {
            return subject + ": " + code
        }
        guard let sentence = line.firstRange(of: "Message: ")?.upperBound else { return String(code) }
        return code + ": " + line[sentence...].prefixBefore(". ").replacing("The specified ", with: "")
    }

    /// The last part, with the thing that it is about or with what failed, and as much of what is between as there is room for.
    private static func cause(in line: String) -> String {
        let all = parts(of: line)
        let said = all.filter { !$0.isNoise }
        guard said.count < all.count || width(line) > cells else { return line }
        var parts = unique(said)
        // Addresses and numbers at the end are what it is about, not why.
        if parts.count > 1, parts.last?.text.contains(where: \.isLetter) == false { parts.removeLast() }
        guard let last = parts.last else { return all.last?.text ?? line }
        let head = parts.dropLast().first { $0.subject != nil } ?? parts.dropLast().first
        var told = [last.short]
        if let head, width(head.short) + 2 + width(last.short) <= cells {
            told = [head.short, last.short]
            for part in parts.dropLast().reversed() where part.short != head.short {
                guard width((told + [part.short]).joined(separator: ": ")) <= cells, head.subject == nil else { break }
                told.insert(part.short, at: 1)
            }
        } else if let former = parts.dropLast().last, width(former.short) + 2 + width(last.short) <= cells {
            told = [former.short, last.short]
        }
        return told.joined(separator: ": ")
    }

    /// Each named thing once.
    private static func unique(_ parts: [GistPart]) -> [GistPart] {
        var names: Set<String> = []
        let last = parts.last?.text
        return parts.filter { part in
            guard let name = part.name else { return true }
            return names.insert(name).inserted || part.text == last
        }
    }

    /// A line at its colons, except for those in quotes and those before a number.
    private static func parts(of line: String) -> [GistPart] {
        var parts: [GistPart] = []
        var part = ""
        var isQuoted = false
        var rest = line[...]
        while let character = rest.popFirst() {
            if character == "\"" { isQuoted.toggle() }
            if !isQuoted, character == ":", rest.first == " ", !rest.dropFirst().startsWithNumber {
                parts.append(GistPart(part))
                part = ""
                rest = rest.dropFirst()
            } else {
                part.append(character)
            }
        }
        return (parts + [GistPart(part)]).filter { !$0.text.isEmpty }
    }

    // MARK: Width

    /// Cells, more or less: what is wide takes two.
    private static func width(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 && $1.value != 0x2026 ? 2 : 1) }
    }

    /// At most as long as a line has room for, without what a cut leaves at its end.
    private static func cut(_ text: String) -> String {
        let text = text.trimmed
        guard width(text) > cells else { return text.trimmedEnd }
        var used = 0
        let head = text.prefix { character in
            used += width(String(character))
            return used < cells
        }
        let space = head.lastIndex(of: " ").map { head[..<$0] } ?? head
        return (width(space) > cells / 2 ? space : head).trimmedEnd + "…"
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        String(String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()))
    }

    /// Without blanks and punctuation that something was to follow.
    fileprivate var trimmedEnd: String {
        String(String(reversed().drop { $0.isWhitespace || ",;:.".contains($0) }.reversed()))
    }

    fileprivate func prefixBefore(_ end: String) -> String {
        firstRange(of: end).map { String(self[..<$0.lowerBound]) } ?? String(self)
    }

    fileprivate func lastRange(of text: String) -> Range<Index>? { ranges(of: text).last }

    /// Whether it is a number, or a list that begins with one: `statuscode: 503, body: …` is no chain.
    fileprivate var startsWithNumber: Bool {
        let digits = prefix(while: \.isNumber)
        return !digits.isEmpty && (digits.endIndex == endIndex || self[digits.endIndex] == ",")
    }
}
