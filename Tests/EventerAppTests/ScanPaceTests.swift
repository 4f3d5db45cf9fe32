import Testing

@testable import EventerApp

@Suite struct ScanPaceTests {
    @Test func aSliceTakesFourMilliseconds() {
        var pace = ScanPace()
        let first = pace.events

        pace.counted(in: .milliseconds(8))
        #expect(pace.events == first / 2)
        pace.counted(in: .milliseconds(4))

        #expect(pace.events == first / 2)
    }

    @Test func itGrowsToTwiceTheSizeAtMost() {
        var pace = ScanPace()
        let first = pace.events

        pace.counted(in: .zero)

        #expect(pace.events == 2 * first)
    }

    @Test func itNeverStopsAndNeverTakesAll() {
        var pace = ScanPace()

        for _ in 0..<40 { pace.counted(in: .seconds(1)) }
        #expect(pace.events == 256)
        for _ in 0..<40 { pace.counted(in: .zero) }

        #expect(pace.events == 1 << 18)
    }
}
