import Basics

/// Reads the values of one term: what a word means depends on the field and on the operator before it.
struct FilterValueReader {
    let name: FieldName
    let comparison: FilterOperator
    let operatorRange: Range<Int>
    let completing: Bool
    let clock: FilterClock
    /// Where the text ends: a word that ends there may be unfinished.
    let end: Int

    private var field: FilterField { name.field }

    init(name: FieldName, comparison: FilterOperator, operatorRange: Range<Int>, parser: FilterParser) {
        self.name = name
        self.comparison = comparison
        self.operatorRange = operatorRange
        completing = parser.completing
        clock = parser.clock
        end = parser.text.count
    }

    /// What a list of `items` asks, without regard to the operator's own negation.
    func node(of items: [WrittenCondition.Item]) -> FilterNode {
        let included = items.filter { !$0.isExcluded }.map(\.test)
        let excluded = items.filter(\.isExcluded).map(\.test)
        let nodes = [Self.any(of: included), Self.any(of: excluded)].map {
            $0.map { FilterNode.term(field, located($0)) }
        }
        return .all(of: [nodes[0], nodes[1].map(FilterNode.not)].compactMap { $0 }) ?? .every([])
    }

    private static func any(of tests: [FilterTest]) -> FilterTest? {
        tests.count > 1 ? .oneOf(tests) : tests.first
    }

    /// The test where its text stands.
    private func located(_ test: FilterTest) -> FilterTest {
        name.linePrefix.map { .line(prefix: $0, test) } ?? test
    }

    /// What stands where no value is.
    func missing(at place: Int) throws(FilterError) -> WrittenCondition.Item {
        guard completing, place == end else {
            throw FilterError("a value is missing after \(name.written)", at: place..<min(place + 1, end))
        }
        return WrittenCondition.Item(range: place..<place, isExcluded: false, test: .allOf([]))
    }

    func checkList(at range: Range<Int>) throws(FilterError) {
        switch comparison {
        case .more, .less, .atLeast, .atMost:
            throw FilterError("a list of values needs : or = before it", at: range)
        case .has, .equal, .matches, .notEqual, .notMatches: break
        }
    }

    /// What `word` asks of the field.
    ///
    /// - Parameters:
    ///   - word: The value.
    ///   - range: Where it stands.
    ///   - isListed: Whether it is one of a list, where a number alone means that number.
    /// - Returns: The test, of the text itself.
    /// - Throws: ``FilterError`` at the value.
    func test(_ word: FilterWord, at range: Range<Int>, isListed: Bool = false) throws(FilterError) -> FilterTest {
        if case .quoted(isClosed: false) = word.form, !completing {
            throw FilterError("the quote is not closed; \\\" or \\' is the character itself", at: range.prefixed)
        }
        guard field.kind == .text else {
            do throws(FilterError) {
                return try measure(word.text, at: range, isListed: isListed)
            } catch {
                // While it is typed it is yet to become one.
                guard completing, range.upperBound == end, isUnfinished(word) else { throw error }
                return .allOf([])
            }
        }
        if case .pattern = word.form {
            return try word.pattern(at: range, completing: completing && range.upperBound == end)
        }
        switch comparison.positive {
        case .matches: return try word.pattern(at: range, completing: completing && range.upperBound == end)
        case .has: return contained(word, at: range)
        case .equal: return .equal(Needle(smart: String(expanded(word.letters).map(\.character))))
        default:
            let value = FilterText.quoted(word.text)
            throw FilterError(
                "\(name.written) is no number; use \(name.written):\(value)",
                at: operatorRange.lowerBound..<range.upperBound,
                suggestion: ":" + value
            )
        }
    }

    // MARK: Text

    /// The test of `:`.
    private func contained(_ word: FilterWord, at range: Range<Int>) -> FilterTest {
        let letters = expanded(word.letters)
        let text = String(letters.map(\.character))
        let isUnfinished = completing && range.upperBound == end && word.form != .quoted(isClosed: true)
        if field.findsParts {
            if word.hasWildcards { return .glob(.glob(letters, findsParts: true)) }
            return text.isEmpty && !isUnfinished
                ? .equal(Needle("", foldsCase: true)) : .part(Needle(text, foldsCase: true))
        }
        if word.hasWildcards { return .glob(.glob(letters, isOpen: isUnfinished)) }
        let needle = Needle(text, foldsCase: true)
        return isUnfinished ? .prefix(needle) : .equal(needle)
    }

