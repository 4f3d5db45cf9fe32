import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct SplitRowsTests {
    @Test func splittingShowsTheEventsBeneathTheirRow() {
        var viewed = Webs.viewed()

        viewed.press(.character("s"))

        #expect(Webs.reasons(viewed) == ["[Killing]", "-Killing", "-Killing", "Unhealthy", "Pulled"])
        #expect(!viewed.isFollowing)
        #expect(viewed.rows[5].contains("├") && viewed.rows[5].hasSuffix("second"))
        #expect(viewed.rows[6].contains("└") && viewed.rows[6].hasSuffix("first"))
    }

    @Test func anEventOfASplitRowOpensAndIsMarkedByItself() {
        var viewed = Webs.viewed()
        viewed.press(.character("s"), .character("j"), .character("j"), .character(" "))

        viewed.press(.character("k"), .enter)

        #expect(viewed.state.detail?.row.message == "first")
        #expect(viewed.state.list.table.marked == [GroupID(grouping: .none, subject: "uid-2")])
    }

    @Test(arguments: [0, 1, 2])
    func joiningPutsTheCursorOnTheRow(steps: Int) {
        var viewed = Webs.viewed()
        viewed.press(.character("s"))
        for _ in 0..<steps { viewed.press(.down) }

        viewed.press(.character("s"))

        #expect(Webs.reasons(viewed) == ["[Killing]", "Unhealthy", "Pulled"])
        #expect(viewed.isFollowing)
    }

    @Test func aSplitListStaysHeldAtItsEdge() {
        var viewed = Webs.viewed()
        viewed.press(.character("s"), .down, .up)
        viewed.receive(Webs.event(9, pod: "web-3", reason: "Created"))

        #expect(Webs.reasons(viewed).first == "[Killing]")
        viewed.press(.character("F"))

        #expect(Webs.reasons(viewed).first == "[Created]")
        #expect(!Webs.reasons(viewed).contains("-Killing"))
    }

    @Test func aSplitSurvivesAFilter() {
        var viewed = Webs.viewed()
        viewed.press(.character("s"), .down, .down)

        viewed.press(.character("/"))
        viewed.type("name:web-1")
        viewed.press(.enter)

        #expect(Webs.reasons(viewed) == ["Killing", "-Killing", "[-Killing]", "Unhealthy"])
    }

    @Test func aSingleEventIsNotSplit() {
        var viewed = Webs.viewed()
        viewed.press(.down)

        viewed.press(.character("s"))

        #expect(Webs.reasons(viewed) == ["Killing", "[Unhealthy]", "Pulled"])
        #expect(viewed.screen.contains("single event"))
    }

    @Test func whatIsTooMuchToShowIsCounted() {
        var viewed = Viewed()
        viewed.becomeLive()
        viewed.send(.received(events: (1...1100).map { Webs.event($0, pod: "web", reason: "Pulled") }, gaps: []))

        viewed.press(.character("s"))

        #expect(viewed.state.list.held?.count == 1001)
        #expect(viewed.screen.contains("the newest 1,000 of 1,100 events"))
    }
}
