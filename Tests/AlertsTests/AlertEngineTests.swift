import Basics
import Events
import TestSupport
import Testing

@testable import Alerts

/// What fires, and for which group.
@Suite struct AlertEngineTests {
    @Test func firesOnceForAnIncident() throws {
        var engine = AlertEngine(rules: [try .test()])

        let first = engine.take(.trouble(1000), at: 1000)
        let second = engine.take(.trouble(1050), at: 1050)

        #expect(first.story == ["fired 1000"])
        #expect(second == [])
        let incident = try #require(engine.incidents.first)
        #expect(incident.count == 2 && incident.last == Timestamp(seconds: 1050) && incident.message == "at 1050")
        #expect(incident.state == .firing && incident.fired == Timestamp(seconds: 1000))
        #expect(incident.cause == "1 in 1m40s, at least 1")
    }

    @Test func firesWhenTheCountIsReachedWithinTheWindow() throws {
        var engine = AlertEngine(rules: [try .test(count: 3)])

        _ = engine.take(.trouble(1000), at: 1000)
        let outside = engine.take(.trouble(1050), .trouble(1101), at: 1101)
        let inside = engine.take(.trouble(1149), at: 1149)

        #expect(outside == [])
        #expect(inside.story == ["fired 1050"])
        #expect(inside.first?.incident.count == 3)
        #expect(inside.first?.incident.cause == "3 in 1m40s, at least 3")
    }

    @Test func anEventAWholeWindowAgoDoesNotCount() throws {
        var engine = AlertEngine(rules: [try .test(count: 2)])

        #expect(engine.take(.trouble(1000), .trouble(1100), at: 1100) == [])
        #expect(engine.take(.trouble(1199), at: 1199).story == ["fired 1100"])
    }

    @Test func groupsAreApart() throws {
        var engine = AlertEngine(rules: [try .test(count: 2)])

        let apart = engine.take(.trouble(1000, pod: "a"), .trouble(1001, pod: "b"), at: 1001)
        let clusters = engine.take(.trouble(1002, pod: "a") { $0.cluster = "other" }, at: 1002)
        let together = engine.take(.trouble(1003, pod: "a"), at: 1003)

        #expect(apart == [] && clusters == [])
        #expect(
            together.first?.incident.group == [.init(field: "ns", value: "shop"), .init(field: "name", value: "a")]
        )
    }

    @Test func withoutFieldsThereIsOneGroup() throws {
        var engine = AlertEngine(rules: [try .test(count: 2, by: [])])

        let changes = engine.take(.trouble(1000, pod: "a"), .trouble(1001, pod: "b"), at: 1001)

        #expect(changes.story == ["fired 1000"])
    }

    @Test func whatIsIgnoredDoesNotCount() throws {
        var rule = try AlertRule.test()
        rule.ignore = try EventFilter(parsing: "name:web")
        var engine = AlertEngine(rules: [rule])

        #expect(engine.take(.trouble(1000), at: 1000) == [])
        #expect(engine.take(.trouble(1000, pod: "db"), at: 1000).count == 1)
    }

    @Test func theRestIsWhatNoOtherRuleShows() throws {
        var picky = try AlertRule.test("reason:Trouble", count: 5, name: "picky")
        picky.ignore = try EventFilter(parsing: "name:ignored")
        var rest = try AlertRule.test("type:Warning", name: "rest")
        rest.takesRest = true
        var engine = AlertEngine(rules: [rest, picky])

        let counted = engine.take(.trouble(1000), at: 1000)
        let other = engine.take(.trouble(1001, reason: "Other"), at: 1001)
        let ignored = engine.take(.trouble(1002, pod: "ignored"), at: 1002)

        #expect(counted == [])
        #expect(other.map(\.incident.rule) == ["rest"])
        #expect(ignored == [])
    }

    @Test func extremeNumbersDoNotTrap() throws {
        var engine = AlertEngine(rules: [try .test(count: 2, for: 5)])
        let extremes: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]

        for (index, time) in extremes.enumerated() {
            for (other, first) in extremes.enumerated() {
                let event = KubeEvent.trouble(Int64(index * 10 + other + 1), uid: "u\(other)") { event in
                    event.count = [Int.min, 0, 2, Int.max][other % 4]
                    event.lastSeen = Timestamp(microseconds: time)
                    event.firstSeen = Timestamp(microseconds: first)
                    event.received = Timestamp(microseconds: max(time, 5000))
                }
                _ = engine.take([event], at: Timestamp(microseconds: max(0, time)))
            }
        }
        _ = engine.advance(to: Timestamp(microseconds: .max))

        #expect(engine.incidents.allSatisfy { $0.count >= 1 })
    }
}
