import Basics
import Events
import TestSupport
import Testing

@Suite struct EventTableScanTests {
    /// A table that scans nothing at once but the first three events.
    private func table(events: Int, capacity: Int = 1000) -> EventTable {
        var table = EventTable(capacity: capacity, eventsAtOnce: 3)
        table.apply((0..<events).map { .sample(Int64($0 + 1)) })
        return table
    }

    private func names(_ table: EventTable) -> [String] {
        (0..<table.visibleCount).map { table[visible: $0].newest.object.name }
    }

    @Test func theNewestEventsAreThereAtOnceAndTheOthersFollow() throws {
        var table = table(events: 10)

        table.setFilter(try EventFilter(parsing: "name:web-*"))

        #expect(names(table) == ["web-10", "web-9", "web-8"])
        #expect(table.totals.events == 3)
        #expect(table.scannedPercent == 30)
        let isDone = table.scan(upTo: 4)
        #expect(!isDone)
        #expect(names(table) == (4...10).reversed().map { "web-\($0)" })
        #expect(table.scannedPercent == 70)
        let isDoneNow = table.scan(upTo: 4)
        #expect(isDoneNow)
        #expect(names(table) == (1...10).reversed().map { "web-\($0)" })
        #expect(table.scannedPercent == nil)
        #expect(!table.isScanning)
    }

    @Test func aSmallTableIsScannedAtOnce() throws {
        var table = table(events: 3)

        table.setFilter(try EventFilter(parsing: "name:web-1"))

        #expect(!table.isScanning)
        #expect(names(table) == ["web-1"])
    }

    @Test func anotherFilterAbandonsTheScan() throws {
        var table = table(events: 10)
        table.setFilter(try EventFilter(parsing: "name:web-*"))
        table.scan(upTo: 4)

        table.setFilter(try EventFilter(parsing: "name:web-2"))

        #expect(table.scannedPercent == 30)
        #expect(table.visibleCount == 0)
        table.finishScan()
        #expect(names(table) == ["web-2"])
        #expect(table.totals.events == 1)
    }

    @Test func whatArrivesDuringAScanIsCountedOnce() throws {
        var table = table(events: 10)
        table.setFilter(try EventFilter(parsing: "name:web-*"))

        table.apply([.sample(11), .sample(12, uid: "uid-2") { $0.object.name = "web-2" }])
        table.apply([.sample(13) { $0.received = Timestamp(seconds: 0) }])

        #expect(names(table).prefix(2) == ["web-2", "web-11"])
        #expect(table.totals.events == 5)
        table.finishScan()
        #expect(table.visibleCount == 12)
        #expect(table.totals.events == 12)
    }

    @Test func whatLeavesBeforeItsTurnIsNotCounted() throws {
        var table = table(events: 10, capacity: 10)
        table.setFilter(try EventFilter(parsing: "name:web-*"))

        table.apply([.sample(11), .sample(12)])
        table.finishScan()

        #expect(names(table) == (3...12).reversed().map { "web-\($0)" })
        #expect(table.totals.events == 10)
    }

    @Test func theHistogramIsFilledWhileTheRowsStay() {
        var table = table(events: 10)
        table.finishScan()

        table.setHistogram(.init(secondsPerColumn: 3600, columns: 2, end: Timestamp(seconds: 4000)))

        #expect(table.visibleCount == 10)
        #expect(table.totals.events == 10)
        #expect(table.isScanning)
        let partial = table.histogram.columns.reduce(0) { $0 + $1.warnings + $1.others }
        table.finishScan()
        let whole = table.histogram.columns.reduce(0) { $0 + $1.warnings + $1.others }
        #expect(partial < whole)
        #expect(whole == table.totals.occurrences)
    }

    @Test func rowsThatTimeHidesGoInTurn() throws {
        var table = table(events: 40)
        table.setGrouping(.none)
        table.setFilter(try EventFilter(parsing: "last:60m"))
        table.finishScan()
        let shown = table.visibleCount

        table.advance(to: Timestamp(seconds: 1_000_000_000))

        #expect(table.isScanning)
        #expect(table.scannedPercent == nil)
        table.finishScan()
        #expect(shown == 40)
        #expect(table.visibleCount == 0)
    }

    /// Slices of any size, and everything that may happen between them: in the end all is as if made anew.
    @Test(arguments: Grouping.allCases)
    func agreesWithSumsMadeAnewUnderRandomUse(grouping: Grouping) async throws {
        var random = SeededGenerator(seed: 5)
        var table = EventTable(capacity: 40, eventsAtOnce: 2)
        table.setGrouping(grouping)
        var model: [String: KubeEvent] = [:]
        let filters = try ["", "type:Warning", "ns:a", "count>3", "count<5", "type:Warning count>9", "is:snoozed"].map {
            try EventFilter(parsing: $0)
        }
        for version in 1...1500 as ClosedRange<Int64> {
            if version % 20 == 0 { await Task.yield() }
            if version % 13 == 0, let filter = filters.randomElement(using: &random) { table.setFilter(filter) }
            if version % 31 == 0, let field = GroupOrder.Field.allCases.randomElement(using: &random) {
                table.setOrder(GroupOrder(field, isInverted: Bool.random(using: &random)))
            }
            if version % 41 == 0 { table.setGrouping(Grouping.allCases.randomElement(using: &random) ?? .none) }
            if version % 47 == 0 { table.setGrouping(grouping) }
            if version % 17 == 0 {
                let seconds = Int64.random(in: 1..<9, using: &random)
                let follows = Bool.random(using: &random)
                table.setHistogram(
                    .init(secondsPerColumn: seconds, columns: 7, end: table.now, follows: follows)
                )
            }
            if version % 9 == 0, table.visibleCount > 0 {
                let id = table[visible: Int.random(in: 0..<table.visibleCount, using: &random)].id
                let isOn = Int.random(in: 0..<3, using: &random) == 0
                if version % 2 == 0 { table.snooze(id, isOn) } else { table.mark(id, isOn) }
            }
            table.scan(upTo: Int.random(in: 0..<12, using: &random))
            let event = KubeEvent.random(version, using: &random)
            table.apply([event])
            model[event.key.uid] = event
            model.forgetOldest(beyond: 40)
            guard version % 4 == 0 else { continue }
            var finished = table
            finished.finishScan()
            let isSnoozed = { (event: KubeEvent) in
                finished.row(of: .init(uid: event.key.uid)).map { finished.snoozed.contains($0) } ?? false
            }
            let expected = GroupModel(Array(model.values), finished.grouping, finished.filter, isSnoozed: isSnoozed)
            try expected.expect(finished)
        }
    }
}
