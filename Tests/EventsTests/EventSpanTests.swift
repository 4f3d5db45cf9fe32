import Basics
import Events
import TestSupport
import Testing

@Suite struct EventSpanTests {
    private func names(_ table: EventTable) -> [String] {
        (0..<table.visibleCount).map { table[visible: $0].newest.object.name }
    }

    private func range(_ from: Int64, _ to: Int64) -> Range<Timestamp> {
        Timestamp(seconds: from)..<Timestamp(seconds: to)
    }

    @Test func whatIsOlderThanTheWindowIsNotShownAndNotCounted() {
        var table = EventTable(now: Timestamp(seconds: 100))
        table.apply([.sample(10), .sample(60), .sample(90)])

        table.setSpan(EventSpan(last: .seconds(50)))

        #expect(names(table) == ["web-90", "web-60"])
        #expect(table.totals.events == 2)
        #expect(table.summary(of: .reason, limit: 9).occurrences == 2)
        #expect(table.count == 3)
    }

    @Test func eventsLeaveTheWindowAsTheClockGoesOn() {
        var table = EventTable(now: Timestamp(seconds: 100))
        table.setSpan(EventSpan(last: .seconds(50)))
        table.apply([.sample(49), .sample(50), .sample(60), .sample(90)])
        #expect(names(table) == ["web-90", "web-60", "web-50"])

        table.advance(to: Timestamp(seconds: 110))
        #expect(names(table) == ["web-90", "web-60"])
        table.advance(to: Timestamp(seconds: 111))

        #expect(names(table) == ["web-90"])
        #expect(table.totals.occurrences == 1)
        table.apply([.sample(112, uid: "uid-60") { $0.object.name = "again" }])
        #expect(names(table) == ["again", "web-90"])
    }

    @Test(arguments: 0..<20)
    func aWindowThatMovesEqualsOneThatIsSetAnew(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var moved = EventTable(capacity: 40, now: Timestamp(seconds: 40))
        moved.setSpan(EventSpan(last: .seconds(20)))
        var now: Int64 = 40
        for version in 1...120 {
            moved.apply([.random(Int64(version), using: &random)])
            if version % 7 == 0 {
                now += Int64.random(in: 0..<6, using: &random)
                moved.advance(to: Timestamp(seconds: now))
            }
        }
        var anew = moved
        anew.setSpan(EventSpan())
        anew.setSpan(EventSpan(last: .seconds(20)))

        #expect(moved.totals == anew.totals)
        #expect(moved.histogram == anew.histogram)
        #expect(
            (0..<moved.visibleCount).map { moved[visible: $0] } == (0..<anew.visibleCount).map { anew[visible: $0] }
        )
        for facet in Facet.allCases {
            #expect(moved.summary(of: facet, limit: 99) == anew.summary(of: facet, limit: 99))
        }
    }

    @Test func aRangeShowsWhatOccurredInItAlsoWhenItOccurredAgain() {
        var table = EventTable(now: Timestamp(seconds: 100))
        table.apply([
            .sample(1, uid: "a") {
                $0.count = 1; $0.lastSeen = Timestamp(seconds: 20); $0.received = $0.lastSeen
            }
        ])
        table.apply([
            .sample(2, uid: "a") {
                $0.count = 2; $0.lastSeen = Timestamp(seconds: 80); $0.received = $0.lastSeen
            },
            .sample(50, uid: "b"),
        ])

        table.setSpan(EventSpan(range: range(15, 25)))
        #expect(table.visibleCount == 1)
        #expect(table[visible: 0].newest.key.uid == "a")
        table.setSpan(EventSpan(range: range(45, 55)))
        #expect(names(table) == ["web-50"])
        table.setSpan(EventSpan(range: range(81, 90)))

        #expect(table.visibleCount == 0)
    }

    @Test func reasonsOfARangeAreCountedByTheirOccurrencesInIt() {
        var table = EventTable(now: Timestamp(seconds: 100))
        table.apply([
            .sample(50) {
                $0.reason = "BackOff"
                $0.type = "Warning"
                $0.count = 10
                $0.firstSeen = Timestamp(seconds: 0)
            },
            .sample(30), .sample(31), .sample(70),
        ])

        let reasons = table.reasons(in: range(25, 50), limit: 5)

        #expect(reasons.map(\.reason) == ["BackOff", "Pulled"])
        #expect(reasons.map(\.isWarning) == [true, false])
        #expect(reasons.map(\.count) == [5, 2])
        #expect(table.reasons(in: range(25, 50), limit: 1).count == 1)
    }
}

@Suite struct FacetSummaryTests {
    private var table: EventTable {
        var table = EventTable()
        table.apply(
            (1...60).map { number in
                .sample(Int64(number)) {
                    $0.host = "node-\(number % 6)"; $0.count = number % 6 == 5 ? 4 : 1
                }
            }
        )
        return table
    }

    @Test func theMostFrequentComeFirstAndTheRestIsCounted() {
        let summary = table.summary(of: .node, limit: 3)

        #expect(summary.values.map(\.text) == ["node-5", "node-0", "node-1"])
        #expect(summary.values.map(\.count) == [40, 10, 10])
        #expect(summary.valueCount == 6)
        #expect(summary.occurrences == 90)
    }

    @Test(arguments: 1...8)
    func itAgreesWithAllValues(limit: Int) {
        let all = table.values(of: .node)

        #expect(table.summary(of: .node, limit: limit).values.map(\.text) == all.prefix(limit).map(\.value))
    }

    @Test func aSearchDisregardsCase() {
        let summary = table.summary(of: .node, limit: 9, containing: "NODE-3")

        #expect(summary.values.map(\.text) == ["node-3"])
        #expect(summary.valueCount == 1)
        #expect(summary.occurrences == 10)
    }

    @Test func valuesAreCountedOneByOne() {
        #expect(table.count(of: "node-5", in: .node) == 40)
        #expect(table.count(of: "node-9", in: .node) == 0)
    }
}
