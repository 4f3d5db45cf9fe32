import Basics
import Events
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(5))) struct DeadLetterOrderTests {
    private static let time = Timestamp(seconds: 1_800_000_000)

    /// Events 1 to 9, of which those of `dead` were refused.
    private func journal(
        _ directory: TemporaryDirectory,
        dead: [Int64],
        limits: (inout JournalOptions) -> Void = { _ in }
    ) async throws -> Journal {
        var options = JournalOptions()
        limits(&options)
        let journal = try Journal.open(
            directory: directory.path,
            options: options,
            clock: FastClock(.rushed),
            now: { Self.time }
        )
        try await journal.registerSink("sls", start: .all)
        let count = max(dead.max() ?? 0, 9)
        await journal.append(EventBatch(stream: .all, events: (1...count).map { .sample($0) }, resumePoint: nil))
        try await journal.flush()
        var done = Acknowledgement(through: count)
        done.refusals = dead.map { .init(row: $0, status: 400, code: "InvalidKey", message: "no") }
        done.acknowledged = Int(count) - dead.count
        try await journal.acknowledge(done, sink: "sls")
        return journal
    }

    @Test func holderDoesWhatAnotherProcessOrders() async throws {
        let directory = try TemporaryDirectory()
        let journal = try await journal(directory, dead: [2, 4, 6])
        let obeying = Task { await journal.obeyOrders() }

        _ = try await Journal.leave(.retry, for: [1, 3], directory: directory.path)
        let reader = try await Journal.leave(.drop, for: [2], directory: directory.path)
        while try await reader.openOrders() > 0 { try await Task.sleep(for: .milliseconds(1)) }

        let ledger = try #require(journal.ledger(of: "sls"))
        #expect(ledger.isBalanced)
        #expect(ledger.dead == 0)
        #expect(ledger.dropped == 1)
        #expect(ledger.waiting == 2)
        let waiting = try await journal.reader.rows(after: 9, limit: 10).compactMap(\.event)
        #expect(waiting == [.sample(2), .sample(6)])
        obeying.cancel()
        await obeying.value
    }

    @Test func orderLeftBehindIsObeyedAtTheNextStart() async throws {
        let directory = try TemporaryDirectory()
        let journal = try await journal(directory, dead: [5])
        // One letter that there is, and one that is gone meanwhile.
        let reader = try await Journal.leave(.retry, for: [1, 77], directory: directory.path)

        let obeying = Task { await journal.obeyOrders() }
        while try await reader.openOrders() > 0 { try await Task.sleep(for: .milliseconds(1)) }

        #expect(journal.ledger(of: "sls")?.waiting == 1)
        #expect(journal.ledger(of: "sls")?.isBalanced == true)
        obeying.cancel()
        await obeying.value
    }

    @Test func ordersOfAnotherMatterGoToWhomTheyConcern() async throws {
        let directory = try TemporaryDirectory()
        let journal = try await journal(directory, dead: [2])
        let seen = Locked<[JournalOrder]>([])
        let orders = [
            JournalOrder(.alert, subject: "a-1", wish: "snooze 1"),
            JournalOrder(.alert, subject: "a-1", wish: "reopen"),
            JournalOrder(.deadLetter, subject: "1", wish: "drop"),
            JournalOrder(.alert, subject: "b", wish: "acknowledge"),
            JournalOrder(.deadLetter, subject: "no number", wish: "drop"),
        ]
        let reader = try await Journal.leave(orders, directory: directory.path)
        #expect(try await reader.openOrders(.alert) == 2)
        #expect(try await reader.openOrders() == 2)

        let obeying = Task { await journal.obeyOrders { order in seen.withLock { $0.append(order) } } }
        while try await reader.openOrders() + reader.openOrders(.alert) > 0 {
            try await Task.sleep(for: .milliseconds(1))
        }

        // The last wish about a subject, in the place of that wish.
        #expect(seen.withLock(\.self) == [orders[1], orders[3]])
        #expect(journal.ledger(of: "sls")?.dropped == 1)
        obeying.cancel()
        await obeying.value
    }

    @Test func orderThatFailsIsTriedAgain() async throws {
        let directory = try TemporaryDirectory()
        let journal = try await journal(directory, dead: [5])
        try await journal.database.write { db in
            try db.execute(sql: "CREATE TRIGGER refuse BEFORE UPDATE ON sinks BEGIN SELECT RAISE(ABORT, 'no'); END")
        }
        let reader = try await Journal.leave(.drop, for: [1], directory: directory.path)
        let obeying = Task { await journal.obeyOrders() }
        while journal.figures.errors.isEmpty { await Task.yield() }

        try await journal.database.write { db in try db.execute(sql: "DROP TRIGGER refuse") }
        while try await reader.openOrders() > 0 { await Task.yield() }

        #expect(journal.ledger(of: "sls")?.dropped == 1)
        obeying.cancel()
        await obeying.value
    }

    /// By a limit of their own, and by that of a small journal.
    @Test(arguments: [(20_000, 4 << 30), (64 << 20, 176_000)])
    func oldestAreGivenUpPastTheLimit(deadLetterBytes: Int, maximumBytes: Int) async throws {
        let directory = try TemporaryDirectory()

        let journal = try await journal(directory, dead: Array(1...600)) {
            $0.deadLetterBytes = deadLetterBytes
            $0.maximumBytes = maximumBytes
        }

        let ledger = try #require(journal.ledger(of: "sls"))
        let letters = try await journal.reader.deadLetters()
        try await expectBalanced(journal)
        #expect(ledger.dropped > 0)
        #expect(ledger.drops == [.retention: ledger.dropped])
        #expect(ledger.dead == letters.count)
        #expect(ledger.dead + ledger.dropped == 600)
        #expect(letters.last?.event == .sample(600))
        #expect(letters.map(\.id) == Array(letters[0].id...600))
    }
}
