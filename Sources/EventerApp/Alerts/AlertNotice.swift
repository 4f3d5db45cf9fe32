import Alerts
import Basics
import Events
import TextGrid

/// What a hook is told of one change of an incident, as it stands in bodies and in the journal.
///
/// All text was made plain and cut to size when the notice came to be.
struct AlertNotice: Sendable, Equatable, Codable {
    struct Object: Sendable, Equatable, Codable {
        var kind: String
        var namespace: String
        var name: String

        /// `Pod shop/web-0`.
        var text: String {
            let path = namespace.isEmpty || name.isEmpty ? name : namespace + "/" + name
            return [kind, path].filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    /// With ``status`` what a receiver tells a repeated notice by.
    var id: String
    var status: NoticeStatus
    /// The context of the cluster, or what stands in for it.
    var cluster: String
    var rule: String
    var title: String
    private var severityWord: String
    /// Times as in RFC 3339.
    var began: String
    var fired: String
    var resolved: String?
    var count: Int
    var cause: String
    var labels: [String: String]
    var object: Object
    var reason: String
    var message: String
    var node: String
    var filter: String
    var late: Bool
    /// A snooze ended while the incident went on.
    var reminder: Bool

    private enum CodingKeys: String, CodingKey {
        case id, status, cluster, rule, title, began, fired, resolved, count, cause, labels, object, reason, message
        case node, filter, late, reminder
        case severityWord = "severity"
    }

    /// What hooks are told of a change; nil for what they are not told of.
    init?(_ change: AlertChange, cluster: String) {
        switch change.kind {
        case .fired, .reminded: status = .firing
        case .acknowledged: status = .acknowledged
        case .resolved: status = .resolved
        case .snoozed, .reopened: return nil
        }
        let incident = change.incident
        func plain(_ text: String, _ limit: Int = 253) -> String { String(sanitise(text).prefix(limit)) }
        id = plain(incident.id)
        self.cluster = plain(cluster)
        rule = plain(incident.rule)
        title = plain(incident.title)
        severityWord = incident.severity.rawValue
        began = incident.began.rfc3339()
        fired = incident.fired.rfc3339()
        resolved = incident.resolved?.rfc3339()
        count = incident.count
        cause = plain(incident.cause)
        labels = Dictionary(incident.group.prefix(16).map { (plain($0.field), plain($0.value)) }) { first, _ in first }
        object = Object(
            kind: plain(incident.object.kind),
            namespace: plain(incident.object.namespace),
            name: plain(incident.object.name)
        )
        reason = plain(incident.reason)
        message = plain(incident.message, 1024)
        node = plain(incident.node)
        filter = plain(incident.filter, 1024)
        late = incident.isLate
        reminder = change.kind == .reminded
    }

    var severity: AlertSeverity { AlertSeverity(rawValue: severityWord) ?? .medium }

    /// One line: `firing high node-down: Node node-3: NodeNotReady (1 in 6m, at least 1)`.
    var summary: String {
        let what = [object.text, reason].filter { !$0.isEmpty }.joined(separator: ": ")
        let head = "\(status.rawValue) \(severity.rawValue) \(rule)"
        return head + (what.isEmpty ? "" : ": " + what) + (cause.isEmpty ? "" : " (\(cause))")
    }
}
