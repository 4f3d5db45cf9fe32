/// The header `Retry-After`.
package enum RetryAfter {
    /// Seconds; an HTTP date is read as 5 s, because the clocks of both ends need not agree.
    ///
    /// Nil when it is neither.
    package static func parse(_ value: String?) -> Duration? {
        guard let value else { return nil }
        if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .seconds(min(Int(value) ?? .max, 86400))
        }
        return value.hasSuffix("GMT") ? .seconds(5) : nil
    }
}
