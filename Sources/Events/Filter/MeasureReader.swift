import Basics

/// Reads numbers, rates, durations and times, alone and as ranges.
struct MeasureReader {
    let field: FilterField
    let clock: FilterClock
    /// Where the value stands.
    let range: Range<Int>

    private typealias Comparison = FilterTest.Comparison

    /// The test of one value.
    ///
    /// - Parameters:
    ///   - text: The value.
    ///   - comparison: How it is compared; `:` has become at least.
    ///   - isPlain: Whether it was `:`, which asks of a time whether it is within.
    /// - Returns: The test.
    /// - Throws: ``FilterError`` at the value.
    func test(_ text: String, comparison: FilterTest.Comparison, isPlain: Bool) throws(FilterError) -> FilterTest {
        switch field.kind {
        case .number: return .number(comparison, try number(text))
        case .rate: return .rate(comparison, try rate(text))
        case .duration: return .number(comparison, Int(try duration(text)))
        case .time:
            let isWithin = isPlain || comparison == .equal
            let time = try time(text)
            return isWithin ? within(time) : compared(time, comparison)
        case .text, .flag: preconditionFailure("a text or a flag is no measure")
        }
    }

    /// The test of `from..to`, of which one may be empty; both belong to it.
    func range(from: String, to: String) throws(FilterError) -> FilterTest {
        guard !from.isEmpty || !to.isEmpty else { throw FilterError("the range has neither end", at: range) }
        var tests: [FilterTest] = []
        if field.kind == .time {
            tests = try times(from: from, to: to)
        } else {
            if !from.isEmpty { tests.append(try test(from, comparison: .atLeast, isPlain: false)) }
            if !to.isEmpty { tests.append(try test(to, comparison: .atMost, isPlain: false)) }
        }
        return tests.count == 1 ? tests[0] : .allOf(tests)
    }

    // MARK: Numbers

    private func number(_ text: String) throws(FilterError) -> Int {
        guard let number = Int(text), text.first != "+" else {
            throw FilterError("\(field.rawValue) needs a number, got \"\(text)\"", at: range)
        }
        return number
    }

    private func rate(_ text: String) throws(FilterError) -> Double {
        guard text.first?.isNumber == true, let rate = Double(text), rate.isFinite else {
            throw FilterError("rate needs a number a minute, got \"\(text)\"", at: range)
        }
        return rate
    }

    private func duration(_ text: String) throws(FilterError) -> Int64 {
        guard let duration = DurationText.microseconds(text) else {
            throw FilterError("\(field.rawValue) needs a duration, got \"\(text)\"; try 90s, 15m, 1h30m", at: range)
        }
        return duration
    }

    // MARK: Times

    /// A time as it was written: `15m` is an age, `-15m` and `14:05` are moments.
    private enum Time {
        case age(Int64)
        case moment(before: Int64)
        case instant(Timestamp, unit: Int64)
    }

    private func time(_ text: String) throws(FilterError) -> Time {
        do {
            switch try TypedTime(text, clock: clock) {
            case .ago(let microseconds): return text.hasPrefix("-") ? .moment(before: microseconds) : .age(microseconds)
            case .at(let time, let unit): return .instant(time, unit: unit)
            }
        } catch {
            throw FilterError(error.message(for: text), at: range)
        }
    }

    /// Within the last 15 minutes; in the minute 14:05; on that day.
    private func within(_ time: Time) -> FilterTest {
        switch time {
        case .age(let microseconds), .moment(let microseconds): .age(.atMost, microseconds)
        case .instant(let start, let unit):
            .allOf([.instant(.atLeast, start), .instant(.atMost, Self.lastOf(start, unit))])
        }
    }

    private func compared(_ time: Time, _ comparison: FilterTest.Comparison) -> FilterTest {
        switch time {
        case .age(let microseconds): .age(comparison, microseconds)
        case .moment(let microseconds): .age(comparison.mirrored, microseconds)
        case .instant(let start, let unit):
            .instant(comparison, comparison == .atMost ? Self.lastOf(start, unit) : start)
        }
    }

    private func times(from: String, to: String) throws(FilterError) -> [FilterTest] {
        let start = from.isEmpty ? nil : try time(from)
        let end = to.isEmpty ? nil : try time(to)
        // Of two ages the larger one comes first in time, whichever was written first.
        if case .age(let from)? = start, case .age(let to)? = end {
            return [.age(.atMost, max(from, to)), .age(.atLeast, min(from, to))]
        }
        if case .age(let from)? = start, end == nil { return [.age(.atLeast, from)] }
        if case .age(let to)? = end, start == nil { return [.age(.atMost, to)] }
        return [start.map(Self.notBefore), end.map { Self.notAfter($0, start: start) }].compactMap { $0 }
    }

    private static func notBefore(_ time: Time) -> FilterTest {
        switch time {
        case .age(let microseconds), .moment(let microseconds): .age(.atMost, microseconds)
        case .instant(let start, _): .instant(.atLeast, start)
        }
    }

    private static func notAfter(_ time: Time, start: Time?) -> FilterTest {
        switch time {
        case .age(let microseconds), .moment(let microseconds): return .age(.atLeast, microseconds)
        case .instant(var end, let unit):
            // Each time of day is the last such that has been: 23:50..00:10 ends the day after it begins.
            if case .instant(let start, _)? = start, end < start, unit < TypedTime.day,
                start.microseconds - end.microseconds < TypedTime.day
            {
                end.microseconds += TypedTime.day
            }
            return .instant(.atMost, unit == TypedTime.day ? lastOf(end, unit) : end)
        }
    }

    /// The last microsecond of a day or a minute.
    private static func lastOf(_ start: Timestamp, _ unit: Int64) -> Timestamp {
        Timestamp(microseconds: start.microseconds + max(0, unit - 1))
    }
}
