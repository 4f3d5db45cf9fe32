import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct OpenDetailTests {
    @Test func enterOpensTheEventAndAsksForItsObject() {
        var viewed = Viewed.incident()

        viewed.press(.enter)
        #expect(viewed.effects == [.loadObject(Incident.events[0].key)])
        viewed.send(.object(Incident.events[0].key, json: Array(#"{"a":{"b":[1,"x"]},"e":{}}"#.utf8)))
        viewed.press(.character("y"), .character("y"))

        #expect(viewed.screen.contains("│ {  "))
        #expect(viewed.screen.contains("│       1,"))
        viewed.press(.character("q"))
        #expect(viewed.state.detail == nil)
    }

    @Test func anObjectThatIsGoneIsSaid() {
        var viewed = Viewed.incident()

        viewed.press(.enter)
        viewed.send(.object(Incident.events[0].key, json: nil))
        viewed.press(.character("y"))

        #expect(viewed.screen.contains("not kept"))
    }

    @Test func theAnswerForAnotherEventIsIgnored() {
        var viewed = Viewed.incident()

        viewed.press(.enter)
        viewed.send(.object(Incident.events[1].key, json: Array("{}".utf8)))

        #expect(viewed.state.detail?.object == .loading)
    }

    @Test func nextAndPreviousWalkTheListFromTheDetail() {
        var viewed = Viewed.incident()

        viewed.press(.enter, .character("J"))

        #expect(viewed.state.detail?.row.reason == "Unhealthy")
        viewed.press(.character("K"), .character("K"))
        #expect(viewed.state.detail?.row.reason == "BackOff")
    }

    @Test func aNewVersionRefreshesTheOpenEvent() {
        var viewed = Viewed.incident()
        viewed.press(.enter)
        var event = Incident.events[0]
        event.key = KubeEvent.sample(5000, uid: event.key.uid).key
        event.count = 215

        viewed.receive(event)

        #expect(viewed.state.detail?.row.count == 215)
        #expect(viewed.effects.last == .loadObject(event.key))
    }

    @Test func theDetailScrollsNoFurtherThanItsEnd() {
        var viewed = Viewed.incident(80, 16)
        viewed.press(.enter)

        viewed.press(.character("G"), .character("j"), .pageDown)
        let end = viewed.state.detail?.offset ?? 0
        #expect(end > 0)
        viewed.press(.character("k"))
        #expect(viewed.state.detail?.offset == end - 1)
        viewed.press(.character("g"), .character("k"))

        #expect(viewed.state.detail?.offset == 0)
    }
}
