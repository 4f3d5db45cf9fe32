/// The pauses between attempts at something that fails.
///
/// Doubles from `initial` and stops growing at `maximum`: 0.8, 1.6, 3.2, ... 30, 30 s with the defaults. Each pause is then
/// lengthened by a random part of itself, up to `jitter`, so that clients do not retry together. The defaults are client-go's.
package struct Backoff: Sendable, Equatable {
    package var initial: Duration
    package var maximum: Duration
    /// The largest random lengthening as a share of the pause: 1 doubles it at most.
    package var jitter: Double

    package init(initial: Duration = .milliseconds(800), maximum: Duration = .seconds(30), jitter: Double = 1) {
        self.initial = initial
        self.maximum = maximum
        self.jitter = jitter
    }

    /// The pause before the next attempt.
    ///
    /// - Parameters:
    ///   - failures: How many attempts failed in a row, at least 1.
    ///   - random: A number in `0..<1`; the caller's, so that tests can choose it.
    /// - Returns: At least `initial`, at most `maximum` and its jitter.
    package func delay(afterFailures failures: Int, random: Double) -> Duration {
        let doublings = min(max(failures, 1) - 1, 40)
        let pause = min(initial * (1 << doublings), maximum)
        return pause + pause * (jitter * random)
    }
}
