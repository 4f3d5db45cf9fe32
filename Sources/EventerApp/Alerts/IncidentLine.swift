import Basics
import Events
import FoundationEssentials
import TextGrid

/// Incidents as `eventer alerts` writes them.
enum IncidentLine {
    /// A table, with its head; the widest columns last.
    static func table(_ incidents: [AlertIncident], at now: Timestamp, showsCluster: Bool) -> String {
        let head = ["ID", "STATE", "SEVERITY", "RULE", "FOR", "COUNT", "OBJECT", "REASON"]
        let rows = [(showsCluster ? ["CLUSTER"] : []) + head] + incidents.map { cells($0, now, showsCluster) }
        let widths = rows[0].indices.map { column in rows.map { displayWidth($0[column]) }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).enumerated().map { index, cell in
                index == row.count - 1
                    ? cell.0 : cell.0 + String(repeating: " ", count: cell.1 - displayWidth(cell.0) + 2)
            }
            .joined() + "\n"
        }
        .joined()
    }

    private static func cells(_ incident: AlertIncident, _ now: Timestamp, _ showsCluster: Bool) -> [String] {
        let end = incident.resolved ?? now
        let object = AlertNotice.Object(incident.object)
        let cells = [
            incident.id, incident.state.rawValue, incident.severity.rawValue, incident.rule,
            age(end.since(incident.began)), "\(incident.count)", object.text, incident.reason,
        ]
        return ((showsCluster ? [incident.cluster] : []) + cells).map { sanitise($0.isEmpty ? "-" : $0) }
    }

    /// An array of objects.
    static func json(_ incidents: [AlertIncident]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        // Texts, numbers and truth values only: there is nothing in it that JSON does not have.
        let data = (try? encoder.encode(incidents.map(Document.init))) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private struct Document: Encodable {
        var id, cluster, rule, title, severity, state, began, last, fired: String
        var resolved, acknowledged, snoozedUntil: String?
        var count: Int
        var cause, reason, message, node, filter: String
        var labels: [String: String]
        var object: AlertNotice.Object
        var late: Bool

        init(_ incident: AlertIncident) {
            id = incident.id
            cluster = incident.cluster
            rule = incident.rule
            title = incident.title
            severity = incident.severity.rawValue
            state = incident.state.rawValue
            began = incident.began.rfc3339()
            last = incident.last.rfc3339()
            fired = incident.fired.rfc3339()
            resolved = incident.resolved?.rfc3339()
            acknowledged = incident.acknowledged?.rfc3339()
            snoozedUntil = incident.snoozedUntil?.rfc3339()
            count = incident.count
            cause = incident.cause
            reason = incident.reason
            message = incident.message
            node = incident.node
            filter = incident.filter
            labels = Dictionary(incident.group.map { ($0.field, $0.value) }) { first, _ in first }
            object = AlertNotice.Object(incident.object)
            late = incident.isLate
        }
    }
}

extension AlertNotice.Object {
    init(_ object: ObjectReference) {
        self.init(kind: object.kind, namespace: object.namespace, name: object.name)
    }
}
