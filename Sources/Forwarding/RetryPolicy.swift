package import Basics
package import LogService

/// What to do after a request failed.
///
/// No class has an attempt limit: the data is on disk, and drops are a matter of policy, not of luck.
package struct RetryPolicy: Sendable {
    /// Why delivery pauses.
    package enum Pause: Sendable, Equatable {
        case retrying, throttled
        /// Until a person acts.
        case blocked
    }

    package enum Decision: Sendable, Equatable {
        case retry(after: Duration, Pause)
        /// Send the halves; a batch of one is refused for good.
        case split
    }

    /// Network and server errors: between 100 ms and the backoff, so that clients do not retry together.
    package var transient = Backoff(initial: .milliseconds(200), maximum: .seconds(30), jitter: 0)
    package var throttle = Backoff(initial: .seconds(3), maximum: .seconds(60), jitter: 0.1)
    package var blocked = Backoff(initial: .seconds(5), maximum: .seconds(60), jitter: 0.1)
    /// What the sink calls a mistake of ours is a mistake in the data when it lasts longer than this.
    package var patience: Duration = .seconds(600)
    /// The longest pause that a sink may ask for.
    package var longestRetryAfter: Duration = .seconds(300)

    package init() {}

    /// Decides about one failed request.
    ///
    /// - Parameters:
    ///   - error: Why it failed.
    ///   - failures: How many failed in a row, this one included.
    ///   - age: The time since this batch first failed.
    ///   - random: A number in `0..<1`.
    /// - Returns: When to try again, or that the batch is to be split.
    package func decision(after error: LogServiceError, failures: Int, age: Duration, random: Double) -> Decision {
        let asked = min(error.retryAfter ?? .zero, longestRetryAfter)
        switch error.kind {
        case .network, .server:
            let pause = max(transient.delay(afterFailures: failures, random: 0) * random, .milliseconds(100))
            return .retry(after: max(pause, asked), .retrying)
        case .throttled:
            return .retry(after: max(throttle.delay(afterFailures: failures, random: random), asked), .throttled)
        case .clock where failures <= 2, .credentials where failures <= 1:
            // The sink has corrected its clock, or fetches credentials anew.
            return .retry(after: .zero, .retrying)
        case .clock, .credentials, .notFound, .forbidden:
            return .retry(after: max(blocked.delay(afterFailures: failures, random: random), asked), .blocked)
        case .client where age < patience:
            return .retry(after: max(blocked.delay(afterFailures: failures, random: random), asked), .blocked)
        case .tooLarge, .invalidData, .client:
            return .split
        }
    }
}
