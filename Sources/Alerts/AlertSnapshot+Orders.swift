package import Basics
package import Events

/// What can be done with a snapshot where no rules are at hand.
extension AlertSnapshot {
    /// As ``AlertEngine/incidents`` of the engine that wrote it.
    package var known: [AlertIncident] { incidents.map(\.incident) }

    /// The same of a cluster that is marked otherwise: alone in a run it has no mark, beside others it has one.
    package func marked(_ cluster: String) -> AlertSnapshot {
        var snapshot = self
        for rule in snapshot.rules.indices {
            for group in snapshot.rules[rule].groups.indices {
                snapshot.rules[rule].groups[group].key.cluster = cluster
            }
        }
        for index in snapshot.incidents.indices { snapshot.incidents[index].cluster = cluster }
        return snapshot
    }

    /// Does what a person wants; nothing when there is no such open incident.
    ///
    /// - Returns: What was done.
    package mutating func obey(_ order: AlertOrder, at now: Timestamp) -> [AlertChange] {
        var engine = AlertEngine(rules: [])
        for incident in known { engine.book[incident.id] = incident }
        let changes = engine.obey(order, at: now)
        incidents = engine.incidents.map(StoredIncident.init)
        return changes
    }
}
