import Basics
import Events
import TestSupport
import Testing

@testable import Journal

@Suite struct JournalRoomTests {
    private let padding = [UInt8](repeating: 0x20, count: 1500)

    private func open(_ policy: JournalOptions.WhenFull) async throws -> Journal {
        var options = JournalOptions()
        options.maximumBytes = 1 << 20
        options.whenFull = policy
        let journal = try TemporaryDirectory().open(options: options)
        try await journal.registerSink("sls", start: .all)
        try await journal.countRows()
        return journal
    }

    private func batch(_ numbers: ClosedRange<Int64>, namespace: String) -> EventBatch {
        var events = numbers.map { event($0) }
        for index in events.indices {
            events[index].namespace = namespace
            events[index].json = padding
        }
        return EventBatch(stream: .all, events: events, resumePoint: nil)
    }

    private func fill(_ journal: Journal, _ numbers: ClosedRange<Int64>, namespace: String) async throws {
        for first in stride(from: numbers.lowerBound, through: numbers.upperBound, by: 20) {
            await journal.append(batch(first...min(first + 19, numbers.upperBound), namespace: namespace))
            try await journal.flush()
            _ = try await journal.makeRoom(isFull: false)
        }
    }

    @Test func fullJournalThatPausesGivesUpNothing() async throws {
        let journal = try await open(.pause)

        await #expect(throws: JournalError.full(limit: 1 << 20)) {
            try await fill(journal, 1...2000, namespace: "only")
        }

        #expect(journal.ledger(of: "sls")?.dropped == 0)
        #expect(
            journal.hindrance == "what waits fills 1 MiB; delivery makes room, so do --journal-limit and --when-full"
        )
        try await expectBalanced(journal)
    }

    @Test func pauseEndsOnlyWhenThereIsRoomToSpare() async throws {
        let journal = try await open(.pause)
        try? await fill(journal, 1...2000, namespace: "only")
        let waiting = try #require(journal.ledger(of: "sls")?.waiting)

        try await acknowledge(waiting / 50, journal)
        await #expect(throws: JournalError.self) { try await journal.flush() }
        try await acknowledge(waiting / 5, journal)
        try await journal.flush()

        #expect(journal.hindrance == nil)
        try await expectBalanced(journal)
    }

    @Test func pauseEndsThoughLittleWasAcknowledgedAtFirst() async throws {
        let journal = try await open(.pause)
        try? await fill(journal, 1...2000, namespace: "only")
        let waiting = try #require(journal.ledger(of: "sls")?.waiting)

        try await acknowledge(50, journal)
        await #expect(throws: JournalError.self) { try await journal.flush() }
        try await acknowledge(waiting - 50, journal)
        try await journal.flush()

        #expect(journal.hindrance == nil)
        try await expectBalanced(journal)
    }

    @Test func whatWaitsIsMeasuredOnceAsLongAsItCrowds() async throws {
        let journal = try await open(.pause)
        var last: Int64 = 0
        while journal.waiting.withLock({ $0 == nil }) {
            try await fill(journal, last + 1...last + 20, namespace: "only")
            last += 20
        }

        // Less than a step further.
        try await fill(journal, last + 1...last + 1, namespace: "only")
        #expect(journal.waiting.withLock { $0 != nil })
        try await acknowledge(Int(last), journal)
        try await fill(journal, last + 2...last + 2, namespace: "only")
        #expect(journal.waiting.withLock { $0 == nil })

        #expect(journal.thinnedAt.withLock(\.self) == 0, "or fairness would begin later the next time")
    }

    @Test func noisyNamespaceStopsNoOther() async throws {
        let journal = try await open(.pause)
        try await fill(journal, 1...40, namespace: "quiet")

        try await fill(journal, 41...900, namespace: "noisy")

        let ledger = try #require(journal.ledger(of: "sls"))
        #expect(ledger.drops[.fairness] == ledger.dropped)
        #expect(ledger.dropped > 0)
        let drops = journal.takeDrops()
        #expect(drops == [NamespaceDrops(namespace: "noisy", reason: .fairness): ledger.dropped])
        #expect(journal.takeDrops().isEmpty)
        try await expectBalanced(journal)
    }

    @Test func oldestNormalOnesMakeRoomByPolicy() async throws {
        let journal = try await open(.dropOldestNormal)

        try await fill(journal, 1...900, namespace: "only")

        let ledger = try #require(journal.ledger(of: "sls"))
        #expect(ledger.drops[.policy] == ledger.dropped)
        #expect(ledger.dropped > 0)
        let kept = try await journal.reader.rows(after: 0, limit: 5000).compactMap(\.event)
        #expect(kept.contains { $0.count == 3 }, "the oldest warning stays")
        #expect(!kept.contains { $0.count == 1 }, "the oldest normal event goes")
        try await expectBalanced(journal)
    }

    @Test func whatAReaderHasIsNotGivenUp() async throws {
        let journal = try await open(.dropOldestNormal)
        try await fill(journal, 1...100, namespace: "only")
        let held = try await journal.reader.rows(after: 0, limit: 30)

        try await fill(journal, 101...900, namespace: "only")

        let left = try await journal.reader.rows(after: 0, limit: 30)
        #expect(left == held)
        var done = Acknowledgement(through: 30)
        done.acknowledged = 30
        try await journal.acknowledge(done, sink: "sls")
        try await expectBalanced(journal)
    }

    /// A forwarder that reads, holds and acknowledges as chance has it, while the journal fills, prunes and gives up rows.
    @Test(arguments: 1...8) func identityHoldsThroughAnySchedule(seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let journal = try await open(seed % 2 == 0 ? .pause : .dropOldestNormal)
        var next: Int64 = 1
        var held: [JournalRow] = []
        var position: Int64 = 0
        for _ in 0..<60 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<6:
                let count = Int64.random(in: 1...120, using: &random)
                let namespace = Int.random(in: 0..<4, using: &random) == 0 ? "quiet" : "noisy"
                if journal.uncommitted == 0 {
                    await journal.append(batch(next...next + count - 1, namespace: namespace))
                }
                next += count
                try? await journal.flush()
            case 6, 7:
                let rows = try await journal.reader.rows(after: position, limit: .random(in: 1...60, using: &random))
                held += rows
                position = rows.last?.id ?? position
            case 8:
                let count = Int.random(in: 0...held.count, using: &random)
                guard count > 0 else { continue }
                var done = Acknowledgement(through: held[count - 1].id)
                done.acknowledged = count
                try await journal.acknowledge(done, sink: "sls")
                held.removeFirst(count)
            default:
                _ = try await journal.prune()
            }
            try await expectBalanced(journal)
        }
    }

    private func acknowledge(_ count: Int, _ journal: Journal) async throws {
        let rows = try await journal.reader.rows(after: journal.cursor(of: "sls") ?? 0, limit: count)
        var done = Acknowledgement(through: try #require(rows.last).id)
        done.acknowledged = rows.count
        try await journal.acknowledge(done, sink: "sls")
    }
}
