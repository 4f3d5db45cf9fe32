import Basics
import Events
import TestSupport
import Testing

@testable import Journal

@Suite struct JournalSinkTests {
    @Test(arguments: [(SinkStart.all, 3), (.now, 0)])
    func newSinkIsOwedWhatItsStartSays(start: SinkStart, waiting: Int) async throws {
        let journal = try TemporaryDirectory().open()
        await journal.append(batch(1...3))
        try await journal.flush()

        try await journal.registerSink("sls", start: start)

        #expect(journal.ledger(of: "sls")?.waiting == waiting)
        #expect(journal.ledger(of: "sls")?.seen == waiting)
    }

    @Test func knownSinkKeepsItsCursor() async throws {
        let scratch = try TemporaryDirectory()
        var journal: Journal? = try scratch.open()
        try await journal?.registerSink("sls", start: .all)
        await journal?.append(batch(1...5))
        try await journal?.flush()
        try await journal?.acknowledge(acknowledged(2, through: 2), sink: "sls")
        journal = nil

        let again = try scratch.open()
        try await again.registerSink("sls", start: .now)

        #expect(again.cursor(of: "sls") == 2)
        #expect(again.ledger(of: "sls")?.waiting == 3)
    }

    @Test func everyTermIsCountedWhereItHappens() async throws {
        let journal = try TemporaryDirectory().open()
        try await journal.registerSink("sls", start: .all)
        await journal.append(batch(1...10))
        await journal.append(batch(1...2))
        try await journal.flush()

        var done = Acknowledgement(through: 6)
        done.acknowledged = 3
        done.filtered = 1
        done.lost = 1
        done.refusals = [.init(row: 4, status: 400, code: "PostBodyInvalid", message: "no")]
        try await journal.acknowledge(done, sink: "sls")
        try await journal.dropWaiting(for: "sls")
        await journal.append(batch(11...11))
        try await journal.flush()

        var expected = DeliveryLedger()
        expected.seen = 11
        expected.acknowledged = 3
        expected.filtered = 1
        expected.lost = 1
        expected.dead = 1
        expected.dropped = 4
        expected.drops = [.request: 4]
        expected.waiting = 1
        #expect(journal.ledger(of: "sls") == expected)
        #expect(expected.isBalanced)
    }

    @Test func cursorMovesForwardOnly() async throws {
        let journal = try TemporaryDirectory().open()
        try await journal.registerSink("sls", start: .all)
        await journal.append(batch(1...10))
        try await journal.flush()
        try await journal.acknowledge(acknowledged(5, through: 5), sink: "sls")

        await #expect(throws: JournalError.self) {
            try await journal.acknowledge(acknowledged(5, through: 5), sink: "sls")
        }

        #expect(journal.ledger(of: "sls")?.acknowledged == 5)
    }

    @Test func deadLetterKeepsTheEventAndTheReason() async throws {
        let journal = try TemporaryDirectory().open()
        try await journal.registerSink("sls", start: .all)
        await journal.append(batch(1...3))
        try await journal.flush()
        let refusal = Acknowledgement.Refusal(row: 2, status: 400, code: "InvalidKey", message: "bad key")

        var done = acknowledged(2, through: 3)
        done.refusals = [refusal]
        try await journal.acknowledge(done, sink: "sls")

        let letters = try await journal.reader.deadLetters()
        #expect(letters.map(\.event) == [event(2)])
        #expect(letters.map(\.refusal) == [refusal])
        #expect(letters.map(\.sink) == ["sls"])
    }

    @Test func retriedDeadLetterWaitsAgain() async throws {
        let journal = try await journalWithOneDeadLetter()

        let isFound = try await journal.retryDeadLetter(1)

        #expect(isFound)
        #expect(journal.ledger(of: "sls")?.waiting == 1)
        #expect(journal.ledger(of: "sls")?.dead == 0)
        #expect(try await journal.reader.rows(after: 3, limit: 9).map(\.event) == [event(2)])
        #expect(try await journal.reader.deadLetters().isEmpty)
        #expect(try await journal.retryDeadLetter(1) == false)
        try await expectBalanced(journal)
    }

    @Test func droppedDeadLetterIsCounted() async throws {
        let journal = try await journalWithOneDeadLetter()

        let isFound = try await journal.dropDeadLetter(1)

        #expect(isFound)
        #expect(journal.ledger(of: "sls")?.dropped == 1)
        try await expectBalanced(journal)
        #expect(try await journal.dropDeadLetter(1) == false)
        try await expectBalanced(journal)
    }

    private func journalWithOneDeadLetter() async throws -> Journal {
        let journal = try TemporaryDirectory().open()
        try await journal.registerSink("sls", start: .all)
        await journal.append(batch(1...3))
        try await journal.flush()
        var done = acknowledged(2, through: 3)
        done.refusals = [.init(row: 2, status: 400, code: "", message: "")]
        try await journal.acknowledge(done, sink: "sls")
        return journal
    }

    private func acknowledged(_ count: Int, through id: Int64) -> Acknowledgement {
        var done = Acknowledgement(through: id)
        done.acknowledged = count
        return done
    }
}
