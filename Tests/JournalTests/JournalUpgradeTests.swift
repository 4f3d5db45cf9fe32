import Basics
import Events
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Journal

/// With a file of version 1 that its own eventer wrote: 40 events of the demo, 9 of them waiting, 1 dropped.
@Suite struct JournalUpgradeTests {
    private func former() throws -> TemporaryDirectory {
        let scratch = try TemporaryDirectory()
        let fixture = try #require(Bundle.module.url(forResource: "Fixtures/version-1", withExtension: "sqlite"))
        try FileManager.default.copyItem(atPath: fixture.path, toPath: scratch.path + "/journal.sqlite")
        return scratch
    }

    @Test func formerFileIsBroughtUpToDateInPlace() async throws {
        let scratch = try former()

        let journal = try scratch.open()

        let version = try await journal.database.read { db in try Schema.version(of: db) }
        #expect(version == 3)
        #expect(try await journal.reader.rows(after: 0, limit: 100).compactMap(\.event).count == 40)
        #expect(journal.ledger(of: "sls")?.waiting == 9)
        #expect(journal.ledger(of: "sls")?.drops == [.request: 1])
        try await expectBalanced(journal)
        #expect(!(try scratch.files().contains { $0.contains("corrupt") }))
    }

    @Test func whatAFormerFileHoldsIsRecognisedInAnyScope() async throws {
        let journal = try former().open()
        let event = try #require(try await journal.reader.rows(after: 0, limit: 1).first?.event)

        let scope = StreamID.namespace(event.namespace)
        await journal.append(EventBatch(stream: scope, events: [event], resumePoint: nil))
        try await journal.flush()

        #expect(journal.duplicates == 1)
        #expect(try await journal.reader.count() == 40)
    }

    @Test func killedUpgradeIsDoneAtTheNextStart() async throws {
        let scratch = try former()
        let database = try DatabaseQueue(path: scratch.path + "/journal.sqlite")
        try? await database.writeWithoutTransaction { db in
            try db.transaction {
                try db.execute(sql: "ALTER TABLE sinks ADD COLUMN dropped_policy INTEGER NOT NULL DEFAULT 0")
                throw CancellationError()
            }
        }
        try database.close()

        let journal = try scratch.open()

        try await expectBalanced(journal)
        #expect(journal.ledger(of: "sls")?.waiting == 9)
    }

    @Test func damagedFormerFileKeepsItsLedger() async throws {
        let scratch = try former()
        try Data().write(to: URL(filePath: scratch.path + "/journal.damaged"))

        let journal = try scratch.open()

        #expect(journal.ledger(of: "sls")?.acknowledged == 30)
        #expect(journal.ledger(of: "sls")?.waiting == 9)
        try await expectBalanced(journal)
    }

    /// Gaps of version 1 are shown, and no cursor meets them; damage or not.
    @Test(arguments: [false, true]) func formerGapsAreHistory(isDamaged: Bool) async throws {
        let scratch = try former()
        let database = try DatabaseQueue(path: scratch.path + "/journal.sqlite")
        try await database.write { db in
            for end in 1...3 {
                try db.execute(
                    sql: "INSERT INTO gaps (stream, after_event, reason, begins, ends) VALUES (1, 40, 'expired', 0, ?)",
                    arguments: [end]
                )
            }
        }
        try database.close()
        if isDamaged { try Data().write(to: URL(filePath: scratch.path + "/journal.damaged")) }

        let journal = try scratch.open()

        #expect(try await journal.reader.gaps().map(\.gap.to.microseconds) == [1, 2, 3])
        let rows = try await journal.reader.rows(after: 0, limit: 100)
        #expect(rows.allSatisfy { $0.event != nil })
        #expect(rows.count == 40)
    }
}
