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
        /// Everything pauses.
        case retry(after: Duration, Pause)
        /// The batch pauses, others go on: it alone may be at fault.
        case hold(for: Duration)
        /// At once, with the times of its logs set anew.
        case encodeAgain
        /// Send the halves; a batch of one is refused for good.
        case split
    }

    /// How often a trouble has come.
    package struct Record: Sendable, Equatable {
        /// Since the last success of any batch, this time included.
        package var failures: Int
        /// For this batch, this time included.
        package var failuresOfBatch: Int
        /// Since this batch met this trouble first.
        package var age: Duration
        /// Whether a batch that was sent together with this one, or later, has arrived.
        package var othersArrive: Bool

        package init(failures: Int, failuresOfBatch: Int, age: Duration, othersArrive: Bool = false) {
            self.failures = failures
            self.failuresOfBatch = failuresOfBatch
            self.age = age
            self.othersArrive = othersArrive
        }
    }

    /// Network and server errors: between 100 ms and the backoff, so that clients do not retry together.
    package var transient = Backoff(initial: .milliseconds(200), maximum: .seconds(30), jitter: 0)
    package var throttle = Backoff(initial: .seconds(3), maximum: .seconds(60), jitter: 0.1)
    package var blocked = Backoff(initial: .seconds(5), maximum: .seconds(60), jitter: 0.1)
    /// A refusal for an unknown reason is taken for a mistake in the data when it lasts longer than this, or when it comes again
    /// while other batches arrive.
    package var patience: Duration = .seconds(600)
    /// The longest pause that a sink may ask for.
    package var longestRetryAfter: Duration = .seconds(300)

    package init() {}

    /// Decides about one failed request.
    ///
    /// - Parameters:
    ///   - error: Why it failed.
    ///   - record: How often this trouble has come: errors of one ``trouble(of:)``.
    ///   - random: A number in `0..<1`.
    /// - Returns: When to try again, or that the batch is to be split.
    package func decision(after error: LogServiceError, _ record: Record, random: Double) -> Decision {
        let failures = record.failures
        let asked = min(error.retryAfter ?? .zero, longestRetryAfter)
        switch error.kind {
        case .network, .server:
            let pause = max(transient.delay(afterFailures: failures, random: 0) * random, .milliseconds(100))
            return .retry(after: max(pause, asked), .retrying)
        case .throttled:
            return .retry(after: max(throttle.delay(afterFailures: failures, random: random), asked), .throttled)
        case .clock where failures <= 2, .credentials where failures <= 1:
            // The sink knows the right time now, or fetches credentials anew.
            return .retry(after: .zero, .retrying)
        case .clock, .credentials, .notFound, .forbidden, .client:
            return .retry(after: max(blocked.delay(afterFailures: failures, random: random), asked), .blocked)
        case .unknown where record.age < patience && !(record.othersArrive && record.failuresOfBatch > 1):
            let pause = blocked.delay(afterFailures: record.failuresOfBatch, random: random)
            return .hold(for: max(pause, asked))
        case .logTime where record.failuresOfBatch == 1:
            return .encodeAgain
        case .tooLarge, .logTime, .invalidData, .unknown:
            return .split
        }
    }

    /// Errors that count as one trouble: what is down answers now this way, now that.
    static func trouble(of error: LogServiceError) -> LogServiceError.Kind {
        error.kind == .server ? .network : error.kind
    }
}
