/// What reasons mean for the life of an object of some kind.
enum Story {
    case pod, node, job, claim, workload

    init(kind: String) {
        switch kind {
        case "Pod": self = .pod
        case "Node": self = .node
        case "Job": self = .job
        case "PersistentVolumeClaim": self = .claim
        default: self = .workload
        }
    }

    /// What an event does to the phases of its lane.
    enum Turn: Equatable {
        /// Ends what the lane was at and begins something else.
        case begin(Lifecycle.Step)
        /// As `begin`, and nothing but the end may follow.
        case finish(Lifecycle.Step)
        /// Ends what the lane was at.
        case end
        /// A moment that ends trouble.
        case relieve
        /// Belongs to what the lane is at; begins the step where it is at nothing, or at something without trouble.
        case trouble(Lifecycle.Step)
        /// A moment that changes nothing.
        case mark
        /// Goes on from its first time to its last, beside everything else.
        case span(Lifecycle.Step)
    }

    /// Where a life begins.
    static let beginnings: Set<String> = [
        "SuccessfulCreate", "FailedScheduling", "Scheduled", "ScalingReplicaSet", "RegisteredNode", "Starting",
        "WaitForFirstConsumer", "ExternalProvisioning", "Provisioning", "NotTriggerScaleUp", "TriggeredScaleUp",
    ]

    func turn(for telling: Telling) -> Turn {
        switch self {
        case .pod: Self.turnOfPod(telling)
        case .node: Self.turnOfNode(telling)
        case .job: Self.turnOfJob(telling)
        case .claim: Self.turnOfClaim(telling)
        case .workload: Self.turnOfWorkload(telling)
        }
    }

    /// Which lane of phases an event belongs to.
    func lane(of telling: Telling) -> String {
        guard self == .node else { return Self.stage(of: telling) == Self.stageOfNode ? telling.container : "" }
        switch telling.reason {
        case "NodeHasDiskPressure", "NodeHasNoDiskPressure", "FreeDiskSpaceFailed", "EvictionThresholdMet":
            return "disk"
        case "NodeHasInsufficientMemory", "NodeHasSufficientMemory": return "memory"
        case "NodeHasInsufficientPID", "NodeHasSufficientPID", "NodeHasPIDPressure", "NodeHasNoPIDPressure":
            return "pids"
        case "NodeNotSchedulable", "NodeSchedulable": return "scheduling"
        default: return ""
        }
    }

    // MARK: Kinds

    private static func turnOfNode(_ telling: Telling) -> Turn {
        switch telling.reason {
        case "NodeNotReady": .begin(.notReady)
        case "NodeReady": .begin(.ready)
        case "NodeHasDiskPressure", "NodeHasInsufficientMemory", "NodeHasInsufficientPID", "NodeHasPIDPressure":
            .begin(.pressure)
        case "NodeHasNoDiskPressure", "NodeHasSufficientMemory", "NodeHasSufficientPID", "NodeHasNoPIDPressure": .end
        case "FreeDiskSpaceFailed", "EvictionThresholdMet": .trouble(.pressure)
        case "NodeNotSchedulable": .begin(.cordoned)
        case "NodeSchedulable": .end
        case "RemovingNode", "DeletingNode": .finish(.ended)
        default: .mark
        }
    }

    private static func turnOfJob(_ telling: Telling) -> Turn {
        switch telling.reason {
        case "SuccessfulCreate", "Resumed": .begin(.active)
        case "FailedCreate": .trouble(.blocked)
        case "Suspended": .begin(.blocked)
        case "Completed", "BackoffLimitExceeded", "DeadlineExceeded", "FailedIndexes", "SuccessCriteriaMet":
            .finish(.ended)
        default: .mark
        }
    }

    private static func turnOfClaim(_ telling: Telling) -> Turn {
        switch telling.reason {
        case "WaitForFirstConsumer", "WaitForPodScheduled": .begin(.unused)
        case "ExternalProvisioning", "Provisioning": .begin(.provisioning)
        case "ProvisioningFailed", "FailedBinding": .trouble(.provisioning)
        case "ProvisioningSucceeded": .begin(.ready)
        case "Resizing", "FileSystemResizeRequired": .begin(.provisioning)
        case "FileSystemResizeSuccessful", "VolumeResizeSuccessful": .begin(.ready)
        default: .mark
        }
    }

    private static func turnOfWorkload(_ telling: Telling) -> Turn {
        switch telling.reason {
        case "SuccessfulCreate", "SuccessfulRescale": .relieve
        case "FailedCreate": .trouble(.blocked)
        default: telling.count > 1 ? .span(.other) : .mark
        }
    }
}
