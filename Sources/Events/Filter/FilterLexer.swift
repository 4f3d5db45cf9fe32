/// Cuts a filter into words and signs, in one pass.
///
/// What a character means depends on where it stands: a comma parts values in a list only, `/` begins a regular expression only
/// where a value or term begins and one ends at the next `/`, `-` negates only before a field or a quote. Nothing is refused here.
struct FilterLexer {
    fileprivate enum Place {
        case term
        case value(FilterOperator)
        case list
    }

    private let text: [Character]
    private var position = 0
    private var place = Place.term
    private var tokens: [FilterToken] = []

    init(_ text: [Character]) {
        self.text = text
    }

    /// The tokens of `text`, in order, without overlap.
    static func tokens(of text: [Character]) -> [FilterToken] {
        var lexer = FilterLexer(text)
        while lexer.position < text.count { lexer.step() }
        return lexer.tokens
    }

    private mutating func step() {
        let start = position
        let character = text[position]
        if character.isWhitespace {
            if case .value = place { place = .term }
            position += 1
            return
        }
        switch character {
        case "(": add(.open, length: 1, then: isValue ? .list : place)
        case ")": add(.close, length: 1, then: .term)
        case "|": add(.or, length: peek(1) == "|" ? 2 : 1, then: place.inList ? .list : .term)
        case ",": isList ? add(.comma, length: 1, then: .list) : addWord()
        case "!": isValue ? addWord() : add(.not, length: 1, then: place)
        case "\"", "'": addQuoted(character)
        case "/" where patternEnd(at: start) != nil || takesPattern: addPattern()
        default: isTerm ? addTerm() : addWord()
        }
    }

    private var isTerm: Bool { if case .term = place { true } else { false } }
    private var isList: Bool { place.inList }
    private var isValue: Bool { if case .value = place { true } else { false } }

    /// Whether a `/` begins a regular expression even when none ends it.
    private var takesPattern: Bool {
        if case .value(let comparison) = place { comparison.positive == .matches } else { false }
    }

    private func peek(_ offset: Int) -> Character? {
        position + offset < text.count ? text[position + offset] : nil
    }

    private mutating func add(_ kind: FilterToken.Kind, length: Int, then next: Place) {
        tokens.append(FilterToken(kind: kind, range: position..<position + length))
        position += length
        place = next
    }

    private mutating func addTerm() {
        if isWord("AND") { return add(.and, length: 3, then: .term) }
        if isWord("&&") { return add(.and, length: 2, then: .term) }
        if isWord("OR") { return add(.or, length: 2, then: .term) }
        if isWord("NOT") { return add(.not, length: 3, then: .term) }
        if text[position] == "-", peek(1) == "\"" || peek(1) == "'" || nameEnd(at: position + 1) != nil {
            return add(.not, length: 1, then: .term)
        }
        guard let end = nameEnd(at: position), let comparison = comparison(at: end) else { return addWord() }
        add(.name(String(text[position..<end])), length: end - position, then: .term)
        add(.comparison(comparison), length: comparison.rawValue.count, then: .value(comparison))
    }

    private func isWord(_ word: String) -> Bool {
        guard text[position...].starts(with: word) else { return false }
        let end = position + word.count
        return end == text.count || text[end].isWhitespace || text[end] == "(" || text[end] == ")"
    }

    /// Where the name ends that begins at `start` and has an operator behind it.
    private func nameEnd(at start: Int) -> Int? {
        var end = start
        var takesKey = false
        while end < text.count, text[end].isNamePart || (takesKey && text[end].isKeyPart) {
            end += 1
            if text[end - 1] == ".", !takesKey, end - start <= 11 {
                let prefix = String(text[start..<end]).lowercased()
                takesKey = FieldName.keyed.contains { $0.1 == prefix }
            }
        }
        return end > start && comparison(at: end) != nil ? end : nil
    }

    private func comparison(at start: Int) -> FilterOperator? {
        FilterOperator.allCases.first { text[start...].starts(with: $0.rawValue) }
    }

    // MARK: Words

    private mutating func addWord() {
        let start = position
        var letters: [FilterWord.Letter] = []
        while position < text.count, !text[position].endsWord, !(isList && text[position] == ",") {
            let isEscaped = text[position] == "\\" && position + 1 < text.count
            if isEscaped { position += 1 }
            letters.append(FilterWord.Letter(text[position], isEscaped: isEscaped))
            position += 1
        }
        finish(FilterWord(letters: letters), from: start)
    }

    private mutating func addQuoted(_ quote: Character) {
        let start = position
        var letters: [FilterWord.Letter] = []
        position += 1
        while position < text.count, text[position] != quote {
            let isEscaped = text[position] == "\\" && position + 1 < text.count
            if isEscaped { position += 1 }
            letters.append(FilterWord.Letter(text[position], isEscaped: isEscaped))
            position += 1
        }
        let isClosed = position < text.count
        if isClosed { position += 1 }
        finish(FilterWord(letters: letters, form: .quoted(isClosed: isClosed)), from: start)
    }

    private mutating func addPattern() {
        let start = position
        var letters: [FilterWord.Letter] = []
        position += 1
        while position < text.count, text[position] != "/" {
            if text[position] == "\\", position + 1 < text.count {
                if text[position + 1] != "/" { letters.append(FilterWord.Letter("\\")) }
                position += 1
            }
            letters.append(FilterWord.Letter(text[position]))
            position += 1
        }
        let isClosed = position < text.count
        if isClosed { position += 1 }
        let ignoresCase = isClosed && position < text.count && text[position] == "i"
        if ignoresCase { position += 1 }
        finish(FilterWord(letters: letters, form: .pattern(ignoresCase: ignoresCase, isClosed: isClosed)), from: start)
    }

    private mutating func finish(_ word: FilterWord, from start: Int) {
        tokens.append(FilterToken(kind: .word(word), range: start..<position))
        if !isList { place = .term }
    }

    /// Where the regular expression ends that begins with the `/` at `start`; nil when what follows is a path or nothing.
    private func patternEnd(at start: Int) -> Int? {
        var end = start + 1
        while end < text.count, text[end] != "/" {
            end += text[end] == "\\" ? 2 : 1
        }
        guard end < text.count, end > start + 1 else { return nil }
        end += 1
        if end < text.count, text[end] == "i" { end += 1 }
        return end == text.count || text[end].endsWord || text[end] == "," ? end : nil
    }
}

extension FilterLexer.Place {
    fileprivate var inList: Bool { if case .list = self { true } else { false } }
}

extension Character {
    fileprivate var endsWord: Bool { isWhitespace || "()|\"'".contains(self) }
    fileprivate var isNamePart: Bool { isASCII && (isLetter || self == "." || self == "_") }
    fileprivate var isKeyPart: Bool { isASCII && (isNumber || self == "-" || self == "/") }
}
