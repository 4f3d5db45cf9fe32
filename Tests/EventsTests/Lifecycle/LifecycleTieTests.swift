import Basics
import TestSupport
import Testing

@testable import Events

/// Events that are alike in all that is told of them.
@Suite struct LifecycleTieTests {
    private static let deployment = ObjectReference(kind: "Deployment", namespace: "shop", name: "web", uid: "web-1")

    /// Two in one second that differ in uid and count only: by chance each pair is in order every other time.
    private static let pairs: [[KubeEvent]] = (0..<48).map { second in
        [("a", 1), ("b", 2)].map { name, count in
            .sample(1, uid: "\(second)-\(name)") {
                $0.reason = "ScalingReplicaSet"
                $0.message = "Scaled up replica set web-5b6f to 3"
                $0.object = deployment
                $0.count = count
                $0.firstSeen = Life.at(Int64(second))
                $0.lastSeen = Life.at(Int64(second))
                $0.received = Life.at(Int64(second))
            }
        }
    }

    @Test(arguments: [false, true]) func ofOneSecondTheUidDecides(isReversed: Bool) {
        let events = Self.pairs.flatMap(\.self)

        let life = Lifecycle(of: Self.deployment, events: isReversed ? events.reversed() : events, now: Life.at(100))

        #expect(life.phases.map(\.occurrences) == Self.pairs.flatMap { _ in [1, 2] })
    }
}
