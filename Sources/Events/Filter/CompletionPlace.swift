/// Where the cursor stands in a filter.
enum CompletionPlace {
    /// In or before a word that may become a field's name.
    case name(prefix: String)
    case value(FieldName, FilterOperator, FilterWord)
    /// Where a term is complete, or within text that nobody can guess.
    case nothing

    init(typed: [Character]) {
        let tokens = FilterLexer.tokens(of: typed)
        guard let last = tokens.last else {
            self = .name(prefix: "")
            return
        }
        let isAdjacent = last.range.upperBound == typed.count
        let comparison = Self.comparison(before: tokens)
        switch last.kind {
        case .word(let word) where isAdjacent:
            if let (name, sign) = comparison { self = .value(name, sign, word) } else { self = Self.bare(word) }
        case .comparison(let sign) where isAdjacent:
            self = Self.name(tokens.dropLast()).map { .value($0, sign, FilterWord(letters: [])) } ?? .nothing
        case .open, .comma, .not:
            if let (name, sign) = comparison {
                self = .value(name, sign, FilterWord(letters: []))
            } else {
                self = last.kind == .comma ? .nothing : .name(prefix: "")
            }
        case .or, .and: self = comparison == nil ? .name(prefix: "") : .nothing
        case .word, .comparison, .close, .name: self = .nothing
        }
    }

    private static func bare(_ word: FilterWord) -> CompletionPlace {
        let isName = word.isPlain && word.letters.allSatisfy { !$0.isEscaped && $0.character.isASCII }
        return isName && !word.letters.isEmpty ? .name(prefix: word.text) : .nothing
    }

    /// The field and the operator of which the last token, or the list it is in, is a value.
    private static func comparison(before tokens: [FilterToken]) -> (FieldName, FilterOperator)? {
        if let open = tokens.lastIndex(where: { $0.kind == .open }),
            !tokens[open...].contains(where: { $0.kind == .close }),
            open > 0, case .comparison(let sign) = tokens[open - 1].kind,
            tokens[open - 1].range.upperBound == tokens[open].range.lowerBound
        {
            return name(tokens[..<(open - 1)]).map { ($0, sign) }
        }
        guard tokens.count > 1, case .comparison(let sign) = tokens[tokens.count - 2].kind,
            tokens[tokens.count - 2].range.upperBound == tokens[tokens.count - 1].range.lowerBound
        else { return nil }
        return name(tokens.dropLast(2)).map { ($0, sign) }
    }

    private static func name(_ tokens: ArraySlice<FilterToken>) -> FieldName? {
        if case .name(let written)? = tokens.last?.kind { FieldName(written) } else { nil }
    }

    /// The word in `typed` that a candidate replaces.
    func range(in typed: [Character]) -> Range<Int> {
        switch self {
        case .name(let prefix): typed.count - prefix.count..<typed.count
        case .value(_, _, let word):
            if let last = FilterLexer.tokens(of: typed).last, case .word(word) = last.kind {
                last.range
            } else {
                typed.count..<typed.count
            }
        case .nothing: typed.count..<typed.count
        }
    }

    func candidates(_ values: FilterCompletion.Values) -> [FilterCompletion.Candidate] {
        switch self {
        case .name(let prefix): Self.names(prefix, values)
        case .value(let name, let sign, let word): Self.values(name, sign, word, values)
        case .nothing: []
        }
    }

    // MARK: Names

    private static func names(_ prefix: String, _ values: FilterCompletion.Values) -> [FilterCompletion.Candidate] {
        let lower = prefix.lowercased()
        for (field, start) in FieldName.keyed where lower.hasPrefix(start) {
            let typed = String(prefix.dropFirst(start.count))
            return matching(values(field, typed), typed).map { key, count in
                FilterCompletion.Candidate(text: start + key + ":", count: count)
            }
        }
        // A letter alone is rather the start of a name than an alias.
        if prefix.count > 1, let name = FieldName(prefix) {
            return name.field.operators.map { FilterCompletion.Candidate(text: lower + $0.rawValue) }
                + names(beginning: lower).filter { !$0.text.hasPrefix(lower + ":") }
        }
        return names(beginning: lower)
    }

    private static func names(beginning prefix: String) -> [FilterCompletion.Candidate] {
        let fields = FilterField.allCases.filter { $0.rawValue.lowercased().hasPrefix(prefix) }
        let names = fields.map(\.typedName)
        let aliases = FilterField.allCases.filter { !fields.contains($0) && !$0.hasKey }
            .flatMap { field in field.aliases.filter { !prefix.isEmpty && $0.count > 1 && $0.hasPrefix(prefix) } }
        return names.map { FilterCompletion.Candidate(text: $0) }
            + aliases.map { FilterCompletion.Candidate(text: $0 + ":") }
    }

    // MARK: Values

    private static func values(
        _ name: FieldName,
        _ sign: FilterOperator,
        _ word: FilterWord,
        _ values: FilterCompletion.Values
    ) -> [FilterCompletion.Candidate] {
        guard name.field.operators.contains(sign.positive), sign.positive != .matches, !word.hasWildcards else {
            return []
        }
        switch word.form {
        case .pattern, .quoted(isClosed: true): return []
        case .plain, .quoted: break
        }
        let typed = word.text
        var found: [(value: String, count: Int?)]
        switch name.field.kind {
        case .flag: found = matching(FilterFlags.names.map { ($0.name, 0) }, typed).map { ($0.value, nil) }
        case .time: found = ["5m", "15m", "1h", "1d"].filter { $0.hasPrefix(typed) }.map { ($0, nil) }
        case .duration: found = ["1m", "10m", "1h"].filter { $0.hasPrefix(typed) }.map { ($0, nil) }
        case .number, .rate: found = []
        case .text where name.field.findsParts || name.field.hasKey: found = []
        case .text: found = matching(values(name.field, typed), typed).map { ($0.value, $0.count) }
        }
        if name.field == .kind, let kind = ObjectKinds.shortNames[typed.lowercased()],
            !found.contains(where: { $0.value == kind })
        {
            found.insert((kind, nil), at: 0)
        }
        if found.count == 1, found[0].value == typed { return [] }
        return found.map {
            FilterCompletion.Candidate(text: FilterText.quoted($0.value), label: $0.value, count: $0.count)
        }
    }

    /// Those that begin with what was typed, the most frequent first, then those that hold it elsewhere.
    private static func matching(_ values: [(value: String, count: Int)], _ typed: String) -> [(
        value: String, count: Int
    )] {
        let needle = Needle(typed, foldsCase: true)
        let sorted = values.filter { !$0.value.isEmpty }
            .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
        let first = sorted.filter { $0.value.withBytes { needle.begins($0) } }
        let second = sorted.filter { value in value.value.withBytes { !needle.begins($0) && needle.isPart(of: $0) } }
        return first + second
    }
}

extension FilterField {
    /// The operators that a value of the field is commonly compared with.
    fileprivate var operators: [FilterOperator] {
        switch kind {
        case .text: [.has, .equal, .matches]
        case .number, .rate, .duration, .time: [.has, .more, .less, .atLeast, .atMost, .equal]
        case .flag: [.has, .equal]
        }
    }

    /// What to type of the name, up to the value or the key.
    fileprivate var typedName: String { hasKey ? String(rawValue.prefix { $0 != "." }) + "." : rawValue + ":" }
}
