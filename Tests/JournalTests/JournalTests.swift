import Basics
import Events
import Foundation
import GRDB
import Journal
import TestSupport
import Testing

@testable import Journal

@Suite struct JournalTests {
    @Test func committedEventsComeBackWhole() async throws {
        let scratch = try TemporaryDirectory()
        let journal = try scratch.open()

        await journal.append(batch(1...3, resumePoint: 3))
        try await journal.flush()

        let rows = try await journal.reader.rows(after: 0, limit: 10)
        #expect(rows.map(\.event) == (1...3).map { event($0) })
        #expect(rows.map(\.id) == [1, 2, 3])
    }

    @Test func writerSyncsEveryCommit() async throws {
        let journal = try TemporaryDirectory().open()

        let level = try await journal.database.writeWithoutTransaction { db in
            try Int.fetchOne(db, sql: "PRAGMA synchronous")
        }

        #expect(level == 2)
    }

    @Test func bufferedEventsAreNotReadBeforeTheirCommit() async throws {
        let journal = try TemporaryDirectory().open()

        await journal.append(batch(1...3, resumePoint: 3))

        #expect(try await journal.reader.rows(after: 0, limit: 10).isEmpty)
        #expect(try await journal.reader.resumePoint(of: .all) == nil)
    }

    @Test func resumePointIsCommittedWithItsEvents() async throws {
        let scratch = try TemporaryDirectory()
        let journal = try scratch.open()
        await journal.append(batch(1...3, resumePoint: 7))
        try await journal.flush()

        let copy = try scratch.crashCopy().open()

        let point = try await copy.reader.resumePoint(of: .all)
        #expect(point?.resourceVersion.value == 7)
        #expect(point?.anchor?.key == event(3).key)
        #expect(try await copy.reader.count() == 3)
    }

    @Test func sameVersionIsStoredOnceWhateverTheScope() async throws {
        let journal = try TemporaryDirectory().open()

        await journal.append(batch(1...3))
        await journal.append(batch(2...4))
        await journal.append(batch(1...1, stream: .namespace("x")))
        try await journal.flush()

        #expect(try await journal.reader.count() == 4)
        #expect(journal.duplicates == 3)
    }

    @Test func abandonedJournalKeepsWhatWasCommitted() async throws {
        let scratch = try TemporaryDirectory()
        var journal: Journal? = try scratch.open()
        await journal?.append(batch(1...100))
        try await journal?.flush()
        await journal?.append(batch(101...110))
        journal = nil

        let again = try scratch.open()

        #expect(try await again.reader.count() == 100)
        #expect(again.newestID == 100)
    }

    @Test func runCommitsAtOnceAfterAPauseAndThenAfterTheInterval() async throws {
        let clock = ManualClock()
        let journal = try TemporaryDirectory().open(clock: clock)
        let bell = Doorbell()
        journal.subscribe(bell)
        let running = Task { await journal.run() }
        await journal.append(batch(1...3))
        await bell.wait()
        #expect(try await journal.reader.count() == 3)
        await journal.append(batch(4...5))

        await clock.waitForSleepers()
        #expect(try await journal.reader.count() == 3)
        clock.advance(by: .milliseconds(200))
        await bell.wait()

        #expect(try await journal.reader.count() == 5)
        running.cancel()
        await running.value
    }

    @Test func runCommitsAFullGroupAtOnce() async throws {
        let journal = try TemporaryDirectory().open()
        let bell = Doorbell()
        journal.subscribe(bell)
        let running = Task { await journal.run() }

        await journal.append(batch(1...512))
        await bell.wait()

        #expect(try await journal.reader.count() == 512)
        running.cancel()
        await running.value
    }

    @Test func cancelledRunCommitsTheRest() async throws {
        let journal = try TemporaryDirectory().open()
        let running = Task { await journal.run() }
        await journal.append(batch(1...3))

        running.cancel()
        await running.value

        #expect(try await journal.reader.count() == 3)
    }

    @Test func appendWaitsWhileTheBufferIsFull() async throws {
        let journal = try TemporaryDirectory().open()
        await journal.append(batch(1...4096))
        let second = Task { await journal.append(batch(4097...4099)) }
        await Task.yield()
        #expect(journal.buffer.withLock(\.eventCount) == 4096)

        try await journal.flush()
        await second.value
        try await journal.flush()

        #expect(try await journal.reader.count() == 4099)
    }

    @Test func bytesLimitARead() async throws {
        let journal = try TemporaryDirectory().open()
        await journal.append(batch(1...10))
        try await journal.flush()

        let rows = try await journal.reader.rows(after: 4, limit: 10, maximumBytes: 1)

        #expect(rows.map(\.id) == [5])
    }

