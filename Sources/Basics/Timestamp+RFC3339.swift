/// RFC 3339 as Kubernetes writes and other clients may write it: `2026-11-22T21:07:28Z`, 0 to 9 fractional digits, any offset.
/// By hand because a formatter costs 29 µs a call, and every event has two or three times (`spec/performance.md`, section 1).
extension Timestamp {
    /// Reads an RFC 3339 time from ASCII bytes, or gives nil when they are anything else.
    package init?(rfc3339 bytes: some Collection<UInt8>) {
        var reader = DigitReader(bytes: Array(bytes))
        guard let year = reader.number(digits: 4), reader.skip("-"),
            let month = reader.number(digits: 2), reader.skip("-"),
            let day = reader.number(digits: 2), reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let hour = reader.number(digits: 2), reader.skip(":"),
            let minute = reader.number(digits: 2), reader.skip(":"),
            let second = reader.number(digits: 2),
            (1...12).contains(month), (1...Self.daysIn(month: month, year: year)).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        guard let fraction = reader.microseconds(), let offset = reader.offsetSeconds(), reader.isAtEnd else {
            return nil
        }
        let days = Self.daysSince1970(year: year, month: month, day: day)
        self.init(microseconds: (days * 86400 + hour * 3600 + minute * 60 + second - offset) * 1_000_000 + fraction)
    }

    package init?(rfc3339 text: String) {
        self.init(rfc3339: text.utf8)
    }

    /// `2026-11-22T21:07:28Z`, or with `fraction` six digits more: `2026-11-22T21:07:28.012345Z`.
    package func rfc3339(fraction: Bool = false) -> String {
        let clock = utc
        var writer = DigitWriter()
        writer.add(clock.year, digits: 4, "-")
        writer.add(clock.month, digits: 2, "-")
        writer.add(clock.day, digits: 2, "T")
        writer.add(clock.hour, digits: 2, ":")
        writer.add(clock.minute, digits: 2, ":")
        writer.add(clock.second, digits: 2, fraction ? "." : "Z")
        if fraction { writer.add(clock.microsecond, digits: 6, "Z") }
        return writer.text
    }

    /// The parts of a time as a calendar and a clock show them.
    package struct Parts: Sendable, Equatable {
        package var year, month, day, hour, minute, second, microsecond: Int64
        /// 0 is Sunday.
        package var weekday: Int64
    }

    /// The parts in UTC.
    package var utc: Parts {
        let second = self.seconds
        let day = second >= 0 ? second / 86400 : (second - 86399) / 86400
        let rest = second - day * 86400
        let date = Self.date(daysSince1970: day)
        return Parts(
            year: date.year,
            month: date.month,
            day: date.day,
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
            microsecond: microseconds - second &* 1_000_000,
            weekday: ((day + 4) % 7 + 7) % 7
        )
    }

    private static func daysIn(month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // Howard Hinnant's civil-date algorithms: https://howardhinnant.github.io/date_algorithms.html
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468
    }

    private static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719468
        let era = (shifted >= 0 ? shifted : shifted - 146096) / 146097
        let dayOfEra = shifted - era * 146097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

/// `number` in decimal, with zeros in front up to `width` digits.
package func pad(_ number: some BinaryInteger, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// Numbers with what parts them, in one piece of memory: lines have a time each.
private struct DigitWriter {
    private var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(27)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func add(_ number: Int64, digits: Int, _ separator: Unicode.Scalar) {
        let start = bytes.count
        var rest = number
        for _ in 0..<digits {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest.magnitude % 10))
            rest /= 10
        }
        bytes[start...].reverse()
        // A year that has more digits than that, or a sign.
        if rest != 0 || number < 0 { bytes.replaceSubrange(start..., with: pad(number, digits).utf8) }
        bytes.append(UInt8(ascii: separator))
    }
}

private struct DigitReader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func digit() -> Int64? {
        guard position < bytes.count, (0x30...0x39).contains(bytes[position]) else { return nil }
        position += 1
        return Int64(bytes[position - 1] - 0x30)
    }

    mutating func number(digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    mutating func microseconds() -> Int64? {
        guard skip(".") else { return 0 }
        var value: Int64 = 0
        var count = 0
        while let digit = digit() {
            if count < 6 { value = value * 10 + digit }
            count += 1
        }
        guard (1...9).contains(count) else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    mutating func offsetSeconds() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), skip(":"), let minutes = number(digits: 2), hours < 24, minutes < 60 else {
            return nil
        }
        return sign * (hours * 3600 + minutes * 60)
    }
}
