package import Basics

/// The header `Retry-After`.
package enum RetryAfter {
    /// Seconds, or the time from `date` to the date it names; nil when it is neither.
    ///
    /// - Parameters:
    ///   - value: The header.
    ///   - date: The header `Date` of the same answer: the clocks of both ends need not agree. Without one a date is read as 5 s.
    /// - Returns: At most a day, never less than zero.
    package static func parse(_ value: String?, date: Timestamp?) -> Duration? {
        guard let value else { return nil }
        if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .seconds(min(Int(value) ?? .max, 86400))
        }
        guard let time = Timestamp(httpDate: value) else { return nil }
        guard let now = date else { return .seconds(5) }
        return min(max(time.since(now), .zero), .seconds(86400))
    }
}
