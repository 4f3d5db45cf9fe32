/// Incidents of deployments: rollouts, crash loops, images that are not there.
extension ActBuilder {
    /// A new version rolls out and replaces the old pods.
    mutating func rollout() {
        let workload = stage.pick(Scenery.workloads)
        let deployment = object("Deployment", workload.namespace, workload.name, apiVersion: "apps/v1")
        let new = replicaSet(of: workload)
        let old = replicaSet(of: workload)
        let replicas = stage.number(2...4)
        for count in 1...replicas {
            scales(deployment, new, from: count - 1, to: count, up: true)
            let pod = creates(new)
            starts(pod, workload, on: stage.node())
            if stage.number(0...2) == 0 { probeFails(pod, workload, times: stage.number(1...3)) }
            scales(deployment, old, from: replicas - count + 1, to: replicas - count, up: false)
            retires(old, workload)
        }
    }

    /// A container that keeps dying, until somebody rolls back.
    mutating func crashLoop() {
        let workload = stage.pick(Scenery.workloads)
        let deployment = object("Deployment", workload.namespace, workload.name, apiVersion: "apps/v1")
        let set = replicaSet(of: workload)
        scales(deployment, set, from: 0, to: 1, up: true)
        let pod = creates(set)
        let node = stage.node()
        starts(pod, workload, on: node)
        let container = container(workload.name, of: pod)
        let pulled = happens(
            "Pulled",
            to: container,
            "Container image \"\(workload.image)\" already present on machine",
            by: kubelet(node)
        )
        let backOff = happens(
            "BackOff",
            to: container,
            "Back-off restarting failed container \(workload.name) in pod \(pod.name)_\(pod.namespace)(\(pod.uid))",
            warning: true,
            by: kubelet(node)
        )
        again(backOff, times: 3)
        for _ in 0..<stage.number(2...5) {
            again(pulled)
            again(backOff, times: stage.number(3...6))
        }
        happens(
            "DeploymentRollback",
            to: deployment,
            "Rolled back deployment \"\(workload.name)\" to revision \(stage.number(3...40))",
            by: controller("deployment-controller")
        )
        scales(deployment, set, from: 1, to: 0, up: false)
        happens("SuccessfulDelete", to: set, "Deleted pod: \(pod.name)", by: controller("replicaset-controller"))
        happens("Killing", to: container, "Stopping container \(workload.name)", by: kubelet(node))
    }

    /// A tag that nobody pushed.
    mutating func imagePullFailure() {
        let workload = stage.pick(Scenery.workloads)
        let set = replicaSet(of: workload)
        let image = workload.image.split(separator: ":").dropLast().joined(separator: ":") + ":v" + stage.suffix(5)
        let pod = creates(set)
        let node = stage.node()
        happens(
            "Scheduled",
            to: pod,
            "Successfully assigned \(pod.namespace)/\(pod.name) to \(node)",
            by: .scheduler(action: "Binding")
        )
        let container = container(workload.name, of: pod)
        let pulling = happens("Pulling", to: container, "Pulling image \"\(image)\"", by: kubelet(node))
        let failed = happens(
            "Failed",
            to: container,
            "Failed to pull image \"\(image)\": rpc error: code = NotFound desc = failed to pull and unpack image "
                + "\"\(image)\": failed to resolve reference \"\(image)\": \(image): not found",
            warning: true,
            by: kubelet(node)
        )
        let error = happens("Failed", to: container, "Error: ErrImagePull", warning: true, by: kubelet(node))
        let backOff = happens("BackOff", to: container, "Back-off pulling image \"\(image)\"", by: kubelet(node))
        let waiting = happens("Failed", to: container, "Error: ImagePullBackOff", warning: true, by: kubelet(node))
        for _ in 0..<stage.number(2...4) {
            again(pulling, failed, error)
            again(backOff, waiting, times: stage.number(1...4))
        }
        if stage.number(0...3) == 0 { forgets(pulling) }
    }

    /// Load rises, the autoscaler reacts.
    mutating func autoscaling() {
        let workload = stage.pick(Scenery.workloads)
        let scaler = object("HorizontalPodAutoscaler", workload.namespace, workload.name, apiVersion: "autoscaling/v2")
        let deployment = object("Deployment", workload.namespace, workload.name, apiVersion: "apps/v1")
        let set = replicaSet(of: workload)
        let reporter = controller("horizontal-pod-autoscaler")
        if stage.number(0...2) == 0 {
            let failed = happens(
                "FailedGetResourceMetric",
                to: scaler,
                "failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource "
                    + "metrics API",
                warning: true,
                by: reporter
            )
            again(failed, times: stage.number(1...4))
        }
        let size = stage.number(3...9)
        happens(
            "SuccessfulRescale",
            to: scaler,
            "New size: \(size + 1); reason: cpu resource utilization (percentage of request) above target",
            by: reporter
        )
        scales(deployment, set, from: size, to: size + 1, up: true)
        starts(creates(set), workload, on: stage.node(), pulls: false)
    }

    // MARK: Pieces

    mutating func replicaSet(of workload: Scenery.Workload) -> EventDraft.Subject {
        object("ReplicaSet", workload.namespace, workload.name + "-" + stage.suffix(10), apiVersion: "apps/v1")
    }

    mutating func creates(_ set: EventDraft.Subject) -> EventDraft.Subject {
        let pod = pod(set.namespace, set.name + "-" + stage.suffix(5))
        happens("SuccessfulCreate", to: set, "Created pod: \(pod.name)", by: controller("replicaset-controller"))
        return pod
    }

    mutating func retires(_ set: EventDraft.Subject, _ workload: Scenery.Workload) {
        let pod = pod(set.namespace, set.name + "-" + stage.suffix(5))
        happens("SuccessfulDelete", to: set, "Deleted pod: \(pod.name)", by: controller("replicaset-controller"))
        happens(
            "Killing",
            to: container(workload.name, of: pod),
            "Stopping container \(workload.name)",
            by: kubelet(stage.node())
        )
    }

    mutating func scales(
        _ deployment: EventDraft.Subject,
        _ set: EventDraft.Subject,
        from: Int,
        to: Int,
        up: Bool
    ) {
        happens(
            "ScalingReplicaSet",
            to: deployment,
            "Scaled \(up ? "up" : "down") replica set \(set.name) from \(from) to \(to)",
            by: controller("deployment-controller")
        )
    }

    mutating func probeFails(_ pod: EventDraft.Subject, _ workload: Scenery.Workload, times: Int) {
        let message =
            workload.namespace == "orders-cn"
            ? "Readiness probe failed: HTTP probe failed with statuscode: 503, body: 数据库连接超时,请检查 RDS 白名单"
            : "Readiness probe failed: Get \"http://10.0.\(stage.number(64...79)).\(stage.number(2...250)):8080/healthz\": "
                + "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
        let probe = happens(
            "Unhealthy",
            to: container(workload.name, of: pod),
            message,
            warning: true,
            by: kubelet(stage.node())
        )
        again(probe, times: times)
    }
}
