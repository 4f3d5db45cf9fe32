import Basics
import Events
import GRDB
import Glibc
import TestSupport
import Testing

@testable import Journal

/// A trigger that raises an error stands in for a disk that refuses: the same path from the failed statement on.
@Suite struct JournalFailureTests {
    @Test func refusedCommitIsToldAndTriedAgain() async throws {
        let clock = ManualClock()
        let journal = try TemporaryDirectory().open(clock: clock)
        let home = journal.status
        let bell = Doorbell()
        journal.subscribe(bell)
        try await breakDisk(of: journal)
        let running = Task { await journal.run() }
        await journal.append(batch(1...512))
        await bell.wait()
        #expect(journal.status == .notKeeping(reason: "cannot keep events: no space left"))

        try await repairDisk(of: journal)
        await clock.waitForSleepers()
        clock.advance(by: .seconds(1))
        await bell.wait()

        #expect(journal.status == home)
        #expect(try await journal.reader.count() == 512)
        running.cancel()
        await running.value
    }

    @Test func viewerLosesWhatPassesTheBufferAndCountsIt() async throws {
        var options = JournalOptions()
        options.overflow = .lose
        let journal = try TemporaryDirectory().open(options: options)
        try await journal.registerSink("sls", start: .all)
        try await breakDisk(of: journal)
        await journal.append(batch(1...4096))
        await #expect(throws: JournalError.self) { try await journal.flush() }

        await journal.append(batch(4097...4106))

        #expect(journal.ledger(of: "sls")?.lost == 10)
        #expect(journal.ledger(of: "sls")?.isBalanced == true)
        try await repairDisk(of: journal)
        try await journal.flush()
        #expect(journal.ledger(of: "sls")?.lost == 10)
        #expect(journal.ledger(of: "sls")?.waiting == 4096)
        try await expectBalanced(journal)
    }

    @Test func flushEndsThoughMoreComesWithEveryCommit() async throws {
        let more = Locked<(@Sendable () -> Void)?>(nil)
        let scratch = try TemporaryDirectory()
        let journal = try Journal.open(
            directory: scratch.path,
            clock: ManualClock(),
            now: { Timestamp(seconds: 1_800_000_000) },
            // Asked once a commit.
            freeBytes: {
                more.withLock(\.self)?()
                return nil
            }
        )
        let next = Locked<Int64>(1)
        more.withLock { [buffer = journal.buffer] in
            $0 = {
                let number = next.withLock { next in
                    next += 1
                    return next
                }
                if number < 50 { buffer.withLock { $0.add(batch([number])) } }
            }
        }
        await journal.append(batch([1]))

        try await journal.flush()

        #expect(journal.uncommitted > 0)
        #expect(try await journal.reader.count() < 5)
    }

    @Test func damageFoundWhileWritingIsRememberedForTheNextStart() async throws {
        let scratch = try TemporaryDirectory()
        let journal = try scratch.open()

        await #expect(throws: JournalError.damaged(reason: "malformed")) {
            try await journal.write("test") { _ in
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "malformed")
            }
        }

        #expect(try scratch.files().contains("journal.damaged"))
    }

    @Test(arguments: [true, false]) func fileThatIsMovedOrDeletedIsNoticed(isDeleted: Bool) async throws {
        let scratch = try TemporaryDirectory()
        let journal = try scratch.open()
        await journal.append(batch(1...3))
        try await journal.flush()
        let path = scratch.path + "/journal.sqlite"

        #expect(rename(path, path + ".away") == 0)
        if isDeleted { unlink(path + ".away") }
        await journal.append(batch(4...6))
        await #expect(throws: JournalError.moved(path: path)) { try await journal.flush() }
        #expect(journal.hindrance != nil)
        guard !isDeleted else { return }
        #expect(rename(path + ".away", path) == 0)
        try await journal.flush()

        #expect(journal.hindrance == nil)
        #expect(try await journal.reader.count() == 6)
    }

    private func breakDisk(of journal: Journal) async throws {
        try await journal.database.write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER refuse BEFORE INSERT ON events
                    BEGIN SELECT RAISE(ABORT, 'no space left'); END
                    """
            )
        }
    }

    private func repairDisk(of journal: Journal) async throws {
        try await journal.database.write { db in try db.execute(sql: "DROP TRIGGER refuse") }
    }
}
