/// Reads a text that stands without a field: `word`, `^word`, `word$`, `~word`, `"words"`, `/regex/`.
struct FilterBareReader {
    private enum Anchor { case none, start, end, whole, loose }

    let range: Range<Int>
    private let word: FilterWord
    private let anchor: Anchor
    private let completing: Bool

    init(word: FilterWord, range: Range<Int>, parser: FilterParser) {
        self.range = range
        completing = parser.completing && range.upperBound == parser.text.count
        var word = word
        anchor = Self.takeAnchor(from: &word)
        self.word = word
    }

    /// A sign that stands directly before a quoted text.
    init(sign: FilterWord, word: FilterWord, range: Range<Int>, parser: FilterParser) {
        self.range = range
        completing = parser.completing && range.upperBound == parser.text.count
        anchor = sign.text == "^" ? .start : .loose
        self.word = word
    }

    /// Whether it is but `^` or `~`, which say something of what follows.
    var isLoneSign: Bool { word.isPlain && word.letters.count == 1 && anchor == .none && "^~".contains(word.text) }

    func test() throws(FilterError) -> FilterTest {
        switch word.form {
        case .pattern: return try word.pattern(at: range, completing: completing)
        case .quoted(isClosed: false) where !completing:
            throw FilterError("the quote is not closed; \\\" or \\' is the character itself", at: range.prefixed)
        default: break
        }
        let needle = Needle(smart: word.text)
        switch anchor {
        case .none: return .part(needle)
        case .start: return .prefix(needle)
        case .end: return .suffix(needle)
        case .whole: return .equal(needle)
        case .loose: return .subsequence(needle)
        }
    }

    private static func takeAnchor(from word: inout FilterWord) -> Anchor {
        guard word.isPlain, word.letters.count > 1, let first = word.letters.first, let last = word.letters.last else {
            return .none
        }
        if first == FilterWord.Letter("~") {
            word.letters.removeFirst()
            return .loose
        }
        let isStart = first == FilterWord.Letter("^")
        let isEnd = last == FilterWord.Letter("$")
        if isStart { word.letters.removeFirst() }
        if isEnd, !word.letters.isEmpty { word.letters.removeLast() }
        switch (isStart, isEnd) {
        case (true, true): return .whole
        case (true, false): return .start
        case (false, true): return .end
        case (false, false): return .none
        }
    }
}
