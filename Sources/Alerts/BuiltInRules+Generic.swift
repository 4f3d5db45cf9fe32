import Events

extension BuiltInRules {
    /// What kubelet says in a message when an image cannot be had.
    private static let imageTrouble =
        #"(ImagePullBackOff, ErrImagePull, "Failed to pull image", InvalidImageName, ErrImageNeverPull, "#
        + #"ImageInspectError, RegistryUnavailable, "Failed to inspect image", "Failed to apply default image tag")"#

    /// The generic rules of ACK, in its order.
    static let generic: [BuiltInLine] = [
        BuiltInLine(
            set: .generic,
            name: "error-event",
            ackID: "common_err",
            title: "event of type Error",
            filter: "type:Error",
            grouping: .object
        ),
        BuiltInLine(
            set: .generic,
            name: "warning",
            ackID: "common_warn",
            title: "Warning that no other rule takes",
            severity: .low,
            filter: "type:Warning",
            ignore:
                #"msg:"Error updating Endpoint Slices for Service" | (reason:AccessACRApiFailed msg:USER_NOT_EXIST)"#
                + " | reason:(CIS.ScheduleTask.Warning, CIS.ScheduleTask.Fail) | (reason:NodeNotReady kind:Pod)",
            grouping: .object,
            takesRest: true
        ),
        BuiltInLine(
            set: .generic,
            name: "pod-oom",
            ackID: "k8s_pod_oom",
            title: "pod out of memory",
            filter: "reason:PodOOMKilling",
            grouping: .pod
        ),
        BuiltInLine(
            set: .generic,
            name: "pod-start-failed",
            ackID: "k8s_pod_start_fail",
            title: "pod does not start",
            filter: "reason:Failed kind:Pod",
            ignore: "msg:" + imageTrouble,
            grouping: .pod
        ),
        BuiltInLine(
            set: .generic,
            name: "image-pull",
            ackID: "k8s_image_pull_fail",
            title: "image cannot be pulled",
            filter: "reason:Failed msg:" + imageTrouble
                + #" | reason:BackOff msg:"Back-off pulling image" | reason:(ErrImageNeverPull, InspectFailed)"#,
            grouping: .pod
        ),
        BuiltInLine(
            set: .generic,
            name: "insufficient-resources",
            ackID: "no_resource",
            title: "no node has the resources that a pod asks for",
            filter: "reason:FailedScheduling msg:Insufficient",
            grouping: .podAnywhere,
            pending: .seconds(30),
            recovery: "reason:Scheduled",
            quiet: .seconds(1800)
        ),
        BuiltInLine(
            set: .generic,
            name: "eviction",
            ackID: "eviction",
            title: "pod evicted",
            filter: "reason:*Evict*",
            ignore: #"msg:"Cancelling deletion""#,
            grouping: .pod
        ),
        BuiltInLine(
            set: .generic,
            name: "node-down",
            ackID: "node_down, node_ready",
            title: "node not ready",
            severity: .high,
            filter: #"reason:NodeNotReady msg:"status is now: NodeNotReady""#,
            grouping: .nodeItself,
            recovery: #"reason:NodeReady msg:"status is now: NodeReady" | reason:(RemovingNode, DeletingNode)"#
        ),
        BuiltInLine(
            set: .generic,
            name: "node-restarted",
            ackID: "node_restart",
            title: "node restarted",
            filter: "reason:(NodeRebooted, Rebooted)",
            grouping: .nodeItself
        ),
        BuiltInLine(
            set: .generic,
            name: "pleg",
            ackID: "k8s_pleg_warn",
            title: "PLEG is not healthy",
            severity: .high,
            filter: #"msg:"PLEG is not healthy""#,
            grouping: .nodeItself
        ),
        BuiltInLine(
            set: .generic,
            name: "node-oom",
            ackID: "k8s_node_oom",
            title: "node out of memory",
            severity: .high,
            filter: "reason:SystemOOM",
            grouping: .nodeItself
        ),
        BuiltInLine(
            set: .generic,
            name: "docker-hung",
            ackID: "docker_hung",
            title: "container runtime hangs",
            severity: .high,
            filter: #"reason:(DockerHung, ContainerdHung, "docker daemon is offline")"#,
            grouping: .nodeItself
        ),
        BuiltInLine(
            set: .generic,
            name: "disk-pressure",
            ackID: "k8s_no_disk",
            title: "node has disk pressure",
            severity: .high,
            filter: "reason:NodeHasDiskPressure",
            grouping: .nodeItself,
            recovery: "reason:(NodeHasNoDiskPressure, RemovingNode, DeletingNode)"
        ),
        BuiltInLine(
            set: .generic,
            name: "no-ip",
            ackID: "k8s_no_ip",
            title: "no IP address left in the vSwitch",
            filter: "msg:IpNotEnough | reason:*IpNotEnough*",
            grouping: .object
        ),
        BuiltInLine(
            set: .generic,
            name: "slb-sync-failed",
            ackID: "sync_slb_fail",
            title: "load balancer out of step with its Service",
            filter: "reason:SyncLoadBalancerFailed",
            grouping: .object,
            recovery: "reason:EnsuredLoadBalancer",
            quiet: .seconds(1800)
        ),
    ]
}
