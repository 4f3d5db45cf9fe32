import Basics
import Events
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Journal

@Suite struct EventTalliesTests {
    private let now = Timestamp(seconds: 1_800_000_000)

    /// An event that happened `seconds` before now.
    private func sample(_ number: Int64, type: String = "Normal", ago seconds: Int64) -> KubeEvent {
        var made = event(number)
        made.type = type
        made.lastSeen = Timestamp(seconds: 1_800_000_000 - seconds)
        return made
    }

    private func kept(_ events: [KubeEvent], in journal: Journal) async throws {
        await journal.append(EventBatch(stream: .all, events: events, resumePoint: nil))
        try await journal.flush()
    }

    private func hour(_ reader: JournalReader, daysAgo days: Int64 = 0) async throws -> TypeCounts {
        let end = Timestamp(seconds: 1_800_000_000 - days * 86400)
        return try await reader.tallies(from: end.advanced(by: .seconds(-3600)), to: end).counts
    }

    @Test func versionsAreCountedByTypeAndTime() async throws {
        let journal = try TemporaryDirectory().open()
        try await kept(
            [
                sample(1, type: "Warning", ago: 10), sample(2, type: "Warning", ago: 3000), sample(3, ago: 20),
                sample(4, type: "Error", ago: 20), sample(5, type: "Warning", ago: 86400 + 20),
            ],
            in: journal
        )

        #expect(try await hour(journal.reader) == TypeCounts(warning: 2, normal: 1, other: 1))
        #expect(try await hour(journal.reader, daysAgo: 1) == TypeCounts(warning: 1))
        #expect(try await hour(journal.reader, daysAgo: 7) == TypeCounts())
    }

    @Test func versionThatIsThereIsNotCountedAgain() async throws {
        let journal = try TemporaryDirectory().open()
        try await kept([sample(1, ago: 10)], in: journal)

        try await kept([sample(1, ago: 10), sample(2, ago: 10)], in: journal)

        #expect(try await hour(journal.reader).normal == 2)
    }

    @Test func rowsAndTheirCountsAreOneTransaction() async throws {
        let journal = try TemporaryDirectory().open()
        try await kept([sample(1, ago: 10)], in: journal)
        try await journal.database.write { db in
            try db.execute(sql: "CREATE TRIGGER no BEFORE UPDATE ON tallies BEGIN SELECT RAISE(ABORT, 'no'); END")
        }

        await journal.append(EventBatch(stream: .all, events: [sample(2, ago: 10)], resumePoint: nil))
        await #expect(throws: JournalError.self) { try await journal.flush() }

        #expect(try await journal.reader.count() == 1)
        #expect(try await hour(journal.reader).normal == 1)
    }

    @Test func countsOutliveTheRows() async throws {
        let journal = try TemporaryDirectory().open()
        var old = sample(1, type: "Warning", ago: 8 * 86400 + 10)
        old.received = old.lastSeen
        try await kept([old, sample(2, ago: 10), sample(3, ago: 10)], in: journal)

        #expect(try await journal.prune() == 1)

        #expect(try await hour(journal.reader, daysAgo: 8).warning == 1)
    }

    @Test func countsGoAfterFiveWeeks() async throws {
        let scratch = try TemporaryDirectory()
        let clock = Locked(now.advanced(by: .seconds(-40 * 86400)))
        var journal: Journal? = try scratch.open(now: { clock.withLock { $0 } })
        var old = sample(1, ago: 36 * 86400)
        old.received = clock.withLock { $0 }
        if let journal { try await kept([old], in: journal) }
        await journal?.close()
        journal = nil
        let again = try Journal.open(directory: scratch.path, clock: ManualClock(), now: { now })
        try await kept([sample(2, ago: 34 * 86400)], in: again)

        _ = try await again.prune()

        let all = try await again.reader.tallies(from: Timestamp(seconds: 0), to: now)
        #expect(all.counts == TypeCounts(normal: 1))
        #expect(all.since == now.advanced(by: .seconds(-35 * 86400)))
    }

