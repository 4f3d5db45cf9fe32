import Basics

/// A filter laid out for one table: tests in the order of their cost, each with where to go on.
///
/// A test of a text is asked once for each text of the pool: after that it is a look at one byte.
struct FilterProgram: Sendable {
    fileprivate struct Step: Sendable {
        var field: FilterField
        let columns: [FilterField.Column]
        let asksGroup: Bool
        var test: FilterTest
        var ifTrue: Int
        var ifFalse: Int
        /// By symbol: 0 not asked yet, 1 no, 2 yes.
        var answers: [UInt8] = []
    }

    private static let accept = -1
    private static let reject = -2

    private var steps: [Step] = []
    private var entry = FilterProgram.accept

    /// The program of `node`; nil accepts everything.
    init(_ node: FilterNode?) {
        if let node { entry = compile(node, ifTrue: Self.accept, ifFalse: Self.reject) }
    }

    /// Whether every event is accepted without a look.
    var acceptsAll: Bool { entry == Self.accept }

    /// Runs it on an event.
    ///
    /// - Parameters:
    ///   - event: What texts are asked of.
    ///   - pool: Of the event's texts.
    ///   - group: Answers what is asked of a group's totals.
    /// - Returns: Whether it passes.
    mutating func accepts(_ event: StoredEvent, in pool: TextPool, group: (FilterField, FilterTest) -> Bool) -> Bool {
        var place = entry
        while place >= 0 {
            let isTrue =
                steps[place].asksGroup
                ? group(steps[place].field, steps[place].test)
                : steps[place].passes(event, in: pool)
            place = isTrue ? steps[place].ifTrue : steps[place].ifFalse
        }
        return place == Self.accept
    }

    mutating func accepts(_ event: StoredEvent, in pool: TextPool) -> Bool {
        accepts(event, in: pool) { _, _ in true }
    }

    private mutating func compile(_ node: FilterNode, ifTrue: Int, ifFalse: Int) -> Int {
        switch node {
        case .term(let field, let test):
            let asksGroup = field.level == .group
            steps.append(
                Step(
                    field: field,
                    columns: field.columns,
                    asksGroup: asksGroup,
                    test: test,
                    ifTrue: ifTrue,
                    ifFalse: ifFalse
                )
            )
            return steps.count - 1
        case .not(let node): return compile(node, ifTrue: ifFalse, ifFalse: ifTrue)
        // From the last to the first: each goes on to one that is already there.
        case .every(let nodes):
            return Self.byCost(nodes).reversed().reduce(ifTrue) { compile($1, ifTrue: $0, ifFalse: ifFalse) }
        case .some(let nodes):
            return Self.byCost(nodes).reversed().reduce(ifFalse) { compile($1, ifTrue: ifTrue, ifFalse: $0) }
        }
    }

    /// The cheap ones first.
    private static func byCost(_ nodes: [FilterNode]) -> [FilterNode] {
        nodes.enumerated().sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }.map(\.element)
    }
}

extension FilterNode {
    /// How dear it is to ask, roughly: texts that repeat are asked once, long ones and patterns cost the most.
    fileprivate var cost: Int {
        terms.reduce(0) { total, term in
            let isPattern = term.test.all.contains { if case .pattern = $0 { true } else { false } }
            return total + term.field.cost * (isPattern ? 4 : 1)
        }
    }
}

extension FilterField {
    fileprivate var cost: Int {
        switch self {
        case .type, .namespace, .kind, .reason, .source, .node, .cluster: 1
        case .message: 10
        case .text, .any: 20
        default: 4
        }
    }
}

extension FilterProgram.Step {
    fileprivate mutating func passes(_ event: StoredEvent, in pool: TextPool) -> Bool {
        for column in columns {
            let isFound =
                column == .eventUID ? pool.withBytes(of: event.uid, passes) : passes(event.text(of: column), in: pool)
            if isFound { return true }
        }
        return false
    }

    private mutating func passes(_ text: Symbol, in pool: TextPool) -> Bool {
        let index = Int(text.index)
        if index >= answers.count {
            // More than there are: texts come one by one.
            answers += Array(repeating: 0, count: max(pool.count, index + 1) * 5 / 4 - answers.count + 64)
        }
        if answers[index] == 0 { answers[index] = pool.withBytes(of: text, passes) ? 2 : 1 }
        return answers[index] == 2
    }

    private func passes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        // A field path and the container in it are one text of the pool.
        test.matches(text) || (field == .container && test.matches(FilterField.containerName(in: text)))
    }
}

extension StoredEvent {
    fileprivate func text(of column: FilterField.Column) -> Symbol {
        switch column {
        case .namespace: namespace
        case .kind: kind
        case .name: object
        case .object: path
        case .reason: reason
        case .type: type
        case .message: message
        case .source: component
        case .node: node
        case .cluster: cluster
        case .objectUID: objectUID
        case .eventUID: .empty
        case .fieldPath, .container: fieldPath
        case .rare: rare
        }
    }
}
