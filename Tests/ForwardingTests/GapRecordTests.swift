import Basics
import Demo
import Events
import Foundation
import Journal
import LogService
import TestSupport
import Testing

@testable import Forwarding

/// What a sink gets of the gaps with `gapRecords=true`.
@Suite(.timeLimit(.minutes(5))) struct GapRecordTests {
    private static let gap = Gap(
        reason: .expired,
        from: Timestamp(microseconds: 1_800_000_000_000_000),
        to: Timestamp(microseconds: 1_800_000_061_500_000)
    )

    private func batch(_ numbers: some Sequence<Int> = [], _ gap: Gap? = gap, stream: StreamID = .all) -> EventBatch {
        EventBatch(stream: stream, events: numbers.map { Rig.event($0) }, resumePoint: nil, gap: gap)
    }

    // MARK: The record

    @Test func gapOfAllIsAnEventOfEventer() {
        let mapping = EventLog(labels: [("team", "y")])

        let fields = mapping.fields(of: StreamGap(stream: .all, gap: Self.gap))

        let object = """
            {
             "metadata": {
              "name": "eventer-gap.665172c42ea60",
              "uid": "all/2027-01-15T08:00:00.000000Z/2027-01-15T08:01:01.500000Z",
              "resourceVersion": "0",
              "creationTimestamp": "2027-01-15T08:01:01Z"
             },
             "involvedObject": {},
             "reason": "EventerGap",
             "message": "events may be missing from 2027-01-15T08:00:00Z to 2027-01-15T08:01:01Z (expired)",
             "source": {
              "component": "eventer"
             },
             "firstTimestamp": "2027-01-15T08:00:00Z",
             "lastTimestamp": "2027-01-15T08:01:01Z",
             "count": 1,
             "type": "Warning",
             "eventTime": null,
             "reportingComponent": "eventer",
             "reportingInstance": ""
            }
            """
        #expect(text(of: fields) == object)
        #expect(fields.map(\.key) == ["eventId", "hostname", "level", "team"])
        #expect(fields[1...] == [LogField("hostname", ""), LogField("level", "Warning"), LogField("team", "y")])
    }

    private func text(of fields: [LogField]) -> String? {
        guard case .bytes(let bytes)? = fields.first?.value else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func itsTimeIsMovedIntoWhatLogServiceTakes() {
        let row = JournalRow(id: 1, content: .gap(StreamGap(stream: .all, gap: Self.gap)))
        var options = ForwardingOptions()
        options.sendsGapRecords = true

        guard case .log(_, _, let time) = DeliveryItem(row, options: options).content else {
            Issue.record("nothing to send")
            return
        }
        #expect(time == Self.gap.to)
        #expect(EventLog.time(time, at: Timestamp(seconds: 1_900_000_000)) == 1_900_000_000 - 7 * 86400 + 60)
    }

    @Test func gapOfANamespaceNamesIt() throws {
        let gap = StreamGap(stream: .namespace("sh\"op"), gap: Self.gap)

        let object = try #require(text(of: EventLog(format: .compact).fields(of: gap)))

        let place = #""involvedObject":{"kind":"Namespace","namespace":"sh\"op","name":"sh\"op","apiVersion":"v1"}"#
        #expect(object.contains(place))
        #expect(object.contains(#""namespace":"sh\"op","uid":"ns/sh\"op/2027-"#))
        #expect(!object.contains("\n"))
    }

    // MARK: On the way

    /// The numbers of the stored records, 0 for a gap.
    private func order(_ rig: Rig) throws -> [Int] {
        try rig.lines.map { line in
            let text = line.split(separator: #"\"resourceVersion\": \""#).dropFirst().first ?? ""
            return Int(text.prefix { $0 != "\\" }) ?? -1
        }
    }

    private func send(_ batches: [EventBatch], isWanted: Bool = true) async throws -> Rig {
        let rig = try await Rig(logs: 4) {
            $0.sendsGapRecords = isWanted
            $0.maximumInFlight = 1
        }
        try await rig.running {
            for batch in batches {
                await rig.journal.append(batch)
                try await rig.journal.flush()
            }
            await rig.drain()
        }
        return rig
    }

    @Test func recordComesInItsPlace() async throws {
        let rig = try await send([batch(1...3, nil), batch(4...6), batch(7...9, stream: .namespace("b"))])

        #expect(try order(rig) == [1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9])
        #expect(rig.ledger.seen == 9)
        #expect(rig.ledger.acknowledged == 9)
        #expect(await rig.forwarder.status.counters.gapRecords == 2)
        #expect(await rig.receiver.received == Rig.keys(1...9))
    }

    @Test func gapThatNothingFollowsIsSentToo() async throws {
        let rig = try await send([batch(1...2, nil), batch()])

        #expect(try order(rig) == [1, 2, 0])
        #expect(rig.journal.cursor(of: "sls") == 3)
    }

    @Test func noneIsSentUnasked() async throws {
        let rig = try await send([batch(1...3), batch(4...6), batch(7...7)], isWanted: false)

        #expect(try order(rig) == Array(1...7))
        #expect(await rig.forwarder.status.counters.gapRecords == 0)
    }

    @Test func theFilterOfEventsDoesNotHideIt() async throws {
        let nothing = try EventFilter(parsing: "uid:nothing")
        let rig = try await Rig {
            $0.sendsGapRecords = true
            $0.filter = nothing
        }

        try await rig.running {
            await rig.journal.append(batch(1...5))
            try await rig.journal.flush()
            await rig.drain()
        }

        #expect(try order(rig) == [0])
        #expect(rig.ledger.filtered == 5)
    }

    @Test func refusedRecordIsCountedAndHoldsUpNothing() async throws {
        let journal = try Journal.inMemory(reason: "test", clock: ManualClock(), now: Timestamp.now)
        try await journal.registerSink("sls", start: .all)
        let sink = ReadingSink { $0.contains("EventerGap") ? .sample(.invalidData, status: 400) : nil }
        let forwarder = forwarder(journal, sink)
        for batch in [batch(1...2, nil), batch(3...4)] { await journal.append(batch) }

        let task = Task { await forwarder.run() }
        #expect(await forwarder.drain(within: .seconds(3600)))
        task.cancel()
        await task.value

        #expect(journal.ledger(of: "sls")?.acknowledged == 4)
        #expect(journal.ledger(of: "sls")?.dead == 0)
        #expect(journal.ledger(of: "sls")?.isBalanced == true)
        #expect(await forwarder.status.counters.refusedGapRecords == 1)
        #expect(await forwarder.status.counters.gapRecords == 0)
    }

    private func forwarder(_ journal: Journal, _ sink: ReadingSink) -> Forwarder {
        var options = ForwardingOptions()
        options.sendsGapRecords = true
        options.compression = .none
        options.linger = .zero
        options.batchLogs = 3
        return Forwarder(
            journal: journal,
            sinkName: "sls",
            sink: sink,
            options: options,
            clock: FastClock(.rushed),
            now: Timestamp.now,
            random: { 0.5 }
        )
    }

    // MARK: Over a restart

    private func open(_ directory: TemporaryDirectory) throws -> Journal {
        try Journal.open(directory: directory.path, clock: ManualClock(), now: Timestamp.now)
    }

    @Test func recordThatWasNotSentIsSentAfterARestart() async throws {
        let directory = try TemporaryDirectory()
        let before = try open(directory)
        try await before.registerSink("sls", start: .all)
        for batch in [batch(1...2, nil), batch()] { await before.append(batch) }
        try await before.flush()
        // As a kill leaves it.
        let left = try directory.copy(without: ["journal.lock"])
        let journal = try open(left)
        let bench = try await Bench(journal: journal, adjust: { $0.sendsGapRecords = true })
        await journal.append(batch(3...4, nil))
        try await journal.flush()

        try await bench.running { #expect(await bench.forwarder.drain(within: .seconds(10))) }

        #expect(await bench.forwarder.status.counters.gapRecords == 1)
        #expect(journal.cursor(of: "sls") == 5)
        #expect(bench.ledger.acknowledged == 4)
    }

    @Test func gapBeforeASinkThatStartsNowIsNotItsOwn() async throws {
        let directory = try TemporaryDirectory()
        let journal = try open(directory)
        await journal.append(batch(1...2))
        try await journal.flush()
        await journal.append(batch())
        try await journal.flush()
        try await journal.registerSink("sls", start: .now)
        let bench = try await Bench(journal: journal, adjust: { $0.sendsGapRecords = true })
        await journal.append(batch(3...4))
        try await journal.flush()

        try await bench.running { #expect(await bench.forwarder.drain(within: .seconds(10))) }

        #expect(await bench.forwarder.status.counters.gapRecords == 1)
        #expect(bench.ledger.acknowledged == 2)
    }

    // MARK: Whatever happens

    /// Commits with and without gaps, forwarders that end with requests under way, a receiver that loses requests and answers and
    /// refuses some events for good, and dead letters tried again.
    @Test(arguments: 1...6) func everyGapArrivesThroughAnySchedule(seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let journal = try Journal.inMemory(reason: "test", clock: ManualClock(), now: Timestamp.now)
        try await journal.registerSink("sls", start: .all)
        let moods = Locked(SeededGenerator(seed: UInt64(seed) + 100))
        let arrived = Locked<Set<String>>([])
        let sink = ReadingSink { text in
            let mood = moods.withLock { Int.random(in: 0..<10, using: &$0) }
            if text.contains(#"7"}}"#) { return .sample(.invalidData, status: 400) }
            if mood > 2 { arrived.withLock { $0.formUnion(Self.gaps(in: text)) } }
            return mood > 4 ? nil : .sample(.server, status: 503)
        }
        var (next, made) = (1, Set<String>())

        for round in 0..<6 {
            let forwarder = forwarder(journal, sink)
            let task = Task { await forwarder.run() }
            for _ in 0..<8 {
                let count = Int.random(in: 0...5, using: &random)
                var batch = batch((next..<next + count).map { $0 }, nil)
                next += count
                if Bool.random(using: &random) {
                    let end = Self.gap.to.advanced(by: .seconds(made.count))
                    batch.gap = Gap(reason: .paused, from: Self.gap.from, to: end)
                    made.insert(String(end.microseconds, radix: 16))
                }
                await journal.append(batch)
                try await journal.flush()
                if let letter = try await journal.reader.deadLetters().first {
                    _ = try await journal.retryDeadLetter(letter.id)
                }
                #expect(journal.ledger(of: "sls")?.isBalanced == true)
            }
            if round == 5 || Bool.random(using: &random) { #expect(await forwarder.drain(within: .seconds(36000))) }
            task.cancel()
            await task.value
        }

        let ledger = try #require(journal.ledger(of: "sls"))
        #expect(ledger.isBalanced)
        #expect(ledger.seen == next - 1)
        #expect(ledger.waiting == 0)
        #expect(arrived.withLock { $0 } == made)
    }

    /// What tells the gaps in a request apart: the digits of their names.
    private static func gaps(in text: String) -> [String] {
        text.components(separatedBy: "eventer-gap.").dropFirst().map { String($0.prefix(while: \.isHexDigit)) }
    }
}

/// A sink that answers by what the bodies say, which must not be compressed.
private struct ReadingSink: LogSink {
    var refusal: @Sendable (String) -> LogServiceError?

    func put(_ group: EncodedLogGroup) async throws(LogServiceError) {
        if let error = refusal(String(decoding: group.body, as: UTF8.self)) { throw error }
    }
}
