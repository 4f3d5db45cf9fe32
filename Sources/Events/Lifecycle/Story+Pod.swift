extension Story {
    static func turnOfPod(_ telling: Telling) -> Turn {
        if telling.isOfOwner { return telling.reason == "SuccessfulCreate" ? .begin(.waiting) : .finish(.terminating) }
        switch telling.reason {
        case "FailedScheduling", "NotTriggerScaleUp", "TriggeredScaleUp", "WaitingForGates": return .trouble(.waiting)
        case "Scheduled": return .begin(.preparing)
        case "FailedMount", "FailedAttachVolume", "FailedMapVolume", "FailedDetachVolume": return .trouble(.mounting)
        case "SuccessfulAttachVolume", "SuccessfulMountVolume": return .mark
        case "FailedCreatePodSandBox", "NetworkNotReady", "FailedPodSandBoxStatus": return .trouble(.networking)
        case "SandboxChanged": return .mark
        case "Pulling": return .begin(.pulling)
        case "Pulled", "Created": return .begin(.starting)
        case "Started": return .begin(.running)
        case "Failed", "InspectFailed", "ErrImageNeverPull": return failure(telling)
        case "BackOff": return .begin(telling.isOfImage ? .imageBackOff : .backOff)
        case "Unhealthy", "ProbeWarning": return .span(.unready)
        case "Killing":
            return telling.message.hasSuffix("will be restarted") ? .begin(.restarting) : .finish(.terminating)
        case "FailedKillPod", "ExceededGracePeriod", "FailedPreStopHook": return .trouble(.terminating)
        case "NodeNotReady": return .begin(.nodeLost)
        case "TaintManagerEviction":
            return telling.message.hasPrefix("Cancel") ? .end : .finish(.terminating)
        case "Evicted", "Preempted", "NodeShutdown", "Terminated": return .finish(.terminating)
        default: return telling.count > 1 ? .span(.other) : .mark
        }
    }

    private static func failure(_ telling: Telling) -> Turn {
        guard telling.isOfImage || telling.reason != "Failed" else { return .trouble(.failing) }
        // What says that it waits tells of the wait, all else of the try.
        return telling.message.contains("BackOff") ? .trouble(.imageBackOff) : .trouble(.pulling)
    }
}

extension Telling {
    /// Whether a failure or a wait is about getting the image.
    var isOfImage: Bool {
        ["pull", "Pull", "ErrImage", "InvalidImageName", "image \""].contains { message.contains($0) }
            && !message.contains("restarting failed container")
    }

    /// How long a pull took that its end tells of: `in 1.2s (3.4s including waiting)`; the wait is part of it.
    var pullMicroseconds: Int64? {
        guard reason == "Pulled" else { return nil }
        let words = message.split(separator: " ")
        if let place = words.firstIndex(of: "including"), place > 0, words[place - 1].hasPrefix("(") {
            return DurationText.microseconds(String(words[place - 1].dropFirst()))
        }
        guard let place = words.lastIndex(of: "in"), place + 1 < words.count else { return nil }
        let text = words[place + 1]
        return DurationText.microseconds(String(text.hasSuffix(".") ? text.dropLast() : text))
    }
}
