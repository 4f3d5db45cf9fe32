/// The incident that the play opens with: a disk fills up, and one thing leads to another until all is well again.
extension ActBuilder {
    /// A node's disk fills up: pods are evicted and find no place, the node is gone for a while, and comes back after a restart.
    ///
    /// Meanwhile a release with a wrong image tag, a process that takes too much memory, and a load balancer that cannot be
    /// reached. Everything ends well, and with the events that say so.
    mutating func breakdown() {
        let name = stage.node()
        let workloads = ["checkout", "cart", "ledger"].compactMap { name in
            Scenery.workloads.first { $0.name == name }
        }
        let homeless = diskFills(on: name, evicting: workloads)
        let failed = homeless.map { pod, _ in noRoom(for: pod) }
        let image = wrongTag(elsewhere(than: name))
        memoryRunsOut(on: elsewhere(than: name))
        goesAway(name)
        for draft in failed { again(draft, times: 2) }
        let balancer = balancerFails()
        comesBack(name)
        for (pod, workload) in homeless { starts(pod, workload, on: elsewhere(than: name), pulls: false) }
        image(&self)
        balancer(&self)
    }

    private mutating func elsewhere(than name: String) -> String {
        stage.pick(Scenery.nodes.filter { $0 != name })
    }

    /// - Returns: The pods that take the place of the evicted ones.
    private mutating func diskFills(
        on name: String,
        evicting workloads: [Scenery.Workload]
    ) -> [(EventDraft.Subject, Scenery.Workload)] {
        says("NodeHasDiskPressure", of: name)
        let threshold = happens(
            "EvictionThresholdMet",
            to: node(name),
            "Attempting to reclaim ephemeral-storage",
            warning: true,
            by: kubelet(name)
        )
        again(threshold, times: 2)
        happens(
            "FreeDiskSpaceFailed",
            to: node(name),
            "Failed to garbage collect required amount of images. Attempted to free 21474836480 bytes, but only found "
                + "0 bytes eligible to free.",
            warning: true,
            by: kubelet(name)
        )
        return workloads.map { workload in
            let set = replicaSet(of: workload)
            let pod = pod(set.namespace, set.name + "-" + stage.suffix(5))
            happens(
                "Evicted",
                to: pod,
                "The node was low on resource: ephemeral-storage. Threshold quantity: 10735000Ki, available: "
                    + "\(stage.number(2_000_000...9_000_000))Ki. ",
                warning: true,
                by: kubelet(name)
            )
            happens(
                "Killing",
                to: container(workload.name, of: pod),
                "Stopping container \(workload.name)",
                by: kubelet(name)
            )
            return (creates(set), workload)
        }
    }

    private mutating func noRoom(for pod: EventDraft.Subject) -> EventDraft {
        let failed = happens(
            "FailedScheduling",
            to: pod,
            "0/12 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }, 11 Insufficient "
                + "memory. preemption: 0/12 nodes are available: 12 No preemption victims found for incoming pod.",
            warning: true,
            by: .scheduler(action: "Scheduling")
        )
        again(failed)
        return failed
    }

