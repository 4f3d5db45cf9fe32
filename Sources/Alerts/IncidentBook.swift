import Basics
import Events

/// Incidents by their id.
///
/// Those of low severity give way to all others: what a chatty controller writes must not hide what matters.
struct IncidentBook: Sendable {
    private(set) var open: [String: AlertIncident] = [:]
    private(set) var over: [String: AlertIncident] = [:]

    /// As ``AlertBoard/incidents`` has them.
    var ordered: [AlertIncident] {
        Array(open.values).sorted { $0.precedes($1) } + over.values.sorted { $0.precedes($1) }
    }

    subscript(id: String) -> AlertIncident? {
        get { open[id] ?? over[id] }
        set {
            open[id] = newValue.flatMap { $0.isOpen ? $0 : nil }
            over[id] = newValue.flatMap { $0.isOpen ? nil : $0 }
        }
    }

    /// Takes out of what is over what is low or old, where that is too much.
    mutating func trim(to limit: Int) {
        guard over.count > limit else { return }
        let order = over.values.sorted { ($0.isLow ? 0 : 1, $0.end, $0.id) < ($1.isLow ? 0 : 1, $1.end, $1.id) }
        for incident in order.prefix(over.count - limit) { over[incident.id] = nil }
    }

    /// Takes out what was over before.
    mutating func forget(before oldest: Timestamp) {
        for incident in over.values where incident.end < oldest { over[incident.id] = nil }
    }
}

extension AlertIncident {
    fileprivate var end: Timestamp { resolved ?? last }
    fileprivate var isLow: Bool { severity == .low }
}
