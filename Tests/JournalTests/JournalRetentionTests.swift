import Basics
import Events
import GRDB
import TestSupport
import Testing

@testable import Journal

@Suite struct JournalRetentionTests {
    private let now = Timestamp(seconds: 1_800_000_000)

    @Test func oldEventsGoAndNewOnesStay() async throws {
        let journal = try TemporaryDirectory().open()
        await journal.append(aged(1...600, days: 8))
        await journal.append(aged(601...610, days: 6))
        try await journal.flush()

        let deleted = try await journal.prune()

        #expect(deleted == 600)
        #expect(try await journal.reader.rows(after: 0, limit: 1).map(\.id) == [601])
    }

    @Test func whatASinkIsOwedStays() async throws {
        let journal = try TemporaryDirectory().open()
        try await journal.registerSink("sls", start: .all)
        await journal.append(aged(1...10, days: 8))
        try await journal.flush()
        var done = Acknowledgement(through: 4)
        done.acknowledged = 4
        try await journal.acknowledge(done, sink: "sls")

        _ = try await journal.prune()

        #expect(try await journal.reader.count() == 6)
        #expect(journal.ledger(of: "sls")?.waiting == 6)
    }

    @Test func sinkOutOfUseKeepsNothingBackAndIsCounted() async throws {
        let scratch = try TemporaryDirectory()
        var journal: Journal? = try scratch.open()
        try await journal?.registerSink("old", start: .all)
        await journal?.append(aged(1...10, days: 8))
        try await journal?.flush()
        journal = nil
        let again = try scratch.open()

        let deleted = try await again.prune()

        #expect(deleted == 9)
        #expect(again.ledger(of: "old")?.drops == [.retention: 9])
        try await expectBalanced(again)
    }

    @Test func oldestGoWhenTheJournalIsTooLarge() async throws {
        var options = JournalOptions()
        options.maximumBytes = 200_000
        let journal = try TemporaryDirectory().open(options: options)
        await journal.append(batch(1...2000))
        try await journal.flush()

        let deleted = try await journal.prune()

        #expect(deleted > 0)
        #expect(try await journal.usedBytes() <= 200_000)
        #expect(try await journal.reader.rows(after: 0, limit: 3000).last?.id == 2000)
    }

    @Test func whatWaitsMayTakeMoreRoomThanHistory() async throws {
        var options = JournalOptions()
        options.historyBytes = 200_000
        let journal = try TemporaryDirectory().open(options: options)
        try await journal.registerSink("sls", start: .all)
        await journal.append(batch(1...2000))
        try await journal.flush()
        try await journal.countRows()
        #expect(try await journal.prune() == 0)
        #expect(try await journal.usedBytes() > 400_000)

        var done = Acknowledgement(through: 2000)
        done.acknowledged = 2000
        try await journal.acknowledge(done, sink: "sls")

        #expect(try await journal.prune() > 0)
        #expect(try await journal.usedBytes() <= 200_000)
        #expect(journal.hindrance == nil)
        try await expectBalanced(journal)
    }

    @Test func fullJournalRefusesAndRecoversWhenTheSinkCatchesUp() async throws {
        var options = JournalOptions()
        options.maximumBytes = 200_000
        let journal = try TemporaryDirectory().open(options: options)
        try await journal.registerSink("sls", start: .all)
        await journal.append(batch(1...2000))
        try await journal.flush()
        await journal.append(batch(2001...2003))

        await #expect(throws: JournalError.full(limit: 200_000)) { try await journal.flush() }
        #expect(journal.status == .full(reason: "\(JournalError.full(limit: journal.maximumBytes))"))
        var done = Acknowledgement(through: 2000)
        done.acknowledged = 2000
        try await journal.acknowledge(done, sink: "sls")
        _ = try await journal.prune()
        try await journal.flush()

        #expect(journal.ledger(of: "sls")?.waiting == 3)
        try await expectBalanced(journal)
    }

    @Test func clockThatLeapsAheadTakesNoHistoryWithIt() async throws {
        let clock = ManualClock()
        let wall = Locked(now)
        let journal = try TemporaryDirectory().open(clock: clock, now: { wall.withLock(\.self) })
        await journal.append(aged(1...10, days: 6))
        try await journal.flush()

        wall.withLock { $0 = $0.advanced(by: .seconds(10 * 365 * 86400)) }
        await journal.append(EventBatch(stream: .all, events: [event(11, receivedAt: 2_200_000_000)], resumePoint: nil))
        try await journal.flush()
        #expect(try await journal.prune() == 0)
        clock.advance(by: .seconds(2 * 86400))

        #expect(try await journal.prune() == 10)
    }

    @Test func eventOfTheFutureHoldsBackNoOther() async throws {
        let journal = try TemporaryDirectory().open()
        await journal.append(aged(1...5, days: 8))
        await journal.append(EventBatch(stream: .all, events: [event(6, receivedAt: 2_200_000_000)], resumePoint: nil))
        await journal.append(aged(7...8, days: 8))
        await journal.append(EventBatch(stream: .all, events: [event(9, receivedAt: 2_200_000_000)], resumePoint: nil))
        await journal.append(aged(10...10, days: 1))
        try await journal.flush()

        #expect(try await journal.prune() == 8)
    }

    @Test func startOfAgesDoubtsAClockThatIsYearsAhead() {
        let day = Timestamp(seconds: 1_800_000_000)
        let later = day.advanced(by: .seconds(30 * 86400))
        let years = day.advanced(by: .seconds(10 * 365 * 86400))
        #expect(Journal.startOfAges(now: later, newest: day) == later)
        #expect(Journal.startOfAges(now: years, newest: day) == day)
        #expect(Journal.startOfAges(now: day, newest: years) == day)
    }

    @Test func idsAreNotUsedAgainAfterPruning() async throws {
        let scratch = try TemporaryDirectory()
        var journal: Journal? = try scratch.open()
        await journal?.append(aged(1...10, days: 8))
        try await journal?.flush()
        _ = try await journal?.prune()
        journal = nil

        let again = try scratch.open()
        await again.append(batch(11...11))
        try await again.flush()

        #expect(try await again.reader.rows(after: 0, limit: 9).map(\.id) == [10, 11])
    }

    private func aged(_ numbers: ClosedRange<Int64>, days: Int64) -> EventBatch {
        var batch = batch(numbers)
        for index in batch.events.indices {
            batch.events[index].received = now.advanced(by: .seconds(-days * 86400))
        }
        return batch
    }
}
