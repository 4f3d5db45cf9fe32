import Basics
import Events

@testable import Viewer

/// What the alert rules say of the incident of the samples.
enum Alarms {
    static let rules = [
        AlertBoard.Rule(
            name: "pod-oom",
            title: "a container was killed for memory",
            severity: .high,
            condition: "count 1 in 6m of reason:PodOOMKilling by ns, name, node",
            filter: "reason:PodOOMKilling",
            open: 0,
            total: 1
        ),
        AlertBoard.Rule(
            name: "node-down",
            title: "a node is not ready",
            severity: .high,
            condition: "count 1 in 6m of reason:NodeNotReady by node",
            filter: "reason:NodeNotReady",
            open: 1,
            total: 2
        ),
        AlertBoard.Rule(
            name: "no-resource",
            title: "pods find no node with room",
            condition: "count 4 in 5m of reason:FailedScheduling Insufficient by ns, kind, name",
            filter: "reason:FailedScheduling Insufficient",
            open: 1,
            total: 1
        ),
        AlertBoard.Rule(
            name: "warning",
            title: "any other Warning",
            severity: .low,
            condition: "count 1 in 6m of type:Warning"
        ),
    ]

    static let down = incident("node-down-1", "node-down", .high, 44) {
        $0.title = "a node is not ready"
        $0.group = [.init(field: "node", value: "cn-hz.10.0.3.12")]
        $0.cause = "1 in 6m, at least 1"
        $0.reason = "NodeNotReady"
        $0.message = "Node cn-hz.10.0.3.12 status is now: NodeNotReady"
        $0.object = ObjectReference(kind: "Node", name: "cn-hz.10.0.3.12")
        $0.node = "cn-hz.10.0.3.12"
        $0.filter = "reason:NodeNotReady node:cn-hz.10.0.3.12"
    }

    static let scheduling = incident("no-resource-1", "no-resource", .medium, 185) {
        $0.title = "pods find no node with room"
        $0.group = [
            .init(field: "ns", value: "ml"), .init(field: "kind", value: "Pod"),
            .init(field: "name", value: "train-gpu-0"),
        ]
        $0.cause = "58 in 5m, at least 4"
        $0.count = 58
        $0.last = Viewed.ago(11)
        $0.reason = "FailedScheduling"
        $0.message = "0/14 nodes are available: 14 Insufficient nvidia.com/gpu."
        $0.object = ObjectReference(kind: "Pod", namespace: "ml", name: "train-gpu-0")
        $0.filter = "reason:FailedScheduling Insufficient ns:ml name:train-gpu-0"
    }

    static let known = incident("image-1", "image-pull", .medium, 900) {
        $0.state = .acknowledged
        $0.acknowledged = Viewed.ago(600)
        $0.group = [.init(field: "ns", value: "测试环境"), .init(field: "name", value: "demo-测试-0")]
        $0.reason = "Failed"
        $0.message = "ImagePullBackOff"
    }

    static let quiet = incident("warning-1", "warning", .low, 100) {
        $0.reason = "FailedMount"
        $0.message = "MountVolume.SetUp failed for volume \"data\""
    }

    static let over = incident("pod-oom-1", "pod-oom", .high, 5400) {
        $0.state = .resolved
        $0.resolved = Viewed.ago(5040)
        $0.group = [.init(field: "ns", value: "payments"), .init(field: "name", value: "web-7d9f8c6b5d-x2k4q")]
        $0.reason = "PodOOMKilling"
        $0.message = "pod was OOM killed. node:cn-hz.10.0.3.7 pod:web-7d9f8c6b5d-x2k4q namespace:payments"
    }

    static let board = AlertBoard(incidents: [down, quiet, scheduling, known, over], rules: rules)

    static func incident(
        _ id: String,
        _ rule: String,
        _ severity: AlertSeverity,
        _ seconds: Int64,
        _ change: (inout AlertIncident) -> Void = { _ in }
    ) -> AlertIncident {
        let time = Viewed.ago(seconds)
        var incident = AlertIncident(id: id, rule: rule, severity: severity, began: time, last: time, fired: time)
        change(&incident)
        return incident
    }

    /// The incident on the screen, with these alerts.
    static func viewed(_ columns: Int = 80, _ rows: Int = 24, _ board: AlertBoard = board) -> Viewed {
        var viewed = Viewed.incident(columns, rows)
        viewed.send(.alerts(board))
        return viewed
    }
}
