import Basics
import Events
import TestSupport
import Testing

@testable import Journal

/// A number stands in for the disk; `.ci/fire` has real ones.
@Suite struct JournalDiskTests {
    private let free = Locked<Int?>(1 << 30)
    private let scratch: TemporaryDirectory
    private let journal: Journal

    init() async throws {
        var options = JournalOptions()
        options.maximumBytes = 8 << 20
        scratch = try TemporaryDirectory()
        journal = try Journal.open(
            directory: scratch.path,
            options: options,
            clock: ManualClock(),
            now: { Timestamp(seconds: 1_800_000_000) },
            freeBytes: { [free] in free.withLock(\.self) }
        )
        try await journal.registerSink("sls", start: .all)
        try await journal.countRows()
    }

    private func append(_ numbers: ClosedRange<Int64>) async throws {
        var batch = batch(numbers)
        for index in batch.events.indices { batch.events[index].json = [UInt8](repeating: 0x20, count: 1500) }
        await journal.append(batch)
        try await journal.flush()
    }

    private func acknowledge(through id: Int64) async throws {
        var done = Acknowledgement(through: id)
        done.acknowledged = Int(id - (journal.cursor(of: "sls") ?? 0))
        try await journal.acknowledge(done, sink: "sls")
    }

    @Test func journalStopsBeforeTheDiskIsFull() async throws {
        try await append(1...500)
        free.withLock { $0 = 1 << 20 }

        await #expect(throws: JournalError.self) { try await append(501...600) }

        #expect(journal.hindrance == "cannot keep events: the disk of the journal has no room to spare")
        #expect(journal.ledger(of: "sls")?.waiting == 500)
        try await acknowledge(through: 20)
        free.withLock { $0 = 1 << 30 }
        try await journal.flush()
        #expect(journal.hindrance == nil)
        #expect(journal.ledger(of: "sls")?.waiting == 580)
        try await expectBalanced(journal)
    }

    @Test func pauseLastsUntilThereIsRoomToSpare() async throws {
        try await append(1...100)
        let needed = journal.logBytes + 2 * journal.options.commitBytes
        free.withLock { $0 = 0 }
        await #expect(throws: JournalError.self) { try await append(101...110) }

        free.withLock { $0 = needed }
        await #expect(throws: JournalError.self) { try await journal.flush() }
        free.withLock { $0 = needed + journal.maximumBytes / 10 }
        try await journal.flush()

        #expect(journal.ledger(of: "sls")?.waiting == 110)
    }

    @Test func historyGivesWayOnlyAsFarAsItHelps() async throws {
        for first in stride(from: Int64(1), to: 3000, by: 500) { try await append(first...first + 499) }
        try await acknowledge(through: 3000)
        free.withLock { $0 = 1 << 20 }

        try await append(3001...3010)

        let kept = try await journal.reader.count()
        #expect(kept < 3010, "some history went")
        #expect(kept > 1000, "and no more than was needed")
        try await expectBalanced(journal)
    }

    @Test func historyStaysWhenItsGoingWouldNotHelp() async throws {
        try await append(1...500)
        try await acknowledge(through: 500)
        free.withLock { $0 = 0 }

        await #expect(throws: JournalError.self) { try await append(501...510) }

        #expect(try await journal.reader.count() == 500)
    }

    @Test func pausedJournalTriesAgainWhenACursorMoves() async throws {
        for first in stride(from: Int64(1), to: 3000, by: 500) { try await append(first...first + 499) }
        free.withLock { $0 = 0 }
        let bell = Doorbell()
        journal.subscribe(bell)
        let running = Task { await journal.run() }
        await journal.append(batch(3001...3512))
        await bell.wait()
        #expect(journal.hindrance != nil)

        // The clock stands still: only the acknowledgement can end the pause.
        try await acknowledge(through: 3000)
        while journal.hindrance != nil { await bell.wait() }

        #expect(journal.ledger(of: "sls")?.waiting == 512)
        running.cancel()
        await running.value
        try await expectBalanced(journal)
    }
}
