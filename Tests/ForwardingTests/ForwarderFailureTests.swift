import Basics
import Events
import Forwarding
import Foundation
import Journal
import LogService
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ForwarderFailureTests {
    @Test(arguments: [
        (LogServiceError.Kind.network, DeliveryStatus.State.retrying(retryAt: later(100)), 100),
        (.server, .retrying(retryAt: later(100)), 100),
        (.throttled, .throttled(retryAt: later(3150)), 3150),
        (.notFound, .blocked(retryAt: later(5250)), 5250),
        (.forbidden, .blocked(retryAt: later(5250)), 5250),
        (.client, .blocked(retryAt: later(5250)), 5250),
    ])
    func failureIsShownAndTriedAgain(kind: LogServiceError.Kind, state: DeliveryStatus.State, milliseconds: Int)
        async throws
    {
        let sink = ScriptedSink { request, _ in request == 0 ? .refuse(.sample(kind, status: 7)) : .accept }
        let bench = try await Bench(sink: sink)
        try await bench.append(1...10)

        try await bench.running {
            await bench.clock.waitForSleepers()
            let status = await bench.forwarder.status
            #expect(status.state == state)
            #expect(status.lastFailure?.status == 7)
            #expect(status.errors == 1)
            #expect(status.ledger.waiting == 10)
            bench.clock.advance(by: .milliseconds(milliseconds))
            #expect(await bench.forwarder.drain(within: .seconds(10)))
            #expect(await bench.forwarder.status.state == .on)
            #expect(await bench.forwarder.status.retries == 1)
        }

        #expect(sink.requests == [Array(1...10), Array(1...10)])
        #expect(bench.ledger.acknowledged == 10)
    }

    @Test(arguments: [LogServiceError.Kind.clock, .credentials])
    func firstRefusalThatTheSinkCanMendIsTriedAtOnce(kind: LogServiceError.Kind) async throws {
        let bench = try await Bench(
            sink: ScriptedSink { request, _ in request == 0 ? .refuse(.sample(kind)) : .accept }
        )
        try await bench.append(1...10)

        try await bench.running {
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }

        #expect(bench.sink.requests.count == 2)
    }

    @Test func afterAFailureOneRequestGoesFirst() async throws {
        let sink = ScriptedSink { request, _ in
            request == 4 ? .hold : request < 4 ? .refuse(.sample(.network)) : .accept
        }
        let bench = try await Bench(sink: sink)
        try await bench.append(1...100)

        try await bench.running {
            await sink.waitForRequests(4)
            await bench.pump { sink.requests.count > 4 }
            await sink.waitForHeld(1)
            #expect(sink.requests.count == 5)
            #expect(sink.requests[4].first == 1)
            sink.release(4)
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }

        #expect(bench.ledger.acknowledged == 100)
    }

    /// The pause is of 100 ms; in each row it ends between two other looks at the clock.
    @Test(arguments: [15, 18, 22, 28, 40, 65])
    func pauseThatEndsBetweenTwoLooksAtTheClockIsNotSleptThrough(milliseconds: Int) async throws {
        let sink = ScriptedSink { request, _ in request == 0 ? .refuse(.sample(.network)) : .accept }
        let clock = TickingClock(tick: .milliseconds(milliseconds))
        let bench = try await Bench(sink: sink, forwarderClock: clock, random: { 0 })
        try await bench.append(1...10)

        try await bench.running {
            // Without a drain, which would end the pause.
            while bench.ledger.waiting > 0, !Task.isCancelled { await Task.yield() }
        }

        #expect(sink.requests.count == 2)
    }

    @Test func refusalOfUnknownKindHoldsItsBatchOnly() async throws {
        let sink = ScriptedSink { _, numbers in numbers.contains(1) ? .refuse(.sample(.unknown)) : .accept }
        let bench = try await Bench(sink: sink)
        try await bench.append(1...40)

        try await bench.running {
            await sink.waitForRequests(4)
            await bench.clock.waitForSleepers()
            #expect(sink.accepted.sorted() == Array(11...40))
            #expect(await bench.forwarder.status.state == .blocked(retryAt: later(5250)))
            #expect(bench.ledger.waiting == 40)
        }

        #expect(bench.clock.now.offset == .zero)
    }

    /// Each costs 5 s, not ten minutes.
    @Test func refusalOfUnknownKindInSomeBatchesStopsNoOthers() async throws {
        let sink = ScriptedSink { _, numbers in
            numbers.contains { [5, 65].contains($0) } ? .refuse(.sample(.unknown)) : .accept
        }
        let bench = try await Bench(sink: sink)
        try await bench.append(1...100)

        try await bench.running { await bench.pump { bench.ledger.waiting == 0 } }

        #expect(bench.ledger.dead == 2)
        #expect(sink.accepted.sorted() == (1...100).filter { ![5, 65].contains($0) })
        #expect(bench.clock.now.offset < .seconds(60))
    }

    @Test func anySuccessEndsASlowDown() async throws {
        let sink = ScriptedSink { request, _ in request < 4 ? .hold : .accept }
        let bench = try await Bench(sink: sink)
        try await bench.append(1...100)

        try await bench.running {
            await sink.waitForHeld(4)
            sink.release(0, .refuse(.sample(.throttled, status: 403)))
            await bench.clock.waitForSleepers()
            #expect(await bench.forwarder.status.state == .throttled(retryAt: later(3150)))
            for request in 1..<4 { sink.release(request) }
            // Without the clock, and without a drain, which would end the pause too.
            while bench.ledger.waiting > 0 { await Task.yield() }
            #expect(await bench.forwarder.status.state == .on)
        }

        #expect(bench.clock.now.offset == .zero)
        #expect(bench.ledger.acknowledged == 100)
    }

    @Test func successOfEarlierRequestsDoesNotShortenThePauseThatTheSinkAskedFor() async throws {
        let sink = ScriptedSink { request, _ in request < 4 ? .hold : .accept }
        let bench = try await Bench(sink: sink)
        try await bench.append(1...100)

        try await bench.running {
            await sink.waitForHeld(4)
            sink.release(0, .refuse(.sample(.throttled, status: 429, retryAfter: .seconds(20))))
            await bench.clock.waitForSleepers()
            for request in 1..<4 { sink.release(request) }
            while sink.accepted.count < 30 { await Task.yield() }
            await bench.clock.waitForSleepers()
            #expect(await bench.forwarder.status.state == .throttled(retryAt: later(20_000)))
            #expect(sink.requests.count == 4)
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }
    }

    /// A request that timed out: its times, moved into what Log Service takes, are as old as it is.
    @Test func timesAreSetAnewAfterALongRequest() async throws {
        let sink = ScriptedSink { request, _ in request == 0 ? .hold : .accept }
        let bench = try await Bench(sink: sink)
        var old = Bench.event(1)
        old.lastSeen = Timestamp(seconds: 0)
        await bench.journal.append(EventBatch(stream: .all, events: [old], resumePoint: nil))
        try await bench.journal.flush()

        try await bench.running {
            await sink.waitForHeld(1)
            bench.clock.advance(by: .seconds(60))
            sink.release(0, .refuse(.sample(.network)))
            await bench.pump { bench.ledger.waiting == 0 }
        }

        #expect(sink.requests == [[1], [1]])
        #expect(Set(sink.bodies).count == 2)
    }

    @Test func retryNowEndsThePause() async throws {
        let sink = ScriptedSink { request, _ in request == 0 ? .refuse(.sample(.notFound)) : .accept }
        let bench = try await Bench(sink: sink)
        try await bench.append(1...10)

        try await bench.running {
            await bench.clock.waitForSleepers()
            await bench.forwarder.retryNow()
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }

        #expect(bench.clock.now.offset == .zero)
    }

    @Test func aPersonMayEndAPauseOnceASecond() async throws {
        let bench = try await Bench(sink: ScriptedSink { _, _ in .accept })

        #expect(await bench.forwarder.retryOnRequest())
        bench.clock.advance(by: .milliseconds(999))
        #expect(await !bench.forwarder.retryOnRequest())
        bench.clock.advance(by: .milliseconds(1))
        #expect(await bench.forwarder.retryOnRequest())
    }

    @Test func theLastFailuresAreToldTheLatestFirst() async throws {
        let sink = ScriptedSink { request, _ in
            request < 2 ? .refuse(.sample(.network)) : request == 2 ? .refuse(.sample(.notFound)) : .accept
        }
        let bench = try await Bench(sink: sink)
        try await bench.append(1...10)

        try await bench.running {
            await bench.pump { bench.ledger.waiting == 0 }
        }

        let failures = await bench.forwarder.status.failures.failures
        #expect(failures.map(\.count) == [1, 2])
        #expect(failures.first?.advice.isEmpty == false)
    }

    @Test func onePoisonousLogOfAHundredDiesAlone() async throws {
        let sink = ScriptedSink { _, numbers in
            numbers.contains(42) ? .refuse(.sample(.invalidData, status: 400)) : .accept
        }
        let bench = try await Bench(logs: 100, sink: sink)
        try await bench.append(1...100)

        try await bench.running {
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }

        let letters = try await bench.journal.reader.deadLetters()
        #expect(letters.map(\.event) == [Bench.event(42)])
        #expect(letters.first?.refusal.status == 400)
        #expect(sink.accepted.sorted() == (1...100).filter { $0 != 42 })
        #expect(sink.requests.count <= 15)
        #expect(bench.ledger.dead == 1)
        #expect(bench.ledger.acknowledged == 99)
    }

    /// As behind a proxy that rewrites bodies, until somebody mends it.
    @Test(arguments: [LogServiceError.Kind.invalidData, .tooLarge])
    func refusalOfEverythingSetsOnlyAFewAside(kind: LogServiceError.Kind) async throws {
        let isMended = Locked(false)
        let sink = ScriptedSink { _, _ in isMended.withLock { $0 } ? .accept : .refuse(.sample(kind)) }
        let bench = try await Bench(logs: 64, sink: sink)
        try await bench.append(1...640)

        try await bench.running {
            await bench.pump { sink.requests.count > 60 }
            let status = await bench.forwarder.status
            let isBlocked = if case .blocked = status.state { true } else { false }
            #expect(isBlocked)
            #expect(status.lastFailure?.advice.hasPrefix("everything is refused") == true)
            isMended.withLock { $0 = true }
            await bench.pump { bench.ledger.waiting == 0 }
        }

        #expect(bench.ledger.dead == 8)
        #expect(bench.ledger.acknowledged == 632)
    }

    /// More in a row than are refused without doubt; each success afterwards allows as many again.
    @Test func manyPoisonousLogsInARowAreSetAsideOnceOthersAreTaken() async throws {
        let sink = ScriptedSink { _, numbers in
            numbers.contains { $0 <= 20 } ? .refuse(.sample(.invalidData)) : .accept
        }
        let bench = try await Bench(logs: 20, sink: sink)
        var last = 20
        try await bench.append(1...last)

        try await bench.running {
            await bench.pump { sink.requests.count > 100 }
            // Those that stand behind one that waits are not counted yet.
            #expect(bench.ledger.dead <= 8)
            while bench.ledger.waiting > 0 {
                let (first, sent) = (last + 1, sink.requests.count)
                last += 20
                try await bench.append(first...last)
                await bench.pump {
                    bench.ledger.waiting == 0 || (sink.accepted.contains(last) && sink.requests.count > sent + 30)
                }
            }
        }

        #expect(bench.ledger.dead == 20)
        #expect(sink.accepted.sorted() == Array(21...last))
    }

    @Test func batchThatIsTooLargeIsSentInHalves() async throws {
        let sink = ScriptedSink { _, numbers in numbers.count > 3 ? .refuse(.sample(.tooLarge)) : .accept }
        let bench = try await Bench(sink: sink)
        try await bench.append(1...10)

        try await bench.running {
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }

        #expect(bench.ledger.acknowledged == 10)
        #expect(bench.ledger.dead == 0)
    }

    @Test func drainGivesUpWhenTheTimeIsUp() async throws {
        let bench = try await Bench(sink: ScriptedSink { _, _ in .hold })
        try await bench.append(1...10)

        try await bench.running {
            await bench.sink.waitForHeld(1)
            let drained = Task { await bench.forwarder.drain(within: .seconds(8)) }
            await bench.clock.waitForSleepers()
            bench.clock.advance(by: .seconds(8))
            #expect(await drained.value == false)
            bench.sink.release(0)
        }

        #expect(bench.ledger.seen == 10)
    }

    @Test func crashBetweenAnswerAndCursorRepeatsOnlyWhatWasInFlight() async throws {
        let directory = try TemporaryDirectory()
        let copies = Locked<[TemporaryDirectory]>([])
        let firstSink = ScriptedSink { request, _ in
            if request == 7, let copy = try? directory.copy(without: ["journal.lock"]) {
                copies.withLock { $0.append(copy) }
            }
            return request < 7 ? .accept : .hold
        }
        let journal = try Journal.open(directory: directory.path, clock: ManualClock(), now: { Bench.time })
        let first = try await Bench(sink: firstSink, journal: journal)
        try await first.append(1...200)
        let running = Task { await first.forwarder.run() }
        await firstSink.waitForHeld(1)
        let copy = try #require(copies.withLock { $0.first })

        let reopened = try Journal.open(directory: copy.path, clock: ManualClock(), now: { Bench.time })
        let second = try await Bench(journal: reopened)
        try await second.running {
            #expect(await second.forwarder.drain(within: .seconds(10)))
        }

        let accepted = firstSink.accepted
        #expect(Set(accepted).union(second.sink.accepted) == Set(1...200))
        #expect(Set(accepted).intersection(second.sink.accepted).count <= 40)
        running.cancel()
        for request in 7..<11 { firstSink.release(request) }
        await running.value
    }

    /// Whatever the sink answers and whenever forwarding is switched, every event ends in exactly one term.
    @Test(arguments: 1...8)
    func ledgerHoldsUnderARandomSchedule(seed: UInt64) async throws {
        let random = Locked(SeededGenerator(seed: seed))
        let isCalm = Locked(false)
        let sink = ScriptedSink { _, numbers in
            if numbers.contains(where: { $0 % 97 == 0 }) { return .refuse(.sample(.invalidData)) }
            guard !isCalm.withLock({ $0 }), random.withLock({ Int.random(in: 0..<3, using: &$0) }) == 0 else {
                return .accept
            }
            let kinds: [LogServiceError.Kind] = [
                .network, .server, .throttled, .credentials, .clock, .tooLarge, .client,
            ]
            return .refuse(.sample(random.withLock { kinds.randomElement(using: &$0) } ?? .network))
        }
        let bench = try await Bench(sink: sink, random: { random.withLock { Double.random(in: 0..<1, using: &$0) } })

        try await bench.running {
            var next = 1
            while next < 1000 {
                let count = random.withLock { Int.random(in: 1...40, using: &$0) }
                try await bench.append(next...next + count - 1)
                next += count
                let isOn = random.withLock { Int.random(in: 0..<4, using: &$0) } > 0
                await bench.forwarder.setForwarding(isOn)
                bench.clock.advance(by: .milliseconds(count * 50))
                #expect(bench.ledger.isBalanced)
                #expect(bench.ledger.seen == next - 1)
            }
            isCalm.withLock { $0 = true }
            await bench.forwarder.setForwarding(true)
            await bench.pump { bench.ledger.waiting == 0 }
            let dead = try await bench.journal.reader.deadLetters().compactMap { $0.event?.key.resourceVersion.value }
            #expect(Set(sink.accepted).union(dead.map { Int($0) }) == Set(1..<next))
            #expect(Set(sink.accepted).count == sink.accepted.count)
            #expect(bench.ledger.acknowledged == sink.accepted.count)
            #expect(bench.ledger.dead == dead.count)
        }
    }
}

private func later(_ milliseconds: Int) -> Timestamp { Bench.time.advanced(by: .milliseconds(milliseconds)) }
