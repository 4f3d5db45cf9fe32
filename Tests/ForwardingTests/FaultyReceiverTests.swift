import Basics
import Demo
import Events
import Forwarding
import Foundation
import HTTP
import Journal
import LogService
import TestSupport
import Testing

/// Each retry class at a real receiver that goes wrong.
@Suite(.timeLimit(.minutes(5))) struct FaultyReceiverTests {
    /// A fault, and how its failures are counted.
    static let passing: [(Fault, LogServiceError.Kind)] = [
        (.serverError, .server), (.portal, .network), (.silent, .network), (.cut, .network), (.short, .network),
        (.auth, .credentials), (.denied, .credentials), (.forbidden, .forbidden), (.notFound, .notFound),
        (.noProject, .notFound), (.quota, .throttled), (.proxy, .client),
    ]

    @Test(arguments: passing)
    func everythingArrivesOnceTheFaultIsOver(fault: Fault, kind: LogServiceError.Kind) async throws {
        let limits = HTTPLimits(head: .milliseconds(fault == .silent ? 200 : 30_000))
        let rig = try await Rig(fault: fault, limits: limits)
        try await rig.append(1...100)

        try await rig.running {
            try await rig.wait { $0.counters.errors[kind.rawValue, default: 0] >= 3 }
            await rig.receiver.inject(.none)
            await rig.drain()

            #expect(await rig.receiver.received == Rig.keys(1...100))
            #expect(rig.ledger.acknowledged == 100)
            let status = await rig.forwarder.status
            #expect(status.state == .on)
            #expect(status.lastFailure?.advice.isEmpty == false)
            #expect(status.retries == status.counters.retries.values.reduce(0, +))
            #expect(status.errors == status.counters.errors.values.reduce(0, +))
        }
    }

    @Test func refusedConnectionIsTriedUntilSomebodyListens() async throws {
        let rig = try await Rig()
        let port = await rig.receiver.port
        await rig.receiver.stop()
        try await rig.append(1...30)

        try await rig.running {
            try await rig.wait { $0.counters.requests[0, default: 0] >= 3 }
            try await rig.receiver.start(port: port)
            await rig.drain()

            #expect(await rig.receiver.received == Rig.keys(1...30))
        }
    }

    /// An answer that is lost makes duplicates of one batch only.
    @Test func lostAnswerRepeatsItsBatchOnly() async throws {
        let rig = try await Rig(fault: .short, adjust: { $0.maximumInFlight = 1 })
        try await rig.append(1...50)

        try await rig.running {
            try await rig.wait { $0.errors >= 1 }
            await rig.receiver.inject(.none)
            await rig.drain()

            let counters = await rig.receiver.counters
            let lost = counters.refused["cutAnswer", default: 0]
            #expect(counters.duplicates == lost * 10)
            #expect(await rig.receiver.received == Rig.keys(1...50))
        }
    }

    @Test(arguments: [Fault.clock, .slowClock])
    func wrongClockIsCorrectedAndCorrectedAgain(fault: Fault) async throws {
        let rig = try await Rig(fault: fault)
        try await rig.append(1...30)

        try await rig.running {
            await rig.drain()
            #expect(await rig.receiver.received == Rig.keys(1...30))
            #expect(rig.client.clockOffset.components.seconds != 0)
            await rig.receiver.inject(.none)
            try await rig.append(31...60)
            await rig.drain()
            #expect(await rig.receiver.received == Rig.keys(1...60))
        }

        #expect(rig.ledger.dead == 0)
    }

    /// By the clock of Log Service from the first group on, though this machine's is two hours late.
    @Test func noRecordIsStoredWithATimeOfAWrongClock() async throws {
        let rig = try await Rig(slow: .seconds(7200))
        try await rig.append(1...100)
        let times = (1...100).map { Rig.event($0).lastSeen.seconds }

        try await rig.running { await rig.drain() }

        let stored = try rig.lines.compactMap { Int64($0.drop { !$0.isNumber }.prefix { $0.isNumber }) }
        #expect(stored.count == 100)
        #expect(stored.allSatisfy { abs($0 - times[0]) < 120 })
    }

    @Test func groupThatIsTooLargeIsSentInHalves() async throws {
        let rig = try await Rig(logs: 400, fault: .tooLarge)
        try await rig.append(1...300)

        try await rig.running {
            await rig.drain()
            #expect(await rig.receiver.received == Rig.keys(1...300))
        }

        #expect(rig.ledger.dead == 0)
    }

    @Test func logThatIsTooLargeByItselfDiesAlone() async throws {
        let rig = try await Rig(fault: .tooLarge)
        let large = Rig.event(5) {
            $0.json = Array("{\"message\":\"".utf8) + Array(repeating: 65, count: 20_000) + Array("\"}".utf8)
        }
        try await rig.append((1...9).map { $0 == 5 ? large : Rig.event($0) })

        try await rig.running {
            await rig.drain()
            #expect(await rig.receiver.received == Rig.keys([1, 2, 3, 4, 6, 7, 8, 9]))
        }

        let letters = try await rig.journal.reader.deadLetters()
        #expect(letters.map(\.event) == [large])
        #expect(letters.map(\.refusal.code) == ["PostBodyTooLarge"])
    }

    @Test func exactlyThePoisonousLogsDie() async throws {
        let rig = try await Rig(logs: 100, fault: .poison)
        try await rig.append(1...400)

        try await rig.running { await rig.drain() }

        let letters = try await rig.journal.reader.deadLetters()
        let dead = letters.compactMap { $0.event?.key.resourceVersion.value }.map { Int($0) }
        #expect(!dead.isEmpty)
        #expect(dead.count < 40)
        #expect(await rig.receiver.received == Rig.keys(1...400).subtracting(Rig.keys(dead)))
        #expect(await rig.receiver.counters.duplicates == 0)
        // Each poisonous log costs two requests for each halving of its batch, at most.
        #expect(await rig.receiver.counters.requests <= 4 + dead.count * 2 * 7)
        #expect(Set(letters.map(\.refusal.status)).isSubset(of: [400, 499]))
    }

    /// Poison, and yet all arrives: what was set aside is sent once the receiver takes it.
    @Test func deadLettersThatAreTriedAgainArrive() async throws {
        let rig = try await Rig(logs: 100, fault: .poison)
        try await rig.append(1...200)

        try await rig.running {
            await rig.drain()
            await rig.receiver.inject(.none)
            for letter in try await rig.journal.reader.deadLetters() {
                #expect(try await rig.journal.retryDeadLetter(letter.id))
            }
            await rig.drain()
            #expect(await rig.receiver.received == Rig.keys(1...200))
        }

        #expect(rig.ledger.dead == 0)
        #expect(rig.ledger.acknowledged == 200)
    }

    @Test func refusalOfUnknownKindEndsInTheDeadLettersAfterTenMinutes() async throws {
        let rig = try await Rig(fault: .unknown)
        try await rig.append(1...8)

        try await rig.running {
            await rig.drain()
            let status = await rig.forwarder.status
            // Held for 5, 10, 20, 40 and then 60 s at a time; after ten minutes 8 logs are halved down to one each, in 15 requests.
            let errors = try #require(status.counters.errors["unknown"])
            #expect(status.errors == errors)
            #expect((20...28).contains(errors))
        }

        #expect(rig.ledger.dead == 8)
    }

    /// Hostile times, far ahead and long ago, or none at all.
    @Test(arguments: [Fault.none, .clock, .slowClock])
    func noTimeOfAnEventRefusesABatch(fault: Fault) async throws {
        let rig = try await Rig(logs: 100, fault: fault)
        let times: [Int64] = [
            0, 1, -62_135_596_800, 4_102_444_800, 253_402_300_799, .max / 1_000_000, .min / 1_000_000,
        ]
        try await rig.append(
            times.enumerated().map { index, seconds in
                Rig.event(index + 1) { $0.lastSeen = Timestamp(seconds: seconds) }
            }
        )

        try await rig.running {
            await rig.drain()
            #expect(await rig.receiver.received == Rig.keys(1...times.count))
        }

        #expect(rig.ledger.dead == 0)
    }

    /// Whatever the receiver does and in whatever order, every event arrives or is dead, and the terms add up at each step.
    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func nothingIsLostUnderARandomScheduleOfFaults(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let faults = Fault.allCases.filter { ![.slow, .flaky, .silent].contains($0) }
        let rig = try await Rig(logs: 20)
        var next = 1

        try await rig.running {
            for fault in (faults + faults).shuffled(using: &random) {
                await rig.receiver.inject(fault, probability: 0.7)
                let count = Int.random(in: 1...60, using: &random)
                try await rig.append(next...next + count - 1)
                next += count
                let requests = await rig.receiver.counters.requests
                try await rig.wait { status in
                    let made = await rig.receiver.counters.requests - requests
                    return made >= 3 || status.ledger.waiting == 0
                }
                #expect(rig.ledger.seen == next - 1)
            }
            await rig.receiver.inject(.none)
            await rig.drain()
        }

        let letters = try await rig.journal.reader.deadLetters()
        let dead = Rig.keys(letters.compactMap { $0.event?.key.resourceVersion.value }.map { Int($0) })
        #expect(await rig.receiver.received.union(dead) == Rig.keys(1..<next))
        #expect(rig.ledger.dead == letters.count)
        #expect(rig.ledger.acknowledged + rig.ledger.dead == next - 1)
    }
}