    @Test func whatHappenedTooLongAgoIsNotCounted() async throws {
        let journal = try TemporaryDirectory().open()
        try await kept([event(1), sample(2, ago: 36 * 86400)], in: journal)

        let all = try await journal.reader.tallies(from: Timestamp(seconds: 0), to: now)

        #expect(all.counts == TypeCounts())
    }

    @Test func lastMinuteCountsByItsShare() async throws {
        let journal = try TemporaryDirectory().open()
        try await kept((1...60).map { sample($0, ago: 30) }, in: journal)

        let end = now.advanced(by: .seconds(-45))
        let part = try await journal.reader.tallies(from: end.advanced(by: .seconds(-3600)), to: end)

        #expect(part.counts.normal == 15)
    }

    @Test func sinceIsWhenTheFirstEventWasReceived() async throws {
        let journal = try TemporaryDirectory().open()
        #expect(try await journal.reader.tallies(from: now, to: now).since == nil)

        try await kept([sample(1, ago: 4000)], in: journal)
        var later = sample(2, ago: 0)
        later.received = now.advanced(by: .seconds(60))
        try await kept([later], in: journal)

        #expect(try await journal.reader.tallies(from: now, to: now).since == now)
    }

    @Test func gapInThatTimeIsTold() async throws {
        let journal = try TemporaryDirectory().open()
        let gap = Gap(reason: .expired, from: now.advanced(by: .seconds(-600)), to: now.advanced(by: .seconds(-300)))
        await journal.append(EventBatch(stream: .all, events: [sample(1, ago: 10)], resumePoint: nil, gap: gap))
        try await journal.flush()

        let with = try await journal.reader.tallies(from: now.advanced(by: .seconds(-400)), to: now)
        let without = try await journal.reader.tallies(from: now.advanced(by: .seconds(-200)), to: now)

        #expect(with.hasGap)
        #expect(!without.hasGap)
    }

    @Test func salvageCarriesThemOver() async throws {
        let scratch = try TemporaryDirectory()
        var journal: Journal? = try scratch.open()
        if let journal {
            try await kept([sample(1, type: "Warning", ago: 10), sample(2, ago: 86400 + 10)], in: journal)
        }
        await journal?.close()
        journal = nil
        try Data().write(to: URL(filePath: scratch.path + "/journal.damaged"))

        let again = try scratch.open()

        #expect(again.setAside != nil)
        #expect(try await hour(again.reader).warning == 1)
        #expect(try await hour(again.reader, daysAgo: 1).normal == 1)
        #expect(try await again.reader.tallies(from: now, to: now).since == now)
    }

    @Test func formerFileCountsFromTheFirstEventAfterIt() async throws {
        let scratch = try TemporaryDirectory()
        let fixture = try #require(Bundle.module.url(forResource: "Fixtures/version-1", withExtension: "sqlite"))
        try FileManager.default.copyItem(atPath: fixture.path, toPath: scratch.path + "/journal.sqlite")
        let journal = try scratch.open()
        #expect(try await journal.reader.tallies(from: now, to: now).since == nil)

        try await kept([sample(1_000_000, ago: 10)], in: journal)

        #expect(try await journal.reader.tallies(from: now, to: now).since == now)
        #expect(try await hour(journal.reader).normal == 1)
    }

    @Test func readerOfAFormerFileKnowsNothing() async throws {
        let scratch = try TemporaryDirectory()
        let fixture = try #require(Bundle.module.url(forResource: "Fixtures/version-1", withExtension: "sqlite"))
        try FileManager.default.copyItem(atPath: fixture.path, toPath: scratch.path + "/journal.sqlite")

        let reader = try Journal.openReader(directory: scratch.path)

        #expect(try await reader.tallies(from: Timestamp(seconds: 0), to: now) == JournalTallies())
    }
}
