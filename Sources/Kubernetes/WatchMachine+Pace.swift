import Basics
import Events

extension WatchMachine {
    /// How often to ask.
    struct Pace: Sendable {
        var budget = RequestBudget()
        /// What follows the wait.
        var pending = Step.probe
        /// Failures in a row; forgotten after two minutes without one.
        var failures = 0
        var lastFailure: Duration?
        var lastReason: String?
        /// When the first failure came after all was well.
        var failingSince: Duration?
        /// A refused credential is tried again at once, but once.
        var hasRetriedCredential = false
        var futureAnswers = 0
        var lastList: Duration?
        var lastTold = Duration.zero

        /// Lists begin 10 s apart, whatever the server does; the pages of one list are not counted.
        mutating func pause(before step: Step, at now: Duration) -> Duration {
            if case .list(let token, _) = step {
                if token != nil { return .zero }
                if let lastList, now - lastList < .seconds(10) { return .seconds(10) - (now - lastList) }
            }
            return budget.take(at: now)
        }
    }

    /// Waits after a failure, as long as its kind asks for, then goes on with `next`.
    mutating func retreat(from error: KubernetesError, to next: Step, _ moment: Moment) -> [WatchUpdate] {
        pace.lastReason = error.message
        pace.failingSince = pace.failingSince ?? moment.elapsed
        if error.kind == .unauthorized, !pace.hasRetriedCredential {
            pace.hasRetriedCredential = true
            return request(next, moment)
        }
        if let last = pace.lastFailure, moment.elapsed - last > .seconds(120) { pace.failures = 0 }
        pace.failures += 1
        let pause = Self.pause(after: error, failures: pace.failures, random: moment.random)
        pace.lastFailure = moment.elapsed + pause
        let isDenied = error.kind == .unauthorized || error.kind == .forbidden || error.kind == .credentials
        return wait(pause, then: next, saying: error.message, denied: isDenied, moment)
    }

    private static func pause(after error: KubernetesError, failures: Int, random: Double) -> Duration {
        let backoff =
            switch error.kind {
            case .forbidden: Backoff(initial: .seconds(30), maximum: .seconds(300), jitter: 0.1)
            case .unauthorized, .credentials, .notFound:
                Backoff(initial: .seconds(5), maximum: .seconds(60), jitter: 0.1)
            case .untrusted: Backoff(initial: .seconds(5), maximum: .seconds(60), jitter: 0.5)
            default: Backoff()
            }
        let pause = backoff.delay(afterFailures: failures, random: random)
        guard let asked = error.retryAfter else { return pause }
        let capped = min(asked, .seconds(60))
        return max(capped + capped * (0.1 * random), min(pause, .seconds(60)))
    }
}
