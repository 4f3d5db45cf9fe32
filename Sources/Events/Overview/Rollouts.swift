import Basics

/// When deployments last went over to another replica set: what breaks right after that has its cause there.
struct Rollouts: Sendable {
    private struct Deployment: Hashable {
        var cluster: String
        var namespace: String
        var name: String
    }

    private struct Course: Sendable {
        /// The one that is scaled up.
        var replicaSet: String
        /// When each began, the newest last.
        var times: [Timestamp] = []
    }

    private static let capacity = 2048
    private static let mostTimes = 8

    private var courses: [Deployment: Course] = [:]

    /// Takes note of `Scaled up replica set web-7d9f8c6b5d to 1 from 0`, in the words of all versions of Kubernetes.
    mutating func note(_ event: KubeEvent) {
        guard event.reason == "ScalingReplicaSet", event.message.hasPrefix("Scaled up replica set ") else { return }
        // As bytes: by characters the words cost more than all else that is made of the event.
        let words = event.message.utf8.split(separator: UInt8(ascii: " "), maxSplits: 8)
        guard words.count > 4 else { return }
        let replicaSet = String(Substring(words[4]))
        let key = Deployment(cluster: event.cluster, namespace: event.object.namespace, name: event.object.name)
        guard var course = courses[key] else {
            guard courses.count < Self.capacity else { return }
            // From one that was there before, which is no rollout: `to 3 from 2`.
            let isFromNone = zip(words, words.dropFirst()).contains {
                $0.elementsEqual("from".utf8) && $1.elementsEqual("0".utf8)
            }
            let isFirst = isFromNone || words[words.count - 1].elementsEqual("1".utf8)
            courses[key] = Course(replicaSet: replicaSet, times: isFirst ? [event.order] : [])
            return
        }
        guard course.replicaSet != replicaSet, event.order >= course.times.last ?? event.order else { return }
        course.replicaSet = replicaSet
        course.times.append(event.order)
        if course.times.count > Self.mostTimes { course.times.removeFirst() }
        courses[key] = course
    }

    /// The rollout that something which began then may come of, and the one that came after it.
    func around(_ time: Timestamp, cluster: String, namespace: String, name: String) -> (
        cause: Timestamp, next: Timestamp?
    )? {
        let key = Deployment(cluster: cluster, namespace: namespace, name: name)
        guard let times = courses[key]?.times,
            let index = times.lastIndex(where: { $0.since(time) < .seconds(30) && time.since($0) < .seconds(600) })
        else { return nil }
        return (times[index], index + 1 < times.count ? times[index + 1] : nil)
    }
}
