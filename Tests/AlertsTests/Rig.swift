import Alerts
import Basics
import Events
import TestSupport

extension AlertRule {
    /// A rule of tests: `filter` in a window of 100 s, by namespace and name.
    static func test(
        _ filter: String = "reason:Trouble",
        count: Int = 1,
        window: Int = 100,
        for pending: Int = 0,
        by grouping: [FilterField] = [.namespace, .name],
        recovery: String? = nil,
        name: String = "trouble"
    ) throws -> AlertRule {
        var rule = AlertRule(name: name, filter: try EventFilter(parsing: filter))
        rule.count = count
        rule.window = .seconds(window)
        rule.pending = .seconds(pending)
        rule.grouping = grouping
        rule.recovery = try recovery.map { text in try EventFilter(parsing: text) }
        return rule
    }
}

extension KubeEvent {
    /// A `Trouble` of pod `web`, which happened `count` times up to `time`, the first time at `first`, and was read at once.
    static func trouble(
        _ time: Int64,
        first: Int64? = nil,
        count: Int = 1,
        uid: String? = nil,
        version: Int64? = nil,
        pod: String = "web",
        reason: String = "Trouble",
        _ change: (inout KubeEvent) -> Void = { _ in }
    ) -> KubeEvent {
        .sample(version ?? time, uid: uid ?? "\(pod)-\(reason)-\(time)") { event in
            event.type = "Warning"
            event.reason = reason
            event.message = "at \(time)"
            event.object = ObjectReference(kind: "Pod", namespace: "shop", name: pod)
            event.count = count
            event.firstSeen = Timestamp(seconds: first ?? time)
            event.lastSeen = Timestamp(seconds: time)
            event.received = Timestamp(seconds: time)
            change(&event)
        }
    }
}

extension AlertEngine {
    mutating func take(_ events: KubeEvent..., at second: Int64) -> [AlertChange] {
        take(events, at: Timestamp(seconds: second))
    }

    mutating func advance(to second: Int64) -> [AlertChange] { advance(to: Timestamp(seconds: second)) }
}

extension [AlertChange] {
    /// The kinds with the seconds at which the incidents began: `fired 1000`.
    var story: [String] { map { "\($0.kind) \($0.incident.began.seconds)" } }
}

extension AlertIncident {
    /// What does not depend on when it was told.
    var facts: String {
        let end = resolved.map { String($0.microseconds) } ?? "open"
        let group = group.map { "\($0.field)=\($0.value)" }.joined(separator: ",")
        return "\(rule) \(group) \(began.microseconds)-\(last.microseconds) \(end) x\(count) \(message) \(cause)"
    }
}
