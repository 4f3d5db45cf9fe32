import Basics
package import Events

extension AlertEngine {
    /// All it knows, to be given to ``init(rules:restoring:limits:)`` at the next start.
    package var snapshot: AlertSnapshot {
        snapshot { _ in
            true
        } incidents: { _ in
            true
        }
    }

    /// What it must know at the next start, where the events of the last hour are then given again: what was told.
    ///
    /// - Parameter severity: What nobody was told of, because it is below that, comes back with the events.
    /// - Returns: The snapshot.
    package func essence(from severity: AlertSeverity) -> AlertSnapshot {
        func isEssential(_ incident: AlertIncident) -> Bool {
            incident.severity >= severity || incident.acknowledged != nil || incident.snoozedUntil != nil
        }
        return snapshot { group in
            group.told.contains { told in book[told.id].map(isEssential) ?? false }
        } incidents: {
            isEssential($0)
        }
    }

    private func snapshot(
        groups isWanted: (AlertGroup) -> Bool,
        incidents isKept: (AlertIncident) -> Bool
    ) -> AlertSnapshot {
        var snapshot = AlertSnapshot()
        for (rule, watch) in zip(rules, watches) {
            let groups = watch.groups.filter { isWanted($0.value) }
            guard !groups.isEmpty else { continue }
            snapshot.rules.append(
                AlertSnapshot.Rule(
                    name: rule.name,
                    grouping: rule.grouping.map(\.rawValue),
                    groups: groups.sorted { $0.key < $1.key }.map { AlertSnapshot.Group(key: $0.key, state: $0.value) }
                )
            )
        }
        snapshot.incidents = incidents.filter(isKept).map(StoredIncident.init)
        return snapshot
    }

    /// Goes on where another engine ended.
    ///
    /// Events that the other has seen may be given again: they add nothing. Open incidents of rules that are gone, or group by
    /// other fields now, are told to be resolved at the next chance.
    ///
    /// - Parameters:
    ///   - rules: Those that hold now.
    ///   - snapshot: Of the other.
    ///   - limits: What is kept at most.
    package init(rules: [AlertRule], restoring snapshot: AlertSnapshot, limits: Limits = Limits()) {
        self.init(rules: rules, limits: limits)
        var known: Set<String> = []
        for stored in snapshot.rules {
            guard let rule = rules.firstIndex(where: { $0.name == stored.name }),
                rules[rule].grouping.map(\.rawValue) == stored.grouping
            else { continue }
            for group in stored.groups where group.key.values.count == stored.grouping.count {
                watches[rule].groups[group.key] = group.state
                watches[rule].groups[group.key]?.doubt()
                known.formUnion(group.state.told.map(\.id))
                // The next look finds out when.
                watches[rule].live[group.key] = .min
            }
        }
        for stored in snapshot.incidents { restore(stored.incident, isKnown: known.contains(stored.id)) }
        expect(changeAt: 0)
    }

    private mutating func restore(_ incident: AlertIncident, isKnown: Bool) {
        var incident = incident
        if let rule = rules.first(where: { $0.name == incident.rule }) {
            incident.title = rule.title
            incident.severity = rule.severity
        }
        if incident.isOpen, !isKnown {
            incident.state = .resolved
            incident.resolved = incident.last
            waiting.append(AlertChange(kind: .resolved, incident: incident))
        }
        book[incident.id] = incident
    }
}
