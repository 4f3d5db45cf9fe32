import Alerts
import Basics
import Events
import TestSupport

@testable import EventerApp

extension AlertIncident {
    static func sample(_ id: String = "node-down-1", _ change: (inout AlertIncident) -> Void = { _ in })
        -> AlertIncident
    {
        var incident = AlertIncident(
            id: id,
            rule: "node-down",
            title: "Node down",
            severity: .high,
            group: [.init(field: "name", value: "node-3")],
            began: Timestamp(seconds: 1_800_000_000),
            last: Timestamp(seconds: 1_800_000_050),
            fired: Timestamp(seconds: 1_800_000_060),
            count: 3,
            cause: "3 in 6m, at least 1",
            reason: "NodeNotReady",
            message: "Node node-3 status is now: NodeNotReady",
            object: ObjectReference(kind: "Node", name: "node-3"),
            node: "node-3",
            filter: "reason:NodeNotReady name:node-3"
        )
        change(&incident)
        return incident
    }
}

extension AlertNotice {
    static func sample(
        _ id: String = "node-down-1",
        _ kind: AlertChange.Kind = .fired,
        cluster: String = "prod",
        _ change: (inout AlertIncident) -> Void = { _ in }
    ) -> AlertNotice {
        var incident = AlertIncident.sample(id, change)
        if kind == .resolved, incident.resolved == nil { incident.resolved = Timestamp(seconds: 1_800_000_900) }
        guard let notice = AlertNotice(AlertChange(kind: kind, incident: incident), cluster: cluster) else {
            preconditionFailure("hooks are not told of \(kind)")
        }
        return notice
    }
}

extension HookQueue.Entry {
    static func sample(_ number: Int, cluster: String = "prod", at seconds: Int64 = 1_800_000_060) -> HookQueue.Entry {
        HookQueue.Entry(
            site: 0,
            number: number,
            at: Timestamp(seconds: seconds),
            notice: .sample("incident-\(number)", cluster: cluster)
        )
    }
}

extension AlertRule {
    /// Fires at the first word of a node that is not ready, and is over when the node is, or after 6 minutes.
    static var nodeDown: AlertRule {
        guard let filter = try? EventFilter(parsing: "reason:NodeNotReady"),
            let recovery = try? EventFilter(parsing: "reason:NodeReady")
        else { preconditionFailure("the filters of a test can be read") }
        var rule = AlertRule(name: "node-down", severity: .high, filter: filter, grouping: [.name], recovery: recovery)
        rule.quiet = .seconds(360)
        return rule
    }
}

extension KubeEvent {
    static func nodeNotReady(_ number: Int64, at seconds: Int64? = nil, node: String = "node-1") -> KubeEvent {
        .sample(number) {
            $0.type = "Warning"
            $0.reason = "NodeNotReady"
            $0.object = ObjectReference(kind: "Node", name: node, uid: node)
            let time = Timestamp(seconds: seconds ?? number)
            ($0.firstSeen, $0.lastSeen, $0.received) = (time, time, time)
        }
    }

    static func nodeReady(_ number: Int64, at seconds: Int64, node: String = "node-1") -> KubeEvent {
        var event = nodeNotReady(number, at: seconds, node: node)
        event.reason = "NodeReady"
        return event
    }
}
