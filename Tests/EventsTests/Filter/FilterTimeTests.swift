import Basics
import Events
import TestSupport
import Testing

/// What filters say of times, when it is 14:03:27.
@Suite struct FilterTimeTests {
    private static func event(lastSeen: String, firstSeen: String? = nil) throws -> KubeEvent {
        let last = try #require(Timestamp(rfc3339: "2026-11-22T" + lastSeen + "Z"))
        let first = try firstSeen.map { try #require(Timestamp(rfc3339: $0)) }
        return KubeEvent.sample(1) {
            $0.lastSeen = last
            $0.firstSeen = first ?? last
        }
    }

    private static func matches(_ text: String, _ event: KubeEvent, clock: FilterClock = FilterSamples.clock) throws
        -> Bool
    {
        try EventFilter(parsing: text, clock: clock).matches(event, at: FilterSamples.now)
    }

    @Test(arguments: [
        ("last:15m", "13:48:27"), ("last:15m", "14:03:27"), ("last:15m", "23:00:00"), ("last>15m", "13:48:26"),
        ("last<15m", "13:48:28"), ("last:5m..15m", "13:50:00"), ("last:15m..5m", "13:50:00"), ("last>-15m", "13:50:00"),
        ("last:-15m", "13:50:00"), ("last:-1h..-30m", "13:10:00"), ("last:5m..", "13:00:00"), ("last:..5m", "14:00:00"),
        ("last:14:00", "14:00:59"), ("last:14:00..14:10", "14:00:00"), ("last:14:00..14:10", "14:10:00"),
        ("last>14:00", "14:00:01"), ("last>=14:00", "14:00:00"), ("last<14:00", "13:59:59"),
        ("last<=14:00", "14:00:59"),
        ("last:..14:00", "14:00:00"), ("last:14:00..", "14:00:00"), ("last:2026-11-22", "23:59:59"),
        ("last:\"Nov 22 13:00\"", "13:00:30"), ("last:\"today 13:00..today 13:05\"", "13:02:00"),
        ("last:(13:00, 14:00)", "14:00:30"), ("last:2026-11-22T14:00:00Z", "14:00:00.5"), ("last!=14:00", "14:01:00"),
        ("last:2026-11-21..2026-11-22", "23:59:59"),
    ])
    func lastMatches(_ text: String, lastSeen: String) throws {
        #expect(try Self.matches(text, Self.event(lastSeen: lastSeen)))
    }

    @Test(arguments: [
        ("last:15m", "13:48:26"), ("last>15m", "13:48:27"), ("last:5m..15m", "14:00:00"),
        ("last:14:00..14:10", "14:10:01"),
        ("last:14:00", "14:01:00"), ("last>14:00", "14:00:00"), ("last<14:00", "14:00:00"),
        ("last:2026-11-21", "00:00:00"),
        ("last:..14:00", "14:00:01"), ("last!=14:00", "14:00:01"),
    ])
    func lastDoesNotMatch(_ text: String, lastSeen: String) throws {
        #expect(try !Self.matches(text, Self.event(lastSeen: lastSeen)))
    }

    @Test func aRangeMayPassMidnight() throws {
        let event = KubeEvent.sample(1) { $0.lastSeen = Timestamp(rfc3339: "2026-11-22T00:05:00Z") ?? $0.lastSeen }

        #expect(try Self.matches("last:23:50..00:10", event))
    }

    @Test func firstAndLastAreDifferentTimes() throws {
        let event = try Self.event(lastSeen: "14:00:00", firstSeen: "2026-11-20T08:00:00Z")

        #expect(try Self.matches("first<2026-11-21 last>2026-11-22T10:00", event))
        #expect(try Self.matches("dur>2d", event))
        #expect(try !Self.matches("first>2026-11-21", event))
    }

    @Test func timesAreInTheZoneOfTheClock() throws {
        let shanghai = FilterClock(now: FilterSamples.now, zone: LocalZone(secondsEast: 8 * 3600))
        let event = try Self.event(lastSeen: "14:00:30")

        #expect(try Self.matches("last:22:00", event, clock: shanghai))
        #expect(try !Self.matches("last:14:00", event, clock: shanghai))
    }

    @Test func withoutAPresentAnEventIsJudgedAsOfItsReceipt() throws {
        let event = KubeEvent.sample(1) {
            $0.lastSeen = Timestamp(seconds: 1000)
            $0.received = Timestamp(seconds: 1060)
        }

        #expect(try EventFilter(parsing: "last:2m").matches(event))
        #expect(try !EventFilter(parsing: "last:30s").matches(event))
    }

    @Test(arguments: [Int64.min, .max, 0])
    func timesAtTheEndsOfTimeNeverTrap(_ microseconds: Int64) throws {
        let event = KubeEvent.sample(1) {
            $0.firstSeen = Timestamp(microseconds: .max)
            $0.lastSeen = Timestamp(microseconds: microseconds)
            $0.count = .max
        }
        let filter = try EventFilter(parsing: "last:15m first>-1h dur>1s rate>3 is:stale | count>5")

        #expect(filter.matches(event, at: Timestamp(microseconds: .min)))
        #expect(filter.matches(event, at: Timestamp(microseconds: .max)))
    }
}
