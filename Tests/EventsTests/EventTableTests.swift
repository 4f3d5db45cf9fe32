import Basics
import Events
import TestSupport
import Testing

@Suite struct EventTableTests {
    private func names(_ table: EventTable) -> [String] {
        (0..<table.visibleCount).map { table[visible: $0].object.name }
    }

    @Test func newestComesFirst() {
        var table = EventTable()

        table.apply([.sample(2), .sample(3), .sample(1)])

        #expect(names(table) == ["web-3", "web-2", "web-1"])
    }

    @Test func newerVersionTakesTheRowOfItsEvent() {
        var table = EventTable()
        table.apply([.sample(1, uid: "a"), .sample(2, uid: "b")])

        let changes = table.apply([.sample(3, uid: "a") { $0.count = 9 }])

        #expect(changes == 1)
        #expect(table.count == 2)
        #expect(table[visible: 0].key.uid == "a")
        #expect(table[visible: 0].count == 9)
    }

    @Test func olderVersionChangesNothing() {
        var table = EventTable()
        table.apply([.sample(5, uid: "a")])

        let changes = table.apply([.sample(4, uid: "a"), .sample(5, uid: "a")])

        #expect(changes == 0)
        #expect(table[visible: 0].key.resourceVersion == ResourceVersion(5))
    }

    @Test func futureTimeDoesNotPinAnEventToTheTop() {
        var table = EventTable()

        table.apply([.sample(1) { $0.lastSeen = Timestamp(seconds: 4_000_000_000) }, .sample(2)])

        #expect(names(table) == ["web-2", "web-1"])
    }

    @Test func filterShowsOnlyWhatItMatchesAndFollowsNewRows() throws {
        var table = EventTable()
        table.apply([.sample(1), .sample(2) { $0.type = "Warning" }])

        table.setFilter(try EventFilter(parsing: "type:Warning"))
        let shown = table.apply([.sample(3), .sample(4) { $0.type = "Warning" }])

        #expect(shown == 1)
        #expect(names(table) == ["web-4", "web-2"])
        #expect(table.count == 4)
        table.setFilter(.everything)
        #expect(names(table) == ["web-4", "web-3", "web-2", "web-1"])
    }

    @Test func rowThatStopsMatchingDisappears() throws {
        var table = EventTable()
        table.setFilter(try EventFilter(parsing: "count<5"))
        table.apply([.sample(1, uid: "a")])

        table.apply([.sample(2, uid: "a") { $0.count = 5 }])

        #expect(table.visibleCount == 0)
        #expect(table.count == 1)
    }

    @Test func oldestLeavesWhenFull() {
        var table = EventTable(capacity: 2)

        table.apply([.sample(1) { $0.type = "Warning" }, .sample(2), .sample(3)])

        #expect(names(table) == ["web-3", "web-2"])
        #expect(table.warningCount == 0)
        #expect(table.row(.init(uid: "uid-1")) == nil)
    }

    @Test func indexOfAnEventFollowsIt() throws {
        var table = EventTable()
        table.apply((1...50).map { .sample($0) })

        #expect(table.visibleIndex(of: .init(uid: "uid-50")) == 0)
        #expect(table.visibleIndex(of: .init(uid: "uid-1")) == 49)
        table.setFilter(try EventFilter(parsing: "name:web-7"))
        #expect(table.visibleIndex(of: .init(uid: "uid-7")) == 0)
        #expect(table.visibleIndex(of: .init(uid: "uid-8")) == nil)
        #expect(table.visibleIndex(of: .init(uid: "none")) == nil)
    }

    @Test func agreesWithASortedArrayUnderRandomUse() throws {
        var random = SeededGenerator(seed: 3)
        var table = EventTable(capacity: 40)
        var model: [String: KubeEvent] = [:]
        let filters = try ["", "type:Warning", "count>3"].map { try EventFilter(parsing: $0) }
        for version in 1...3000 as ClosedRange<Int64> {
            let event = KubeEvent.sample(version, uid: "u\(Int.random(in: 0..<60, using: &random))") {
                $0.type = Bool.random(using: &random) ? "Warning" : "Normal"
                $0.count = Int.random(in: 0..<8, using: &random)
                $0.received = Timestamp(seconds: Int64.random(in: 0..<50, using: &random))
            }
            if version % 100 == 0, let filter = filters.randomElement(using: &random) { table.setFilter(filter) }
            table.apply([event])
            model[event.key.uid] = event
            if model.count > 40 {
                let oldest = model.values.min {
                    ($0.order, $0.key.resourceVersion) < ($1.order, $1.key.resourceVersion)
                }
                if let oldest { model[oldest.key.uid] = nil }
            }
            let expected = model.values.filter { table.filter.matches($0) }
                .sorted { ($1.order, $1.key.resourceVersion) < ($0.order, $0.key.resourceVersion) }.map(\.key)
            try #require((0..<table.visibleCount).map { table[visible: $0].key } == expected)
            try #require(table.warningCount == model.values.count { $0.isWarning })
        }
    }

    @Test func theSameUIDInTwoClustersIsTwoEvents() {
        var table = EventTable(capacity: 10)
        let one = KubeEvent.sample(1) { $0.cluster = "one" }
        let two = KubeEvent.sample(1) { $0.cluster = "two" }

        table.apply([one, two])

        #expect(table.count == 2)
        #expect(table.row(.init(cluster: "one", uid: "uid-1"))?.cluster == "one")
        #expect(table.row(.init(uid: "uid-1")) == nil)
    }
}
