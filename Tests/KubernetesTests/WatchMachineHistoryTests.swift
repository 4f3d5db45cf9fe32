import Basics
import Events
import Kubernetes
import Testing

/// Whether the history of the server is the one that was known.
struct WatchMachineHistoryTests {
    private let watching = WatchMachine.Step.watch(.version(100), timeoutSeconds: 240)

    @Test func aKeptPointIsProvenByTheLastEventKept() {
        var driver = Driver.proving(at: 100, last: "e", of: 90)

        let anchor = ResumePoint.Anchor(
            key: .init(uid: "u", resourceVersion: .version(90)),
            namespace: "shop",
            name: "e"
        )
        #expect(driver.step == .prove(anchor, at: .version(100)))
        driver.prove([.at(90, name: "e")])

        #expect(driver.step == watching)
        #expect(driver.batches.isEmpty)
    }

    @Test func anEventOfAnotherVersionMeansAnotherHistory() {
        var driver = Driver.proving(at: 100, last: "e", of: 90)

        driver.prove([.at(95, name: "e")])
        driver.page([40, 95], at: 120)

        #expect(driver.versions == [40, 95])
        #expect(driver.batches.first?.gap?.reason == .rewound)
        #expect(driver.status.counters.gaps == 1)
    }

    @Test func aMissingProofThatNothingCanHaveDeletedMeansAnotherHistory() {
        var driver = Driver.proving(at: 90, last: "e", of: 90)

        driver.prove([])
        driver.page([70, 99], at: 120)

        #expect(driver.versions == [70, 99])
        #expect(driver.batches.first?.gap?.reason == .rewound)
    }

    @Test func aMissingProofThatMayBeDeletedIsNoGap() {
        var driver = Driver.proving(at: 100, last: "e", of: 90, keptAt: Timestamp(seconds: 990))

        driver.prove([])
        driver.page([70, 99], at: 120)

        // A journal knows its own; of another history they would be new.
        #expect(driver.versions == [70, 99])
        #expect(driver.status.counters.gaps == 0)
    }

    @Test func anUnprovenPointThatExpiredHandsOnAllOfTheList() {
        let anchor = ResumePoint.Anchor(key: .init(uid: "u", resourceVersion: .version(90)), namespace: "n", name: "e")
        let point = ResumePoint(resourceVersion: .version(100), anchor: anchor)
        var driver = Driver(.resume(point, keptAt: Timestamp(seconds: 990)))

        driver.fail(.expired)
        driver.page([70, 110], at: 120)

        #expect(driver.versions == [70, 110])
        #expect(driver.batches.first?.gap?.reason == .expired)
    }

    @Test func aPageThatComesAgainAndAgainIsLeft() {
        var driver = Driver(.list)
        driver.page([1], at: 100, continueToken: "a")
        driver.page([1], at: 100, continueToken: "a")
        driver.waitUntilRequest()

        #expect(driver.step == .list(continueToken: nil, limit: 2000))
    }

    @Test func aQuietHourWithASignOfLifeIsNoGap() {
        var driver = Driver.live(at: 100)
        driver.pass(.seconds(3600))
        driver.handle(.answered)
        driver.fail(.expired)
        driver.page([90], at: 200)

        #expect(driver.batches.allSatisfy { $0.gap == nil })
    }

    @Test func hoursOfSilenceAfterARestartAreNoGap() {
        let point = ResumePoint(resourceVersion: .version(100))
        var driver = Driver(.resume(point, keptAt: Timestamp(seconds: 1000)))
        driver.page([], at: 100)
        driver.handle(.opened)
        driver.pass(.seconds(7200))
        driver.handle(.answered)
        driver.fail(.expired)
        driver.page([90], at: 200)

        #expect(driver.batches.allSatisfy { $0.gap == nil })
    }

    @Test func aGapBehindEmptyWatchesBeginsAtTheLastLine() throws {
        var driver = Driver.live(at: 100)
        driver.pass(.seconds(20))
        driver.fail(.broken)
        driver.waitUntilRequest()
        for _ in 0..<2 {
            driver.handle(.opened)
            driver.handle(.ended)
            driver.waitUntilRequest()
            if case .check = driver.step { driver.page([], at: 100) }
        }
        driver.page([110], at: 200)

        let gap = try #require(driver.batches.last?.gap)
        #expect(gap.reason == .empty)
        #expect(gap.from == Timestamp(seconds: 1000))
    }

