import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

/// What the configuration file says of the viewer is how it begins.
@Suite struct PreferencesTests {
    @Test func theViewerBeginsAsIsPreferred() {
        let viewed = Viewed(200, 60) { configuration in
            configuration.preferences.group = .reason
            configuration.preferences.sort = GroupOrder(.count)
            configuration.preferences.columns = [.count, .reason]
            configuration.preferences.time = .utc
            configuration.preferences.facets = .hidden
            configuration.preferences.histogram = .off
            configuration.preferences.warningsOnly = true
            configuration.preferences.window = 3600
            configuration.preferences.bindings = KeyBindings(changes: [.help: [.character("X")]])
        }
        let state = viewed.state

        #expect(state.list.table.grouping == .reason)
        #expect(state.list.table.order == GroupOrder(.count))
        #expect(state.chosenColumns == [.count, .reason])
        #expect(state.timeMode == .utc)
        #expect(!state.showsSidebar && !state.histogram.isShown)
        #expect(state.filters.current.warningsOnly)
        #expect(state.window == .seconds(3600))
        #expect(state.configuration.keymap.command(for: .character("X"), in: .list) == .help)
    }

    @Test func aReasonOfOnesOwnIsCritical() {
        var viewed = Viewed(80, 24) { $0.preferences.criticalReasons = ["Pulled"] }
        viewed.becomeLive()
        viewed.receive(.sample(1))

        #expect(viewed.state.list.selected?.isCritical == true)
    }

    @Test func withoutAQuestionForwardingSwitchesAtOnce() {
        var viewed = Viewed(80, 24) { $0.preferences.confirmsForwarding = false }
        viewed.forward()

        viewed.press(.control("t"))

        #expect(viewed.effects == [.setForwarding(false)])
    }

    @Test func theBellRingsForWhatIsCriticalAndNotTooOften() {
        var viewed = Viewed(80, 24) { $0.preferences.ringsBell = true }
        viewed.becomeLive()
        func critical(_ number: Int64, _ reason: String) -> KubeEvent {
            .sample(number) {
                $0.reason = reason
                $0.type = "Warning"
                $0.received = Viewed.now.advanced(by: .seconds(number))
            }
        }

        viewed.receive(critical(1, "Unhealthy"))
        #expect(!viewed.effects.contains(.ring))
        viewed.receive(critical(2, "OOMKilling"), critical(3, "OOMKilling"))
        viewed.receive(critical(4, "OOMKilling"))
        #expect(viewed.effects.count { $0 == .ring } == 1)
        viewed.pass(seconds: 5)
        viewed.receive(critical(9, "OOMKilling"))
        #expect(viewed.effects.count { $0 == .ring } == 2)
    }
}
