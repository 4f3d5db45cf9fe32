import Basics
import Events
import Kubernetes
import Testing

struct WatchMachineTests {
    private let watching = WatchMachine.Step.watch(.version(100), timeoutSeconds: 240)

    @Test func aStreamListsThenWatchesFromTheListsVersion() {
        var driver = Driver(.list)

        #expect(driver.step == .list(continueToken: nil, limit: 500))
        driver.page([30, 10], at: 100, continueToken: "t")
        #expect(driver.step == .list(continueToken: "t", limit: 500))
        driver.page([20], at: 101)

        #expect(driver.step == watching)
        #expect(driver.versions == [30, 10, 20])
        #expect(driver.batches.map(\.resumePoint) == [nil, .version(100)])
        #expect(driver.batches.allSatisfy { $0.gap == nil })
    }

    @Test func aLargeListIsHandedOnInPiecesTheLastOfWhichCanBeResumedFrom() {
        var driver = Driver(.list)

        driver.page(Array(1...1100), at: 2000)

        #expect(driver.batches.map(\.events.count) == [512, 512, 76])
        #expect(driver.batches.map(\.resumePoint) == [nil, nil, .version(2000)])
        #expect(driver.versions == Array(1...1100))
    }

    @Test func nowBeginsWithoutTheEventsOfTheList() {
        var driver = Driver(.now)

        #expect(driver.step == .probe)
        driver.page([5], at: 100)

        #expect(driver.step == watching)
        #expect(driver.versions.isEmpty)
        #expect(driver.batches.map(\.resumePoint) == [.version(100)])
    }

    @Test func aKeptPointIsCheckedThenWatchedFrom() {
        var driver = Driver(.resume(ResumePoint(resourceVersion: .version(100)), keptAt: nil))

        #expect(driver.step == .check(.version(100)))
        driver.page([5], at: 100)

        #expect(driver.step == watching)
        #expect(driver.batches.isEmpty)
    }

    @Test func anExpiredPointListsAgainAndTellsTheGap() throws {
        var driver = Driver(.resume(ResumePoint(resourceVersion: .version(100)), keptAt: Timestamp(seconds: 1)))

        driver.fail(.expired)
        #expect(driver.step == .list(continueToken: nil, limit: 500))
        driver.page([90, 100, 130, 120], at: 200)

        #expect(driver.versions == [130, 120])
        let gap = try #require(driver.batches.first?.gap)
        #expect(gap.reason == .expired)
        #expect(gap.from == Timestamp(seconds: 1))
        #expect(driver.status.counters.duplicates == 2)
        #expect(driver.step == .watch(.version(200), timeoutSeconds: 240))
    }

    @Test func aQuietStreamThatExpiredHasNoGap() {
        var driver = Driver.live(at: 100)
        driver.pass(.seconds(20))

        driver.handle(.frames([.status(KubernetesStatus(code: 410, reason: "Expired"))]))
        #expect(driver.step == .list(continueToken: nil, limit: 500))
        driver.page([90], at: 200)

        #expect(driver.batches.allSatisfy { $0.gap == nil })
        #expect(driver.status.counters.gaps == 0)
    }

    @Test func aPointFromTheFutureIsTriedThriceThenHistoryBeginsAnew() {
        var driver = Driver(.resume(ResumePoint(resourceVersion: .version(100)), keptAt: nil))
        for _ in 0..<2 {
            driver.fail(.future)
            #expect(driver.step == .wait(.seconds(1)))
            driver.waited()
            #expect(driver.step == .check(.version(100)))
        }
        driver.fail(.future)
        driver.page([40], at: 50)

        #expect(driver.versions == [40])
        #expect(driver.batches.first?.gap?.reason == .rewound)
        #expect(driver.step == .watch(.version(50), timeoutSeconds: 240))
    }

    @Test func eventsOfAChunkAreOneBatchWithItsResumePoint() {
        var driver = Driver.live(at: 100)

        driver.handle(
            .frames([
                .added(.at(110)), .deleted(.version(111)), .modified(.at(112)), .added(.at(112)), .added(.at(105)),
            ])
        )

        #expect(driver.batches.last?.events.map(\.key.resourceVersion.value) == [110, 112])
        #expect(driver.batches.last?.resumePoint == .version(112))
        #expect(driver.status.counters.duplicates == 2)
    }

