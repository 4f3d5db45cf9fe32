import Basics
import Events
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Journal

@Suite struct HistoryTests {
    private let scratch: TemporaryDirectory
    private let journal: Journal

    init() throws {
        scratch = try TemporaryDirectory()
        journal = try scratch.open()
    }

    private func keep(_ events: [KubeEvent]) async throws {
        await journal.append(EventBatch(stream: .all, events: events, resumePoint: nil))
        try await journal.flush()
    }

    /// Version `version` of event `uid`, last seen and received at these seconds.
    private func version(_ version: Int64, of uid: String, seen: Int64, received: Int64? = nil) -> KubeEvent {
        .sample(version, uid: uid) {
            $0.lastSeen = Timestamp(seconds: seen)
            $0.received = Timestamp(seconds: received ?? seen)
        }
    }

    private func found(_ change: (inout HistoryQuery) -> Void = { _ in }) async throws -> [Int64] {
        var query = HistoryQuery()
        change(&query)
        var history = try await journal.reader.history(query)
        var events: [KubeEvent] = []
        while let page = try await history.next() { events += page }
        #expect(history.count == events.count)
        return events.map(\.key.resourceVersion.value)
    }

    @Test func anEmptyJournalHasNoHistory() async throws {
        #expect(try await found().isEmpty)
    }

    @Test func theNewestVersionOfEachEventIsGivenOldestFirst() async throws {
        try await keep([version(1, of: "a", seen: 10), version(2, of: "b", seen: 20), version(3, of: "a", seen: 30)])

        #expect(try await found() == [2, 3])
        #expect(try await found { $0.hasAllVersions = true } == [1, 2, 3])
    }

    @Test func orderIsThatOfTimeNotOfArrival() async throws {
        // A list comes in the order of names.
        try await keep([
            version(5, of: "a", seen: 50, received: 100), version(2, of: "b", seen: 20, received: 100),
            version(9, of: "c", seen: 90, received: 100),
        ])

        #expect(try await found() == [2, 5, 9])
        #expect(try await found { $0.limit = 1 } == [9])
        #expect(try await found { $0.limit = 2 } == [5, 9])
        #expect(try await found { $0.limit = 0 }.isEmpty)
    }

