extension Story {
    /// Of what happens on the node.
    static let stageOfNode = 3

    /// What is done by whom: what makes and places an object comes before what happens on its node.
    static func stage(of telling: Telling) -> Int {
        switch telling.reason {
        case "SuccessfulCreate", "ScalingReplicaSet": 0
        case "FailedScheduling", "NotTriggerScaleUp", "TriggeredScaleUp": 1
        case "Scheduled": 2
        case "SuccessfulDelete": 4
        default: stageOfNode
        }
    }

    /// The place of an event among those of a container that starts.
    static func naturalPlace(of telling: Telling) -> Int64 {
        switch telling.reason {
        // What is killed to start again starts again afterwards.
        case "Killing" where turnOfPod(telling) == .begin(.restarting): 0
        case "Pulling": 1
        case "Pulled": 2
        case "Created": 3
        case "Started": 4
        case "Unhealthy": 5
        case "Failed": telling.message.contains("BackOff") ? 8 : 6
        case "BackOff": 7
        case "Killing": 9
        default: 5
        }
    }
}