    /// - Returns: What happens once the tag is there.
    private mutating func wrongTag(_ name: String) -> (inout ActBuilder) -> Void {
        guard let workload = Scenery.workloads.first(where: { $0.name == "frontend" }) else { return { _ in } }
        let pod = creates(replicaSet(of: workload))
        let image = "registry.example.com/shop/frontend:v5.2.2-rc1"
        happens(
            "Scheduled",
            to: pod,
            "Successfully assigned \(pod.namespace)/\(pod.name) to \(name)",
            by: .scheduler(action: "Binding")
        )
        let container = container(workload.name, of: pod)
        let reporter = kubelet(name)
        let pulling = happens("Pulling", to: container, "Pulling image \"\(image)\"", by: reporter)
        let failed = happens(
            "Failed",
            to: container,
            "Failed to pull image \"\(image)\": rpc error: code = NotFound desc = failed to pull and unpack image "
                + "\"\(image)\": failed to resolve reference \"\(image)\": \(image): not found",
            warning: true,
            by: reporter
        )
        let error = happens("Failed", to: container, "Error: ErrImagePull", warning: true, by: reporter)
        let backOff = happens("BackOff", to: container, "Back-off pulling image \"\(image)\"", by: reporter)
        let waiting = happens("Failed", to: container, "Error: ImagePullBackOff", warning: true, by: reporter)
        again(pulling, failed, error)
        again(backOff, waiting, times: 2)
        return { act in
            act.again(pulling)
            act.happens(
                "Pulled",
                to: container,
                "Successfully pulled image \"\(image)\" in 3.412s (3.412s including waiting). Image size: 48213377 bytes.",
                by: reporter
            )
            act.happens("Created", to: container, "Created container: \(workload.name)", by: reporter)
            act.happens("Started", to: container, "Started container \(workload.name)", by: reporter)
        }
    }

    private mutating func memoryRunsOut(on name: String) {
        guard let workload = Scenery.workloads.first(where: { $0.name == "recommender" }) else { return }
        let pod = pod(workload.namespace, workload.name + "-" + stage.suffix(9) + "-" + stage.suffix(5))
        let kernel = EventDraft.Reporter.node(component: "kernel-monitor", host: name)
        happens(
            "OOMKilling",
            to: node(name),
            "Memory cgroup out of memory: Killed process \(stage.number(2_000...64_000)) (python3) total-vm:9641216kB, "
                + "anon-rss:\(stage.number(4_000_000...8_000_000))kB, file-rss:0kB, shmem-rss:0kB, UID:1000 "
                + "pgtables:17216kB oom_score_adj:968",
            warning: true,
            by: kernel
        )
        happens(
            "PodOOMKilling",
            to: pod,
            "pod was OOM killed. node:\(name) pod:\(pod.name) namespace:\(pod.namespace) uuid:\(pod.uid)",
            warning: true,
            by: kernel
        )
        let container = container(workload.name, of: pod)
        happens("Started", to: container, "Started container \(workload.name)", by: kubelet(name))
    }

    private mutating func goesAway(_ name: String) {
        happens(
            "PLEGUnhealthy",
            to: node(name),
            "PLEG is not healthy: pleg was last seen active 3m12.4s ago; threshold is 3m0s",
            warning: true,
            by: .node(component: "node-problem-detector", host: name)
        )
        happens(
            "NodeNotReady",
            to: node(name),
            "Node \(name) status is now: NodeNotReady",
            warning: true,
            by: controller("node-controller")
        )
    }

    private mutating func comesBack(_ name: String) {
        happens(
            "Rebooted",
            to: node(name),
            "Node \(name) has been rebooted, boot id: \(stage.uid())",
            warning: true,
            by: kubelet(name)
        )
        happens("Starting", to: node(name), "Starting kubelet.", by: kubelet(name))
        says("NodeHasNoDiskPressure", of: name)
        says("NodeReady", of: name)
    }

    private mutating func says(_ reason: String, of name: String) {
        happens(reason, to: node(name), "Node \(name) status is now: \(reason)", by: kubelet(name))
    }

    /// - Returns: What happens once it can be reached.
    private mutating func balancerFails() -> (inout ActBuilder) -> Void {
        let service = object("Service", "shop", "frontend-public", apiVersion: "v1")
        let reporter = EventDraft.Reporter.controller(
            component: "service-controller",
            manager: "cloud-controller-manager"
        )
        happens("EnsuringLoadBalancer", to: service, "Ensuring load balancer", by: reporter)
        let failed = happens(
            "SyncLoadBalancerFailed",
            to: service,
            "Error syncing load balancer: failed to ensure load balancer: the quota of listeners is used up",
            warning: true,
            by: reporter
        )
        again(failed)
        return { act in
            act.happens("EnsuredLoadBalancer", to: service, "Ensured load balancer", by: reporter)
        }
    }
}
