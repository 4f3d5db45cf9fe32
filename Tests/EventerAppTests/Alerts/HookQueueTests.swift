import Basics
import Events
import Testing

@testable import EventerApp

@Suite struct HookQueueTests {
    private static let now = Timestamp(seconds: 1_800_000_100)
    private let queue = Bench()

    /// A queue that expectations may change.
    private final class Bench {
        var queue = HookQueue(limit: RateLimit(count: 20, period: .seconds(60)), batchLimit: 50, tryLimit: nil)

        func add(_ entries: [HookQueue.Entry], at elapsed: Duration) -> [HookQueue.Entry] {
            queue.add(entries, at: elapsed)
        }

        func step(at elapsed: Duration, now: Timestamp) -> (step: HookQueue.Step, old: [HookQueue.Entry]) {
            queue.step(at: elapsed, now: now)
        }

        func end(_ outcome: NoticeOutcome, at elapsed: Duration, random: Double) -> [HookQueue.Entry] {
            queue.end(outcome, at: elapsed, random: random)
        }
    }

    private func step(at seconds: Double, now: Timestamp = now) -> HookQueue.Step {
        queue.step(at: .seconds(seconds), now: now).step
    }

    private func entries(_ numbers: ClosedRange<Int>, cluster: String = "prod") -> [HookQueue.Entry] {
        numbers.map { .sample($0, cluster: cluster) }
    }

    @Test func nothingWaitsAtFirst() {
        #expect(step(at: 0) == .rest)
    }

    @Test func whatComesWithinASecondGoesTogether() {
        _ = queue.add(entries(1...1), at: .seconds(10))
        #expect(step(at: 10) == .pause(.seconds(1)))
        _ = queue.add(entries(2...2), at: .seconds(10.5))

        #expect(step(at: 11) == .send(entries(1...2)))
        #expect(queue.end(.delivered, at: .seconds(11.1), random: 0) == entries(1...2))
        #expect(step(at: 11.1) == .rest)
        #expect(queue.queue.counts == .init(sent: 2))
    }

    @Test func aFullBodyGoesAtOnceAndHoldsFifty() {
        _ = queue.add(entries(1...70), at: .zero)

        #expect(step(at: 0) == .send(entries(1...50)))
        _ = queue.end(.delivered, at: .zero, random: 0)
        #expect(step(at: 1) == .send(entries(51...70)))
    }

    @Test func aBodyIsOfOneCluster() {
        _ = queue.add(entries(1...2) + entries(3...3, cluster: "test") + entries(4...4), at: .zero)

        #expect(step(at: 1) == .send(entries(1...2)))
        _ = queue.end(.delivered, at: .seconds(1), random: 0)
        #expect(step(at: 1) == .send(entries(3...3, cluster: "test")))
    }

    @Test func whatExceedsTheLimitWaitsAndIsFolded() {
        queue.queue = HookQueue(limit: RateLimit(count: 2, period: .seconds(60)), batchLimit: 50, tryLimit: nil)
        for number in 1...2 {
            _ = queue.add(entries(number...number), at: .seconds(number * 2))
            #expect(step(at: Double(number * 2 + 1)) == .send(entries(number...number)))
            _ = queue.end(.delivered, at: .seconds(number * 2 + 1), random: 0)
        }
        for number in 3...9 { _ = queue.add(entries(number...number), at: .seconds(6)) }

        #expect(step(at: 10) == .pause(.seconds(53)))
        #expect(step(at: 63) == .send(entries(3...9)))
    }

    @Test func pausesGrowToFiveMinutes() {
        _ = queue.add(entries(1...1), at: .zero)
        var time = Duration.seconds(1)
        var pauses: [Duration] = []
        for _ in 1...11 {
            #expect(queue.step(at: time, now: Self.now).step == .send(entries(1...1)))
            #expect(queue.end(.failed("answers 503"), at: time, random: 0) == [])
            guard case .pause(let pause) = queue.step(at: time, now: Self.now).step else { break }
            pauses.append(pause)
            time += pause
        }

        #expect(pauses.map(\.components.seconds) == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
        #expect(queue.queue.trouble == "answers 503")
        #expect(queue.queue.isStuck)
        #expect(queue.queue.counts == .init(retried: 11))
    }

    @Test func theReceiverSaysHowLongToWait() {
        _ = queue.add(entries(1...1), at: .zero)
        _ = step(at: 1)
        _ = queue.end(.failed("answers 429", after: .seconds(90)), at: .seconds(1), random: 0)
        _ = queue.add(entries(2...60), at: .seconds(2))

        #expect(step(at: 2) == .pause(.seconds(89)))
        #expect(step(at: 91) == .send(entries(1...50)))
        _ = queue.end(.delivered, at: .seconds(91), random: 0)
        #expect(queue.queue.trouble == nil)
    }

    @Test func aRefusalGivesUpOnceAndSaysSo() {
        _ = queue.add(entries(1...3), at: .zero)
        _ = step(at: 1)

        #expect(queue.end(.refused("answers 404"), at: .seconds(1), random: 0) == entries(1...3))
        #expect(queue.queue.trouble == "3 given up: answers 404")
        #expect(queue.queue.counts == .init(dropped: 3))
        #expect(step(at: 1) == .rest)
    }

    /// Has everything sent to a receiver that takes no body with one of `bad` in it.
    ///
    /// - Returns: The numbers in each body that was taken, and how many bodies there were in all.
    private func send(refusing bad: Set<Int>) -> (taken: [[Int]], bodies: Int) {
        var (taken, bodies): ([[Int]], Int) = ([], 0)
        while case .send(let batch) = step(at: 1) {
            bodies += 1
            let numbers = batch.map(\.number)
            let isTaken = bad.isDisjoint(with: numbers)
            if isTaken { taken.append(numbers) }
            _ = queue.end(isTaken ? .delivered : .unfit("answers 422"), at: .seconds(1), random: 0)
        }
        return (taken, bodies)
    }

