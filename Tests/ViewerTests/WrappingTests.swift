import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct WrappingTests {
    @Test func wrappedMessagesAreReadInFull() {
        var viewed = Viewed(80, 24)
        viewed.becomeLive()
        let words = (1...20).map { "word\($0)" }
        viewed.receive(Webs.event(1, pod: "web", reason: "Pulled", message: words.joined(separator: " ")))
        #expect(!viewed.screen.split(separator: "───")[0].contains("word9"))

        viewed.press(.character("W"))

        let table = viewed.screen.split(separator: "───")[0]
        for word in words.prefix(15) { #expect(table.contains(word)) }
    }

    @Test func everyRowIsReachedWhileMessagesWrap() {
        var viewed = Viewed(80, 24)
        viewed.becomeLive()
        for number in Int64(1)...60 {
            let message = String(repeating: "word ", count: Int(number % 17) * 3)
            viewed.receive(Webs.event(number, pod: "web-\(number)", reason: "Pulled", message: message))
        }
        viewed.press(.character("W"))
        var names: [String] = []

        for _ in 0..<70 {
            viewed.press(.down)
            names.append(viewed.state.list.selected?.newest.object.name ?? "")
            let line = render(viewed.state).cursor.map { viewed.rows[$0.row] }
            #expect(line?.hasPrefix(">") == true)
            #expect(line?.contains(names.last ?? "none") == true)
        }
        #expect(names.prefix(59) == (1...59).reversed().map { "web-\($0)" }[...])
        for _ in 0..<70 { viewed.press(.up) }

        #expect(viewed.isFollowing)
    }
}
