import Basics
import TestSupport
import Testing

@testable import Events

@Suite struct OtherKindsLifecycleTests {
    @Test func aNodeGoesAndComes() {
        var life = Life(ObjectReference(kind: "Node", name: "node-1", uid: "4711"))
        life.add("NodeNotReady", at: 0) { $0.object.uid = "4711" }
        life.add("Rebooted", "has been rebooted", at: 90) {
            $0.object.uid = "node-1"; $0.type = "Warning"
        }
        life.add("NodeHasDiskPressure", at: 95)
        life.add("NodeReady", at: 100) { $0.object.uid = "node-1" }
        life.add("NodeHasNoDiskPressure", at: 200)
        let told = life.told(at: 300)

        #expect(
            told.lines == ["0-100 not ready !", "90 Rebooted !", "95-200 under pressure disk !", "100- ready"]
        )
        #expect(told.lossLines == ["under pressure 105s 35%", "not ready 100s 33%"])
    }

    @Test func aJobCompletes() {
        var life = Life(ObjectReference(kind: "Job", namespace: "batch", name: "j"))
        life.add("SuccessfulCreate", "Created pod: j-1", at: 0)
        life.add("Completed", "Job completed", at: 90)

        #expect(life.told(at: 300).lines == ["0-90 active", "90 ended"])
    }

    @Test func aSetThatMayNotMakePodsIsBlocked() {
        var life = Life(ObjectReference(kind: "ReplicaSet", namespace: "shop", name: "web"))
        life.add("FailedCreate", "exceeded quota", at: 0, until: 50, count: 9)
        life.add("SuccessfulCreate", "Created pod: web-1", at: 60)

        #expect(life.told(at: 300).lines == ["0-60 blocked !", "60 SuccessfulCreate"])
    }

    @Test func anyOtherKindIsToldByItsReasons() {
        var life = Life(ObjectReference(kind: "Widget", namespace: "ops", name: "w"))
        life.add("Tested", "fine", at: 0)
        life.add("Turned", "round", at: 5, until: 25, count: 3)

        #expect(life.told(at: 30).lines == ["0 Tested", "5-25 Turned"])
    }
}
