import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct UpdateTests {
    @Test func anEmptyListDoesNotOfferWhatNeedsARow() {
        var viewed = Viewed()
        viewed.becomeLive()
        #expect(viewed.rows.last?.contains("help") == true)
        #expect(viewed.rows.last?.contains("Enter detail") == false)

        viewed.receive(.sample(1))

        #expect(viewed.rows.last?.contains("Enter detail") == true)
    }

    @Test func theNextKeyTakesAMessageAway() {
        var viewed = Viewed.incident()
        viewed.send(.notice("hello"))
        #expect(viewed.screen.contains("hello"))

        viewed.press(.character("j"))
        #expect(viewed.state.notice == nil)
        viewed.press(.control("c"))
        #expect(viewed.screen.contains("press ^C again"))
        viewed.pass(seconds: 1)

        #expect(viewed.state.notice == nil)
    }

    @Test(arguments: [(Key.control("z"), Effect.suspend), (.control("l"), .redraw)])
    func someKeysAreTheShells(key: Key, effect: Effect) {
        var viewed = Viewed.incident()

        viewed.press(key)
        viewed.press(.character("/"), key)

        #expect(viewed.effects == [effect, effect])
    }

    @Test func retryIsOnlyForStaleStreams() {
        var viewed = Viewed.incident()

        viewed.press(.character("r"))
        viewed.send(
            .stream(StreamStatus(stream: .all, state: .waiting(reason: "eof", retryAt: Viewed.now), since: Viewed.now))
        )
        viewed.press(.character("r"))

        #expect(viewed.effects == [.retryStreams])
    }

    @Test func timesAreRelativeLocalOrUTC() {
        var viewed = Viewed.incident()

        viewed.press(.character("t"))
        #expect(viewed.rows[4].hasPrefix(">14:03:25"))
        viewed.press(.character("t"))
        #expect(viewed.rows[4].hasPrefix(">06:03:25"))
        #expect(viewed.rows[0].hasSuffix("06:03:27 UTC"))
        viewed.press(.character("t"))

        #expect(viewed.rows[4].hasPrefix(">  2s"))
    }

    @Test func copyingGivesALineWithoutControls() {
        var viewed = Viewed()
        viewed.receive(.sample(1) { $0.message = "a\u{1B}[31m\nb" })

        viewed.press(.character("c"))

        #expect(viewed.effects == [.copy("shop   1970-01-01T00:00:01Z   Normal   Pulled   pod/web-1   a^[[31m⏎b")])
    }

    @Test func messagesScrollSidewaysByTen() {
        var viewed = Viewed.incident()

        viewed.press(.right, .character("l"), .left)

        #expect(viewed.rows[4].contains("x2k4q estarting failed cont…"))
    }

    @Test func helpOpensScrollsAndCloses() {
        var viewed = Viewed.incident(60, 12)

        viewed.press(.character("?"), .end)
        #expect(viewed.screen.contains("a label of the event"))
        viewed.press(.escape)

        #expect(viewed.state.pane == nil)
    }

    @Test(arguments: [("!", Pane.Content.alerts), ("R", .streams), ("f", .forwarder), ("D", .overview)])
    func helpClosesAlone(key: String, content: Pane.Content) {
        var viewed = Viewed.incident(80, 24)
        viewed.press(.character(Character(key)))
        let pane = viewed.state.pane
        #expect(pane?.content == content)

        viewed.press(.character("?"))
        #expect(viewed.state.pane?.content == .help)
        viewed.press(.escape)

        #expect(viewed.state.help == nil && viewed.state.pane == pane)
    }

    @Test func helpGivesTheDetailItsKeysBack() {
        var viewed = Viewed.incident(80, 24)
        viewed.press(.enter)
        let screen = viewed.screen

        viewed.press(.character("?"), .escape)

        #expect(viewed.state.focus == .detail && viewed.screen == screen)
    }

    @Test func aLongFilterTakesTheRoomThereIs() throws {
        var viewed = Viewed.incident(120, 40)
        viewed.press(.character("/"))
        let filter =
            "(node:ip-10-20-1-95.eu-central-1.compute.internal | obj:Node/ip-10-20-1-95.eu-central-1.compute.internal) last:1h"
        viewed.type(filter)
        viewed.press(.enter)

        let line = try #require(viewed.rows.first { $0.contains("filter:") })
        #expect(line.contains("filter: (node:ip-10-20-1-95.eu-central-1.compute.internal | obj:Node/ip-10-20-1-95"))
        #expect(line.contains("…") && !line.contains("    "))
    }
}
