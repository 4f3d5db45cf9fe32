import Basics
import Testing

@Suite struct BackoffTests {
    @Test(arguments: [(1, 800), (2, 1600), (3, 3200), (6, 25600), (7, 30000), (8, 30000), (1000, 30000)])
    func doublesUntilTheMaximum(_ failures: Int, milliseconds: Int) {
        #expect(Backoff().delay(afterFailures: failures, random: 0) == .milliseconds(milliseconds))
    }

    @Test func jitterLengthens() {
        #expect(Backoff().delay(afterFailures: 1, random: 0.5) == .milliseconds(1200))
        #expect(Backoff(jitter: 0).delay(afterFailures: 1, random: 0.5) == .milliseconds(800))
    }
}
