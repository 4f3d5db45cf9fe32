import Forwarding
import LogService
import Testing

@Suite struct RetryPolicyTests {
    private let policy = RetryPolicy()

    @Test(arguments: [(1, 200), (2, 400), (3, 800), (8, 25_600), (9, 30_000), (1000, 30_000)])
    func networkPauseDoublesUpToThirtySeconds(failures: Int, milliseconds: Int) {
        #expect(
            decision(.network, failures: failures, random: 1) == .retry(after: .milliseconds(milliseconds), .retrying)
        )
    }

    @Test func pauseIsNeverNothing() {
        #expect(decision(.server, random: 0) == .retry(after: .milliseconds(100), .retrying))
    }

    @Test(arguments: [(1, 3), (2, 6), (5, 48), (6, 60), (1000, 60)])
    func throttledPauseDoublesUpToAMinute(failures: Int, seconds: Int) {
        #expect(decision(.throttled, failures: failures, random: 0) == .retry(after: .seconds(seconds), .throttled))
    }

    @Test(arguments: [(1, 5), (2, 10), (4, 40), (5, 60), (1000, 60)])
    func blockedPauseDoublesUpToAMinute(failures: Int, seconds: Int) {
        #expect(decision(.notFound, failures: failures, random: 0) == .retry(after: .seconds(seconds), .blocked))
    }

    @Test func sinkMayAskForMoreButNotForEver() {
        let hour = LogServiceError.sample(.server, retryAfter: .seconds(3600))
        let decision = policy.decision(after: hour, failures: 1, age: .zero, random: 0)

        #expect(decision == .retry(after: .seconds(300), .retrying))
    }

    @Test func clockIsTriedTwiceAtOnce() {
        #expect(decision(.clock, failures: 2) == .retry(after: .zero, .retrying))
        #expect(decision(.clock, failures: 3, random: 0) == .retry(after: .seconds(20), .blocked))
    }

    @Test func dataIsSplitAtOnceAndOurOwnMistakeAfterTenMinutes() {
        #expect(decision(.invalidData) == .split)
        #expect(decision(.tooLarge) == .split)
        #expect(decision(.client, age: .seconds(599), random: 0) == .retry(after: .seconds(5), .blocked))
        #expect(decision(.client, age: .seconds(600)) == .split)
    }

    private func decision(
        _ kind: LogServiceError.Kind,
        failures: Int = 1,
        age: Duration = .zero,
        random: Double = 0.5
    ) -> RetryPolicy.Decision {
        policy.decision(after: .sample(kind), failures: failures, age: age, random: random)
    }
}
