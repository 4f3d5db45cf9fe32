package import Basics

/// Which events to show: `ns:payments type:Warning !reason:Pulled "no space"`.
///
/// The grammar is that of ``init(parsing:completing:clock:)``. A filter never changes what is watched or forwarded.
package struct EventFilter: Sendable, Equatable {
    /// The filter that shows all.
    package static let everything = EventFilter(text: "", parts: [])

    /// As it was written.
    package let text: String
    /// What must all hold, as far as the whole is a conjunction.
    let parts: [FilterPart]
    let node: FilterNode?

    init(text: String, parts: [FilterPart]) {
        self.text = text
        self.parts = parts
        node = .all(of: parts.map(\.node))
    }

    /// Whether it shows all.
    package var isEmpty: Bool { node == nil }

    /// Whether the filter shows `event`, taken as a group of one.
    ///
    /// Marks and snoozes belong to the screen: no event has them here.
    ///
    /// - Parameters:
    ///   - event: What is asked.
    ///   - now: The present, for `last:15m` and the like.
    /// - Returns: Whether it passes.
    package func matches(_ event: KubeEvent, at now: Timestamp) -> Bool {
        node?.matches(event, at: now) ?? true
    }

    /// Whether the filter shows `event`, as of when eventer read it.
    ///
    /// The answer is so the same whenever it is asked: what was forwarded once is not filtered when the journal is read again.
    package func matches(_ event: KubeEvent) -> Bool {
        matches(event, at: event.received)
    }

    /// Both filters at once.
    package func and(_ other: EventFilter) -> EventFilter {
        guard !isEmpty else { return other }
        guard !other.isEmpty else { return self }
        let left = enclosed
        let right = other.enclosed
        let offset = left.text.count + 1
        return EventFilter(
            text: left.text + " " + right.text,
            parts: left.parts + right.parts.map { $0.moved(by: offset) }
        )
    }

    package static func == (left: EventFilter, right: EventFilter) -> Bool {
        left.text == right.text && left.node == right.node
    }

    /// The same with an OR in parentheses, so that it may stand beside another term.
    private var enclosed: EventFilter {
        guard parts.count == 1, parts[0].isOpenAlternative else { return self }
        return EventFilter(text: "(" + text + ")", parts: [FilterPart(range: 0..<text.count + 2, node: parts[0].node)])
    }
}

/// One of the terms that must all hold, and where it stands in the text.
struct FilterPart: Sendable, Equatable {
    /// Character offsets.
    var range: Range<Int>
    var node: FilterNode
    /// How it was written, when it is but a field and its values.
    var condition: WrittenCondition?
    /// Whether it is an OR without parentheses around it, which is so the whole filter.
    var isOpenAlternative = false

    init(range: Range<Int>, node: FilterNode, condition: WrittenCondition? = nil) {
        self.range = range
        self.node = node
        self.condition = condition
    }

    func moved(by offset: Int) -> FilterPart {
        var part = self
        part.range = range.moved(by: offset)
        part.condition = condition?.moved(by: offset)
        return part
    }
}

/// `ns:payments`, `!ns:(a, b)`, `ns!=c` or `ns:(a, !b)` as it stands in a text.
struct WrittenCondition: Sendable, Equatable {
    struct Item: Sendable, Equatable {
        var range: Range<Int>
        var isExcluded: Bool
        var test: FilterTest
    }

    var name: FieldName
    /// Where the value or the list stands, with its parentheses.
    var values: Range<Int>
    var items: [Item]

    func moved(by offset: Int) -> WrittenCondition {
        var condition = self
        condition.values = values.moved(by: offset)
        for index in items.indices { condition.items[index].range = items[index].range.moved(by: offset) }
        return condition
    }
}

extension Range<Int> {
    fileprivate func moved(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}
