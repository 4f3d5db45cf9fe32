import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct SnoozingTests {
    @Test func aSnoozedRowComesBackWhenItHappensAgain() {
        var viewed = Webs.viewed()
        viewed.press(.down)

        viewed.state.snoozeRow(.untilMore)
        #expect(Webs.reasons(viewed) == ["Killing", "[Pulled]"])
        #expect(viewed.rows[1].contains("snoozed 1"))
        viewed.receive(Webs.event(8, pod: "web-2", reason: "Pulled"))
        #expect(viewed.state.list.table.visibleCount == 2)
        viewed.receive(Webs.event(9, uid: "uid-3", pod: "web-1", reason: "Unhealthy", type: "Warning", count: 2))

        #expect(viewed.state.list.table.visibleCount == 3)
        viewed.press(.character("F"))
        #expect(Webs.reasons(viewed).first == "[Unhealthy]")
    }

    @Test func aSnoozedRowComesBackAfterItsTime() {
        var viewed = Webs.viewed()
        viewed.state.snoozeRow(.seconds(900))

        viewed.pass(seconds: 899)
        #expect(viewed.state.list.table.visibleCount == 2)
        viewed.pass(seconds: 1)

        #expect(viewed.state.list.table.visibleCount == 3)
    }

    @Test func aSnoozedRowIsFoundAndBroughtBack() {
        var viewed = Webs.viewed()
        viewed.state.snoozeRow(.session)
        viewed.pass(seconds: 100_000)
        #expect(viewed.state.list.table.visibleCount == 2)

        viewed.press(.character("/"))
        viewed.type("is:snoozed")
        viewed.press(.enter, .down)
        #expect(viewed.state.list.page.map(\.group.isSnoozed) == [true])
        viewed.press(.character("a"), .escape)

        #expect(viewed.state.list.table.visibleCount == 3)
    }

    @Test func aFrozenListDoesNotSpeakOfRowsThatAreBack() {
        for isFrozen in [false, true] {
            var viewed = Webs.viewed()
            viewed.state.snoozeRow(.seconds(900))
            if isFrozen { viewed.press(.character("=")) }

            viewed.pass(seconds: 900)

            #expect((viewed.state.notice?.text == "a snoozed row is back") == !isFrozen)
        }
    }

    @Test func allRowsAsideIsSaid() {
        var viewed = Webs.viewed()
        for _ in 0..<3 { viewed.state.snoozeRow(.session) }

        #expect(viewed.screen.contains("All rows are snoozed."))
    }
}