    /// `po` becomes `Pod` where a kind is meant, and `po/web` becomes `Pod/web`.
    private func expanded(_ letters: [FilterWord.Letter]) -> [FilterWord.Letter] {
        guard [.kind, .object, .related].contains(field) else { return letters }
        let slash = field == .kind ? letters.endIndex : letters.firstIndex { $0.character == "/" }
        guard let slash, !letters[..<slash].contains(where: \.isWildcard) else { return letters }
        let kind = ObjectKinds.kind(of: String(letters[..<slash].map(\.character)))
        return kind.map { FilterWord.Letter($0) } + letters[slash...]
    }

    // MARK: Numbers and times

    private func isUnfinished(_ word: FilterWord) -> Bool {
        if field == .flag { return FilterFlags.names.contains { $0.name.hasPrefix(word.text.lowercased()) } }
        return word.text.allSatisfy { $0.isNumber || "+-.: TZ".contains($0) } || (field.kind == .time && !word.isPlain)
    }

    private func measure(_ text: String, at range: Range<Int>, isListed: Bool) throws(FilterError) -> FilterTest {
        if field.kind == .flag { return try flag(text, at: range) }
        guard let bound = comparison.positive.comparison else {
            throw FilterError("\(name.written) is no text; use \(name.written): or a comparison", at: operatorRange)
        }
        let reader = MeasureReader(field: field, clock: clock, range: range)
        if let dots = text.firstRange(of: "..") {
            guard comparison.positive == .has || comparison.positive == .equal else {
                throw FilterError("a range needs : or = before it", at: range)
            }
            return try reader.range(from: String(text[..<dots.lowerBound]), to: String(text[dots.upperBound...]))
        }
        return try reader.test(text, comparison: isListed ? .equal : bound, isPlain: comparison.positive == .has)
    }

    private func flag(_ text: String, at range: Range<Int>) throws(FilterError) -> FilterTest {
        guard [.has, .equal].contains(comparison.positive) else {
            throw FilterError("is takes a flag: is:new", at: operatorRange)
        }
        let names = FilterFlags.names.map(\.name)
        if let flag = FilterFlags.names.first(where: { $0.name == text.lowercased() })?.flag { return .flag(flag) }
        let nearest = nearest(to: text, among: names)
        let hint = nearest.map { "did you mean \"\($0)\"?" } ?? "flags: \(names.joined(separator: " "))"
        throw FilterError("unknown flag \"\(text)\"; \(hint)", at: range, suggestion: nearest)
    }
}

extension Needle {
    /// The whole text, with `*` and `?` among `letters` as globs.
    ///
    /// - Parameters:
    ///   - letters: What was written.
    ///   - findsParts: Whether other text may come before and after.
    ///   - isOpen: Whether other text may come after.
    /// - Returns: A needle for ``FilterTest/glob(_:)``.
    static func glob(_ letters: [FilterWord.Letter], findsParts: Bool = false, isOpen: Bool = false) -> Needle {
        var bytes: [UInt8] = findsParts ? [anyRun] : []
        for letter in letters {
            if letter.isWildcard {
                bytes.append(letter.character == "*" ? anyRun : anyCharacter)
            } else {
                bytes += CaseFolding.folded(String(letter.character))
            }
        }
        if findsParts || isOpen { bytes.append(anyRun) }
        return Needle(FilterText.spelled(letters), bytes: bytes, foldsCase: true)
    }
}

extension FilterWord {
    /// The regular expression that the word is; case counts as soon as it has an upper-case letter.
    func pattern(at range: Range<Int>, completing: Bool) throws(FilterError) -> FilterTest {
        var ignoresCase = false
        if case .pattern(let ignores, let isClosed) = form {
            ignoresCase = ignores
            guard isClosed || completing else {
                throw FilterError("the regular expression is not closed with /", at: range.prefixed)
            }
        }
        let source = patternSource.withoutEscapedSlashes
        guard !source.isEmpty else {
            if completing { return .allOf([]) }
            throw FilterError("the regular expression is empty", at: range)
        }
        do {
            return .pattern(try Pattern(source, ignoresCase: ignoresCase || !source.hasUpperCase))
        } catch {
            if completing { return .allOf([]) }
            if error.message.hasPrefix("pattern too costly") { throw FilterError(error.message, at: range) }
            throw FilterError("regular expression: \(error.message) at offset \(error.offset)", at: range)
        }
    }
}

extension String {
    /// A regular expression with `/` in place of `\/`, which means the same and is written so between slashes only.
    fileprivate var withoutEscapedSlashes: String {
        var result = ""
        var isEscaped = false
        for character in self {
            if isEscaped, character == "/" { result.removeLast() }
            result.append(character)
            isEscaped = character == "\\" && !isEscaped
        }
        return result
    }
}

extension Range<Int> {
    /// The first place of it.
    var prefixed: Range<Int> { lowerBound..<Swift.min(lowerBound + 1, upperBound) }
}
