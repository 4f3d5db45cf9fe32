package import Basics

/// What a time of the day needs to become an instant.
package struct FilterClock: Sendable, Equatable {
    /// UTC, without a present.
    package static let unknown = FilterClock(now: nil)

    package var now: Timestamp?
    /// The zone in which times are written and read.
    package var zone: LocalZone

    package init(now: Timestamp?, zone: LocalZone = .utc) {
        self.now = now
        self.zone = zone
    }
}

/// A time as a person writes it.
///
/// Relative: `15m`, `-15m`, `15m ago`, `now`. Of the day: `14:05`, `14:05:30`, `yesterday 23:10`. With a date: `2026-11-22`,
/// `2026-11-22T10:00`, `2026-11-22 10:00:05`, `Nov 21`, `Nov 21 14:00`, and RFC 3339. A time without a date or a year is the last
/// such that has been; a time without a zone is in that of the clock.
package enum TypedTime: Sendable, Equatable {
    /// So many microseconds before the present.
    case ago(Int64)
    /// From here on for `unit` microseconds: a day, a minute, a second, or 1 when it is exact.
    case at(Timestamp, unit: Int64)

    package enum Failure: Error, Equatable {
        case unreadable
        /// It has no date, and the clock does not know the present.
        case dateUnknown

        /// What to say of `text`, which could not be read.
        package func message(for text: String) -> String {
            switch self {
            case .unreadable: "\"\(text)\" is no time or duration; try 15m, 14:07, 14:00..14:10"
            case .dateUnknown: "\"\(text)\" needs a date here, as in 2026-11-22T14:05"
            }
        }
    }

    package static let day: Int64 = 86_400_000_000
    private static let minute: Int64 = 60_000_000

    /// Reads `text`.
    ///
    /// - Throws: ``Failure``.
    package init(_ text: String, clock: FilterClock) throws(Failure) {
        let words = text.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
        guard let first = words.first else { throw .unreadable }
        if words == ["now"] {
            self = .ago(0)
        } else if words.count == 1 || words.dropFirst() == ["ago"],
            let microseconds = DurationText.microseconds(first.hasPrefix("-") ? String(first.dropFirst()) : first)
        {
            self = .ago(microseconds)
        } else {
            let (date, time) = try Self.parts(words)
            self = try Self.resolve(date, time, clock)
        }
    }

    /// Whether it is so long ago, and not an instant.
    package var isAge: Bool { if case .ago = self { true } else { false } }

    /// The instant it stands for.
    package func instant(at now: Timestamp) -> Timestamp {
        switch self {
        case .ago(let microseconds): now.advanced(by: .microseconds(-microseconds))
        case .at(let time, _): time
        }
    }

    // MARK: Parts

    private enum Date {
        case none, today, yesterday
        case day(month: Int, day: Int)
        case full(String)
    }

    private struct Time {
        /// `14:05:00`, with a fraction when one was written.
        var clock = "00:00:00"
        var unit = TypedTime.day
        /// The one written behind it; nil for that of the clock.
        var zone: LocalZone?
    }

    private static func parts(_ words: [String]) throws(Failure) -> (Date, Time) {
        if words.count == 1, let split = words[0].firstIndex(of: "t"), words[0].first?.isNumber == true {
            return (try date([String(words[0][..<split])]), try time(String(words[0][words[0].index(after: split)...])))
        }
        guard let last = words.last, last.contains(":") else { return (try date(words), Time()) }
        return (words.count == 1 ? .none : try date(words.dropLast()), try time(last))
    }

    private static func date(_ words: [String]) throws(Failure) -> Date {
        switch words {
        case ["today"]: return .today
        case ["yesterday"]: return .yesterday
        default: break
        }
        if words.count == 1, words[0].utf8.count == 10 { return .full(words[0]) }
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        guard words.count == 2, let name = words.first(where: { $0.first?.isLetter == true }), name.count >= 3,
            let month = months.firstIndex(where: { name.hasPrefix($0) }),
            let day = words.compactMap({ Int($0) }).first, (1...31).contains(day)
        else { throw .unreadable }
        return .day(month: month + 1, day: day)
    }

    /// `9:05`, `14:05:30.25`, with `z` or `+08:00` behind it.
    private static func time(_ text: String) throws(Failure) -> Time {
        let zoneStart = text.firstIndex { "z+-".contains($0) } ?? text.endIndex
        let zone = zoneStart == text.endIndex ? nil : try zone(text[zoneStart...])
        var fields = text[..<zoneStart].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(fields.count), (1...2).contains(fields[0].utf8.count) else { throw .unreadable }
        if fields[0].utf8.count == 1 { fields[0] = "0" + fields[0] }
        let unit = fields.count == 2 ? minute : fields[2].contains(".") ? 1 : 1_000_000
        if fields.count == 2 { fields.append("00") }
        return Time(clock: fields.joined(separator: ":"), unit: unit, zone: zone)
    }

    /// `z` or `+08:00`.
    private static func zone(_ text: Substring) throws(Failure) -> LocalZone {
        guard let midnight = Timestamp(rfc3339: "2000-01-01T00:00:00" + text.uppercased()),
            let inUTC = Timestamp(rfc3339: "2000-01-01T00:00:00Z")
        else { throw .unreadable }
        return LocalZone(secondsEast: Int((inUTC.microseconds - midnight.microseconds) / 1_000_000))
    }

    // MARK: Resolving

    private static func resolve(_ date: Date, _ time: Time, _ clock: FilterClock) throws(Failure) -> TypedTime {
        if case .full(let date) = date { return .at(try instant(date, time, clock), unit: time.unit) }
        // A fault in the time is one whatever the date is.
        _ = try instant("2000-01-01", time, clock)
        guard let now = clock.now else { throw .dateUnknown }
        let zone = time.zone ?? clock.zone
        let today = zone.wallClock(now)
        let yesterday = today.advanced(by: .seconds(-86_400)).date
        var start: Timestamp
        switch date {
        case .day(let month, let day):
            let year = today.utc.year
            let dates = [year, year - 1].map { pad($0, 4) + "-" + pad(month, 2) + "-" + pad(day, 2) }
            start = try instant(dates[0], time, clock)
            if start > now { start = try instant(dates[1], time, clock) }
        case .yesterday:
            start = try instant(yesterday, time, clock)
        case .today, .full:
            start = try instant(today.date, time, clock)
        case .none:
            start = try instant(today.date, time, clock)
            if start > now { start = try instant(yesterday, time, clock) }
        }
        return .at(start, unit: time.unit)
    }

    private static func instant(_ date: String, _ time: Time, _ clock: FilterClock) throws(Failure) -> Timestamp {
        guard let wallClock = Timestamp(rfc3339: date + "T" + time.clock + "Z") else { throw .unreadable }
        return (time.zone ?? clock.zone).instant(wallClock: wallClock)
    }
}

extension Timestamp {
    /// RFC 3339 in UTC, with a fraction where there is one.
    var typed: String { rfc3339(fraction: utc.microsecond != 0) }

    /// `2026-11-22`.
    fileprivate var date: String { String(rfc3339().prefix(10)) }
}
