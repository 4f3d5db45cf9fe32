import Alerts
import Basics
import Events
import TextGrid

/// What a ``RuleTrial`` found, as text.
enum TrialReport {
    private static let titles = ["BEGAN", "FIRED", "ENDED", "SEVERITY", "RULE", "GROUP", "COUNT", "WHY", "MESSAGE"]
    private static let stillFiring = "still firing at the end"

    /// A line for each incident, the oldest first, then how many there were of each rule.
    ///
    /// - Parameters:
    ///   - trial: What was found.
    ///   - severity: Of the lines, at least; the sums are of all incidents.
    ///   - isWide: Whether the reason, the object and the filter that shows the events stand there too.
    /// - Returns: Whole lines.
    static func text(_ trial: RuleTrial, from severity: AlertSeverity = .low, isWide: Bool) -> String {
        let span = trial.start.map { " from \($0.rfc3339()) to \((trial.end ?? $0).rfc3339())" } ?? ""
        let head = counted(trial.events, "event") + span + ", " + counted(trial.rules.count, "rule")
        guard !trial.incidents.isEmpty else { return head + ": no incident\n" }
        var buffer = CellBuffer()
        for title in titles + (isWide ? ["REASON", "OBJECT", "FILTER"] : []) { buffer.add(title) }
        let listed = trial.incidents.filter { $0.severity >= severity }
        for incident in listed {
            for cell in cells(incident, isWide: isWide) { buffer.add(cell) }
        }
        let left = trial.incidents.count - listed.count
        return (listed.isEmpty ? "" : lines(buffer, columns: isWide ? 12 : 9) + "\n") + summary(trial) + "\n" + head
            + ": "
            + counted(trial.incidents.count, "incident")
            + (left > 0 ? ", \(left) of them below severity \(severity.rawValue) and not listed" : "") + "\n"
    }

    private static func cells(_ incident: AlertIncident, isWide: Bool) -> [String] {
        let group = incident.group.filter { !$0.value.isEmpty }.map { "\($0.field)=\($0.value)" }.joined(separator: " ")
        let cells = [
            incident.began.rfc3339(), incident.fired.rfc3339(), incident.resolved?.rfc3339() ?? stillFiring,
            incident.severity.rawValue, incident.rule, (incident.cluster.isEmpty ? "" : incident.cluster + " ") + group,
            String(incident.count), incident.cause, incident.message,
        ]
        guard isWide else { return cells }
        let object = incident.object.kind + "/" + incident.object.name
        return cells + [incident.reason, object, incident.filter]
    }

    private static func summary(_ trial: RuleTrial) -> String {
        var buffer = CellBuffer()
        for title in ["RULE", "SEVERITY", "INCIDENTS", "STILL FIRING", "EVENTS"] { buffer.add(title) }
        for rule in trial.rules {
            let incidents = trial.incidents.filter { $0.rule == rule.name }
            guard !incidents.isEmpty else { continue }
            for cell in [
                rule.name, rule.severity.rawValue, String(incidents.count), String(incidents.count(where: \.isOpen)),
                String(incidents.reduce(0) { $0 + $1.count }),
            ] {
                buffer.add(cell)
            }
        }
        return lines(buffer, columns: 5)
    }

    /// An array with an object for each incident, one on a line.
    static func json(_ trial: RuleTrial, from severity: AlertSeverity = .low) -> String {
        let items = trial.incidents.filter { $0.severity >= severity }.map { "  " + IncidentJSON.text($0) }
        return items.isEmpty ? "[]\n" : "[\n" + items.joined(separator: ",\n") + "\n]\n"
    }

    static func lines(_ buffer: CellBuffer, columns: Int) -> String {
        var layout = ColumnLayout(count: columns)
        layout.widen(to: buffer)
        return String(decoding: layout.bytes(of: buffer), as: UTF8.self)
    }

    static func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

/// An incident as a JSON object in one line; its texts are sanitised.
enum IncidentJSON {
    static func text(_ incident: AlertIncident) -> String {
        func text(_ text: String) -> String { quotedJSON(CleanText(text, limit: .max).string) }
        func time(_ time: Timestamp?) -> String { time.map { quotedJSON($0.rfc3339(fraction: true)) } ?? "null" }
        let group = incident.group.map { text($0.field) + ":" + text($0.value) }.joined(separator: ",")
        let object = [
            ("kind", incident.object.kind), ("namespace", incident.object.namespace), ("name", incident.object.name),
        ].map { "\"\($0)\":\(text($1))" }.joined(separator: ",")
        let members = [
            ("id", text(incident.id)), ("cluster", text(incident.cluster)), ("rule", text(incident.rule)),
            ("title", text(incident.title)), ("severity", text(incident.severity.rawValue)), ("group", "{\(group)}"),
            ("state", text(incident.state.rawValue)), ("began", time(incident.began)), ("last", time(incident.last)),
            ("fired", time(incident.fired)), ("resolved", time(incident.resolved)),
            ("acknowledged", time(incident.acknowledged)), ("snoozedUntil", time(incident.snoozedUntil)),
            ("count", String(incident.count)), ("cause", text(incident.cause)), ("reason", text(incident.reason)),
            ("message", text(incident.message)), ("object", "{\(object)}"), ("node", text(incident.node)),
            ("filter", text(incident.filter)), ("late", String(incident.isLate)),
        ]
        return "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }
}
