import Alerts
import Basics
import Events
import Logging

/// Turns alerts into lines of the log: each change, and what is wrong with rules and hooks when that is new.
final class AlertReporter: Sendable {
    private let log: Logger
    private let problems = Locked<Set<String>>([])

    init(_ log: HeadlessLog) {
        self.log = log.alerts
    }

    func note(_ change: AlertChange) {
        let incident = change.incident
        var fields: Logger.Metadata = [
            "rule": "\(incident.rule)", "severity": "\(incident.severity.rawValue)", "id": "\(incident.id)",
            "object": "\(incident.object.kind)/\(incident.object.namespace)/\(incident.object.name)",
            "reason": "\(incident.reason)", "cause": "\(incident.cause)",
            "count": .stringConvertible(incident.count),
        ]
        if !incident.cluster.isEmpty { fields["cluster"] = "\(incident.cluster)" }
        if incident.isLate { fields["late"] = "true" }
        let isAlarm = [.fired, .reminded].contains(change.kind) && incident.severity > .low
        log.log(level: isAlarm ? .warning : .info, "alert \(change.kind.rawValue)", metadata: fields)
    }

    /// Says what was not wrong before.
    func note(_ board: AlertBoard) {
        let new = problems.withLock { problems in
            defer { problems = Set(board.problems) }
            return board.problems.filter { !problems.contains($0) }
        }
        for problem in new { log.warning("trouble", metadata: ["reason": "\(problem)"]) }
    }
}

extension HeadlessLog {
    /// Says which rules hold and who is told, at the start.
    func introduce(_ plan: AlertPlan?) {
        guard let plan else { return alerts.info("no alerts: --no-alerts") }
        alerts.info(
            "rules",
            metadata: [
                "count": .stringConvertible(plan.rules.count),
                "rules": "\(plan.rules.map(\.name).joined(separator: " "))",
                "hooks": .stringConvertible(plan.hooks.count),
            ]
        )
        for hook in plan.hooks { alerts.info("hook", metadata: ["hook": "\(hook.title)"]) }
    }
}
