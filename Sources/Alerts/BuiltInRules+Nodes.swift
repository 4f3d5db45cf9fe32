import Events

extension BuiltInRules {
    /// What else befalls a node.
    static let nodes: [BuiltInLine] = [
        BuiltInLine(
            set: .nodes,
            name: "fd-pressure",
            ackID: "node_fd_pressure",
            title: "node runs out of file descriptors",
            filter: "reason:NodeHasFDPressure",
            grouping: .nodeItself,
            recovery: "reason:(NodeHasNoFDPressure, RemovingNode, DeletingNode)"
        ),
        BuiltInLine(
            set: .nodes,
            name: "pid-pressure",
            ackID: "node_pid_pressure",
            title: "node runs out of process ids",
            filter: "reason:(NodeHasPIDPressure, NodeHasInsufficientPID)",
            grouping: .nodeItself,
            recovery: "reason:(NodeHasNoPIDPressure, NodeHasSufficientPID, RemovingNode, DeletingNode)"
        ),
        BuiltInLine(
            set: .nodes,
            name: "memory-pressure",
            title: "node runs out of memory",
            filter: "reason:(NodeHasMemoryPressure, NodeHasInsufficientMemory)",
            grouping: .nodeItself,
            recovery: "reason:(NodeHasSufficientMemory, RemovingNode, DeletingNode)"
        ),
        BuiltInLine(
            set: .nodes,
            name: "ps-hung",
            ackID: "k8s_ps_hung",
            title: "processes hang on a node",
            filter: "reason:PSProcessIsHung",
            grouping: .nodeItself
        ),
        BuiltInLine(
            set: .nodes,
            name: "time-sync",
            ackID: "k8s_time_sync_err",
            title: "clock of a node is not synchronised",
            filter: "reason:NTPIsDown",
            grouping: .nodeItself,
            recovery: "reason:(NTPIsUp, RemovingNode, DeletingNode)"
        ),
        BuiltInLine(
            set: .nodes,
            name: "gpu-xid",
            ackID: "gpu_xid_error",
            title: "GPU error",
            filter: "reason:NodeHasNvidiaXidError",
            grouping: .nodeItself,
            recovery: "reason:(NodeHasNoNvidiaXidError, RemovingNode, DeletingNode)"
        ),
        // With PodOOMKilling or SystemOOM of the same second, those tell it.
        BuiltInLine(
            set: .nodes,
            name: "oom-kill",
            title: "kernel killed a process for memory",
            filter: "reason:OOMKilling",
            grouping: [.node],
            pending: .seconds(30),
            recovery: "reason:(PodOOMKilling, SystemOOM)",
            quiet: AlertRule.usualWindow
        ),
        BuiltInLine(
            set: .nodes,
            name: "node-kernel",
            title: "kernel or file system trouble of a node",
            filter: "reason:(TaskHung, KernelOops, Ext4Error, XfsHasShutDown, IOError)",
            grouping: .nodeItself
        ),
        // Said once, when it begins: silence does not end it.
        BuiltInLine(
            set: .nodes,
            name: "read-only-disk",
            title: "file system of a node is read-only",
            severity: .high,
            filter: "reason:(FilesystemIsReadOnly, ReadonlyFilesystem)",
            grouping: .nodeItself,
            recovery: "reason:(FilesystemIsNotReadOnly, RemovingNode, DeletingNode)"
        ),
    ]
}
