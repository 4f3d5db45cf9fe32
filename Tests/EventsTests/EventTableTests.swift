import Basics
import Events
import TestSupport
import Testing

@Suite struct EventTableTests {
    private func names(_ table: EventTable) -> [String] {
        (0..<table.visibleCount).map { table[visible: $0].newest.object.name }
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
        #expect(table[visible: 0].newest.key.uid == "a")
        #expect(table[visible: 0].count == 9)
    }

    @Test func olderVersionChangesNothing() {
        var table = EventTable()
        table.apply([.sample(5, uid: "a")])

        let changes = table.apply([.sample(4, uid: "a"), .sample(5, uid: "a")])

        #expect(changes == 0)
        #expect(table[visible: 0].newest.key.resourceVersion == ResourceVersion(5))
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
        #expect(table.totals.warnings == 0)
        #expect(table.event(.init(uid: "uid-1")) == nil)
    }

    @Test func indexOfAnEventFollowsIt() throws {
        var table = EventTable()
        table.setGrouping(.none)
        table.apply((1...50).map { .sample($0) })
        func id(_ uid: String) -> GroupID { GroupID(grouping: .none, subject: uid) }

        #expect(table.visibleIndex(of: id("uid-50")) == 0)
        #expect(table.visibleIndex(of: id("uid-1")) == 49)
        table.setFilter(try EventFilter(parsing: "name:web-7"))
        #expect(table.visibleIndex(of: id("uid-7")) == 0)
        #expect(table.visibleIndex(of: id("uid-8")) == nil)
        #expect(table.visibleIndex(of: id("none")) == nil)
    }

    @Test(arguments: Grouping.allCases)
    func agreesWithSumsMadeAnewUnderRandomUse(grouping: Grouping) throws {
        var random = SeededGenerator(seed: 3)
        var table = EventTable(capacity: 40)
        table.setGrouping(grouping)
        var model: [String: KubeEvent] = [:]
        let filters = try ["", "type:Warning", "ns:a", "count>3", "type:Warning count>9"].map {
            try EventFilter(parsing: $0)
        }
        for version in 1...2000 as ClosedRange<Int64> {
            let event = KubeEvent.random(version, using: &random)
            if version % 50 == 0, let filter = filters.randomElement(using: &random) { table.setFilter(filter) }
            if version % 70 == 0, let field = GroupOrder.Field.allCases.randomElement(using: &random) {
                table.setOrder(GroupOrder(field, isInverted: Bool.random(using: &random)))
            }
            table.apply([event])
            model[event.key.uid] = event
            if model.count > 40 {
                let oldest = model.values.min {
                    ($0.order, $0.key.resourceVersion) < ($1.order, $1.key.resourceVersion)
                }
                if let oldest { model[oldest.key.uid] = nil }
            }
            try GroupModel(Array(model.values), grouping, table.filter).expect(table)
        }
    }

    @Test func theSameUIDInTwoClustersIsTwoEvents() {
        var table = EventTable(capacity: 10)
        let one = KubeEvent.sample(1) { $0.cluster = "one" }
        let two = KubeEvent.sample(1) { $0.cluster = "two" }

        table.apply([one, two])

        #expect(table.count == 2)
        #expect(table.event(.init(cluster: "one", uid: "uid-1"))?.cluster == "one")
        #expect(table.event(.init(uid: "uid-1")) == nil)
    }
}
