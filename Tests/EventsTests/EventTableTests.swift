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
    func agreesWithSumsMadeAnewUnderRandomUse(grouping: Grouping) async throws {
        var random = SeededGenerator(seed: 3)
        var table = EventTable(capacity: 40)
        table.setGrouping(grouping)
        var model: [String: KubeEvent] = [:]
        let filters = try ["", "type:Warning", "ns:a", "count>3", "type:Warning count>9", "is:snoozed"].map {
            try EventFilter(parsing: $0)
        }
        for version in 1...1200 as ClosedRange<Int64> {
            if version % 20 == 0 { await Task.yield() }
            let event = KubeEvent.random(version, using: &random)
            if version % 50 == 0, let filter = filters.randomElement(using: &random) { table.setFilter(filter) }
            if version % 70 == 0, let field = GroupOrder.Field.allCases.randomElement(using: &random) {
                table.setOrder(GroupOrder(field, isInverted: Bool.random(using: &random)))
            }
            if version % 9 == 0, table.visibleCount > 0 {
                let id = table[visible: Int.random(in: 0..<table.visibleCount, using: &random)].id
                let isOn = Int.random(in: 0..<3, using: &random) == 0
                if version % 2 == 0 { table.snooze(id, isOn) } else { table.mark(id, isOn) }
            }
            if version % 400 == 0 { table.clearMarks() }
            table.apply([event])
            model[event.key.uid] = event
            model.forgetOldest(beyond: 40)
            // Looking costs more than applying, and what goes wrong stays wrong.
            guard version % 4 == 0 else { continue }
            let isSnoozed = { (event: KubeEvent) in
                table.row(of: .init(uid: event.key.uid)).map { table.snoozed.contains($0) } ?? false
            }
            try GroupModel(Array(model.values), grouping, table.filter, isSnoozed: isSnoozed).expect(table)
        }
    }

    @Test(arguments: GroupOrder.Field.allCases, [Grouping.objectAndReason, .namespace])
    func manyAtOnceAreAsOneByOne(field: GroupOrder.Field, grouping: Grouping) {
        var random = SeededGenerator(seed: 11)
        var (bulk, single) = (EventTable(), EventTable())
        bulk.setGrouping(grouping)
        bulk.setOrder(GroupOrder(field))
        single.setGrouping(grouping)
        single.setOrder(GroupOrder(field))
        let events = (1...900 as ClosedRange<Int64>).map { version in
            KubeEvent.random(version, uid: Int.random(in: 0..<700, using: &random), using: &random)
        }

        bulk.apply(events)
        for event in events { single.apply([event]) }

        #expect(bulk.count == single.count)
        #expect(bulk.totals == single.totals)
        #expect(bulk.histogram == single.histogram)
        #expect(rows(bulk) == rows(single))
        for facet in Facet.allCases {
            #expect(bulk.values(of: facet).map(\.count) == single.values(of: facet).map(\.count))
        }
    }

    private func rows(_ table: EventTable) -> [EventGroup] { (0..<table.visibleCount).map { table[visible: $0] } }

    @Test func forgottenTextsLeaveTheMemoryAndNothingElse() {
        var table = EventTable(capacity: 10)
        let text = String(repeating: "long message ", count: 400)
        table.mark(GroupID(grouping: .objectAndReason, subject: "pod-600", reason: "Pulled"), true)

        for number in Int64(1)...600 {
            table.apply([.sample(number) { $0.message = text + "\(number)" }])
        }

        #expect(names(table) == (591...600).reversed().map { "web-\($0)" })
        #expect(table[visible: 0].newest.message == text + "600")
        #expect(table[visible: 0].isMarked)
        #expect(table.values(of: .namespace).map(\.count) == [10])
        #expect(table.event(.init(uid: "uid-595"))?.object.name == "web-595")
        #expect(table.event(.init(uid: "uid-5")) == nil)
        table.apply([.sample(601, uid: "uid-595") { $0.object = KubeEvent.sample(595).object }])
        #expect(names(table).first == "web-595")
        #expect(table.count == 10)
    }

    @Test func timeAloneHidesWhatIsTooOld() throws {
        var table = EventTable()
        table.apply((1...50).map { .sample($0) })
        table.setFilter(try EventFilter(parsing: "last:20s"))
        #expect(table.visibleCount == 21)

        table.advance(to: Timestamp(seconds: 60))

        #expect(names(table) == (40...50).reversed().map { "web-\($0)" })
        #expect(table.totals.events == 11)
    }

    // MARK: Single rows

    @Test func theEventsOfARowAreRowsOfTheirOwn() throws {
        var table = EventTable()
        let object = ObjectReference(kind: "Pod", namespace: "shop", name: "web", uid: "u")
        table.apply((1...5).map { number in .sample(number) { $0.object = object } })
        let id = table[visible: 0].id

        let parts = table.parts(of: id, limit: 3)

        #expect(parts.map(\.newest.key.uid) == ["uid-5", "uid-4", "uid-3"])
        #expect(parts.allSatisfy { $0.id.grouping == .none && $0.eventCount == 1 })
        let part = try #require(parts.last)
        #expect(table.group(part.id) == part)
        #expect(table.row(of: part.newest.id) == id)
        #expect(table.occurrences(of: part.id, within: .seconds(10)) == 1)
        #expect(table.occurrences(of: id, within: .seconds(2)) == 3)
        #expect(table.occurrencesUnfiltered(of: id) == 5)
    }

    @Test func theRateCountsTheLastFiveMinutes() {
        var table = EventTable()
        table.apply([
            .sample(1000) {
                $0.count = 60
                $0.firstSeen = Timestamp(seconds: 400)
            }
        ])

        #expect(table.rate(of: table[visible: 0].id) == 6)
        table.advance(to: Timestamp(seconds: 2000))
        #expect(table.rate(of: table[visible: 0].id) == 0)
    }

    @Test func theFirstOccurrenceOfALargeRowIsFoundWithinASecond() {
        var table = EventTable(capacity: 100)
        table.setGrouping(.namespace)
        table.apply((1...100).map { .sample($0) })

        table.apply([.sample(101) { $0.received = Timestamp(seconds: 100) }])
        table.advance(to: Timestamp(seconds: 102))

        #expect(table[visible: 0].firstSeen == Timestamp(seconds: 2))
    }

    @Test func aWideRowIsLookedAtInPart() {
        var table = EventTable()
        table.setGrouping(.namespace)
        table.apply((1...2100).map { .sample($0) })

        let spread = table.spread(of: table[visible: 0].id)

        #expect(spread.objects == 2048)
        #expect(spread.isPartial)
        #expect(spread.reasons == 1)
    }

    @Test func criticalReasonsAreThoseOfTheConfiguration() {
        var table = EventTable(criticalReasons: ["Mine", "BackOff"])

        table.apply([
            .sample(1) { $0.reason = "Mine" }, .sample(2) { $0.reason = "OOMKilling" },
            .sample(3) {
                $0.reason = "BackOff"
                $0.type = "Warning"
                $0.count = 3
            },
            .sample(4) {
                $0.reason = "BackOff"
                $0.type = "Warning"
                $0.count = 4
            },
        ])

        #expect(rows(table).map(\.isCritical) == [true, false, false, true])
    }

    @Test(arguments: Grouping.allCases)
    func whatOnlyHappensAgainIsNotNew(grouping: Grouping) throws {
        var table = EventTable()
        let object = KubeEvent.sample(1).object
        table.apply([.sample(1, uid: "a") { $0.received = Timestamp(seconds: 100) }])
        table.setFilter(try EventFilter(parsing: "is:new"))
        table.setGrouping(grouping)
        #expect(table.visibleCount == 1)

        table.apply([
            .sample(2, uid: "a") {
                $0.object = object
                $0.received = Timestamp(seconds: 160)
            }
        ])

        #expect(table.visibleCount == 0)
        table.setGrouping(grouping == .none ? .object : .none)
        #expect(table.visibleCount == 0)
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
