import Basics
import Events
import TestSupport
import Testing

@testable import Alerts

@Suite struct IncidentFilterTests {
    private static let names = [
        "web", "", "a b", "a\"b", "a\\", "\\\"", "(", "a) | (b", "'", "*", "?", "x:y", "!a", "-a", "/a/", "日本語 全角",
        "line\nbreak", "\u{1B}[31m", "a,b", "AND", "^a$", "~a", "ß",
    ]

    @Test(arguments: names) func theFilterShowsTheEventsOfTheGroup(name: String) throws {
        var engine = AlertEngine(rules: [
            try .test("reason:Trouble | reason:Other", by: [.namespace, .name, .node, .container])
        ])
        let event = KubeEvent.trouble(1000, pod: name) { $0.host = name }
        _ = engine.take(event, at: 1000)

        let incident = try #require(engine.incidents.first)
        let filter = try EventFilter(parsing: incident.filter)

        #expect(filter.matches(event))
        #expect(!filter.matches(.trouble(1000, pod: name + "x") { $0.host = name }))
        #expect(!filter.matches(.trouble(1000, pod: name, reason: "Third") { $0.host = name }))
        #expect(incident.group.map(\.value) == ["shop", name, name, ""])
    }

    @Test func everyHostileTextCanBeAGroup() throws {
        for text in HostileText.samples {
            let short = String(text.prefix(200))
            var engine = AlertEngine(rules: [try .test(by: [.message])])
            let event = KubeEvent.trouble(1000) { $0.message = short }
            _ = engine.take(event, at: 1000)

            let filter = try EventFilter(parsing: try #require(engine.incidents.first?.filter))
            #expect(filter.matches(event))
        }
    }

    @Test func aRuleForAllHasTheGroupAlone() throws {
        var engine = AlertEngine(rules: [try .test("", by: [.name]), try .test("", by: [], name: "all")])
        _ = engine.take(.trouble(1000), at: 1000)

        #expect(Set(engine.incidents.map(\.filter)) == ["name:\"web\"", ""])
    }

    @Test func theConditionIsALine() throws {
        var rule = try AlertRule.test("reason:Failed kind:Pod", count: 3, for: 60)
        rule.ignore = try EventFilter(parsing: "ns:a")
        rule.takesRest = true

        #expect(
            rule.condition
                == "count 3 in 1m40s for 1m of reason:Failed kind:Pod but not ns:a that no other rule shows by ns, name"
        )
        #expect(AlertRule(name: "a", filter: .everything).condition == "count 1 in 6m of all")
    }

    @Test func theBoardCountsByRule() throws {
        var engine = AlertEngine(rules: [try .test(), try .test("reason:Other", name: "other")])
        _ = engine.take(.trouble(1000), .trouble(5000, pod: "db"), at: 5000)

        let board = engine.board

        #expect(board.rules.map(\.open) == [1, 0] && board.rules.map(\.total) == [2, 0])
        #expect(board.incidents.map(\.isOpen) == [true, false] && board.problems == [])
    }
}
