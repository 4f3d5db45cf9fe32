import Glibc

/// An instant, in microseconds since 1970-01-01T00:00:00Z.
///
/// Microseconds are what Kubernetes writes (`metav1.MicroTime`). Arithmetic saturates, so that a hostile time cannot trap.
package struct Timestamp: Sendable, Hashable, Comparable {
    package var microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package init(seconds: Int64) {
        let (value, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        microseconds = overflow ? (seconds < 0 ? .min : .max) : value
    }

    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 {
        let quotient = microseconds / 1_000_000
        return microseconds % 1_000_000 < 0 ? quotient - 1 : quotient
    }

    /// Reads the wall clock.
    ///
    /// Only shells call this; everything below takes the time as a parameter.
    package static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    package static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.microseconds < rhs.microseconds }

    /// The time from `other` to `self`, negative when `self` is earlier.
    package func since(_ other: Timestamp) -> Duration {
        let (value, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
        return .microseconds(overflow ? (microseconds < 0 ? .min : .max) : value)
    }

    package func advanced(by duration: Duration) -> Timestamp {
        let parts = duration.components
        let (scaled, overflow) = parts.seconds.multipliedReportingOverflow(by: 1_000_000)
        let step = overflow ? (parts.seconds < 0 ? Int64.min : .max) : scaled
        let (sum, carried) = microseconds.addingReportingOverflow(step)
        guard !carried else { return Timestamp(microseconds: step < 0 ? .min : .max) }
        return Timestamp(microseconds: sum &+ parts.attoseconds / 1_000_000_000_000)
    }
}
