import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct OrderingTests {
    @Test func regroupingKeepsTheCursorWithItsEvent() {
        var viewed = Webs.viewed()
        viewed.press(.down)

        viewed.state.setGrouping(.object)

        #expect(viewed.objects == ["[web-1]", "web-2"])
        viewed.state.setGrouping(.none)
        #expect(Webs.reasons(viewed) == ["Killing", "[Unhealthy]", "Killing", "Pulled"])
    }

    @Test func rowsOfManyObjectsCountThem() throws {
        var viewed = Webs.viewed(100)
        viewed.receive(Webs.event(5, pod: "web-9", reason: "Killing"))

        viewed.state.setGrouping(.reason)

        #expect(viewed.rows[4].contains("Killing"))
        #expect(viewed.rows[4].contains("2 objects"))
        let titles = viewed.rows[3].split(separator: " ")
        let own = try #require(titles.firstIndex(of: "REASON"))
        #expect(titles[own...] == ["REASON", "NAMESPACE", "OBJECT", "MESSAGE"])
    }

    @Test func theOrderIsTurnedRoundAndShown() {
        var viewed = Webs.viewed()
        viewed.press(.down)

        viewed.press(.character("I"))

        #expect(Webs.reasons(viewed) == ["Pulled", "[Unhealthy]", "Killing"])
        #expect(viewed.rows[3].hasPrefix("^LAST"))
        #expect(viewed.screen.contains("sort: last ^"))
    }

    @Test func theCursorsColumnSorts() {
        var viewed = Webs.viewed()
        viewed.press(.character(">"))
        #expect(viewed.rows[3].contains("[REASON]"))

        viewed.press(.character("O"))
        #expect(viewed.state.list.table.order == GroupOrder(.reason))
        viewed.press(.character("O"))
        #expect(viewed.state.list.table.order == GroupOrder(.reason, isInverted: true))
        viewed.press(.shift(.left), .character("O"))

        #expect(viewed.state.list.table.order == GroupOrder(.namespace))
    }

    @Test(arguments: [(Key.character("A"), GroupOrder.Field.first), (.character("P"), .namespace)])
    func shortcutsSort(key: Key, field: GroupOrder.Field) {
        var viewed = Webs.viewed()

        viewed.press(key)
        #expect(viewed.state.list.table.order == GroupOrder(field))
        viewed.press(key)

        #expect(viewed.state.list.table.order == GroupOrder(field, isInverted: true))
    }

    @Test func followingAnotherOrderKeepsTheTop() {
        var viewed = Webs.viewed()
        viewed.state.setOrder(GroupOrder(.count))

        viewed.receive(Webs.event(9, uid: "uid-1", pod: "web-2", reason: "Pulled", count: 40))

        #expect(viewed.isFollowing)
        #expect(Webs.reasons(viewed).first == "[Pulled]")
    }
}
