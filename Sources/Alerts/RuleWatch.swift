/// The groups of one rule.
struct RuleWatch: Sendable {
    let terms: AlertTerms
    var groups: [GroupKey: AlertGroup] = [:]
    /// Those in which time alone may change something, and when that is.
    var live: [GroupKey: Int64] = [:]
    /// Incidents since the program began.
    var total = 0

    init(_ rule: AlertRule, spans: Int) {
        terms = AlertTerms(rule, spans: spans)
    }

    /// Takes in a version.
    ///
    /// - Returns: Whether it tells anything new.
    mutating func take(_ sighting: Sighting, _ key: GroupKey, at now: Int64) -> Bool {
        groups[key, default: AlertGroup()].take(sighting, terms, at: now)
    }

    /// Settles the older half of what each group remembers.
    mutating func settle() {
        for key in groups.keys { groups[key]?.settle(terms) }
    }

    mutating func remove(_ key: GroupKey) -> AlertGroup? {
        live[key] = nil
        return groups.removeValue(forKey: key)
    }
}
