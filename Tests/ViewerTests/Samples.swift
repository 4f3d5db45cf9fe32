import Basics
import Events
import TestSupport
import TextGrid

@testable import Viewer

/// A viewer under test: feeds actions, keeps the effects, shows the screen.
struct Viewed {
    var state: ViewState
    var effects: [Effect] = []

    /// Live since 14:00:00 in +08:00, forwarding, at 14:03:27.
    init(_ columns: Int = 80, _ rows: Int = 24, _ change: (inout ViewConfiguration) -> Void = { _ in }) {
        var configuration = ViewConfiguration(
            context: "prod-hz",
            zone: LocalZone(secondsEast: 8 * 3600),
            sink: .init(target: "k8s-prod/k8s-event", endpoint: "cn-hangzhou.log.aliyuncs.com")
        )
        change(&configuration)
        state = ViewState(configuration: configuration, size: Size(columns: columns, rows: rows), now: Self.now)
    }

    static let now = Timestamp(rfc3339: "2026-11-22T06:03:27Z") ?? Timestamp(seconds: 0)

    static func ago(_ seconds: Int64) -> Timestamp { now.advanced(by: .seconds(-seconds)) }

    var isFollowing: Bool { state.list.isFollowing }
    var screen: String { render(state).text }
    var rows: [String] { screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    /// The objects on the page, top down, the selected one in brackets.
    var objects: [String] {
        let cursor = state.list.cursor - state.list.top
        return state.list.page.enumerated().map {
            $0.offset == cursor ? "[\($0.element.newest.object.name)]" : $0.element.newest.object.name
        }
    }

    mutating func send(_ actions: Action...) {
        for action in actions { effects += update(&state, action) }
    }

    mutating func press(_ keys: Key...) {
        for key in keys { send(.key(key)) }
    }

    mutating func type(_ text: String) {
        for character in text { press(.character(character)) }
    }

    mutating func receive(_ events: KubeEvent...) { send(.received(events: events, gaps: [])) }

    mutating func pass(seconds: Int64) { send(.ticked(state.now.advanced(by: .seconds(seconds)))) }

    mutating func becomeLive() {
        send(.stream(StreamStatus(stream: .all, state: .live, since: Self.ago(207), lastReceived: Self.ago(1))))
    }

    mutating func forward(_ change: (inout DeliveryStatus) -> Void = { _ in }) {
        var status = DeliveryStatus(state: .on, target: "k8s-prod/k8s-event", endpoint: "cn-hangzhou.log.aliyuncs.com")
        status.ledger.acknowledged = 48201
        status.ledger.waiting = 37
        status.retries = 5
        status.errors = 2
        status.lastFailure = .init(at: Self.ago(80), status: 403, code: "WriteQuotaExceed", message: "quota")
        status.eventsPerSecond = 12.4
        status.bytesPerSecond = 8200
        status.latencyP50 = .milliseconds(84)
        status.latencyP99 = .milliseconds(310)
        status.oldestWaiting = Self.ago(1)
        change(&status)
        send(.delivery(status))
    }
}

/// The incident of the mock-ups in the design.
enum Incident {
    struct Line {
        var seconds: Int64
        var type: String
        var count: Int
        var namespace: String
        var reason: String
        var kind: String
        var name: String
        var message: String
    }