    @Test func bookmarksAndDeletionsMoveTheResumePointOnly() {
        var driver = Driver.live(at: 100)

        driver.handle(.frames([.bookmark(.version(150), endsInitialEvents: false)]))

        #expect(driver.batches.last == EventBatch(stream: .all, events: [], resumePoint: .version(150)))
        driver.pass(.seconds(20))
        driver.handle(.ended)
        #expect(driver.step == .watch(.version(150), timeoutSeconds: 240))
    }

    @Test func brokenLinesAreCountedAndDoNotMoveTheResumePoint() {
        var driver = Driver.live(at: 100)

        driver.handle(.frames([.malformed(reason: "no JSON"), .unknown(type: "X"), .oversize(nil)]))

        #expect(driver.machine.resume == .version(100))
        #expect(driver.status.counters.malformed == 2)
        #expect(driver.status.counters.oversize == 1)
    }

    @Test func aWatchThatEndsAtOnceIsCheckedThenListed() {
        var driver = Driver.live(at: 100)

        driver.handle(.ended)
        driver.waited()
        #expect(driver.step == .check(.version(100)))
        driver.page([], at: 100)
        driver.handle(.opened)
        driver.handle(.ended)
        driver.waitUntilRequest()

        #expect(driver.step == .list(continueToken: nil, limit: 500))
    }

    @Test func aLongQuietWatchIsCheckedBeforeTheNext() {
        var driver = Driver.live(at: 100)

        driver.pass(.seconds(280))
        driver.handle(.ended)

        #expect(driver.step == .check(.version(100)))
    }

    @Test func expiredPagesAreListedInLargerPagesThenAtOnce() {
        var driver = Driver(.list)
        driver.page([1], at: 100, continueToken: "a")
        driver.fail(.expired)
        driver.waitUntilRequest()
        #expect(driver.step == .list(continueToken: nil, limit: 2000))
        driver.page([1], at: 110, continueToken: "b")
        driver.fail(.expired)
        driver.waitUntilRequest()
        #expect(driver.step == .list(continueToken: nil, limit: nil))
        driver.page([1, 2], at: 120)

        #expect(driver.versions == [1, 2])
        #expect(driver.step == .watch(.version(120), timeoutSeconds: 240))
    }

    @Test func aConnectionErrorKeepsTheResumePoint() {
        var driver = Driver.live(at: 100)

        driver.fail(.unreachable)
        #expect(driver.step == .wait(.milliseconds(800)))
        driver.waited()

        #expect(driver.step == watching)
    }

    @Test func threeErrorsInTheStreamWithoutALineListAgain() {
        var driver = Driver.live(at: 100)
        for _ in 0..<3 {
            driver.pass(.seconds(10))
            driver.handle(.frames([.status(KubernetesStatus(code: 500, message: "m"))]))
            driver.waitUntilRequest()
        }

        #expect(driver.step == .list(continueToken: nil, limit: 500))
    }

    static let pauses: [(KubernetesError.Kind, Duration?, Duration)] = [
        (.forbidden, nil, .seconds(30)), (.notFound, nil, .seconds(5)), (.untrusted, nil, .seconds(5)),
        (.refused(429), .seconds(32), .seconds(32)), (.refused(503), .seconds(10_000), .seconds(60)),
        (.refused(500), nil, .milliseconds(800)),
    ]

    @Test(arguments: pauses)
    func aFailureWaitsAsItsKindAsks(kind: KubernetesError.Kind, retryAfter: Duration?, pause: Duration) {
        var driver = Driver(.list)

        driver.handle(.failed(KubernetesError(kind, "m", retryAfter: retryAfter)))

        #expect(driver.step == .wait(pause))
    }

    @Test func aRefusedCredentialIsTriedAgainAtOnceButOnce() {
        var driver = Driver(.list)

        driver.fail(.unauthorized)
        driver.pass(.seconds(10))
        driver.waitUntilRequest()
        #expect(driver.step == .list(continueToken: nil, limit: 500))
        driver.fail(.unauthorized)

        #expect(driver.step == .wait(.seconds(5)))
        #expect(driver.status.state == .denied(reason: "m", retryAt: driver.wall.advanced(by: .seconds(5))))
    }

    @Test(arguments: 0..<40 as Range<UInt64>) func anAdversaryCannotBreakTheInvariants(seed: UInt64) {
        var adversary = Adversary(seed: seed)
        for _ in 0..<3000 { adversary.move() }

        #expect(adversary.violations == [])
    }
}