    private func refill(_ numbers: ClosedRange<Int>) {
        queue.queue = HookQueue(limit: RateLimit(count: 1000, period: .seconds(60)), batchLimit: 50, tryLimit: nil)
        _ = queue.add(entries(numbers), at: .zero)
    }

    @Test(arguments: [1, 2, 25, 26, 37, 49, 50]) func oneBadNoticeTakesNoOtherWithIt(_ bad: Int) {
        refill(1...50)

        let (taken, bodies) = send(refusing: [bad])

        #expect(taken.flatMap(\.self) == (1...50).filter { $0 != bad })
        #expect(bodies <= 9)
        #expect(queue.queue.counts.sent == 49)
        #expect(queue.queue.counts.dropped == 1)
    }

    @Test func severalBadNoticesTakeNoOtherWithThem() {
        refill(1...120)
        let bad: Set = [1, 2, 48, 77, 120]

        let (taken, bodies) = send(refusing: bad)

        #expect(taken.flatMap(\.self) == (1...120).filter { !bad.contains($0) })
        #expect(bodies <= 3 + 5 * 7)
        #expect(queue.queue.counts.sent == 115)
        #expect(queue.queue.counts.dropped == 5)
    }

    @Test func whoTakesNothingIsNotAskedAboutEach() {
        refill(1...1000)

        let (taken, bodies) = send(refusing: Set(1...1000))

        #expect(taken.isEmpty)
        // Forty bodies about the first of them, then whole ones.
        #expect(bodies <= 40 + 20)
        #expect(queue.queue.counts.dropped == 1000)
        #expect(!queue.queue.isStuck)
    }

    @Test func whoTakesSomethingAgainIsAskedAboutEachAgain() {
        refill(1...1000)
        _ = send(refusing: Set(1...1000))
        _ = queue.add(entries(1001...1060), at: .zero)

        #expect(send(refusing: [1055]).taken.flatMap(\.self) == Array(1001...1060).filter { $0 != 1055 })
    }

    @Test func aLossIsSaidForAMinuteAtLeast() {
        refill(1...3)
        _ = send(refusing: [2])
        #expect(queue.queue.trouble == "1 given up: answers 422")

        _ = queue.add(entries(4...4), at: .seconds(59))
        _ = step(at: 60.9)
        _ = queue.end(.delivered, at: .seconds(60.9), random: 0)
        #expect(queue.queue.trouble == "1 given up: answers 422")
        _ = queue.add(entries(5...5), at: .seconds(60.9))
        _ = step(at: 61.9)
        _ = queue.end(.delivered, at: .seconds(61.9), random: 0)

        #expect(queue.queue.trouble == nil)
    }

    @Test func aBodyThatFailsInPartsIsTriedAgainInParts() {
        refill(1...4)
        #expect(step(at: 1) == .send(entries(1...4)))
        _ = queue.end(.unfit("answers 413"), at: .seconds(1), random: 0)
        #expect(queue.queue.trouble == "answers 413")
        #expect(step(at: 1) == .send(entries(1...2)))
        _ = queue.end(.failed("answers 503"), at: .seconds(1), random: 0)

        #expect(step(at: 1) == .pause(.seconds(1)))
        #expect(step(at: 2) == .send(entries(1...2)))
        #expect(queue.end(.delivered, at: .seconds(2), random: 0) == entries(1...2))
        #expect(step(at: 2) == .send(entries(3...3)))
        #expect(queue.queue.trouble == nil)
        #expect(queue.queue.counts == .init(sent: 2, retried: 6))
    }

    @Test func aCommandIsTriedFourTimes() {
        queue.queue = HookQueue(limit: RateLimit(count: 20, period: .seconds(60)), batchLimit: 50, tryLimit: 4)
        _ = queue.add(entries(1...1), at: .zero)
        var given: [[HookQueue.Entry]] = []
        for second in [1.0, 10, 20, 30] {
            _ = step(at: second)
            given.append(queue.end(.failed("ended with 1"), at: .seconds(second), random: 0))
        }

        #expect(given == [[], [], [], entries(1...1)])
        #expect(queue.queue.counts == .init(retried: 3, dropped: 1))
        #expect(queue.queue.trouble == "1 given up: ended with 1, 4 times")
        #expect(!queue.queue.isStuck)
    }

    @Test func aDayIsTheLongest() {
        _ = queue.add(
            [.sample(1, at: Self.now.seconds - 86_401), .sample(2, at: Self.now.seconds - 86_400)],
            at: .zero
        )

        let (step, old) = queue.step(at: .seconds(1), now: Self.now)

        #expect(old.map(\.number) == [1])
        #expect(step == .send([.sample(2, at: Self.now.seconds - 86_400)]))
        #expect(queue.queue.counts.dropped == 1)
    }

    @Test func theOldestGoWhenTooManyWaitButNotThoseUnderWay() {
        _ = queue.add(entries(1...1000), at: .zero)
        _ = step(at: 1)

        let given = queue.add(entries(1001...1010), at: .seconds(2))

        #expect(given == entries(51...60))
        #expect(queue.queue.waiting.count == 1000)
        #expect(queue.end(.delivered, at: .seconds(3), random: 0) == entries(1...50))
        #expect(queue.queue.waiting.first == .sample(61))
    }

    @Test func whoIsInAHurryGathersNothing() {
        _ = queue.add(entries(1...1), at: .seconds(5))
        #expect(step(at: 5) == .pause(.seconds(1)))

        queue.queue.hurry()

        #expect(step(at: 5) == .send(entries(1...1)))
    }
}