    static let lines: [Line] = [
        Line(
            seconds: 2,
            type: "Warning",
            count: 214,
            namespace: "payments",
            reason: "BackOff",
            kind: "Pod",
            name: "web-7d9f8c6b5d-x2k4q",
            message: "Back-off restarting failed container app in pod web-7d9f8c6b5d-x2k4q_payments(0d1e2f44-55aa-4c0e)"
        ),
        Line(
            seconds: 4,
            type: "Warning",
            count: 37,
            namespace: "payments",
            reason: "Unhealthy",
            kind: "Pod",
            name: "web-7d9f8c6b5d-x2k4q",
            message: "Readiness probe failed: HTTP probe failed with statuscode: 503"
        ),
        Line(
            seconds: 6,
            type: "Normal",
            count: 1,
            namespace: "batch",
            reason: "Scheduled",
            kind: "Pod",
            name: "nightly-28531-4bq9z",
            message: "Successfully assigned batch/nightly-28531-4bq9z to cn-hz.10.0.3.7"
        ),
        Line(
            seconds: 7,
            type: "Normal",
            count: 1,
            namespace: "batch",
            reason: "SuccessfulCreate",
            kind: "Job",
            name: "nightly-28531",
            message: "Created pod: nightly-28531-4bq9z"
        ),
        Line(
            seconds: 11,
            type: "Warning",
            count: 58,
            namespace: "ml",
            reason: "FailedScheduling",
            kind: "Pod",
            name: "train-gpu-0",
            message: "0/14 nodes are available: 14 Insufficient nvidia.com/gpu."
        ),
        Line(
            seconds: 14,
            type: "Warning",
            count: 6,
            namespace: "ml",
            reason: "FailedMount",
            kind: "Pod",
            name: "train-gpu-1",
            message: "MountVolume.SetUp failed for volume \"data\""
        ),
        Line(
            seconds: 19,
            type: "Normal",
            count: 2,
            namespace: "payments",
            reason: "Pulled",
            kind: "Pod",
            name: "web-7d9f8c6b5d-x2k4q",
            message: "Container image \"registry/web:1.42.0\" already present on machine"
        ),
        Line(
            seconds: 31,
            type: "Normal",
            count: 1,
            namespace: "shop",
            reason: "ScalingReplicaSet",
            kind: "Deployment",
            name: "cart",
            message: "Scaled up replica set cart-6c9d5 to 3"
        ),
        Line(
            seconds: 44,
            type: "Normal",
            count: 1,
            namespace: "default",
            reason: "NodeNotReady",
            kind: "Node",
            name: "cn-hz.10.0.3.12",
            message: "Node cn-hz.10.0.3.12 status is now: NodeNotReady"
        ),
        Line(
            seconds: 58,
            type: "Normal",
            count: 1,
            namespace: "kube-system",
            reason: "LeaderElection",
            kind: "Lease",
            name: "cloud-controller",
            message: "ccm-7f became leader"
        ),
        Line(
            seconds: 63,
            type: "Warning",
            count: 3,
            namespace: "shop",
            reason: "FailedGetScale",
            kind: "HorizontalPodAutoscaler",
            name: "cart",
            message: "unable to get metrics for resource cpu"
        ),
        Line(
            seconds: 180,
            type: "Normal",
            count: 12345,
            namespace: "测试环境",
            reason: "Pulled",
            kind: "Pod",
            name: "demo-测试-0",
            message: "Successfully pulled image \"测试/应用:1.0\" 🚀"
        ),
        Line(
            seconds: 7300,
            type: "Alarm",
            count: 1,
            namespace: "ops",
            reason: "Tested",
            kind: "Widget",
            name: "w-1",
            message: "line one\nline two"
        ),
    ]

    static var events: [KubeEvent] {
        lines.enumerated().map { index, line in
            KubeEvent.sample(Int64(1000 - index), uid: "event-\(index)") {
                $0.type = line.type
                $0.count = line.count
                $0.namespace = line.namespace
                $0.reason = line.reason
                $0.message = line.message
                $0.name = line.name + ".18a1"
                $0.object.kind = line.kind
                $0.object.namespace = line.kind == "Node" ? "" : line.namespace
                $0.object.name = line.name
                $0.component = line.kind == "Pod" ? "kubelet" : "controller"
                $0.host = line.kind == "Pod" ? "cn-hz.10.0.3.7" : ""
                $0.firstSeen = Viewed.ago(line.seconds + Int64(line.count) * 3)
                $0.lastSeen = Viewed.ago(line.seconds)
                $0.received = Viewed.ago(min(line.seconds, 240))
            }
        }
    }
}

extension Viewed {
    /// A live viewer with the incident on it.
    static func incident(_ columns: Int = 80, _ rows: Int = 24) -> Viewed {
        var viewed = Viewed(columns, rows)
        viewed.send(.stream(StreamStatus(stream: .all, state: .listing(0), since: ago(210))))
        viewed.send(.received(events: Incident.events, gaps: []))
        viewed.becomeLive()
        viewed.forward()
        return viewed
    }
}

extension Viewed {
    /// The incident with two more pods that crash on another node, one of them by three events.
    static func crashes(_ columns: Int, _ rows: Int) -> Viewed {
        var viewed = incident(columns, rows)
        let restarts = (Int64(0)..<4).map { number in
            KubeEvent.sample(2000 + number, uid: "crash-\(number)") {
                let pod = number == 0 ? "api-5d4c7b9f66-r8wzt" : "web-7d9f8c6b5d-m2p9x"
                $0.type = "Warning"
                $0.reason = "BackOff"
                $0.count = Int(number) * 20 + 1
                $0.message = "Back-off restarting failed container app in pod \(pod)_payments, attempt \(number)"
                $0.namespace = "payments"
                $0.object = ObjectReference(kind: "Pod", namespace: "payments", name: pod, uid: "uid-of-" + pod)
                $0.host = "cn-hz.10.0.3.9"
                $0.firstSeen = ago(600 - number * 100)
                $0.lastSeen = ago(7 - number * 2)
                $0.received = ago(7 - number * 2)
            }
        }
        viewed.send(.received(events: restarts, gaps: []))
        return viewed
    }
}
