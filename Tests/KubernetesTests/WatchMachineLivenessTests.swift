import Basics
import Events
import Kubernetes
import Testing

/// A stream that is not live is never shown as live.
struct WatchMachineLivenessTests {
    @Test func aSilentServerThatDoesNotAnswerIsStaleAndThenLeft() {
        var driver = Driver.live(at: 100)
        #expect(driver.status.state == .live)

        driver.handle(.unanswered(nextIn: .seconds(10)))
        guard case .waiting(let reason, _) = driver.status.state else {
            Issue.record("\(driver.status.state)")
            return
        }
        #expect(reason.contains("does not answer"))
        #expect(driver.step == .watch(.version(100), timeoutSeconds: 240))
        driver.handle(.unanswered(nextIn: .seconds(10)))

        #expect(driver.step == .wait(.milliseconds(800)))
    }

    @Test func theAgeOfASilenceCountsFromTheLastSignOfLife() {
        var driver = Driver.live(at: 100)
        driver.pass(.seconds(30))
        driver.handle(.answered)
        driver.pass(.seconds(40))
        driver.handle(.unanswered(nextIn: .seconds(10)))

        #expect(driver.wall.since(driver.status.since) == .seconds(40))
    }

    @Test(arguments: [WatchMachine.Input.answered, .frames([.added(.at(110))])])
    func aServerThatAnswersAfterAllIsLiveAgain(input: WatchMachine.Input) {
        var driver = Driver.live(at: 100)

        driver.handle(.unanswered(nextIn: .seconds(10)))
        driver.handle(input)
        #expect(driver.status.state == .live)
        driver.handle(.unanswered(nextIn: .seconds(10)))

        #expect(driver.step == .watch(.version(100), timeoutSeconds: 240))
    }

    @Test func afterABurstTheLastCountIsTold() {
        var driver = Driver.live(at: 100)
        driver.handle(.frames([.added(.at(110))]))
        driver.updates = []
        driver.handle(.frames([.added(.at(111))]))
        #expect(driver.lastTold == nil)

        driver.handle(.lull)
        #expect(driver.lastTold?.counters.events == 2)
        driver.updates = []
        driver.handle(.lull)

        #expect(driver.updates.isEmpty)
    }

    @Test func twoHeadsThatDoNotComeMeanAProxyThatGathers() {
        var driver = Driver(.list)
        driver.page([], at: 100)
        for _ in 0..<2 {
            #expect(!driver.machine.expectsLateHead)
            driver.pass(.seconds(30))
            driver.fail(.timedOut)
            driver.waitUntilRequest()
        }
        #expect(driver.step == .watch(.version(100), timeoutSeconds: 60))
        #expect(driver.machine.expectsLateHead)

        driver.pass(.seconds(60))
        driver.handle(.opened)
        driver.handle(.ended)
        #expect(driver.machine.expectsLateHead)
        driver.waitUntilRequest()
        driver.handle(.opened)

        #expect(!driver.machine.expectsLateHead)
    }

    @Test func theSameLineTooLargeThriceIsPassedByAList() {
        var driver = Driver.live(at: 100)
        for _ in 0..<3 {
            driver.pass(.seconds(20))
            driver.handle(.frames([.oversize(nil)]))
            if case .watch = driver.step {
                driver.handle(.ended)
                driver.waitUntilRequest()
                driver.handle(.opened)
            }
        }

        #expect(driver.step == .list(continueToken: nil, limit: 500))
        driver.page([], at: 150)
        #expect(driver.step == .watch(.version(150), timeoutSeconds: 240))
    }

    @Test func aLineTooLargeWhoseVersionIsKnownDoesNotComeAgain() {
        var driver = Driver.live(at: 100)

        driver.handle(.frames([.oversize(.version(120))]))

        #expect(driver.machine.resume == .version(120))
        #expect(driver.batches.last?.resumePoint == .version(120))
        #expect(driver.status.counters.oversize == 1)
    }

    @Test func aListThatReachedNoServerIsTriedAgainSoon() {
        var driver = Driver(.list)

        driver.fail(.unreachable)
        #expect(driver.step == .wait(.milliseconds(800)))
        driver.waited()

        #expect(driver.step == .list(continueToken: nil, limit: 500))
    }

    @Test func aListThatTheServerRefusedIsTriedAgainAfterTenSeconds() {
        var driver = Driver(.list)

        driver.fail(.refused(500))
        driver.waitUntilRequest()

        #expect(driver.elapsed == .seconds(10))
    }

    static let dates: [(value: String, date: String?, pause: Duration?)] = [
        ("7", nil, .seconds(7)), ("1000000000", nil, .seconds(86400)), ("x", nil, nil), ("-1", nil, nil),
        ("", nil, nil),
        ("Tue, 02 Jan 2024 03:04:05 GMT", "Tue, 02 Jan 2024 03:03:35 GMT", .seconds(30)),
        ("Tue, 02 Jan 2024 03:04:05 GMT", "Tue, 02 Jan 2024 03:05:05 GMT", .zero),
        ("Tue, 02 Jan 2024 03:04:05 GMT", nil, .seconds(5)),
    ]

    @Test(arguments: dates)
    func retryAfterIsReadInBothForms(value: String, date: String?, pause: Duration?) {
        #expect(RetryAfter.parse(value, date: date.flatMap { Timestamp(httpDate: $0) }) == pause)
    }
}
