import Basics
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2024-01-02T03:04:05Z", 1_704_164_645_000_000),
            ("2024-01-02T03:04:05.678901Z", 1_704_164_645_678_901), ("2024-01-02T03:04:05.5Z", 1_704_164_645_500_000),
            ("2024-01-02T03:04:05.123456789Z", 1_704_164_645_123_456),
            ("2024-01-02T11:04:05+08:00", 1_704_164_645_000_000),
            ("2024-01-01T22:34:05-04:30", 1_704_164_645_000_000), ("2000-02-29T00:00:00Z", 951_782_400_000_000),
            ("1969-12-31T23:59:59Z", -1_000_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
        ] as [(String, Int64)]
    )
    func readsRFC3339(_ text: String, microseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "null", "2024-01-02", "2024-01-02T03:04:05", "2024-13-02T03:04:05Z", "2024-02-30T03:04:05Z",
        "2023-02-29T00:00:00Z",
        "2024-01-02T24:04:05Z", "2024-01-02T03:60:05Z", "2024-01-02T03:04:05.Z", "2024-01-02T03:04:05.1234567890Z",
        "2024-01-02T03:04:05Zx", "2024-01-02T03:04:05+8:00", "24-01-02T03:04:05Z", "2024-00-02T03:04:05Z",
    ])
    func refusesAnythingElse(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(arguments: [
        "1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "1969-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
    ])
    func writesWhatItRead(_ text: String) throws {
        #expect(try #require(Timestamp(rfc3339: text)).rfc3339() == text)
    }

    @Test func writesSixDigitsWhenAsked() {
        #expect(Timestamp(microseconds: 1_704_164_645_000_901).rfc3339(fraction: true) == "2024-01-02T03:04:05.000901Z")
    }

    @Test func knowsTheDayOfTheWeek() throws {
        #expect(try #require(Timestamp(rfc3339: "2026-11-22T00:00:00Z")).utc.weekday == 0)
        #expect(try #require(Timestamp(rfc3339: "1969-12-31T00:00:00Z")).utc.weekday == 3)
    }

    @Test func arithmeticSaturates() {
        let end = Timestamp(microseconds: .max)

        #expect(end.advanced(by: .seconds(1)) == end)
        #expect(Timestamp(seconds: .max) == end)
        #expect(end.since(Timestamp(microseconds: .min)) == .microseconds(Int64.max))
        #expect(Timestamp(seconds: 5).advanced(by: .milliseconds(-1500)) == Timestamp(microseconds: 3_500_000))
    }
}
