import Basics
import TestSupport
import Testing

@testable import Events

@Suite struct PodBeginningTests {
    @Test func aPodThatStarts() {
        var life = Life()
        life.add("Scheduled", "Successfully assigned shop/web-1 to node-1", at: 2)
        life.add("Pulling", "Pulling image \"web:1\"", at: 3, container: "app")
        life.add(
            "Pulled",
            "Successfully pulled image \"web:1\" in 6.9s (6.9s including waiting)",
            at: 10,
            container: "app"
        )
        life.add("Created", at: 11, container: "app")
        life.add("Started", at: 12, container: "app")
        let told = life.told(at: 100)

        #expect(told.lines == ["2-3 preparing", "3-10 pulling image app", "10-12 starting app", "12- running app"])
        #expect(told.lossLines == ["pulling image 7s 7%", "starting 2s 2%", "preparing 1s 1%"])
        #expect(told.running == .seconds(88))
        #expect(told.firstStart == Life.at(12))
        #expect(told.knowsBeginning)
        #expect(told.restarts == 0)
        #expect(told.end == nil)
    }

    @Test func waitingForANodeIsLostTimeWithItsNewestReason() {
        var life = Life()
        life.add("FailedScheduling", "0/12 nodes are available", at: 0, until: 240, count: 9)
        life.add("Scheduled", at: 250)
        life.add("Pulled", "Container image \"web:1\" already present on machine", at: 250, container: "app")
        life.add("Created", at: 250, container: "app")
        life.add("Started", at: 251, container: "app")
        let told = life.told(at: 500)

        #expect(
            told.lines == ["0-250 waiting for a node !", "250 preparing", "250-251 starting app", "251- running app"]
        )
        #expect(told.losses.first?.why == "0/12 nodes are available")
        #expect(told.lossLines.first == "waiting for a node 250s 50%")
        #expect(told.phases[0].occurrences == 9)
        #expect(told.phases[0].isPartlyKnown)
    }

    @Test func theControllerTellsWhenItWasMade() {
        var life = Life()
        life.add("Scheduled", at: 30)
        life.add("SuccessfulCreate", "Created pod: web-1", at: 0) {
            $0.object = ObjectReference(kind: "ReplicaSet", namespace: "shop", name: "web")
        }
        life.add("SuccessfulCreate", "Created pod: web-10", at: -500) {
            $0.object = ObjectReference(kind: "ReplicaSet", namespace: "shop", name: "web")
        }

        #expect(life.told(at: 40).lines == ["0-30 waiting for a node", "30- preparing"])
    }

    @Test func aMemberOfASetMadeAgainHasItsOwnBeginning() {
        var life = Life(ObjectReference(kind: "Pod", namespace: "shop", name: "web-1", uid: "new"))
        life.add("Scheduled", at: 105)
        life.add("Scheduled", at: 5) { $0.object.uid = "old" }
        life.add("SuccessfulCreate", "create Pod web-1 in StatefulSet web successful", at: 0, until: 100, count: 2) {
            $0.object = ObjectReference(kind: "StatefulSet", namespace: "shop", name: "web")
        }
        let told = life.told(at: 200)

        #expect(told.lines == ["100-105 waiting for a node", "105- preparing"])
        #expect(told.formerLives == 1)
    }

    @Test func withoutAUIDTheNewestOfTheNameIsTold() {
        var life = Life(ObjectReference(kind: "Pod", namespace: "shop", name: "web-1"))
        life.add("Scheduled", at: 5) { $0.object.uid = "old" }
        life.add("Scheduled", at: 105) { $0.object.uid = "new" }

        #expect(life.told(at: 200).lines == ["105- preparing"])
    }

    @Test func initContainersAreDoneWhenTheNextBegins() {
        var life = Life()
        life.add("Started", at: 0, container: "setup") { $0.object.fieldPath = "spec.initContainers{setup}" }
        life.add("Pulling", "Pulling image", at: 20, container: "app")

        #expect(life.told(at: 30).lines == ["0-20 running init:setup", "20- pulling image app"])
    }

    @Test func aPullWhoseBeginningIsForgottenTellsItself() {
        var life = Life()
        life.add(
            "Pulled",
            "Successfully pulled image \"w\" in 1.2s (8s including waiting). Image size: 1 bytes.",
            at: 60,
            container: "app"
        )

        #expect(life.told(at: 70).lines == ["52-60 pulling image app", "60- starting app"])
        #expect(!life.told(at: 70).knowsBeginning)
    }

    @Test func twoContainersThatPullAtOnceLoseTheTimeOnce() {
        var life = Life()
        life.add("Pulling", at: 0, container: "app")
        life.add("Pulling", at: 5, container: "proxy")
        life.add("Pulled", at: 10, container: "app")
        life.add("Pulled", at: 12, container: "proxy")

        #expect(life.told(at: 20).losses.first { $0.step == .pulling }?.length == .seconds(12))
    }
}
