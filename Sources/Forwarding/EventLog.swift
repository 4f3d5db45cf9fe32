package import Basics
package import Events
package import LogService

/// How an event becomes a log: kube-eventer's record, field for field.
///
/// `eventId` (the whole object), `hostname`, `level`, then `pod_id` and `pod_name` for pods, then the labels.
///
/// The one place that knows both sides.
package struct EventLog: Sendable {
    package enum Format: String, Sendable, CaseIterable { case indented, compact }

    /// Names that a label cannot have: Log Service wants no key twice.
    package static let fixedNames = ["eventId", "hostname", "level", "pod_id", "pod_name"]

    /// Log Service takes the last 7 days and the next 15 minutes by its own clock; a minute is left for the way there.
    private static let oldest: Duration = .seconds(60 - 7 * 86400)
    private static let newest: Duration = .seconds(14 * 60)

    package var format: Format
    private let labels: [LogField]

    /// Labels are sent in the order given; one that is named like a fixed field is left out.
    package init(format: Format = .indented, labels: [(name: String, value: String)] = []) {
        self.format = format
        self.labels = labels.filter { !Self.fixedNames.contains($0.name) }.map { LogField($0.name, $0.value) }
    }

    /// The log of `event`, to be sent at `now`.
    package func log(of event: KubeEvent, at now: Timestamp) -> Log {
        Log(time: Self.time(event.lastSeen, at: now), fields: fields(of: event))
    }

    func fields(of event: KubeEvent) -> [LogField] {
        let object = event.object
        return fields(event.json, host: event.host, level: event.type, pod: object.kind == "Pod" ? object : nil)
    }

    /// The fields in the order of kube-eventer; `json` is compact.
    func fields(_ json: [UInt8], host: String, level: String, pod: ObjectReference?) -> [LogField] {
        var fields: [LogField] = []
        fields.reserveCapacity(5 + labels.count)
        fields.append(LogField("eventId", bytes: format == .indented ? indentedEventJSON(json) : json))
        fields.append(LogField("hostname", host))
        fields.append(LogField("level", level))
        if let pod {
            fields.append(LogField("pod_id", pod.uid))
            fields.append(LogField("pod_name", pod.name))
        }
        fields += labels
        return fields
    }

    /// Seconds since 1970, moved into what Log Service takes: one log outside refuses its whole group.
    static func time(_ time: Timestamp, at now: Timestamp) -> UInt32 {
        let clamped = min(max(time, now.advanced(by: oldest)), now.advanced(by: newest))
        return UInt32(clamping: clamped.seconds)
    }
}