    @Test func objectIsFoundByItsKey() async throws {
        let journal = try TemporaryDirectory().open()
        await journal.append(batch(1...10, stream: .namespace("a")))
        try await journal.flush()

        #expect(try await journal.reader.object(for: event(4).key) == event(4).json)
        #expect(try await journal.reader.object(for: event(11).key) == nil)
        #expect(try await journal.reader.events(newest: 2) == [event(9), event(10)])
    }

    @Test func theNewestOfAListAreThoseOfTheHighestVersions() async throws {
        let journal = try TemporaryDirectory().open()
        await journal.append(EventBatch(stream: .all, events: [9, 3, 12, 5].map { event($0) }, resumePoint: nil))
        try await journal.flush()

        #expect(try await journal.reader.events(newest: 2) == [event(9), event(12)])
    }

    @Test func damagedRowIsNoticedAndGivenWithoutItsEvent() async throws {
        let journal = try TemporaryDirectory().open()
        await journal.append(batch(1...3))
        try await journal.flush()

        try await journal.database.write { db in
            try db.execute(
                sql: "UPDATE events SET record = substr(record, 1, length(record) - 1) || x'FF' WHERE id = 2"
            )
        }

        #expect(try await journal.reader.rows(after: 0, limit: 10).map(\.event) == [event(1), nil, event(3)])
    }

    @Test func gapsAndPropertiesAreKept() async throws {
        let journal = try TemporaryDirectory().open()
        let gap = Gap(reason: .expired, from: Timestamp(seconds: 1), to: Timestamp(seconds: 2))
        var first = batch(1...1)
        first.gap = gap

        await journal.append(first)
        try await journal.flush()
        try await journal.setProperty("cluster", to: "a")
        try await journal.setProperty("cluster", to: "b")

        #expect(try await journal.reader.gaps() == [StreamGap(stream: .all, gap: gap)])
        #expect(try await journal.reader.property("cluster") == "b")
    }

    @Test func aGapHasItsPlaceAmongTheRows() async throws {
        let scratch = try TemporaryDirectory()
        let journal = try scratch.open()
        try await journal.countRows()
        let gap = Gap(reason: .expired, from: Timestamp(seconds: 10), to: Timestamp(seconds: 20))
        let content = JournalRow.Content.gap(StreamGap(stream: .all, gap: gap))
        var second = batch(3...4)
        second.gap = gap
        for batch in [batch(1...2), second, EventBatch(stream: .all, events: [], resumePoint: nil, gap: gap)] {
            await journal.append(batch)
        }
        try await journal.flush()

        let rows = try await journal.reader.rows(after: 0, limit: 9)
        #expect(rows.map(\.id) == [1, 2, 3, 4, 5, 6])
        #expect(
            rows.map(\.content) == [
                .event(event(1)), .event(event(2)), content, .event(event(3)), .event(event(4)), content,
            ]
        )
        #expect(try await journal.reader.rows(after: 1, limit: 2).map(\.id) == [2, 3])
        #expect(try await journal.reader.rows(after: 2, limit: 9, maximumBytes: 1).map(\.id) == [3, 4])
        #expect(try await journal.reader.rows(after: 5, limit: 9).map(\.id) == [6])
        #expect(journal.figures.rows == 4)

        // The next row comes after the gap, though that is the last one.
        let again = try scratch.crashCopy().open()
        await again.append(batch(5...5))
        try await again.flush()
        #expect(try await again.rows(after: 6, limit: 9).map(\.id) == [7])
    }

    @Test func aGapWithoutEventsIsKept() async throws {
        let journal = try TemporaryDirectory().open()
        let gap = Gap(reason: .clusterChanged, from: Timestamp(seconds: 1), to: Timestamp(seconds: 2))

        await journal.append(EventBatch(stream: .namespace("a"), events: [], resumePoint: nil, gap: gap))
        try await journal.flush()

        let kept = try await journal.reader.gaps(cluster: "prod")
        #expect(kept == [StreamGap(stream: StreamID(cluster: "prod", namespace: "a"), gap: gap)])
    }

    @Test func resumePointsAreThereUntilForgotten() async throws {
        let journal = try TemporaryDirectory().open()
        #expect(try await journal.reader.hasResumePoints() == false)

        await journal.append(EventBatch(stream: .all, events: [], resumePoint: ResourceVersion(1)))
        try await journal.flush()
        #expect(try await journal.reader.hasResumePoints())
        try await journal.forgetResumePoints()

        #expect(try await journal.reader.hasResumePoints() == false)
    }

    @Test func memoryJournalSaysThatItKeepsNothing() async throws {
        let journal = try Journal.inMemory(reason: "replay", clock: ManualClock(), now: { Timestamp(seconds: 0) })

        await journal.append(batch(1...3))
        try await journal.flush()

        #expect(journal.status == .notKeeping(reason: "replay"))
        #expect(try await journal.reader.count() == 3)
    }
}
