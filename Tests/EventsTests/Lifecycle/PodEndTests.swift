import Basics
import TestSupport
import Testing

@testable import Events

@Suite struct PodEndTests {
    @Test func aPodThatIsStoppedEnds() {
        var life = Life()
        life.add("Started", at: 0, container: "app")
        life.add("Killing", "Stopping container app", at: 60, container: "app")

        #expect(life.told(at: 70).lines == ["0-60 running app", "60- terminating app"])
        let told = life.told(at: 4000)
        #expect(told.end == Life.at(60))
        #expect(told.lines == ["0-60 running app", "60 terminating app"])
        #expect(told.whole(at: Life.at(4000)) == .seconds(60))
    }

    @Test func oneOfTwoContainersDoesNotEndThePod() {
        var life = Life()
        for container in ["app", "proxy"] { life.add("Started", at: 0, container: container) }
        life.add("Killing", "Stopping container app", at: 60, container: "app")

        #expect(life.told(at: 4000).end == nil)
    }

    @Test func evictionEndsAllContainers() {
        var life = Life()
        life.add("Started", at: 0, container: "app")
        life.add("Evicted", "The node was low on resource: memory.", at: 50)
        let told = life.told(at: 500)

        #expect(told.lines == ["0-50 running app", "50 terminating !"])
        #expect(told.end == Life.at(50))
    }

    @Test func evictionThatIsCancelledEndsNothing() {
        var life = Life()
        life.add("Started", at: 0, container: "app")
        life.add("TaintManagerEviction", "Marking for deletion Pod shop/web-1", at: 50)
        life.add("TaintManagerEviction", "Cancelling deletion of Pod shop/web-1", at: 60)

        #expect(life.told(at: 500).lines == ["0- running app", "50-60 terminating !"])
    }

    @Test func aNodeThatIsLostIsLostUntilThePodIsEvicted() {
        var life = Life()
        life.add("Started", at: 0, container: "app")
        life.add("NodeNotReady", "Node is not ready", at: 100)

        #expect(life.told(at: 200).lines.last == "100- node not ready !")
        // Nobody tells that it came back.
        #expect(life.told(at: 1000).lines == ["0- running app", "100 node not ready !"])
        life.add("TaintManagerEviction", "Marking for deletion Pod shop/web-1", at: 400)
        #expect(life.told(at: 1000).lines == ["0-400 running app", "100-400 node not ready !", "400 terminating !"])
    }
}
