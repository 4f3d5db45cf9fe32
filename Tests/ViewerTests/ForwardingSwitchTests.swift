import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct ForwardingSwitchTests {
    @Test func forwardingAsksOnceASession() {
        var viewed = Viewed.incident()
        viewed.forward { $0.state = .off }

        viewed.press(.control("t"))
        #expect(viewed.screen.contains("k8s-prod/k8s-event"))
        #expect(viewed.screen.contains("cn-hangzhou.log.aliyuncs.com"))
        viewed.press(.character("y"))
        viewed.forward()
        viewed.press(.control("t"))

        #expect(viewed.effects == [.setForwarding(true), .setForwarding(false)])
    }

    @Test(arguments: [Key.character("!"), .character("D"), .character("f")])
    func forwardingIsSwitchedFromEveryPaneThatTellsOfTheCluster(pane: Key) {
        var viewed = Viewed.incident()
        viewed.forward { $0.state = .off }

        viewed.press(pane, .control("t"), .character("y"))

        #expect(viewed.effects.last == .setForwarding(true))
    }

    @Test(arguments: [Key.character("n"), .escape, .enter, .character("x")])
    func anythingButYesLeavesForwardingAlone(key: Key) {
        var viewed = Viewed.incident()

        viewed.press(.control("t"), key)

        #expect(viewed.effects == [])
    }

    @Test(arguments: [
        (DeliveryStatus.State.none, "no sink is configured"),
        (.unavailable("pid 12 holds the journal"), "pid 12 holds"),
    ])
    func whyForwardingIsImpossibleIsSaid(state: DeliveryStatus.State, text: String) {
        var viewed = Viewed.incident(120, 36)
        viewed.forward { $0.state = state }

        viewed.press(.control("t"))

        #expect(viewed.effects == [])
        #expect(viewed.rows.last?.contains(text) == true)
    }
}
