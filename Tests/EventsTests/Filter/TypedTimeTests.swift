import Basics
import Testing

@testable import Events

@Suite struct TypedTimeTests {
    /// 22:03:27 in Shanghai.
    private static let shanghai = FilterClock(now: FilterSamples.now, zone: LocalZone(secondsEast: 8 * 3600))

    @Test(arguments: [
        ("14:00", "2026-11-22T14:00:00Z"), ("14:03:27", "2026-11-22T14:03:27Z"), ("14:05", "2026-11-21T14:05:00Z"),
        ("9:05", "2026-11-22T09:05:00Z"), ("yesterday 23:10", "2026-11-21T23:10:00Z"),
        ("Today", "2026-11-22T00:00:00Z"),
        ("yesterday", "2026-11-21T00:00:00Z"), ("Nov 21 14:00", "2026-11-21T14:00:00Z"),
        ("21 november", "2026-11-21T00:00:00Z"), ("Dec 24", "2025-12-24T00:00:00Z"),
        ("2026-11-20", "2026-11-20T00:00:00Z"),
        ("2026-11-20T10:00", "2026-11-20T10:00:00Z"), ("2026-11-20 10:00:05", "2026-11-20T10:00:05Z"),
        ("2026-11-20T10:00:05.25Z", "2026-11-20T10:00:05.25Z"), ("2026-11-20T10:00+08:00", "2026-11-20T02:00:00Z"),
        ("14:00z", "2026-11-22T14:00:00Z"),
    ])
    func readsTimesInUTC(_ text: String, time: String) throws {
        let typed = try TypedTime(text, clock: FilterSamples.clock)

        #expect(typed.instant(at: FilterSamples.now) == Timestamp(rfc3339: time))
    }

    @Test(arguments: [
        ("22:00", "2026-11-22T14:00:00Z"), ("22:05", "2026-11-21T14:05:00Z"), ("yesterday", "2026-11-20T16:00:00Z"),
        ("14:00z", "2026-11-22T14:00:00Z"), ("2026-11-22T10:00", "2026-11-22T02:00:00Z"),
    ])
    func readsTimesInTheZoneOfTheClock(_ text: String, time: String) throws {
        let typed = try TypedTime(text, clock: Self.shanghai)

        #expect(typed.instant(at: FilterSamples.now) == Timestamp(rfc3339: time))
    }

    /// As `--since` reads them half past eleven in the night, two hours east.
    @Test(arguments: [
        ("1d12h", "2026-11-21T09:30:00Z"), ("0d", "2026-11-22T21:30:00Z"), ("23:30", "2026-11-22T21:30:00Z"),
        ("23:31", "2026-11-21T21:31:00Z"), ("00:10:05", "2026-11-21T22:10:05Z"),
        ("2026-11-20", "2026-11-19T22:00:00Z"), ("2026-11-20T08:15:30+08:00", "2026-11-20T00:15:30Z"),
        ("05:00+08:00", "2026-11-22T21:00:00Z"), ("06:00+08:00", "2026-11-21T22:00:00Z"),
    ])
    func aTimeOfDayIsTheLastOneThatHasBeen(_ text: String, time: String) throws {
        let now = try #require(Timestamp(rfc3339: "2026-11-22T21:30:00Z"))
        let clock = FilterClock(now: now, zone: LocalZone(secondsEast: 7200))

        #expect(try TypedTime(text, clock: clock).instant(at: now) == Timestamp(rfc3339: time))
    }

    /// Summer time ended on October 25, at one o'clock in UTC.
    @Test(arguments: [
        ("2026-10-24T12:00", "2026-10-24T10:00:00Z"), ("2026-10-25", "2026-10-24T22:00:00Z"),
        ("12:00", "2026-10-24T10:00:00Z"), ("yesterday 12:00", "2026-10-24T10:00:00Z"),
        ("09:00", "2026-10-25T08:00:00Z"),
    ])
    func theOffsetIsThatOfTheTimeItself(_ text: String, time: String) throws {
        let now = try #require(Timestamp(rfc3339: "2026-10-25T09:00:00Z"))
        let change = LocalZone.Change(at: try #require(Timestamp(rfc3339: "2026-10-25T01:00:00Z")), secondsEast: 3600)
        let clock = FilterClock(now: now, zone: LocalZone(secondsEast: 7200, changes: [change]))

        #expect(try TypedTime(text, clock: clock).instant(at: now) == Timestamp(rfc3339: time))
    }

    @Test(arguments: [("15m", 900), ("-15m", 900), ("15m ago", 900), ("1h30m", 5400), ("now", 0), ("2d", 172_800)])
    func readsTimesBeforeThePresent(_ text: String, seconds: Int64) throws {
        #expect(try TypedTime(text, clock: .unknown) == .ago(seconds * 1_000_000))
    }

    @Test(arguments: [
        "", "14:70", "25:00", "1:2:3:4", "14", "lots", "2026-02-30", "Nov", "Nov 31", "tomorrow", "yesterday yesterday",
        "-",
        "14:0x", "14:05+8", "15m 14:00", "::", "2026-11-22T", "T10:00", "99999999999999d", "--5m",
    ])
    func refusesTheRest(_ text: String) {
        #expect(throws: TypedTime.Failure.unreadable) { try TypedTime(text, clock: FilterSamples.clock) }
    }

    @Test func aTimeOfDayNeedsThePresent() {
        #expect(throws: TypedTime.Failure.dateUnknown) { try TypedTime("14:05", clock: .unknown) }
        #expect(throws: TypedTime.Failure.unreadable) { try TypedTime("14:70", clock: .unknown) }
    }

    @Test func saysHowExactATimeIs() throws {
        let units = try ["2026-11-20", "14:00", "14:00:01", "14:00:01.5"].map { text -> Int64 in
            guard case .at(_, let unit) = try TypedTime(text, clock: FilterSamples.clock) else { return 0 }
            return unit
        }

        #expect(units == [86_400_000_000, 60_000_000, 1_000_000, 1])
    }
}

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("90s", 90_000_000), ("15m", 900_000_000), ("2H", 7_200_000_000), ("1h30m", 5_400_000_000),
        ("7d", 604_800_000_000),
        ("1w", 604_800_000_000), ("1.5h", 5_400_000_000), ("250ms", 250_000), ("3us", 3), ("3µs", 3), ("0s", 0),
    ])
    func readsDurations(_ text: String, microseconds: Int64) {
        #expect(DurationText.microseconds(text) == microseconds)
    }

    @Test(arguments: [
        "", "5", "m", "1h30", "-5m", "1x", "1.2.3s", "1.s", ".5s", "9223372036854775807d", "9223372036854775807us1us",
        "1 h",
        "１m",
    ])
    func refusesTheRest(_ text: String) {
        #expect(DurationText.microseconds(text) == nil)
    }

    @Test(arguments: [0, 1, 999, 1_000_000, 5_400_000_000, 86_400_000_001, Int64.max])
    func writesWhatItReads(_ microseconds: Int64) {
        #expect(DurationText.microseconds(DurationText.text(microseconds)) == microseconds)
    }
}
