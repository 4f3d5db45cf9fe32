import Testing
import TextGrid

@testable import Viewer

@Suite struct KeymapTests {
    @Test(arguments: Keymap.Context.allCases)
    func noKeyMeansTwoThings(context: Keymap.Context) {
        let keys = Keymap.standard.entries.filter { $0.contexts.contains(context) }.flatMap(\.keys)

        #expect(Set(keys).count == keys.count)
    }

    @Test func everyEntryIsExplained() {
        for entry in Keymap.standard.entries {
            #expect(!entry.keys.isEmpty && !entry.label.isEmpty && !entry.help.isEmpty && !entry.contexts.isEmpty)
        }
    }

    @Test(arguments: Keymap.Context.allCases)
    func theHelpShowsEveryKeyUncut(context: Keymap.Context) {
        var viewed = Viewed(80, 24)
        viewed.state.help = Help(origin: context)
        viewed.state.pane = Pane(content: .help)
        var screens: [String] = []

        for _ in 0..<20 {
            screens.append(viewed.screen)
            viewed.press(.pageDown)
        }

        for entry in Keymap.standard.entries {
            let isShown = screens.contains { screen in
                screen.split(separator: "\n").contains {
                    $0.contains(" \(entry.label) ") && $0.contains(" \(entry.help) ")
                }
            }
            #expect(isShown, "\(entry.label) \(entry.help)")
        }
    }
}
