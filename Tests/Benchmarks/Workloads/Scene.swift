/// What an event is about.
struct Subject: Sendable {
    var kind: String
    var namespace: String
    var name: String
    var node: String
    var uid: String

    /// Its members in `involvedObject`, after the kind.
    var reference: String {
        let version = ["Deployment", "ReplicaSet"].contains(kind) ? "apps/v1" : "v1"
        let name = #""name":"\#(name)","uid":"\#(uid)","apiVersion":"\#(version)""#
        return kind == "Node" ? name : #""namespace":"\#(namespace)","# + name
    }
}

/// One kind of event that a component reports again and again.
struct Scene: Sendable {
    var type = "Normal"
    var reason: String
    var component: String
    var kind = "Pod"
    /// `%` stands for the name of the object, `#` for a number that differs from event to event.
    var text: String

    /// JSON text of the message: quotes are escaped.
    func message(of subject: Subject, number: Int, isASCII: Bool) -> String {
        var message = ""
        for character in text {
            switch character {
            case "%": message += subject.name
            case "#": message += String(number)
            default: message.append(character)
            }
        }
        return isASCII ? message : message + " – Knoten „\(subject.node)“ 节点不可用 🚨"
    }

    /// Kubelets name their node; controllers and the scheduler do not.
    var runsOnNode: Bool { component == "kubelet" }

    /// The last member of `involvedObject`.
    var fieldPath: String { runsOnNode && kind == "Pod" ? #","fieldPath":"spec.containers{app}""# : "" }

    func source(on node: String) -> String {
        #""component":"\#(component)""# + (runsOnNode ? #","host":"\#(node)""# : "")
    }

    /// Of `managedFields`.
    var fields: String {
        let (instance, host) = runsOnNode ? (#""f:reportingInstance":{},"#, #","f:host":{}"#) : ("", "")
        return #"""
            {"f:count":{},"f:firstTimestamp":{},"f:involvedObject":{},"f:lastTimestamp":{},"f:message":{},"f:reason":{},\#
            "f:reportingComponent":{},\#(instance)"f:source":{"f:component":{}\#(host)},"f:type":{}}
            """#
    }

    /// The same of an event that was written by way of `events.k8s.io`.
    static func newFields(isSeries: Bool) -> String {
        let series = isSeries ? #""f:series":{".":{},"f:count":{},"f:lastObservedTime":{}},"# : ""
        return #"""
            {"f:action":{},"f:eventTime":{},"f:note":{},"f:reason":{},"f:regarding":{},"f:reportingController":{},\#
            "f:reportingInstance":{},\#(series)"f:type":{}}
            """#
    }

    static let teams = [
        "shop", "payments", "search", "kube-system", "monitoring", "staging", "data-platform", "ingress",
    ]
    static let apps = [
        "web", "checkout", "cart", "redis-cache", "search-indexer", "node-exporter", "billing-worker", "api",
    ]

    static let all: [Scene] = [
        Scene(
            reason: "Scheduled",
            component: "default-scheduler",
            text: "Successfully assigned shop/% to node-#"
        ),
        Scene(
            reason: "Pulling",
            component: "kubelet",
            text: #"Pulling image \"registry.example.com/shop/web:1.#\""#
        ),
        Scene(
            reason: "Pulled",
            component: "kubelet",
            text:
                #"Successfully pulled image \"registry.example.com/shop/web:1.#\" in 1.4s (1.4s including waiting). Image size: # bytes."#
        ),
        Scene(reason: "Created", component: "kubelet", text: "Created container: app"),
        Scene(reason: "Started", component: "kubelet", text: "Started container app"),
        Scene(reason: "Killing", component: "kubelet", text: "Stopping container app"),
        Scene(
            type: "Warning",
            reason: "BackOff",
            component: "kubelet",
            text: "Back-off restarting failed container app in pod %_shop(#)"
        ),
        Scene(
            type: "Warning",
            reason: "Unhealthy",
            component: "kubelet",
            text:
                #"Readiness probe failed: Get \"http://10.42.0.7:8080/healthz\": dial tcp 10.42.0.7:#: connect: connection refused"#
        ),
        Scene(
            type: "Warning",
            reason: "FailedScheduling",
            component: "default-scheduler",
            text:
                "0/# nodes are available: 2 Too many pods, 4 Insufficient cpu, 4 Insufficient memory. no new claims to deallocate, preemption: 0/# nodes are available: 4 Preemption is not helpful for scheduling."
        ),
        Scene(
            type: "Warning",
            reason: "FailedMount",
            component: "kubelet",
            text: #"MountVolume.SetUp failed for volume \"config\" : configmap \"%\" not found (attempt #)"#
        ),
        Scene(
            reason: "SuccessfulCreate",
            component: "replicaset-controller",
            kind: "ReplicaSet",
            text: "Created pod: %-#"
        ),
        Scene(
            reason: "ScalingReplicaSet",
            component: "deployment-controller",
            kind: "Deployment",
            text: "Scaled up replica set % from 3 to #"
        ),
        Scene(
            reason: "SuccessfulRescale",
            component: "horizontal-pod-autoscaler",
            kind: "HorizontalPodAutoscaler",
            text: "New size: #; reason: cpu resource utilization (percentage of request) above target"
        ),
        Scene(
            type: "Warning",
            reason: "NodeNotReady",
            component: "node-controller",
            kind: "Node",
            text: "Node % status is now: NodeNotReady"
        ),
        Scene(
            type: "Warning",
            reason: "Failed",
            component: "kubelet",
            text:
                #"Failed to pull image \"registry.example.com/shop/web:1.#\": rpc error: code = NotFound desc = failed to pull and unpack image \"registry.example.com/shop/web:1.#\": failed to resolve reference: not found"#
        ),
    ]
}
