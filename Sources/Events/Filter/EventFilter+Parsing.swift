/// The filter language:
///
///     query = and { ("|" | "OR") and }
///     and   = unary { ["AND"] unary }                 a space is AND and binds tighter than |
///     unary = ("!" | "-" | "NOT") unary | "(" query ")" | term
///     term  = field op value | bare
///     op    = ":" | "=" | "!=" | "~" | "!~" | ">" | ">=" | "<" | "<="
///     value = word | "text" | 'text' | /regex/[i] | (value, value, ...)
///     bare  = word | ^word | word$ | "text" | /regex/[i]
///
/// `-` is NOT only before a field or a quote, so that `-x2k4q` looks for text. A backslash takes the next character as it is.
extension EventFilter {
    /// Reads a filter.
    ///
    /// - Parameters:
    ///   - text: What was written; empty shows all.
    ///   - completing: Whether the last word is still being typed: then it need only begin a value.
    /// - Throws: ``FilterError`` with the place of the first fault.
    package init(parsing text: String, completing: Bool = false) throws(FilterError) {
        var parser = FilterParser(text: Array(text), completing: completing)
        try self.init(text: text, node: parser.parse())
    }
}

private struct FilterParser {
    let text: [Character]
    let completing: Bool
    var position = 0
    var depth = 0

    init(text: [Character], completing: Bool) {
        self.text = text
        self.completing = completing
    }

    mutating func parse() throws(FilterError) -> FilterNode? {
        skipSpace()
        guard position < text.count else { return nil }
        let node = try query()
        if position < text.count {
            throw FilterError("\"\(text[position])\" closes nothing here", at: position..<position + 1)
        }
        return node
    }

    private mutating func query() throws(FilterError) -> FilterNode {
        var nodes = [try conjunction()]
        while true {
            let start = position
            guard take("|") || takeWord("OR") else { break }
            skipSpace()
            guard position < text.count, text[position] != ")" else {
                throw FilterError("nothing after \"\(text[start])\"", at: start..<position)
            }
            nodes.append(try conjunction())
        }
        return nodes.count == 1 ? nodes[0] : .some(nodes)
    }

    private mutating func conjunction() throws(FilterError) -> FilterNode {
        var nodes = [try unary()]
        while position < text.count, text[position] != "|", text[position] != ")", !isWord("OR") {
            if takeWord("AND") { skipSpace() }
            nodes.append(try unary())
        }
        return nodes.count == 1 ? nodes[0] : .every(nodes)
    }

    private mutating func unary() throws(FilterError) -> FilterNode {
        skipSpace()
        let start = position
        guard position < text.count, text[position] != "|" else {
            let end = min(position + 1, text.count)
            throw FilterError("a term is missing here", at: position..<end)
        }
        guard depth < 64 else { throw FilterError("nested too deeply", at: position..<position + 1) }
        depth += 1
        defer { depth -= 1 }
        if take("!") || takeMinus() || takeWord("NOT") { return .not(try unary()) }
        guard take("(") else { return try term() }
        skipSpace()
        if position < text.count, text[position] == ")" {
            throw FilterError("there is nothing between the parentheses", at: start..<position + 1)
        }
        let node = try query()
        guard take(")") else { throw FilterError("\"(\" is not closed", at: start..<start + 1) }
        skipSpace()
        return node
    }

    private mutating func term() throws(FilterError) -> FilterNode {
        let start = position
        if let name = fieldName() {
            guard let field = FilterField(name: name) else { throw unknownField(name, at: start) }
            position = start + name.count
            return try comparison(field)
        }
        let anchored = take("^")
        let value = try value(in: .any)
        skipSpace()
        if case .pattern = value.test { return .term(.any, value.test) }
        guard !value.isQuoted else { return .term(.any, .part(value.text.foldedBytes)) }
        if anchored { return .term(.any, .prefix(value.text.foldedBytes)) }
        if value.text.count > 1, value.text.hasSuffix("$") {
            return .term(.any, .suffix(String(value.text.dropLast()).foldedBytes))
        }
        return .term(.any, .part(value.text.foldedBytes))
    }

    private mutating func comparison(_ field: FilterField) throws(FilterError) -> FilterNode {
        let start = position
        let op = takeOperator()
        let node: FilterNode
        switch op {
        case "!=", "!~": node = .not(.term(field, try test(field, op: String(op.dropFirst()))))
        case ":", "=", "~", ">", ">=", "<", "<=": node = .term(field, try test(field, op: op))
        default: preconditionFailure("fieldName() saw an operator at \(start)")
        }
        skipSpace()
        return node
    }

    private mutating func test(_ field: FilterField, op: String) throws(FilterError) -> FilterTest {
        let start = position
        guard take("(") else { return try single(field, op: op) }
        var tests: [FilterTest] = []
        repeat {
            skipSpace()
            if position < text.count, text[position] == ")" { break }
            tests.append(try single(field, op: op))
            skipSpace()
        } while take(",")
        guard take(")") else { throw FilterError("\"(\" is not closed", at: start..<start + 1) }
        guard !tests.isEmpty else { throw FilterError("the list is empty", at: start..<position) }
        return .oneOf(tests)
    }

