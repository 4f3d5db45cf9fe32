import Events

/// Tells which rules an event is for.
struct RuleSorter: Sendable {
    private enum Role {
        case counts, ignored, recovers
    }

    private var filters: FilterSwitch
    private let slots: [(rule: Int, role: Role)]
    /// Those that take what no other rule counts.
    private let takesRest: [Bool]

    init(_ rules: [AlertRule]) {
        var asked: [EventFilter] = []
        var slots: [(rule: Int, role: Role)] = []
        for (index, rule) in rules.enumerated() {
            let uses: [(EventFilter?, Role)] = [
                (rule.filter, .counts), (rule.ignore, .ignored), (rule.recovery, .recovers),
            ]
            for (filter, role) in uses {
                guard let filter, role == .counts || !filter.isEmpty else { continue }
                asked.append(filter)
                slots.append((index, role))
            }
        }
        filters = FilterSwitch(asked)
        self.slots = slots
        takesRest = rules.map(\.takesRest)
    }

    /// The rules that count the event, and those whose trouble it ends.
    ///
    /// What a rule ignores is known and no trouble: it is not left for the rules that take the rest either.
    mutating func uses(of event: KubeEvent) -> [(rule: Int, isRecovery: Bool)] {
        var uses: [(rule: Int, isRecovery: Bool)] = []
        var isShown = false
        // The slots of a rule stand together: what it counts, then what it ignores, then what ends it.
        for found in filters.matches(event, at: event.order) {
            let (rule, role) = slots[found]
            switch role {
            case .counts:
                uses.append((rule, false))
                if !takesRest[rule] { isShown = true }
            case .ignored: if uses.last?.rule == rule { uses.removeLast() }
            case .recovers: if uses.last?.rule != rule { uses.append((rule, true)) }
            }
        }
        return isShown ? uses.filter { $0.isRecovery || !takesRest[$0.rule] } : uses
    }
}