    @Test func whereNoEventWasLeftThereIsNothingToProve() {
        let anchor = ResumePoint.Anchor(key: .init(uid: "u", resourceVersion: .version(90)), namespace: "n", name: "e")
        let point = ResumePoint(resourceVersion: .version(100), anchor: anchor)
        var driver = Driver(.resume(point, keptAt: nil))

        driver.page([], at: 100)

        #expect(driver.step == watching)
    }

    @Test func aServerThatKnowsNoSelectorProvesNothing() {
        var driver = Driver.proving(at: 100, last: "e", of: 90)

        driver.prove([.at(60, name: "other")])

        #expect(driver.step == watching)
    }

    @Test(arguments: [KubernetesError.Kind.forbidden, .notFound, .refused(400)])
    func aProofThatIsRefusedDoesNotStopTheWatch(kind: KubernetesError.Kind) {
        var driver = Driver.proving(at: 100, last: "e", of: 90)

        driver.fail(kind)

        #expect(driver.step == watching)
    }

    @Test func aLongOutageAsksForAProof() {
        var driver = Driver.live(at: 100)
        driver.handle(.frames([.added(.at(110, name: "e"))]))
        for _ in 0..<8 {
            driver.fail(.unreachable)
            driver.waitUntilRequest()
        }

        #expect(driver.step == .check(.version(110)))
        driver.page([1], at: 110)
        guard case .prove(let anchor, at: .version(110)) = driver.step else {
            Issue.record("\(driver.step)")
            return
        }
        #expect(anchor.name == "e")
    }

    @Test func anOutageThatIsLongByItsLastPauseAsksForAProof() {
        var driver = Driver.live(at: 100)
        driver.fail(.unreachable)
        driver.pass(.seconds(61))
        driver.waited()

        #expect(driver.step == .check(.version(100)))
    }

    @Test func aShortOutageAsksForNone() {
        var driver = Driver.live(at: 100)
        driver.fail(.broken)
        driver.waitUntilRequest()

        #expect(driver.step == watching)
    }

    @Test func aListThatBeginsAgainRepeatsNothing() {
        var driver = Driver(.list)
        driver.page([1, 2], at: 100, continueToken: "a")
        driver.page([3], at: 100, continueToken: "b")
        driver.fail(.expired)
        driver.waitUntilRequest()
        driver.page([1, 2, 3, 4], at: 130)

        #expect(driver.versions == [1, 2, 3, 4])
        #expect(driver.batches.last?.resumePoint == .version(130))
    }

    @Test func aListHasNoResumePointBeforeItIsWhole() {
        var driver = Driver(.list)
        driver.page([1], at: 100, continueToken: "a")
        driver.page([2], at: 100, continueToken: "b")

        #expect(driver.versions == [1])
        #expect(driver.batches.map(\.resumePoint) == [nil])
        #expect(driver.machine.resume == nil)
    }

    @Test func aLongAnswerIsHandedOnInPieces() {
        var driver = Driver(.list)
        driver.handle(.items([.at(5), .at(3)]))
        driver.handle(.items([.at(9)]))
        #expect(driver.versions == [5, 3])
        driver.page([], at: 100)

        #expect(driver.versions == [5, 3, 9])
        #expect(driver.batches.last?.resumePoint == .version(100))
    }

    @Test func aGapIsToldOnceWithTheFirstEvents() {
        var driver = Driver.live(at: 100)
        driver.pass(.seconds(30))
        driver.fail(.expired)
        driver.page([110], at: 200, continueToken: "a")
        driver.page([120], at: 200)

        #expect(driver.batches.dropFirst().map { $0.gap?.reason } == [.expired, nil])
        #expect(driver.status.counters.gaps == 1)
    }

    @Test func aClockThatIsSetMakesNoGap() {
        var driver = Driver.live(at: 100)
        driver.pass(.seconds(30))
        driver.wallShift = .seconds(10 * 365 * 86400)
        driver.fail(.expired)
        driver.page([90], at: 200)

        #expect(driver.batches.allSatisfy { $0.gap == nil })
    }

    @Test func anHourUnheardIsAGapEvenWhenNothingCameBack() throws {
        var driver = Driver.live(at: 100)
        driver.pass(.seconds(3600))
        driver.fail(.expired)
        driver.page([90], at: 200)

        let gap = try #require(driver.batches.last?.gap)
        #expect(gap.to.since(gap.from) == .seconds(3600))
    }
}
