import Basics

/// An instant as a person writes it on a command line.
enum Moment {
    /// What ``parse(_:now:zoneOffset:)`` takes, for hints.
    static let hint = "write 30m, 2h, 7d, 14:05, 2026-11-22, 2026-11-22T14:05 or 2026-11-22T14:05:00Z"

    /// Reads how long ago it was, a time of the last 24 hours, a date, or RFC 3339; without an offset the zone is the local one.
    ///
    /// - Parameters:
    ///   - text: `1d12h`, `14:05`, `14:05:30`, `2026-11-22`, `2026-11-22T14:05` or `2026-11-22T14:05:00Z`.
    ///   - now: What durations and times of the day count back from.
    ///   - zoneOffset: Seconds that the local zone is east of UTC at a time.
    /// - Returns: The instant, or nil when the text is anything else.
    static func parse(_ text: String, now: Timestamp, zoneOffset: (Timestamp) -> Int) -> Timestamp? {
        if let exact = Timestamp(rfc3339: text) { return exact }
        if let duration = duration(text) { return now.advanced(by: .zero - duration) }
        if let date = wallClock(text) { return instant(date, zoneOffset) }
        let today = now.advanced(by: .seconds(zoneOffset(now))).rfc3339().prefix(10)
        guard let date = wallClock(today + "T" + text) else { return nil }
        let time = instant(date, zoneOffset)
        return time <= now ? time : instant(date.advanced(by: .seconds(-86_400)), zoneOffset)
    }

    /// `90s`, `1h30m`, `7d`, `1d12h`.
    static func duration(_ text: String) -> Duration? {
        let parts = text.split(separator: "d", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return goDuration(text) }
        guard let days = Int64(parts[0]), (0...36_500).contains(days) else { return nil }
        guard !parts[1].isEmpty else { return .seconds(days * 86_400) }
        return goDuration(String(parts[1])).map { $0 + .seconds(days * 86_400) }
    }

    /// What a clock of the zone shows, as if it were UTC.
    private static func wallClock(_ text: some StringProtocol) -> Timestamp? {
        let date = text.count == 10 ? text + "T00:00" : String(text)
        return Timestamp(rfc3339: date + "Z") ?? Timestamp(rfc3339: date + ":00Z")
    }

    /// By the offset that holds then, not at the same number of seconds in UTC.
    private static func instant(_ wallClock: Timestamp, _ zoneOffset: (Timestamp) -> Int) -> Timestamp {
        let guess = wallClock.advanced(by: .seconds(-zoneOffset(wallClock)))
        return wallClock.advanced(by: .seconds(-zoneOffset(guess)))
    }
}
