import Basics
import Events
import TestSupport
import TextGrid

@testable import Viewer

/// A pod that fails, with its set, its deployment and its node, as real controllers and kubelets word it.
enum Story {
    static let pod = ObjectReference(
        kind: "Pod",
        namespace: "payments",
        name: "web-7d9f8c6b5d-x2k4q",
        uid: "0d1e2f44-55aa-4c0e-9d52-51f0a1b7c3de",
        fieldPath: "spec.containers{app}"
    )
    static let set = ObjectReference(kind: "ReplicaSet", namespace: "payments", name: "web-7d9f8c6b5d", uid: "rs-1")
    static let deployment = ObjectReference(kind: "Deployment", namespace: "payments", name: "web", uid: "deploy-1")
    static let node = ObjectReference(kind: "Node", name: "cn-hz.10.0.3.7", uid: "cn-hz.10.0.3.7")

    static let events = [
        event(1, 727, deployment, "ScalingReplicaSet", "Scaled up replica set web-7d9f8c6b5d from 0 to 3"),
        event(2, 726, set, "SuccessfulCreate", "Created pod: web-7d9f8c6b5d-x2k4q"),
        event(3, 725, pod, "Scheduled", "Successfully assigned payments/web-7d9f8c6b5d-x2k4q to cn-hz.10.0.3.7"),
        event(4, 700, node, "NodeHasSufficientMemory", "Node cn-hz.10.0.3.7 status is now: NodeHasSufficientMemory"),
        event(5, 22, pod, "Started", "Started container app", count: 2, over: 690),
        event(6, 21, pod, "Created", "Created container app", count: 2, over: 692),
        event(
            7,
            19,
            pod,
            "Pulled",
            "Container image \"registry/web:1.42.0\" already present on machine",
            count: 2,
            over: 694
        ),
        event(
            8,
            4,
            pod,
            "Unhealthy",
            "Readiness probe failed: HTTP probe failed with statuscode: 503",
            count: 37,
            over: 540
        ),
        event(9, 60, pod, "BackOff", "Back-off restarting failed container sidecar in pod web", count: 16, over: 300),
        event(
            10,
            2,
            pod,
            "BackOff",
            "Back-off restarting failed container app in pod web-7d9f8c6b5d-x2k4q_payments",
            count: 198,
            over: 640
        ),
    ]

    static func event(
        _ number: Int64,
        _ seconds: Int64,
        _ object: ObjectReference,
        _ reason: String,
        _ message: String,
        count: Int = 1,
        over span: Int64 = 0
    ) -> KubeEvent {
        KubeEvent.sample(number, uid: "event-\(number)") {
            $0.namespace = object.namespace.isEmpty ? "default" : object.namespace
            $0.name = object.name + ".18a\(number)"
            $0.type = ["BackOff", "Unhealthy", "NodeNotReady"].contains(reason) ? "Warning" : "Normal"
            $0.reason = reason
            $0.message = message
            $0.object = object
            $0.component = object.kind == "Pod" ? "kubelet" : "controller"
            $0.host = object.kind == "Pod" && reason != "Scheduled" ? "cn-hz.10.0.3.7" : ""
            $0.count = count
            $0.firstSeen = Viewed.ago(seconds + span)
            $0.lastSeen = Viewed.ago(seconds)
            $0.received = Viewed.ago(seconds)
        }
    }

    /// A live viewer with the story on it, forwarding.
    static func viewed(_ columns: Int = 80, _ rows: Int = 24) -> Viewed {
        var viewed = Viewed(columns, rows)
        viewed.send(.stream(StreamStatus(stream: .all, state: .listing(0), since: Viewed.ago(800))))
        viewed.send(.received(events: events, gaps: []))
        viewed.becomeLive()
        viewed.forward { status in
            status.ledger.seen = 48_240
            status.failures.add(
                .init(
                    at: Viewed.ago(80),
                    status: 403,
                    code: "WriteQuotaExceed",
                    message: "Project write quota exceed: qps: 120, limit: 100",
                    advice: "raise the quota, or wait"
                )
            )
            status.counters.requests = [200: 5_112, 403: 2]
            status.counters.rawBytes = 54_100_000
            status.counters.compressedBytes = 9_400_000
            status.bytesSent = 9_400_000
            for _ in 0..<98 { status.counters.requestTimes.add(.milliseconds(31)) }
            for _ in 0..<2 { status.counters.requestTimes.add(.milliseconds(120)) }
            for _ in 0..<48_201 { status.counters.latencies.add(.milliseconds(84)) }
            status.credentials = CredentialFigures(source: "RRSA")
            status.credentials?.expiry = Viewed.ago(-2820)
            status.credentials?.renewals = 3
            status.journalBytes = 41_000_000
            status.journalCapacity = 1 << 30
        }
        return viewed
    }

    static let json = Array(
        #"{"metadata":{"name":"web-7d9f8c6b5d-x2k4q.18a10","namespace":"payments","labels":{}},"involvedObject":{"kind":"Pod","name":"web-7d9f8c6b5d-x2k4q"},"reason":"BackOff","message":"Back-off \u001b[31m: restarting\nfailed","count":198,"series":null,"items":[1,"yes",{"a":true}]}"#
            .utf8
    )
}
