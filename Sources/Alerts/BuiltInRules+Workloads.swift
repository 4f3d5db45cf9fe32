import Events

extension BuiltInRules {
    private static let podRuns = "reason:(Pulling, Pulled, Created, Started)"

    /// What keeps pods from running.
    ///
    /// Those that come and go at every start wait a minute before they fire.
    static let workloads: [BuiltInLine] = [
        // The event's own count: kubelet sends but one update in five minutes after the first 25.
        BuiltInLine(
            set: .workloads,
            name: "crash-loop",
            title: "container crashes again and again",
            filter: #"reason:BackOff msg:"Back-off restarting failed""#,
            ignore: "count<4",
            grouping: .pod,
            quiet: .seconds(900)
        ),
        BuiltInLine(
            set: .workloads,
            name: "unhealthy",
            title: "probe fails again and again",
            filter: "reason:(Unhealthy, ProbeError)",
            count: 10,
            grouping: .pod
        ),
        BuiltInLine(
            set: .workloads,
            name: "unschedulable",
            title: "no node fits a pod",
            filter: "reason:FailedScheduling !msg:Insufficient",
            ignore: #"msg:"skip schedule deleting pod""#,
            grouping: .podAnywhere,
            pending: .seconds(60),
            recovery: "reason:Scheduled",
            quiet: .seconds(1800)
        ),
        BuiltInLine(
            set: .workloads,
            name: "volume",
            title: "volume cannot be provided, attached or mounted",
            filter: "reason:(FailedMount, FailedAttachVolume, FailedMapVolume, ProvisioningFailed)",
            grouping: .podAnywhere,
            pending: .seconds(60),
            recovery: podRuns + " | reason:(SuccessfulMountVolume, ProvisioningSucceeded)",
            quiet: .seconds(1800)
        ),
        BuiltInLine(
            set: .workloads,
            name: "pod-sandbox",
            title: "pod gets no sandbox or network",
            filter: "reason:FailedCreatePodSandBox",
            ignore: "msg:IpNotEnough",
            grouping: .podAnywhere,
            pending: .seconds(60),
            recovery: podRuns,
            quiet: .seconds(900)
        ),
        BuiltInLine(
            set: .workloads,
            name: "pods-not-created",
            title: "controller cannot create pods",
            filter: "reason:FailedCreate kind:(ReplicaSet, StatefulSet, DaemonSet, Job, ReplicationController)",
            grouping: .namespace,
            quiet: .seconds(1800)
        ),
        BuiltInLine(
            set: .workloads,
            name: "job-failed",
            title: "job failed",
            filter: "kind:Job reason:(BackoffLimitExceeded, DeadlineExceeded)",
            grouping: .object
        ),
    ]
}
