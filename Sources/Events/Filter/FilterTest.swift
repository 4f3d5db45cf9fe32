import Basics

/// What a text, a number or a time must be to pass a filter's term.
indirect enum FilterTest: Sendable, Equatable {
    /// To be found anywhere in the text.
    case part(Needle)
    case prefix(Needle)
    case suffix(Needle)
    /// Its characters in this order, whatever is between them.
    case subsequence(Needle)
    /// The whole text.
    case equal(Needle)
    /// The whole text, with ``Needle/anyRun`` and ``Needle/anyCharacter``.
    case glob(Needle)
    case pattern(Pattern)
    /// A count, or a duration in microseconds.
    case number(Comparison, Int)
    /// Occurrences a minute.
    case rate(Comparison, Double)
    /// How many microseconds a time is ago.
    case age(Comparison, Int64)
    case instant(Comparison, Timestamp)
    case flag(FilterFlags)
    /// Of a text as ``RareFields`` gives it, what follows `prefix` on the line that begins with it; empty when there is none.
    case line(prefix: [UInt8], FilterTest)
    case oneOf([FilterTest])
    /// A range; when empty, a value that is still being typed and so asks nothing.
    case allOf([FilterTest])

    enum Comparison: Sendable {
        case equal, more, less, atLeast, atMost

        func holds<Value: Comparable>(_ value: Value, _ bound: Value) -> Bool {
            switch self {
            case .equal: value == bound
            case .more: value > bound
            case .less: value < bound
            case .atLeast: value >= bound
            case .atMost: value <= bound
            }
        }
    }
}

// MARK: Asking

extension FilterTest {
    /// Whether UTF-8 `bytes` pass.
    func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .part(let needle): needle.isPart(of: bytes)
        case .prefix(let needle): needle.begins(bytes)
        case .suffix(let needle): needle.ends(bytes)
        case .subsequence(let needle): needle.isSubsequence(of: bytes)
        case .equal(let needle): needle.equals(bytes)
        case .glob(let needle): needle.matchesGlob(bytes)
        case .pattern(let pattern): pattern.matches(bytes)
        case .line(let prefix, let test): test.matches(bytes.value(ofLine: prefix))
        case .oneOf(let tests): tests.contains { $0.matches(bytes) }
        case .allOf(let tests): tests.allSatisfy { $0.matches(bytes) }
        case .number, .rate, .age, .instant, .flag: false
        }
    }

    func matches(_ text: String) -> Bool {
        text.withBytes { matches($0) }
    }

    /// Whether a count, or a duration in microseconds, passes.
    func matches(_ number: Int) -> Bool {
        switch self {
        case .number(let comparison, let bound): comparison.holds(number, bound)
        case .oneOf(let tests): tests.contains { $0.matches(number) }
        case .allOf(let tests): tests.allSatisfy { $0.matches(number) }
        default: false
        }
    }

    /// Whether `rate`, in occurrences a minute, passes.
    func matches(_ rate: Double) -> Bool {
        switch self {
        case .rate(let comparison, let bound): comparison.holds(rate, bound)
        case .oneOf(let tests): tests.contains { $0.matches(rate) }
        case .allOf(let tests): tests.allSatisfy { $0.matches(rate) }
        default: false
        }
    }

    /// Whether `time` passes when it is `now`; a time in the future has a negative age.
    func matches(_ time: Timestamp, at now: Timestamp) -> Bool {
        switch self {
        case .age(let comparison, let bound): comparison.holds(now.microseconds(since: time), bound)
        case .instant(let comparison, let bound): comparison.holds(time, bound)
        case .oneOf(let tests): tests.contains { $0.matches(time, at: now) }
        case .allOf(let tests): tests.allSatisfy { $0.matches(time, at: now) }
        default: false
        }
    }

    /// Whether what has these flags passes.
    func matches(_ flags: FilterFlags) -> Bool {
        switch self {
        case .flag(let flag): flags.contains(flag)
        case .oneOf(let tests): tests.contains { $0.matches(flags) }
        case .allOf(let tests): tests.allSatisfy { $0.matches(flags) }
        default: false
        }
    }

    /// This test and all those it is made of.
    var all: [FilterTest] {
        switch self {
        case .oneOf(let tests), .allOf(let tests): [self] + tests.flatMap(\.all)
        case .line(_, let test): [self] + test.all
        default: [self]
        }
    }
}

extension Timestamp {
    /// The time from `other` to `self`, saturating.
    func microseconds(since other: Timestamp) -> Int64 {
        let (value, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
        return overflow ? (microseconds < 0 ? .min : .max) : value
    }
}

extension String {
    /// Calls `body` with the UTF-8, without a copy for every text but those that come from Foundation.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        return Array(utf8).withUnsafeBufferPointer(body)
    }
}
