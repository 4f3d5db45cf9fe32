/// A kind of trouble that operators look for, told by a filter.
///
/// In the order of importance; an event may belong to several.
package enum OverviewTopic: Int, Sendable, CaseIterable {
    case node, memory, crash, image, scheduling, eviction, volume, start, probe, job

    /// The heading of its panel.
    package var title: String {
        switch self {
        case .node: "Node trouble"
        case .memory: "Out of memory"
        case .crash: "Crash loops"
        case .image: "Image pull"
        case .scheduling: "Scheduling"
        case .eviction: "Evictions"
        case .volume: "Volumes"
        case .start: "Pod start"
        case .probe: "Probes"
        case .job: "Jobs"
        }
    }

    /// The name for programs.
    package var name: String {
        switch self {
        case .memory: "oom"
        default: "\(self)"
        }
    }

    /// What shows its events, in the filter grammar.
    package var filterText: String {
        switch self {
        case .node: "(" + Self.nodeReasons + " | kind:Node type:Warning !reason:(" + Self.nodeNoise + "))"
        case .memory: "reason:(PodOOMKilling, OOMKilling, SystemOOM)"
        case .crash: "(reason:BackOff !msg:pull | reason:CrashLoopBackOff)"
        case .image:
            "(reason:(Failed, BackOff) msg:pull | reason:(ErrImagePull, ImagePullBackOff, ErrImageNeverPull, InspectFailed))"
        case .scheduling: "reason:FailedScheduling"
        case .eviction: "reason:(*Evict*, Preempted) !reason:EvictionThresholdMet !msg:cancelling"
        case .volume:
            "reason:(FailedMount, FailedAttachVolume, FailedMapVolume, FailedDetachVolume, ProvisioningFailed, "
                + "FailedBinding, VolumeResizeFailed, FileSystemResizeFailed, DeviceBusy, IOHang, SlowIO)"
        case .start:
            "(kind:Pod reason:Failed !msg:pull | reason:(FailedCreatePodSandBox, FailedPostStartHook, NetworkNotReady, "
                + "FailedCreate, FailedDaemonPod, AllocIPFailed, UnexpectedAdmissionError, OutOfcpu, OutOfmemory, OutOfpods))"
        case .probe: "reason:(Unhealthy, ProbeWarning, ProbeError)"
        case .job: "reason:(BackoffLimitExceeded, DeadlineExceeded)"
        }
    }

    private static let nodeReasons = """
        reason:(NodeNotReady, Rebooted, NodeRebooted, NodeHasDiskPressure, NodeHasMemoryPressure, NodeHasPIDPressure, \
        NodeHasFDPressure, EvictionThresholdMet, NodeHasNvidiaXidError, DockerHung, PSProcessIsHung, NTPIsDown, \
        KernelDeadlock, ReadonlyFilesystem)
        """
    /// Out of memory is a topic of its own; the others come with each start of a kubelet.
    private static let nodeNoise = "OOMKilling, PodOOMKilling, SystemOOM, InvalidDiskCapacity, MissingClusterDNS"
}

/// A set of topics.
package struct OverviewTopics: OptionSet, Sendable, Hashable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    init(_ topic: OverviewTopic) {
        self.init(rawValue: 1 << UInt16(topic.rawValue))
    }

    func contains(_ topic: OverviewTopic) -> Bool { contains(OverviewTopics(topic)) }

    /// A container that started once more.
    static let restart = OverviewTopics(rawValue: 1 << 15)

    /// The most important one.
    var first: OverviewTopic? {
        let bits = rawValue & ~Self.restart.rawValue
        return bits == 0 ? nil : OverviewTopic(rawValue: bits.trailingZeroBitCount)
    }
}
