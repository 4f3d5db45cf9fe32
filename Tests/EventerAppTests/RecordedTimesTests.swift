import Basics
import Events
import TestSupport
import Testing

@testable import EventerApp

/// When recorded events came, by clocks that need not be this machine's.
@Suite struct RecordedTimesTests {
    private static let wall = Timestamp(seconds: 10_000_000)
    private static let day: Int64 = 86_400

    /// One that was seen at `seconds` from now, and made at `created` if that is known.
    private func event(_ seconds: Int64, created: Int64? = nil, first: Int64? = nil) -> KubeEvent {
        let stamp = created.map { Self.wall.advanced(by: .seconds($0)).rfc3339() }
        return .sample(1) {
            $0.firstSeen = Self.wall.advanced(by: .seconds(first ?? seconds))
            $0.lastSeen = Self.wall.advanced(by: .seconds(seconds))
            $0.received = Self.wall
            $0.json = Array((stamp.map { #"{"metadata":{"creationTimestamp":"\#($0)"}}"# } ?? "{}").utf8)
        }
    }

    /// The places in time, as seconds from now.
    private func orders(_ pieces: [KubeEvent]...) -> [Int64] {
        var times = RecordedTimes()
        return pieces.flatMap { times.received($0, at: Self.wall) }.map { $0.order.since(Self.wall).components.seconds }
    }

    @Test func thePastIsAsItWas() {
        #expect(orders([event(-9 * Self.day), event(-60), event(-3600)]) == [-9 * Self.day, -60, -3600])
    }

    @Test(arguments: [nil, 0, 3] as [Int64?]) func aRecordingOfTheFutureKeepsItsOrder(lead: Int64?) {
        let times = [7200, 0, 90_000, 3600].map { 365 * Self.day + $0 }

        #expect(orders(times.map { time in event(time, created: lead.map { time + $0 }) }) == times)
    }

    @Test func aRecordingThatBeginsInThePastMayEndInTheFuture() {
        let events = (-5...5).map { event($0 * 600, created: $0 * 600) }

        #expect(orders(events) == (-5...5).map { $0 * 600 })
        #expect(orders(Array(events[..<4]), Array(events[4...])) == (-5...5).map { $0 * 600 })
    }

    @Test(arguments: [nil, -7200, 70 * 365 * day] as [Int64?]) func oneOfTheFarFutureIsNotThePresent(created: Int64?) {
        let others = [-7200, -3600, -1800].map { event($0, created: $0) }
        let odd = event(70 * 365 * Self.day, created: created, first: -7200)

        let found = orders(others + [odd])

        #expect(found.dropLast() == [-7200, -3600, -1800])
        #expect(found.last == -1800)
        #expect(orders(others, [odd]).last == -1800)
    }

    @Test func oneInAnHourIsNotThePresentOnItsOwnWord() {
        #expect(orders([event(-300), event(-60), event(3600)]) == [-300, -60, -60])
        #expect(orders([event(-300), event(-60)], [event(3600)]) == [-300, -60, -60])
    }

    @Test func oneOfTheFarFutureIsNotThePresentOfTheFuture() {
        let year = 365 * Self.day

        #expect(orders([event(year), event(year + 60), event(70 * year)]) == [year, year + 60, year + 60])
    }

    @Test func aReporterThatIsAheadIsHeldToTheServersClock() {
        #expect(orders([event(-60, created: -60), event(0, created: -3600)]) == [-60, -3600])
        #expect(orders([event(-60, created: -60), event(9000, created: -600, first: 8400)]) == [-60, 0])
    }

    @Test func whatFollowsAfterALongPauseIsBelievedOfSeveral() {
        let year = 365 * Self.day
        let later = [0, 60, 120].map { event(year + 9 * Self.day + $0) }

        #expect(orders([event(year)], later) == [year] + [0, 60, 120].map { year + 9 * Self.day + $0 })
    }
}
