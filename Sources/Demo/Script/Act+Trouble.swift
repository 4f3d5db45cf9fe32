/// Incidents of nodes, storage, the scheduler and batch jobs.
extension ActBuilder {
    /// A node goes away, its pods are evicted, and it comes back.
    mutating func nodeNotReady() {
        let name = stage.node()
        let reporter = controller("node-controller")
        happens(
            "NodeNotReady",
            to: node(name),
            "Node \(name) status is now: NodeNotReady",
            warning: true,
            by: reporter
        )
        for _ in 0..<stage.number(2...5) {
            let workload = stage.pick(Scenery.workloads)
            let pod = pod(workload.namespace, workload.name + "-" + stage.suffix(9) + "-" + stage.suffix(5))
            happens("NodeNotReady", to: pod, "Node is not ready", warning: true, by: reporter)
            happens(
                "TaintManagerEviction",
                to: pod,
                "Marking for deletion Pod \(pod.namespace)/\(pod.name)",
                by: controller("taint-eviction-controller")
            )
            let set = replicaSet(of: workload)
            starts(creates(set), workload, on: stage.node(), pulls: false)
        }
        happens("Starting", to: node(name), "Starting kubelet.", by: kubelet(name))
        for condition in ["HasSufficientMemory", "HasNoDiskPressure", "HasSufficientPID"] {
            let draft = happens(
                "Node" + condition,
                to: node(name),
                "Node \(name) status is now: Node\(condition)",
                by: kubelet(name)
            )
            again(draft)
        }
        happens("NodeReady", to: node(name), "Node \(name) status is now: NodeReady", by: kubelet(name))
    }

    /// The kernel kills a process, the container starts again.
    mutating func outOfMemory() {
        let workload = stage.pick(Scenery.workloads)
        let name = stage.node()
        let pod = pod(workload.namespace, workload.name + "-" + stage.suffix(9) + "-" + stage.suffix(5))
        let kilobytes = stage.number(900_000...2_090_000)
        happens(
            "OOMKilling",
            to: node(name),
            "Memory cgroup out of memory: Killed process \(stage.number(2_000...64_000)) (java) total-vm:8410216kB, "
                + "anon-rss:\(kilobytes)kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:4988kB oom_score_adj:984",
            warning: true,
            by: .node(component: "kernel-monitor", host: name)
        )
        happens(
            "PodOOMKilling",
            to: pod,
            "pod was OOM killed. node:\(name) pod:\(pod.name) namespace:\(pod.namespace) uuid:\(pod.uid)",
            warning: true,
            by: .node(component: "kernel-monitor", host: name)
        )
        let container = container(workload.name, of: pod)
        happens("Killing", to: container, "Stopping container \(workload.name)", by: kubelet(name))
        let started = happens("Started", to: container, "Started container \(workload.name)", by: kubelet(name))
        again(started, times: stage.number(1...3))
        probeFails(pod, workload, times: stage.number(0...4))
    }

    /// Nowhere to go, until a node is added.
    mutating func failedScheduling() {
        let workload = stage.pick(Scenery.workloads)
        let set = replicaSet(of: workload)
        let pod = creates(set)
        let failed = happens(
            "FailedScheduling",
            to: pod,
            "0/12 nodes are available: \(stage.number(1...5)) Insufficient cpu, \(stage.number(2...7)) Insufficient memory. "
                + "preemption: 0/12 nodes are available: 12 No preemption victims found for incoming pod.",
            warning: true,
            by: .scheduler(action: "Scheduling")
        )
        again(failed, times: stage.number(2...6))
        if stage.number(0...1) == 0 {
            happens(
                "NotTriggerScaleUp",
                to: pod,
                "pod didn't trigger scale-up: 2 max node group size reached",
                by: .controller(component: "cluster-autoscaler", manager: "cluster-autoscaler")
            )
            again(failed, times: stage.number(2...6))
        }
        starts(pod, workload, on: stage.node())
    }

    /// A volume that cannot be mounted.
    mutating func failedMount() {
        let workload = stage.pick(Scenery.workloads)
        let name = stage.node()
        let pod = pod(workload.namespace, workload.name + "-" + stage.suffix(9) + "-" + stage.suffix(5))
        let message = stage.pick([
            "MountVolume.SetUp failed for volume \"config\" : configmap \"\(workload.name)-config\" not found",
            "MountVolume.SetUp failed for volume \"tls\" : secret \"\(workload.name)-tls\" not found",
            "Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[data]: timed out waiting for the "
                + "condition",
        ])
        let failed = happens("FailedMount", to: pod, message, warning: true, by: kubelet(name))
        again(failed, times: stage.number(3...9))
        starts(pod, workload, on: name, pulls: false)
    }

    /// A job runs from its cron job to its end, or past its deadline.
    mutating func job() {
        let workload = stage.pick(Scenery.jobs)
        let cron = object("CronJob", workload.namespace, workload.name, apiVersion: "batch/v1")
        let name = workload.name + "-" + String(stage.number(29_922_000...29_929_999))
        let job = object("Job", workload.namespace, name, apiVersion: "batch/v1")
        happens("SuccessfulCreate", to: cron, "Created job \(name)", by: controller("cronjob-controller"))
        let pod = pod(workload.namespace, name + "-" + stage.suffix(5))
        happens("SuccessfulCreate", to: job, "Created pod: \(pod.name)", by: controller("job-controller"))
        starts(pod, workload, on: stage.node(), pulls: stage.number(0...1) == 0)
        if stage.number(0...4) == 0 {
            happens(
                "DeadlineExceeded",
                to: job,
                "Job was active longer than specified deadline",
                warning: true,
                by: controller("job-controller")
            )
            happens(
                "BackoffLimitExceeded",
                to: job,
                "Job has reached the specified backoff limit",
                warning: true,
                by: controller("job-controller")
            )
        } else {
            happens("Completed", to: job, "Job completed", by: controller("job-controller"))
            happens(
                "SawCompletedJob",
                to: cron,
                "Saw completed job: \(name), condition: Complete",
                by: controller("cronjob-controller")
            )
        }
    }

    /// A service in the Chinese region loses its database: messages that are wide and not ASCII.
    mutating func databaseLost() {
        let workload = stage.pick(Scenery.workloads.filter { $0.namespace == "orders-cn" })
        let name = stage.node()
        let pod = pod(workload.namespace, workload.name + "-" + stage.suffix(9) + "-" + stage.suffix(5))
        let container = container(workload.name, of: pod)
        let liveness = happens(
            "Unhealthy",
            to: container,
            "Liveness probe failed: 订单服务不可用 — 数据库主从切换中,重试 \(stage.number(2...9)) 次后放弃 (错误码 1040)",
            warning: true,
            by: kubelet(name)
        )
        again(liveness, times: stage.number(2...6))
        happens(
            "Killing",
            to: container,
            "Container \(workload.name) failed liveness probe, will be restarted",
            by: kubelet(name)
        )
        happens(
            "ConfigReloaded",
            to: pod,
            "配置已热更新 ✅ 版本 \(stage.suffix(7))",
            by: .node(component: "order-agent", host: name)
        )
        probeFails(pod, workload, times: stage.number(1...3))
    }
}
