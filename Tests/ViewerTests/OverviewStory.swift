import Basics
import Events
import TestSupport

@testable import Viewer

/// What the overview's tests are of.
enum OverviewStory {
    static func event(
        _ number: Int64,
        _ ago: Int64,
        _ reason: String,
        _ object: ObjectReference,
        _ message: String,
        type: String = "Warning",
        count: Int = 1,
        over span: Int64 = 0,
        node: String = "n-3"
    ) -> KubeEvent {
        KubeEvent.sample(number, uid: "o-\(number)") {
            $0.namespace = object.namespace
            $0.type = type
            $0.reason = reason
            $0.message = message
            $0.object = object
            $0.host = object.kind == "Node" ? "" : node
            $0.count = count
            $0.firstSeen = Viewed.ago(ago + span)
            $0.lastSeen = Viewed.ago(ago)
            $0.received = Viewed.ago(ago)
        }
    }

    static func pod(_ namespace: String, _ name: String) -> ObjectReference {
        ObjectReference(kind: "Pod", namespace: namespace, name: name)
    }

    /// An hour in which a node goes away, a workload crashes and an image is missing.
    static let events: [KubeEvent] = {
        let node = ObjectReference(kind: "Node", name: "cn-hz.10.0.3.12")
        let image = "Back-off pulling image \"registry.example.com/ml/api:v9\""
        var events = [
            event(1, 1500, "NodeNotReady", node, "Node cn-hz.10.0.3.12 status is now: NodeNotReady", type: "Normal"),
            event(
                2,
                1400,
                "TaintManagerEviction",
                pod("shop", "cart-6c8d7f9b4-tt2rm"),
                "Marking for deletion",
                node: ""
            ),
            event(
                3,
                1399,
                "TaintManagerEviction",
                pod("shop", "cart-6c8d7f9b4-tt2rb"),
                "Marking for deletion",
                node: ""
            ),
            event(4, 20, "BackOff", pod("ml", "api-5b64579dd7-4mfmg"), image, count: 11, over: 900, node: "n-7"),
            event(
                5,
                700,
                "FailedMount",
                pod("batch", "nightly-28531400-4bq9z"),
                "MountVolume.SetUp failed for volume \"c\" : secret \"tls\" not found",
                count: 6,
                over: 600
            ),
        ]
        for (index, letter) in ["b", "c", "d"].enumerated() {
            let pod = pod("payments", "web-7d9f8c6b5d-x2k4\(letter)")
            let text = "Back-off restarting failed container app in pod web-7d9f8c6b5d-x2k4\(letter)_payments"
            events.append(event(10 + Int64(index), Int64(index) * 7, "BackOff", pod, text, count: 70, over: 1200))
            events.append(
                event(20 + Int64(index), 30, "Unhealthy", pod, "Readiness probe failed: refused", count: 9, over: 900)
            )
        }
        for minute in 0..<58 {
            let pod = pod("shop", "front-7d9f8c6b5d-\(minute)")
            events.append(
                event(
                    100 + Int64(minute),
                    Int64(minute) * 60 + 5,
                    "Pulled",
                    pod,
                    "Container image present",
                    type: "Normal"
                )
            )
        }
        return events
    }()

    static let tallies = OverviewTallies(
        window: .hour,
        yesterday: TypeCounts(warning: 8, normal: 60, other: 0),
        since: Viewed.ago(3 * 86400)
    )
}
