import Testing

@testable import EventerApp

@Suite struct PaintPaceTests {
    @Test func dataPaintTenTimesASecond() {
        #expect(PaintPace().interval == .milliseconds(100))
    }

    @Test func aSlowTerminalIsPaintedFourTimesASecondUntilItKeepsUp() {
        var pace = PaintPace()

        pace.drew(in: .milliseconds(20))
        #expect(pace.interval == .milliseconds(100))
        pace.drew(in: .milliseconds(21))
        #expect(pace.interval == .milliseconds(250))
        pace.drew(in: .milliseconds(2))

        #expect(pace.interval == .milliseconds(100))
    }

    @Test func aFastStreamIsPaintedFourTimesASecondWhileItIsFast() {
        var pace = PaintPace()
        pace.received(0, at: .seconds(10))

        pace.received(150, at: .milliseconds(10_500))
        #expect(pace.interval == .milliseconds(100))
        pace.received(151, at: .milliseconds(11_500))
        #expect(pace.interval == .milliseconds(250))
        pace.received(200, at: .milliseconds(12_500))

        #expect(pace.interval == .milliseconds(100))
    }
}
