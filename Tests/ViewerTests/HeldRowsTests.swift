import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct HeldRowsTests {
    @Test func pagesStayFullBeyondWhatIsHeld() {
        var viewed = Viewed(80, 40)
        viewed.becomeLive()
        for number in Int64(1)...300 { viewed.receive(.sample(number)) }

        for _ in 0..<7 {
            viewed.press(.pageDown)
            #expect(viewed.objects.count == viewed.state.list.pageRows)
        }
    }

    @Test func heldRowsAreLetGoFarFromThePage() {
        var list = EventList(EventTable(capacity: 20_000))
        list.setPageRows(50)
        list.apply((1...6000).map { .sample($0) })

        for _ in 0..<119 { list.move(by: 50, scrolling: true) }

        #expect((list.held?.count ?? 0) <= EventList.heldLimit)
        #expect(list.selected?.newest.object.name == "web-\(6000 - 119 * 50)")
        for _ in 0..<119 { list.move(by: -50, scrolling: true) }
        #expect(list.isFollowing)
    }

    @Test func changesWhileFrozenReachBothTables() {
        var viewed = Webs.viewed()
        viewed.press(.character("="))
        viewed.receive(Webs.event(9, pod: "web-9", reason: "Created"))

        viewed.press(.character(" "), .character("w"))
        #expect(Webs.reasons(viewed) == ["[Unhealthy]"])
        viewed.press(.character("="), .character("w"), .character("F"))

        #expect(Webs.reasons(viewed) == ["[Created]", "Killing", "Unhealthy", "Pulled"])
        #expect(viewed.state.list.table.marked.count == 1)
    }
}
