// Filters as text: what is printed reads back as the same tree.

extension FilterNode: CustomStringConvertible {
    /// The filter that reads as this node.
    var description: String {
        switch self {
        case .every(let nodes): nodes.map(\.besideOthers).joined(separator: " ")
        case .some(let nodes): nodes.map(\.description).joined(separator: " | ")
        case .not(let node): "!" + node.enclosed
        case .term(let field, let test): FilterPrinter(field: field).text(test)
        }
    }

    private var besideOthers: String {
        if case .some = self { "(" + description + ")" } else { description }
    }

    private var enclosed: String {
        switch self {
        case .every, .some: "(" + description + ")"
        case .not, .term: description
        }
    }
}

extension EventFilter: CustomStringConvertible {
    package var description: String { text }
}

extension Needle: CustomStringConvertible {
    var description: String { FilterText.quoted(text) + (foldsCase ? "" : " with case") }
}

/// Prints terms.
private struct FilterPrinter {
    let field: FilterField

    func text(_ test: FilterTest) -> String {
        if field == .text, let bare = bare(test) { return bare }
        if case .line(let prefix, let test) = test {
            return String(decoding: prefix.dropLast(), as: UTF8.self) + comparison(test)
        }
        return field.rawValue + comparison(test)
    }

    /// Without the field, where a bare text means the same.
    private func bare(_ test: FilterTest) -> String? {
        switch test {
        case .part(let needle) where needle.isSmart: barePart(needle.text)
        case .prefix(let needle): "^" + spelled(needle)
        case .suffix(let needle): spelled(needle) + "$"
        case .equal(let needle) where needle.isSmart && !needle.text.isEmpty: "^" + spelled(needle) + "$"
        case .subsequence(let needle): "~" + spelled(needle)
        case .pattern: value(test)
        default: nil
        }
    }

    private func barePart(_ text: String) -> String {
        let isWord =
            text.first?.isLetter == true && text.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
        return isWord && !["AND", "OR", "NOT"].contains(text) ? text : FilterText.inQuotes(text)
    }

    private func spelled(_ needle: Needle) -> String {
        FilterText.spelled(needle.text.map { FilterWord.Letter($0, isEscaped: true) })
    }

    /// The operator and the value.
    private func comparison(_ test: FilterTest) -> String {
        switch test {
        case .equal(let needle) where !needle.foldsCase || (field.findsParts && !needle.text.isEmpty):
            "=" + FilterText.quoted(needle.text)
        case .oneOf(let tests):
            (tests.contains(where: \.needsEqual) ? "=" : ":") + "(" + tests.map(value).joined(separator: ", ") + ")"
        // After <= a minute or a day counts whole; at the end of a range it does not.
        case .instant(.atMost, let time): ":.." + time.typed
        case .number(let comparison, _), .rate(let comparison, _), .age(let comparison, _), .instant(let comparison, _):
            comparison.symbol + value(test, isListed: false)
        default: ":" + value(test)
        }
    }

    private func value(_ test: FilterTest) -> String { value(test, isListed: true) }

    /// The value alone; where it is listed, with what makes it more than an equal.
    private func value(_ test: FilterTest, isListed: Bool) -> String {
        switch test {
        case .part(let needle), .prefix(let needle), .suffix(let needle), .subsequence(let needle), .equal(let needle):
            FilterText.quoted(needle.text)
        case .glob(let needle): needle.text
        case .pattern(let pattern): FilterText.slashed(pattern)
        case .flag(let flag): flag.name ?? ""
        case .allOf(let tests): range(tests)
        case .number(let comparison, let number):
            bound(
                field == .duration ? DurationText.text(Int64(number)) : String(number),
                isListed ? comparison : .equal
            )
        case .rate(let comparison, let rate): bound(String(rate), isListed ? comparison : .equal)
        // An age alone asks for at most that.
        case .age(let comparison, let age):
            bound(DurationText.text(age), isListed && comparison == .atLeast ? .atLeast : .equal)
        case .instant(let comparison, let time): bound(time.typed, isListed ? comparison : .equal)
        case .line(_, let test): value(test, isListed: isListed)
        case .oneOf: ""
        }
    }

    private func bound(_ text: String, _ comparison: FilterTest.Comparison) -> String {
        switch comparison {
        case .atLeast, .more: text + ".."
        case .atMost, .less: ".." + text
        case .equal: text
        }
    }

    private func range(_ tests: [FilterTest]) -> String {
        var from = ""
        var to = ""
        for test in tests {
            switch test {
            case .age(.atMost, let age): from = "-" + DurationText.text(age)
            case .age(_, let age): to = "-" + DurationText.text(age)
            case .number(.atLeast, _), .rate(.atLeast, _), .instant(.atLeast, _): from = value(test, isListed: false)
            default: to = value(test, isListed: false)
            }
        }
        return from + ".." + to
    }
}

extension Needle {
    /// Whether it regards case as a bare text of its letters does.
    fileprivate var isSmart: Bool { foldsCase != text.hasUpperCase }
}

extension FilterTest {
    fileprivate var needsEqual: Bool {
        if case .equal(let needle) = self { !needle.foldsCase } else { false }
    }
}

extension FilterTest.Comparison {
    var symbol: String {
        switch self {
        case .equal: "="
        case .more: ">"
        case .less: "<"
        case .atLeast: ">="
        case .atMost: "<="
        }
    }

    /// What holds of an age where this holds of the moment.
    var mirrored: FilterTest.Comparison {
        switch self {
        case .equal: .equal
        case .more: .less
        case .less: .more
        case .atLeast: .atMost
        case .atMost: .atLeast
        }
    }
}
