import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct MarksTests {
    @Test func spaceMarksAndMovesDown() {
        var viewed = Webs.viewed()

        viewed.press(.character(" "), .character(" "))
        #expect(viewed.state.list.table.marked.count == 2)
        #expect(viewed.rows[4].hasPrefix("*") && viewed.rows[5].hasPrefix("*"))
        #expect(viewed.rows[1].contains("marked 2"))
        viewed.press(.up, .character(" "))
        #expect(viewed.state.list.table.marked.count == 1)
        viewed.press(.control("\\"))

        #expect(viewed.state.list.table.marked.isEmpty)
    }

    @Test func aRangeGoesFromTheLastMarkToTheCursor() {
        var viewed = Viewed(80, 16)
        viewed.becomeLive()
        for number in Int64(1)...30 { viewed.receive(.sample(number)) }
        viewed.press(.down, .down, .character(" "))
        for _ in 0..<14 { viewed.press(.down) }

        viewed.press(.control(" "))

        #expect(viewed.state.list.table.marked.count == 16)
    }

    @Test func marksAreFoundUpAndDown() {
        var viewed = Viewed(80, 16)
        viewed.becomeLive()
        for number in Int64(1)...300 { viewed.receive(.sample(number)) }
        viewed.press(.down, .character(" "), .character("G"), .character(" "))

        viewed.press(.character("U"))
        #expect(viewed.state.list.selected?.newest.object.name == "web-299")
        viewed.press(.character("U"))
        #expect(viewed.screen.contains("no marked row above"))
        viewed.press(.character("u"))

        #expect(viewed.state.list.selected?.newest.object.name == "web-1")
    }

    @Test func warningsAreFoundBeyondThePage() {
        var viewed = Viewed(80, 16)
        viewed.becomeLive()
        for number in Int64(1)...300 {
            viewed.receive(.sample(number) { $0.type = number % 90 == 0 ? "Warning" : "Normal" })
        }
        var found: [String?] = []

        for key in "eeeeE" {
            viewed.press(.character(key))
            found.append(viewed.state.list.selected?.newest.object.name)
        }

        #expect(found == ["web-270", "web-180", "web-90", "web-90", "web-180"])
    }

    @Test func aLetterRemembersARow() {
        var viewed = Viewed(80, 16)
        viewed.becomeLive()
        for number in Int64(1)...300 { viewed.receive(.sample(number)) }
        viewed.press(.down, .down, .character("m"))
        #expect(viewed.rows[15].contains("press a letter"))
        viewed.press(.character("a"), .character("G"))

        viewed.press(.character("'"), .character("a"))
        #expect(viewed.state.list.selected?.newest.object.name == "web-298")
        viewed.press(.character("'"), .escape, .character("'"), .character("b"))

        #expect(viewed.screen.contains("no row is remembered under b"))
    }
}