    private mutating func single(_ field: FilterField, op: String) throws(FilterError) -> FilterTest {
        let start = position
        let value = try value(in: field, isPattern: op == "~")
        if field == .count {
            let comparisons: [String: FilterTest.Comparison] = [
                ":": .atLeast, "=": .equal, ">": .more, "<": .less, ">=": .atLeast, "<=": .atMost,
            ]
            guard let comparison = comparisons[op], let number = Int(value.text) else {
                throw FilterError("count needs a number, got \"\(value.text)\"", at: start..<position)
            }
            return .number(comparison, number)
        }
        if case .pattern = value.test { return value.test }
        switch op {
        case ":": return match(field, value)
        case "=": return .equal(kindName(field, value.text))
        default:
            throw FilterError(
                "\(field.rawValue) is no number; use \(field.rawValue):\(value.text)",
                at: start - op.count..<position,
                suggestion: ":" + value.text
            )
        }
    }

    private func match(_ field: FilterField, _ value: Value) -> FilterTest {
        let bytes = kindName(field, value.text).foldedBytes
        if field.findsParts { return .part(bytes) }
        if completing, position == text.count, !value.isQuoted { return .glob(bytes + [UInt8(ascii: "*")]) }
        return .glob(bytes)
    }

    private func kindName(_ field: FilterField, _ text: String) -> String {
        field == .kind ? FilterField.shortKinds[text.lowercased()] ?? text : text
    }

    // MARK: Words

    private struct Value {
        var text: String
        var isQuoted: Bool
        var test: FilterTest
    }

    private mutating func value(in field: FilterField, isPattern: Bool = false) throws(FilterError) -> Value {
        let start = position
        guard position < text.count, !" ),|".contains(text[position]) else {
            guard completing, position == text.count, !isPattern, field != .count else {
                throw FilterError("a value is missing after \(field.rawValue)", at: start..<min(start + 1, text.count))
            }
            return Value(text: "", isQuoted: false, test: .part([]))
        }
        switch text[position] {
        case "\"", "'":
            let quoted = try quoted()
            return Value(text: quoted, isQuoted: true, test: isPattern ? try pattern(quoted, at: start) : .part([]))
        case "/" where isPattern || closesWithSlash():
            return Value(text: "", isQuoted: true, test: try slashedPattern())
        default:
            let word = word()
            return Value(text: word, isQuoted: false, test: isPattern ? try pattern(word, at: start) : .part([]))
        }
    }

    private mutating func word() -> String {
        var word = ""
        while position < text.count, !" ()|,\"'".contains(text[position]) {
            if text[position] == "\\", position + 1 < text.count { position += 1 }
            word.append(text[position])
            position += 1
        }
        return word
    }

    private mutating func quoted() throws(FilterError) -> String {
        let start = position
        let quote = text[position]
        var result = ""
        position += 1
        while position < text.count {
            let character = text[position]
            position += 1
            if character == quote { return result }
            if character == "\\", position < text.count {
                result.append(text[position])
                position += 1
            } else {
                result.append(character)
            }
        }
        if completing { return result }
        throw FilterError("\(quote) is not closed", at: start..<start + 1)
    }

    private func closesWithSlash() -> Bool {
        text[(position + 1)...].firstIndex(of: "/").map { $0 > position + 1 } ?? false
    }

    private mutating func slashedPattern() throws(FilterError) -> FilterTest {
        let start = position
        position += 1
        var source = ""
        while position < text.count, text[position] != "/" {
            if text[position] == "\\", position + 1 < text.count, text[position + 1] == "/" { position += 1 }
            source.append(text[position])
            position += 1
        }
        guard take("/") else { throw FilterError("the regular expression is not closed with /", at: start..<start + 1) }
        let ignoresCase = position < text.count && text[position] == "i"
        if ignoresCase { position += 1 }
        return try pattern(source, at: start, ignoresCase: ignoresCase)
    }

    /// Case counts as soon as the pattern has an upper-case letter.
    private func pattern(_ source: String, at start: Int, ignoresCase: Bool = false) throws(FilterError) -> FilterTest {
        do {
            return .pattern(try Pattern(source, ignoresCase: ignoresCase || !source.contains(where: \.isUppercase)))
        } catch {
            throw FilterError("regular expression: \(error.message) at offset \(error.offset)", at: start..<position)
        }
    }

    // MARK: Lexing

    /// The letters before an operator, when a term begins with such.
    private func fieldName() -> String? {
        var end = position
        while end < text.count, text[end].isASCII, text[end].isLetter || text[end] == "." || text[end] == "_" {
            end += 1
        }
        guard end > position, end < text.count else { return nil }
        let isOperator =
            ":=~<>".contains(text[end]) || (text[end] == "!" && end + 1 < text.count && "=~".contains(text[end + 1]))
        return isOperator ? String(text[position..<end]) : nil
    }

    private func unknownField(_ name: String, at start: Int) -> FilterError {
        let range = start..<start + name.count
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

    private mutating func takeOperator() -> String {
        for op in ["!=", "!~", ">=", "<=", ":", "=", "~", ">", "<"] where text[position...].starts(with: op) {
            position += op.count
            return op
        }
        return ""
    }

    private mutating func takeMinus() -> Bool {
        guard position + 1 < text.count, text[position] == "-" else { return false }
        var next = self
        next.position += 1
        guard "\"'".contains(text[position + 1]) || next.fieldName() != nil else { return false }
        position += 1
        return true
    }

    private mutating func take(_ character: Character) -> Bool {
        guard position < text.count, text[position] == character else { return false }
        position += 1
        return true
    }

    private func isWord(_ word: String) -> Bool {
        let end = position + word.count
        guard end <= text.count, String(text[position..<end]) == word else { return false }
        return end == text.count || " (".contains(text[end])
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard isWord(word) else { return false }
        position += word.count
        return true
    }

    private mutating func skipSpace() {
        while position < text.count, text[position].isWhitespace { position += 1 }
    }
}
