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
        let decision = policy.decision(after: hour, .init(failures: 1, failuresOfBatch: 1, age: .zero), random: 0)

        #expect(decision == .retry(after: .seconds(300), .retrying))
    }

    @Test func clockIsTriedTwiceAtOnce() {
        #expect(decision(.clock, failures: 2) == .retry(after: .zero, .retrying))
        #expect(decision(.clock, failures: 3, random: 0) == .retry(after: .seconds(20), .blocked))
    }

    @Test func dataIsSplitAtOnce() {
        #expect(decision(.invalidData) == .split)
        #expect(decision(.tooLarge) == .split)
    }

    @Test func timesAreSetAnewOnceAndThenTheBatchIsSplit() {
        #expect(decision(.logTime, ofBatch: 1) == .encodeAgain)
        #expect(decision(.logTime, ofBatch: 2) == .split)
    }

    @Test func unknownRefusalHoldsItsBatchForTenMinutes() {
        #expect(decision(.unknown, age: .seconds(599), random: 0) == .hold(for: .seconds(5)))
        #expect(decision(.unknown, ofBatch: 9, age: .seconds(599), random: 0) == .hold(for: .seconds(60)))
        #expect(decision(.unknown, age: .seconds(600)) == .split)
    }

    @Test func unknownRefusalThatOthersDoNotMeetIsTheDatasTheSecondTime() {
        #expect(decision(.unknown, othersArrive: true, random: 0) == .hold(for: .seconds(5)))
        #expect(decision(.unknown, ofBatch: 2, othersArrive: true) == .split)
    }

    @Test func ourOwnMistakeIsNeverTheDatas() {
        #expect(decision(.client, age: .seconds(86_400), random: 0) == .retry(after: .seconds(5), .blocked))
    }

    @Test func keyIsTriedAgainOnceAtOnce() {
        #expect(decision(.credentials, failures: 1) == .retry(after: .zero, .retrying))
        #expect(decision(.credentials, failures: 2, random: 0) == .retry(after: .seconds(10), .blocked))
    }

    private func decision(
        _ kind: LogServiceError.Kind,
        failures: Int = 1,
        ofBatch: Int = 1,
        age: Duration = .zero,
        othersArrive: Bool = false,
        random: Double = 0.5
    ) -> RetryPolicy.Decision {
        let record = RetryPolicy.Record(
            failures: failures,
            failuresOfBatch: ofBatch,
            age: age,
            othersArrive: othersArrive
        )
        return policy.decision(after: .sample(kind), record, random: random)
    }
}
