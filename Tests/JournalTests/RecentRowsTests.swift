import Basics
import Events
import TestSupport
import Testing

@testable import Journal

@Suite struct RecentRowsTests {
    private var rows = RecentRows()

    private func sample(_ ids: ClosedRange<Int64>) -> [JournalRow] {
        ids.map { JournalRow(id: $0, content: .event(event($0))) }
    }

    private mutating func take(after cursor: Int64, limit: Int = 100, maximumBytes: Int = .max) -> [Int64]? {
        rows.take(after: cursor, limit: limit, maximumBytes: maximumBytes)?.map(\.id)
    }

    @Test mutating func rowsAreGivenOnceAndInOrder() {
        rows.add(sample(1...3), after: 0, through: 3)
        rows.add(sample(4...5), after: 3, through: 5)

        #expect(take(after: 0) == [1, 2, 3, 4, 5])
        #expect(take(after: 0) == nil)
        #expect(take(after: 5) == nil)
    }

    @Test mutating func limitsLeaveTheRest() {
        rows.add(sample(1...5), after: 0, through: 5)

        #expect(take(after: 0, limit: 2) == [1, 2])
        #expect(take(after: 2, maximumBytes: 1) == [3])
        #expect(take(after: 3) == [4, 5])
    }

    @Test mutating func whoIsBehindReadsTheFile() {
        rows.add(sample(6...8), after: 5, through: 8)

        #expect(take(after: 4) == nil)
        #expect(take(after: 5) == [6, 7, 8])
    }

    @Test mutating func rowsReadMeanwhileFromTheFileAreSkipped() {
        rows.add(sample(1...4), after: 0, through: 4)

        #expect(take(after: 2) == [3, 4])
    }

    @Test mutating func rowsThatCameOtherwiseLeaveNoHole() {
        rows.add(sample(1...2), after: 0, through: 2)
        rows.add(sample(4...5), after: 3, through: 5)

        #expect(take(after: 0) == nil)
        #expect(take(after: 3) == [4, 5])
    }

    @Test mutating func idsOfRefusedDuplicatesAreNoHole() {
        rows.add(sample(1...2), after: 0, through: 4)
        rows.add(sample(5...5), after: 4, through: 5)

        #expect(take(after: 0) == [1, 2, 5])
    }

    @Test mutating func tooManyAreForgotten() {
        rows.add(sample(1...2000), after: 0, through: 2000)
        rows.add(sample(2001...3000), after: 2000, through: 3000)
        rows.add(sample(3001...3001), after: 3000, through: 3001)

        #expect(take(after: 0) == nil)
        #expect(take(after: 3000) == [3001])
    }

    @Test func journalGivesEveryRowWhereverItIs() async throws {
        let journal = try TemporaryDirectory().open()
        try await journal.registerSink("sink", start: .all)
        await journal.append(batch(1...3))
        try await journal.flush()
        await journal.append(batch(2...5))
        try await journal.flush()

        let first = try await journal.rows(after: 0, limit: 10)
        let again = try await journal.rows(after: 0, limit: 10)

        #expect(first.map(\.event) == (1...5).map { event($0) })
        #expect(again == first)
    }

    @Test func deletedRowsAreNotGiven() async throws {
        let day: Int64 = 86400
        let journal = try TemporaryDirectory().open()
        try await journal.registerSink("sink", start: .all)
        await journal.append(
            EventBatch(
                stream: .all,
                events: (1...3).map { event($0, receivedAt: 1_800_000_000 - 30 * day) },
                resumePoint: nil
            )
        )
        try await journal.flush()
        try await journal.acknowledge(Acknowledgement(through: 3), sink: "sink")

        let deleted = try await journal.prune()

        #expect(deleted == 2)
        #expect(try await journal.rows(after: 0, limit: 10).map(\.id) == [3])
    }

    /// A follower, as the forwarder is, while commits, duplicates, gaps and dead letters tried again come as chance has it.
    @Test(arguments: 1...8) func followerMissesNothingThroughAnySchedule(seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let journal = try TemporaryDirectory().open()
        try await journal.registerSink("sink", start: .all)
        var next: Int64 = 1
        var (expected, seen): ([JournalRow.Content], [JournalRow]) = ([], [])
        var acknowledged = 0

        func read(_ limit: Int) async throws -> Int {
            let rows = try await journal.rows(after: seen.last?.id ?? 0, limit: limit)
            #expect(rows.map(\.id) == rows.map(\.id).sorted())
            #expect((rows.first?.id ?? .max) > seen.last?.id ?? 0)
            seen += rows
            return rows.count
        }

        for _ in 0..<150 {
            switch Int.random(in: 0..<8, using: &random) {
            case 0..<3:
                let count = Int64.random(in: 0...6, using: &random)
                // Some are there already.
                var batch = batch(max(1, next - 2)..<next + count)
                if Int.random(in: 0..<3, using: &random) == 0 {
                    let gap = Gap(reason: .expired, from: Timestamp(seconds: next), to: Timestamp(seconds: next + 1))
                    batch.gap = gap
                    expected.append(.gap(StreamGap(stream: .all, gap: gap)))
                }
                expected += (next..<next + count).map { .event(event($0)) }
                next += count
                await journal.append(batch)
                try await journal.flush()
            case 3..<6:
                _ = try await read(.random(in: 1...8, using: &random))
            case 6:
                // All that was read, the last of it refused.
                let done = seen[acknowledged...]
                guard let last = done.last, last.event != nil else { continue }
                var acknowledgement = Acknowledgement(through: last.id)
                acknowledgement.acknowledged = done.count { $0.event != nil } - 1
                acknowledgement.refusals = [.init(row: last.id, status: 400, code: "", message: "")]
                try await journal.acknowledge(acknowledgement, sink: "sink")
                acknowledged = seen.count
            default:
                guard let letter = try await journal.reader.deadLetters().first, let event = letter.event else {
                    continue
                }
                #expect(try await journal.retryDeadLetter(letter.id))
                expected.append(.event(event))
            }
            try await expectBalanced(journal)
        }
        while try await read(5) > 0 {}

        #expect(seen.map(\.content) == expected)
    }

    @Test mutating func gapsAreRowsLikeOthers() {
        let gap = StreamGap(
            stream: .all,
            gap: Gap(reason: .empty, from: Timestamp(seconds: 1), to: Timestamp(seconds: 2))
        )
        rows.add([JournalRow(id: 1, content: .gap(gap))] + sample(2...3), after: 0, through: 3)

        #expect(take(after: 0, limit: 1) == [1])
        #expect(take(after: 1) == [2, 3])
    }
}