    @Test func timesCutTheHistoryOnBothSides() async throws {
        try await keep([version(1, of: "a", seen: 10), version(2, of: "b", seen: 20), version(3, of: "a", seen: 30)])

        #expect(try await found { $0.since = Timestamp(seconds: 20) } == [2, 3])
        // What the table showed then.
        #expect(try await found { $0.until = Timestamp(seconds: 20) } == [1, 2])
        #expect(
            try await found {
                $0.since = Timestamp(seconds: 11)
                $0.until = Timestamp(seconds: 29)
            } == [2]
        )
    }

    @Test func theFilterIsThatOfTheNewestVersion() async throws {
        try await keep([version(1, of: "a", seen: 10), version(2, of: "b", seen: 20), version(3, of: "a", seen: 30)])

        #expect(try await found { $0.matches = { $0.key.resourceVersion.value < 3 } } == [2])
        #expect(
            try await found {
                $0.hasAllVersions = true
                $0.matches = { $0.key.resourceVersion.value < 3 }
            } == [1, 2]
        )
    }

    @Test func aDeadLetterSentAgainIsNotTakenForTheNewestVersion() async throws {
        try await journal.registerSink("s", start: .all)
        try await keep([version(1, of: "a", seen: 10), version(2, of: "a", seen: 20)])
        var done = Acknowledgement(through: 1)
        done.refusals = [.init(row: 1, status: 400, code: "PostBodyInvalid", message: "too large")]
        try await journal.acknowledge(done, sink: "s")
        let letter = try #require(try await journal.reader.deadLetters().first)
        #expect(try await journal.retryDeadLetter(letter.id))

        #expect(try await found() == [2])
    }

    /// Several pages, and a limit that ends the search long before the first row.
    @Test func historiesOfManyPagesAreWhole() async throws {
        try await keep((1...2000).map { version($0, of: "u\($0 % 1500)", seen: $0) })
        let looked = Locked(0)

        #expect(try await found() == Array(501...2000))
        let newest = try await found {
            $0.limit = 3
            $0.matches = { event in
                looked.withLock { $0 += 1 }
                return event.key.resourceVersion.value % 10 == 0
            }
        }

        #expect(newest == [1980, 1990, 2000])
        #expect(looked.withLock(\.self) <= 1024)
        #expect(
            try await journal.reader.events(since: Timestamp(seconds: 1990), until: nil, limit: 5).map {
                $0.key.resourceVersion.value
            } == Array(1996...2000)
        )
    }

    @Test func damagedRowsAreCountedAndLeftOut() async throws {
        try await keep([version(1, of: "a", seen: 10), version(2, of: "b", seen: 20)])
        try await journal.database.writeWithoutTransaction { db in
            try db.execute(sql: "UPDATE events SET record = x'00010203' WHERE id = 1")
        }

        var history = try await journal.reader.history(HistoryQuery())

        #expect(history.damaged == 1)
        #expect(try await history.next()?.map(\.name) == ["web-2.17"])
        #expect(try await history.next() == nil)
    }

    @Test func aReaderOfItsOwnSeesWhatIsCommitted() async throws {
        try await keep([version(1, of: "a", seen: 10)])
        let reader = try journal.separateReader()
        try await keep([version(2, of: "b", seen: 20)])

        #expect(try await reader.events(since: nil, until: nil, limit: 9).count == 2)
    }

    @Test func cancelledSearchesEnd() async throws {
        try await keep([version(1, of: "a", seen: 10)])
        let reader = journal.reader

        let count = await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try? await reader.history(HistoryQuery()).count
        }.value

        #expect(count == 0)
    }

    // MARK: Timeline

    private func timeline(of object: ObjectReference, limit: Int = .max) async throws -> [Int64] {
        var timeline = journal.reader.timeline(of: object, limit: limit)
        var versions: [Int64] = []
        while let events = try await timeline.next() { versions += events.map(\.key.resourceVersion.value) }
        return versions
    }

    @Test func aTimelineHasEveryVersionAboutTheObjectNewestFirst() async throws {
        let pod = ObjectReference(kind: "Pod", namespace: "shop", name: "web-0", uid: "pod-uid")
        try await keep(
            (1...1500).map { number in
                .sample(number) {
                    if number % 700 == 1 { $0.object = pod }
                    // Another of the same name, and a text that only mentions the uid.
                    if number == 3 {
                        $0.object = ObjectReference(kind: "Pod", namespace: "shop", name: "web-0", uid: "x")
                    }
                    if number == 4 { $0.message = "pod-uid" }
                }
            }
        )

        #expect(try await timeline(of: pod) == [1401, 701, 1])
        #expect(try await timeline(of: pod, limit: 2) == [1401, 701])
        #expect(try await timeline(of: pod, limit: 0).isEmpty)
    }

    @Test func objectsWithoutUIDOrNamespaceAreToldByKindAndName() async throws {
        try await keep([
            .sample(1) { $0.object = ObjectReference(kind: "Node", name: "node-1", uid: "node-1") },
            .sample(2) { $0.object = ObjectReference(kind: "Node", name: "node-1", uid: "real-uid") },
            .sample(3) { $0.object = ObjectReference(kind: "Node", name: "node-10", uid: "node-10") },
            .sample(4) { $0.object = ObjectReference(kind: "Pod", namespace: "shop", name: "node-1", uid: "p") },
        ])

        #expect(try await timeline(of: ObjectReference(kind: "Node", name: "node-1", uid: "node-1")) == [2, 1])
        #expect(try await timeline(of: ObjectReference(kind: "Pod", namespace: "shop", name: "node-1")) == [4])
    }

    @Test(arguments: [
        ("", "abc", true), ("a", "", false), ("abc", "abc", true), ("abc", "ababc", true), ("abc", "abab", false),
        ("aab", "aaab", true), ("c", "abc", true), ("ü", "grün", true), ("abcd", "abc", false),
    ])
    func bytesAreFoundWhereTheyAre(_ needle: String, _ text: String, _ isThere: Bool) {
        #expect(ByteSearch(needle).occurs(in: Array(text.utf8)) == isThere)
    }

    // MARK: Delivery

    @Test func deliveryOfOneEventIsTold() async throws {
        try await journal.registerSink("s", start: .all)
        try await keep((1...3).map { .sample($0) })
        var done = Acknowledgement(through: 2)
        done.acknowledged = 1
        let refusal = Acknowledgement.Refusal(row: 2, status: 400, code: "PostBodyInvalid", message: "too large")
        done.refusals = [refusal]
        try await journal.acknowledge(done, sink: "s")

        func delivery(_ number: Int64, _ sink: String = "s") async throws -> EventDelivery {
            try await journal.reader.delivery(of: KubeEvent.sample(number).key, sink: sink)
        }

        #expect(try await delivery(1) == .passed)
        #expect(try await delivery(2) == .dead(refusal, at: Timestamp(seconds: 1_800_000_000)))
        #expect(try await delivery(3) == .waiting)
        #expect(try await delivery(4) == .unknown)
        #expect(try await delivery(1, "another") == .unknown)
    }
}
