import Basics
import Events

/// 2026-11-23T14:00:00Z.
let noon = Timestamp(seconds: 1_795_442_400)

extension Timestamp {
    static func + (time: Timestamp, seconds: Int64) -> Timestamp { time.advanced(by: .seconds(seconds)) }
    static func - (time: Timestamp, seconds: Int64) -> Timestamp { time.advanced(by: .seconds(-seconds)) }
}

/// An event of `noon` or `ago` seconds before; its uid follows from what it says unless one is given.
func happening(
    _ reason: String,
    _ object: String = "pod/web-1",
    in namespace: String = "shop",
    _ message: String = "",
    type: String = "Warning",
    ago: Int64 = 0,
    count: Int = 1,
    since: Int64? = nil,
    node: String = "",
    uid: String? = nil,
    version: Int64 = 1,
    cluster: String = ""
) -> KubeEvent {
    guard let version = ResourceVersion(version) else { preconditionFailure("versions begin with 1") }
    let parts = object.split(separator: "/", maxSplits: 1).map(String.init)
    let kind = ["pod": "Pod", "node": "Node", "pvc": "PersistentVolumeClaim", "job": "Job"][parts[0]] ?? parts[0]
    return KubeEvent(
        key: KubeEvent.Key(uid: uid ?? "\(reason) \(object) \(namespace) \(message) \(ago)", resourceVersion: version),
        namespace: kind == "Node" ? "default" : namespace,
        type: type,
        reason: reason,
        message: message,
        object: ObjectReference(kind: kind, namespace: kind == "Node" ? "" : namespace, name: parts[1]),
        host: node,
        count: count,
        firstSeen: noon - (since ?? ago),
        lastSeen: noon - ago,
        received: noon,
        cluster: cluster
    )
}

/// What a busy cluster says when nothing is wrong, and what goes wrong for a moment everywhere.
func everydayNoise() -> [KubeEvent] {
    var events: [KubeEvent] = []
    for minute in 0..<60 {
        let ago = Int64(minute * 60 + 7)
        for pod in 0..<5 {
            let name = "pod/app\(pod)-7d9f8c6b5d-x2k4\(["b", "c", "d", "f", "g"][minute % 5])"
            events.append(happening("Pulled", name, in: "ns\(pod)", type: "Normal", ago: ago, node: "n\(pod)"))
            events.append(happening("Started", name, in: "ns\(pod)", type: "Normal", ago: ago, node: "n\(pod)"))
        }
    }
    for ago in stride(from: Int64(900), to: 3500, by: 600) {
        events.append(
            happening("Unhealthy", "pod/app0-7d9f8c6b5d-\(ago)", in: "ns0", "Readiness probe failed: EOF", ago: ago)
        )
        events.append(
            happening(
                "FailedScheduling",
                "pod/app1-7d9f8c6b5d-\(ago)",
                in: "ns1",
                "0/3 nodes are available: 3 Insufficient cpu.",
                ago: ago
            )
        )
        events.append(happening("Scheduled", "pod/app1-7d9f8c6b5d-\(ago)", in: "ns1", type: "Normal", ago: ago - 40))
    }
    return events
}

func overview(of events: [KubeEvent]) -> Overview {
    var overview = Overview(now: noon)
    overview.take(events)
    return overview
}

/// With times of the day in UTC.
func lines(_ overview: Overview, _ window: OverviewWindow = .hour) -> [String] {
    overview.report(window).verdicts.map { verdict in
        verdict.text { time in
            let minute = time.seconds / 60 % 1440
            return "\(minute / 60):" + (minute % 60 < 10 ? "0" : "") + "\(minute % 60)"
        }
    }
}
