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

    @Test func theHelpShowsEveryKeyUncut() {
        var viewed = Viewed(80, 60)
        viewed.press(.character("?"))

        for entry in Keymap.standard.entries {
            #expect(viewed.screen.contains(entry.help), "\(entry.label)")
            #expect(viewed.screen.contains(entry.label), "\(entry.label)")
        }
    }
}
