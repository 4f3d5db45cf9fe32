import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

/// A table that is counted in slices: what the screen shows meanwhile.
@Suite struct ScanTests {
    /// Live, with web-1 to web-40, eleven rows on a page, and three events counted at once.
    private func viewed(columns: Int = 100) -> Viewed {
        var viewed = Viewed(columns, 16) { $0.eventsAtOnce = 3 }
        viewed.becomeLive()
        for number in 0..<40 as Range<Int64> { viewed.receive(.sample(number + 1)) }
        viewed.finish()
        return viewed
    }

    @Test func theNewestRowsAreThereAtOnceAndTheLineSaysThatItCounts() {
        var viewed = viewed()
        viewed.press(.character("/"))
        viewed.type("web")

        #expect(viewed.objects == ["[web-40]", "web-39", "web-38"])
        #expect(viewed.rows[1].contains("counting 7 %"))
        #expect(viewed.screen.contains("matches 3 rows of 40"))
        viewed.send(.scan(upTo: 17))
        #expect(viewed.rows[1].contains("counting 50 %"))
        viewed.send(.scan(upTo: 100))
        #expect(!viewed.screen.contains("counting"))
        #expect(viewed.screen.contains("matches 40 rows of 40"))
    }

    @Test func anEmptyListSaysThatItCountsBeforeItSaysThatNothingMatches() {
        var viewed = viewed()
        viewed.press(.character("/"))
        viewed.type("nothing ")

        #expect(viewed.screen.contains("Counting ... 7 %"))
        viewed.finish()
        #expect(viewed.screen.contains("No events match this filter."))
    }

    @Test func theCursorComesBackToItsRowWhenTheScanHasReachedIt() {
        var viewed = viewed()
        for _ in 0..<15 { viewed.press(.character("j")) }

        viewed.press(.character("w"))
        viewed.finish()
        viewed.press(.character("w"))

        #expect(!viewed.objects.contains("[web-25]"))
        viewed.finish()
        #expect(viewed.objects.contains("[web-25]"))
    }

    @Test func theEndIsTheEndOfAllRows() {
        var viewed = viewed()
        viewed.press(.character("/"))
        viewed.type("web")
        viewed.press(.enter)
        viewed.press(.character("G"))
        viewed.finish()

        #expect(viewed.objects.last == "[web-1]")
    }

    @Test func movingDuringAScanKeepsTheRowThatWasMovedTo() {
        var viewed = viewed()
        viewed.press(.character("/"))
        viewed.type("web")
        viewed.press(.enter)
        viewed.press(.character("G"))
        viewed.press(.character("k"))
        let selected = viewed.objects.first { $0.hasPrefix("[") }
        viewed.finish()

        #expect(viewed.objects.contains(selected ?? ""))
    }

    @Test func anOpenEndIsTriedOnceTheScanFoundNothing() {
        var viewed = viewed()
        viewed.press(.character("/"))
        viewed.type("name:we")

        #expect(viewed.state.prompt?.shown.text == "name:we")
        viewed.finish()
        #expect(viewed.state.prompt?.shown.text == "name:we*")
        #expect(viewed.state.list.table.visibleCount == 40)
    }

    @Test func enterDuringAScanKeepsWhatTheScanWouldHaveShown() {
        var viewed = viewed()
        viewed.press(.character("/"))
        viewed.type("name:we")
        viewed.press(.enter)

        #expect(viewed.state.filterText == "name:we*")
    }

    @Test func aFileHasAllRowsAlsoWhenTheScanIsNotAtItsEnd() {
        var viewed = viewed()
        viewed.press(.character("/"))
        viewed.type("web")
        viewed.press(.enter)
        viewed.press(.character(":"))
        viewed.type("save all.json")
        viewed.press(.enter)

        let exports = viewed.effects.compactMap {
            if case .export(let request) = $0 { request.rows.count } else { nil }
        }
        #expect(exports == [40])
    }

    @Test func aFrozenTableIsScannedFirst() {
        var viewed = viewed()
        viewed.press(.character("="), .character("/"))
        viewed.type("web")

        viewed.send(.scan(upTo: 100))
        #expect(!viewed.state.list.isCounting)
        #expect(viewed.state.list.isScanning)
        viewed.send(.scan(upTo: 100))

        #expect(!viewed.state.list.isScanning)
    }
}

extension Viewed {
    /// Goes on counting to the end, as the shell does.
    mutating func finish() {
        while state.list.isScanning { send(.scan(upTo: 7)) }
    }
}
