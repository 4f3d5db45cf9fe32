import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct EventListTests {
    /// Live, with web-1 to web-`count`, and eleven rows on a page.
    private func viewed(_ count: Int64) -> Viewed {
        var viewed = Viewed(80, 16)
        viewed.becomeLive()
        for number in 0..<count { viewed.receive(.sample(number + 1)) }
        return viewed
    }

    @Test func followingKeepsTheCursorOnTheNewest() {
        var viewed = viewed(3)

        viewed.receive(.sample(4))

        #expect(viewed.objects == ["[web-4]", "web-3", "web-2", "web-1"])
    }

    @Test func leavingTheEdgeHoldsTheRowsAndCountsTheNew() {
        var viewed = viewed(3)

        viewed.press(.character("j"))
        viewed.receive(.sample(4))
        viewed.receive(.sample(5, uid: "uid-1") { $0.object.name = "web-1" })

        #expect(viewed.objects == ["web-3", "[web-2]", "web-1"])
        #expect(viewed.rows[0].contains("HELD +2"))
    }

    @Test func aStepThroughAnEmptyListHoldsNothing() {
        var viewed = viewed(3)

        viewed.press(.character("/"), .paste("type:Error"), .enter)
        viewed.press(.character("e"), .character("j"), .character("u"), .escape)

        #expect(viewed.objects == ["[web-3]", "web-2", "web-1"])
        #expect(viewed.isFollowing)
    }

    @Test func theCursorsRowComesBackAfterAStepThroughAnEmptyList() {
        var viewed = viewed(3)
        viewed.press(.character("j"))

        viewed.press(.character("/"), .paste("type:Error"), .enter)
        viewed.press(.character("j"), .character("k"), .escape)

        #expect(viewed.objects == ["web-3", "[web-2]", "web-1"])
    }

    @Test func aHeldRowShowsItsNewestCount() {
        var viewed = viewed(3)

        viewed.press(.character("j"))
        viewed.receive(
            .sample(9, uid: "uid-2") {
                $0.object = KubeEvent.sample(2).object
                $0.count = 77
            }
        )

        #expect(viewed.rows[4].contains("  77 "))
    }

    @Test(arguments: [Key.character("F"), .character("g"), .home])
    func followingResumesAtTheNewest(key: Key) {
        var viewed = viewed(3)
        viewed.press(.character("j"))
        viewed.receive(.sample(4))

        viewed.press(key)

        #expect(viewed.objects.first == "[web-4]")
        #expect(viewed.isFollowing)
    }

    @Test func goingUpPassesWhatIsNewUntilTheEdge() {
        var viewed = viewed(3)
        viewed.press(.character("j"))
        viewed.receive(.sample(4))
        viewed.receive(.sample(5))

        viewed.press(.up, .up)
        #expect(viewed.objects.contains("[web-4]"))
        viewed.press(.up)

        #expect(viewed.objects.first == "[web-5]")
        #expect(viewed.isFollowing)
    }

    @Test func theEndShowsTheOldest() {
        var viewed = viewed(100)

        viewed.press(.character("G"))

        #expect(viewed.objects.last == "[web-1]")
        #expect(viewed.objects.count == viewed.state.list.pageRows)
    }

    @Test func everyRowIsReachedDownwardsAndBack() {
        var viewed = viewed(100)
        var names: [String] = []

        for _ in 0..<120 {
            viewed.press(.down)
            names.append(viewed.state.list.selected?.newest.object.name ?? "")
        }
        #expect(names.prefix(99) == (1...99).reversed().map { "web-\($0)" }[...])
        for _ in 0..<120 { viewed.press(.up) }

        #expect(viewed.isFollowing)
    }

    @Test(arguments: [
        (Key.control("d"), "web-95"), (.control("f"), "web-89"), (.pageDown, "web-89"), (.character("j"), "web-99"),
    ])
    func pagesMoveTheCursor(key: Key, name: String) {
        var viewed = viewed(100)

        viewed.press(key)

        #expect(viewed.state.list.pageRows == 11)
        #expect(viewed.state.list.selected?.newest.object.name == name)
    }

    @Test func pagingDownAndUpComesBack() {
        var viewed = viewed(100)

        viewed.press(.pageDown, .pageDown, .control("u"), .control("u"), .pageUp, .pageUp)

        #expect(viewed.isFollowing)
    }

    @Test func theCursorStaysOnItsEventWhenTheFilterChanges() {
        var viewed = viewed(20)
        viewed.press(.down, .down, .down)
        viewed.receive(.sample(50) { $0.type = "Warning" })

        viewed.press(.character("/"))
        viewed.type("name:web-1*")

        #expect(viewed.state.list.selected?.newest.object.name == "web-17")
    }

    @Test func aFilterThatHidesTheCursorGoesToItsNeighbour() {
        var viewed = viewed(20)
        viewed.press(.down, .down, .down)

        viewed.press(.character("/"))
        viewed.type("!name:web-17")

        #expect(viewed.state.list.selected?.newest.object.name == "web-16")
    }

    @Test func frozenShowsNothingNewAndThawsToAll() {
        var viewed = viewed(3)

        viewed.press(.character("="))
        viewed.receive(.sample(4), .sample(5))
        #expect(viewed.objects == ["[web-3]", "web-2", "web-1"])
        #expect(viewed.rows[0].contains("FROZEN +2"))
        viewed.press(.character("="))

        #expect(viewed.objects.first == "[web-5]")
    }

    @Test func emptyListsTakeEveryMove() {
        var viewed = Viewed()

        viewed.press(
            .down,
            .up,
            .character("G"),
            .character("g"),
            .pageDown,
            .pageUp,
            .enter,
            .character("="),
            .character("N")
        )

        #expect(viewed.objects == [])
        #expect(viewed.effects == [])
    }

    @Test func aFlickOfEvictionLeavesTheHeldRows() {
        var viewed = Viewed(80, 16) { $0.maximumEvents = 3 }
        for number in Int64(1)...3 { viewed.receive(.sample(number)) }
        viewed.press(.down)

        for number in Int64(10)...20 { viewed.receive(.sample(number)) }

        #expect(viewed.objects == ["web-3", "[web-2]", "web-1"])
        viewed.press(.down, .down, .up, .up, .up, .up, .up)
        #expect(viewed.isFollowing)
    }
}
