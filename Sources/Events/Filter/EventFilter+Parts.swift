// A filter seen as the conditions that must all hold.

extension EventFilter {
    /// The conditions to ask of each event, and those to ask of each group of events.
    ///
    /// As SQL's WHERE and HAVING: a condition of texts alone decides which events count; one that speaks of a group's totals
    /// (`count`, `rate`, `dur`, `last`, `first`, `is`) decides which groups show. Where one condition speaks of both, as
    /// `reason:BackOff | count>9` does, it is asked of the group, and its texts of the group's newest event.
    func split() -> (events: FilterNode?, groups: FilterNode?) {
        let conditions = parts.flatMap { part in
            if case .every(let nodes) = part.node { nodes } else { [part.node] }
        }
        return (.all(of: conditions.filter { !$0.asksGroup }), .all(of: conditions.filter(\.asksGroup)))
    }

    /// Whether what it shows may change while nothing but time passes: `last:15m`, `rate>5`, `is:new`.
    package var dependsOnTime: Bool { node?.dependsOnTime ?? false }

    /// Its first term whose answer is another one tomorrow or on another screen: an age, a time of the day, a mark; nil when there
    /// is none, and the filter answers the same of an event whenever it is asked.
    package var passingTerm: String? {
        node?.terms.first { field, test in
            field == .last || field == .first
                || test.all.contains { test in
                    if case .flag(let flag) = test { flag != .critical } else { false }
                }
        }
        .map { FilterNode.term($0.field, $0.test).description }
    }

    /// Whether it asks for rows that are snoozed, which are hidden otherwise.
    var mentionsSnoozed: Bool {
        node?.terms.contains { $0.field == .flag && $0.test.matches(FilterFlags.snoozed) } ?? false
    }

    /// The filter less the conditions that speak of `field` only: what a facet of that field counts under.
    package func without(_ field: FilterField) -> EventFilter {
        let kept = parts.filter { part in !part.node.terms.allSatisfy { $0.field == field } }
        guard kept.count < parts.count else { return self }
        let characters = Array(text)
        var text = ""
        var moved: [FilterPart] = []
        for part in kept {
            if !text.isEmpty { text += " " }
            moved.append(part.moved(by: text.count - part.range.lowerBound))
            text += String(characters[part.range])
        }
        return EventFilter(text: text, parts: moved)
    }

    /// The values of `field` that conditions include and exclude, as far as these are plain: `ns:a`, `ns=a`, lists, negations.
    ///
    /// - Parameter field: Not a label or annotation: those have keys.
    /// - Returns: Values as they were written, globs among them; each list in the order of the text.
    package func conditions(on field: FilterField) -> (included: [String], excluded: [String]) {
        let items = parts.compactMap(\.condition).filter { $0.name.field == field }.flatMap(\.items)
        return (
            items.filter { !$0.isExcluded }.compactMap(\.test.plainText),
            items.filter(\.isExcluded).compactMap(\.test.plainText)
        )
    }

    /// The regular expressions that hit a limit on some text since they were read, each with what to say of it.
    package var costlyPatterns: [FilterNote] {
        parts.flatMap { part in
            part.node.terms.flatMap(\.test.all).compactMap { test in
                guard case .pattern(let pattern) = test else { return nil }
                let count = pattern.tooCostly
                guard count > 0 else { return nil }
                let texts = count == 1 ? "one message" : "\(count) messages"
                return FilterNote(
                    message: "pattern too costly: stopped after 100,000 steps on \(texts)",
                    range: part.range
                )
            }
        }
    }
}

extension FilterTest {
    /// The value of a plain comparison with a text.
    var plainText: String? {
        switch self {
        case .equal(let needle), .glob(let needle), .part(let needle), .prefix(let needle): needle.text
        case .line(_, let test): test.plainText
        default: nil
        }
    }
}

/// What is worth saying of a filter that can be read.
package struct FilterNote: Sendable, Equatable {
    /// One line, lower case.
    package var message: String
    /// Character offsets in the text.
    package var range: Range<Int>

    package init(message: String, range: Range<Int>) {
        self.message = message
        self.range = range
    }
}
