/// What a node's own Warnings come to, in plain words.
enum NodeCause: Int, CaseIterable, Comparable {
    case diskFails, runtimeHangs, kernelHangs, diskFull, memory, pids, files, gpu, connections, drain, rebooted, clock

    var text: String {
        switch self {
        case .diskFails: "disk errors, filesystem read-only"
        case .runtimeHangs: "container runtime hangs"
        case .kernelHangs: "kernel hangs"
        case .diskFull: "disk full"
        case .memory: "short of memory"
        case .pids: "out of process ids"
        case .files: "short of file handles"
        case .gpu: "GPU errors"
        case .connections: "connection table full"
        case .drain: "cannot be drained"
        case .rebooted: "rebooted"
        case .clock: "time service down"
        }
    }

    /// Of a verdict about nothing but this.
    var weight: Double {
        switch self {
        case .diskFails: 90
        case .runtimeHangs, .kernelHangs, .diskFull, .memory, .pids: 75
        case .files, .gpu, .connections: 60
        case .drain: 56
        case .rebooted: 51
        case .clock: 35
        }
    }

    /// Whether pods on the node suffer from it.
    var isGrave: Bool { weight >= 70 }

    /// Nil where a reason is nobody's cause, or says what its words say.
    init?(reason: String, message: String) {
        switch reason {
        case "FilesystemIsReadOnly", "ReadonlyFilesystem", "Ext4Error", "IOError", "XfsShutdown", "BufferIOError":
            self = .diskFails
        case "DockerHung", "ContainerdHung", "PLEGUnhealthy", "ContainerGCFailed", "ContainerRuntimeUnhealthy",
            "DockerOffline", "CRIOHung":
            self = .runtimeHangs
        case "KernelDeadlock", "TaskHung", "AUFSUmountHung", "PSProcessIsHung", "KernelOops": self = .kernelHangs
        case "FreeDiskSpaceFailed", "ImageGCFailed", "NodeHasDiskPressure", "NodeOutOfDisk": self = .diskFull
        case "NodeHasMemoryPressure", "NodeHasInsufficientMemory": self = .memory
        case "NodeHasPIDPressure", "NodeHasInsufficientPID": self = .pids
        case "NodeHasFDPressure", "NodeFDPressure": self = .files
        case "NodeHasNvidiaXidError": self = .gpu
        case "ConntrackFull", "ConntrackFullProblem": self = .connections
        case "FailedToDrain", "DrainFailed", "FailedDraining": self = .drain
        case "Rebooted", "NodeRebooted": self = .rebooted
        case "NTPIsDown", "NTPProblem": self = .clock
        case "EvictionThresholdMet":
            self = message.contains("pids") ? .pids : message.contains("memory") ? .memory : .diskFull
        default: return nil
        }
    }

    static func < (left: NodeCause, right: NodeCause) -> Bool { left.rawValue < right.rawValue }
}
