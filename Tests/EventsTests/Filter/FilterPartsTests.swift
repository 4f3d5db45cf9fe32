import Testing

@testable import Events

@Suite struct FilterPartsTests {
    @Test(
        arguments: [
            ("", nil, nil),
            ("ns:a type:b", "ns:a type:b", nil),
            ("count>5", nil, "count>5"),
            ("ns:a count>5 msg:x is:new", "ns:a msg:x", "count>5 is:new"),
            ("ns:a (reason:b | count>9)", "ns:a", "reason:b | count>9"),
            ("ns:a | count>9", nil, "ns:a | count>9"),
            ("!(ns:a last:5m)", nil, "!(ns:a last<=5m)"),
            ("(ns:a count>5) x", "ns:a x", "count>5"),
        ] as [(String, String?, String?)]
    )
    func splitsIntoConditionsOfEventsAndOfGroups(_ text: String, events: String?, groups: String?) throws {
        let split = try EventFilter(parsing: text).split()

        #expect(split.events?.description == events)
        #expect(split.groups?.description == groups)
    }

    @Test(arguments: [
        "last:15m", "first>-5m", "rate>3", "is:new", "!is:stale", "ns:a | last:..5m", "last:(1h, 2026-11-22)",
    ])
    func dependsOnTime(_ text: String) throws {
        #expect(try EventFilter(parsing: text).dependsOnTime)
    }

    @Test(arguments: ["", "ns:a", "count>5", "dur>10m", "last>2026-11-22T10:00", "is:marked"])
    func doesNotDependOnTime(_ text: String) throws {
        #expect(try !EventFilter(parsing: text).dependsOnTime)
    }

    @Test(arguments: [
        ("ns:a type:Warning", "type:Warning"),
        ("ns:a AND type:b AND !ns:c", "type:b"),
        ("(ns:a | ns:b) x", "x"),
        ("(ns:a | type:b) ns:c", "(ns:a | type:b)"),
        ("ns:a", ""),
        ("ns:a | ns:b", ""),
        ("type:b | ns:c", "type:b | ns:c"),
    ])
    func leavesOutWhatSpeaksOfOneFieldOnly(_ text: String, rest: String) throws {
        let filter = try EventFilter(parsing: text).without(.namespace)

        #expect(filter.text == rest)
        #expect(try filter.node == EventFilter(parsing: rest).node)
    }

    @Test(
        arguments: [
            ("ns:a", ["a"], []),
            ("ns=A !ns:b ns!=c -ns:d", ["A"], ["b", "c", "d"]),
            ("ns:(a, \"b c\", !d*)", ["a", "b c"], ["d*"]),
            ("!ns:(a, b)", [], ["a", "b"]),
            ("type:x", [], []),
            ("ns:a | ns:b", [], []),
            ("ns~x ns:/y/", [], []),
        ] as [(String, [String], [String])]
    )
    func tellsWhatIsIncludedAndExcluded(_ text: String, included: [String], excluded: [String]) throws {
        let conditions = try EventFilter(parsing: text).conditions(on: .namespace)

        #expect(conditions.included == included)
        #expect(conditions.excluded == excluded)
    }

    @Test func bothFiltersTogetherKeepTheirParts() throws {
        let both = try EventFilter(parsing: "ns:a | ns:b").and(EventFilter(parsing: "type:x ns:c"))

        #expect(both.text == "(ns:a | ns:b) type:x ns:c")
        #expect(try both == EventFilter(parsing: both.text))
        #expect(both.without(.type).text == "(ns:a | ns:b) ns:c")
        #expect(both.conditions(on: .type).included == ["x"])
    }

    @Test func notesSayWhichValuesThereAre() throws {
        let filter = try EventFilter(parsing: "type:Warn reason:BackOff (ns:sh* | x) !type:Error msg:nothing")

        let notes = filter.notes { field in
            switch field {
            case .type: ["Normal", "Warning"]
            case .reason: ["BackOff"]
            case .namespace: ["a", "b", "c", "d", "e", "f"]
            default: []
            }
        }

        #expect(
            notes == [
                FilterNote(message: "no value \"Warn\" seen for type; values: Normal, Warning", range: 5..<9),
                FilterNote(message: "no value seen for ns is like sh*; values: a, b, c, d, e, ...", range: 25..<37),
                FilterNote(message: "no value \"Error\" seen for type; values: Normal, Warning", range: 44..<49),
            ]
        )
    }
}
