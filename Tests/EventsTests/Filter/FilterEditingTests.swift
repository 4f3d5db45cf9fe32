import Basics
import TestSupport
import Testing

@testable import Events

@Suite struct FilterEditingTests {
    @Test(arguments: [
        ("", "ns:c"),
        ("  ", "ns:c"),
        ("type:Warning", "type:Warning ns:c"),
        ("ns:a", "ns:(a, c)"),
        ("ns:a  AND \"x y\"", "ns:(a, c)  AND \"x y\""),
        ("x ns:(a, \"b b\") y", "x ns:(a, \"b b\", c) y"),
        ("ns=a", "ns=(a, c)"),
        ("!ns:c", "ns:c"),
        ("ns!=c x", "x ns:c"),
        ("!ns:(b, c)", "!ns:b ns:c"),
        ("ns:(a, !c)", "ns:(a, c)"),
        ("ns:(!c, !d)", "ns:(!d) ns:c"),
        ("ns:c", "ns:c"),
        ("ns:c*", "ns:c* ns:c"),
        ("a | b", "(a | b) ns:c"),
        ("(a | b)", "(a | b) ns:c"),
        ("ns:a | ns:b", "(ns:a | ns:b) ns:c"),
        ("(ns:a)", "(ns:(a, c))"),
        ("!(ns:a) !(ns:(b, c))", "!(ns:a) !(ns:b) ns:c"),
        ("NOT ns:(!a)", "NOT ns:(!a, !c)"),
        ("x\\", "x\\\\ ns:c"),
        ("last:14:00..14:10", "last:14:00..14:10 ns:c"),
    ])
    func includes(_ text: String, result: String) {
        #expect(EventFilter.text(text, .include, .namespace, "c") == result)
    }

    @Test(arguments: [
        ("", "ns:c"), ("ns:(a, c) x", "ns:c x"), ("x !ns:c y ns:/z/", "x ns:c y"), ("ns:a | ns:b", "ns:c"),
        ("a | b", "(a | b) ns:c"),
        ("\"x\"ns:a\"y\"ns:b(z)", "\"x\"ns:c\"y\" (z)"), ("(ns:a | type:b) ns:c", "(ns:a | type:b) ns:c"),
        ("ns:c", "ns:c"),
    ])
    func showsNothingElse(_ text: String, result: String) {
        #expect(EventFilter.text(text, .only, .namespace, "c") == result)
    }

    @Test(arguments: [
        ("", "!ns:c"),
        ("type:Warning", "type:Warning !ns:c"),
        ("ns:c", "!ns:c"),
        ("ns:(a, c)", "ns:a"),
        ("ns:(a, b, c) x", "ns:(a, b) x"),
        ("!ns:c", "!ns:c"),
        ("!ns:d", "!ns:d !ns:c"),
        ("a OR b", "(a OR b) !ns:c"),
        ("ns:c AND type:Warning", "type:Warning !ns:c"),
        ("ns:c*", "ns:c* !ns:c"),
    ])
    func excludes(_ text: String, result: String) {
        #expect(EventFilter.text(text, .exclude, .namespace, "c") == result)
    }

    @Test(arguments: [
        ("ns:c", ""), ("!ns:c", ""), ("ns:(a, c)", "ns:a"), ("ns:(c, \"a b\") x", "ns:\"a b\" x"),
        ("x AND ns:c AND y", "x AND y"),
        ("\"x\"ns:c(y)", "\"x\" (y)"), ("ns:c*", "ns:c*"), ("", ""), ("a | ns:c", "a | ns:c"),
    ])
    func clears(_ text: String, result: String) {
        #expect(EventFilter.text(text, .clear, .namespace, "c") == result)
    }

    @Test(arguments: [
        "payments", "", "a b", "\"", "\\", "it's", "!x", "*", "a,b", "(", "|", "kube-system", "/x/", "AND", "größe",
        "-x", "a\"b\\",
        "~x", "^x$", "x:y", "14:00..15:00",
    ])
    func anyValueIsWrittenSoThatItMeansItself(_ value: String) throws {
        let text = EventFilter.text("x", .include, .namespace, value)
        let filter = try EventFilter(parsing: text).without(.text)

        #expect(filter.matches(KubeEvent.sample(1) { $0.setNamespace(value) }))
        #expect(!filter.matches(KubeEvent.sample(1) { $0.setNamespace(value + "z") }))
        #expect(filter.conditions(on: .namespace).included == [value])
        #expect(EventFilter.text(text, .toggle, .namespace, value) == "x")
    }

    @Test func whatCannotBeReadStays() {
        #expect(EventFilter.text("(ns:a", .include, .namespace, "c") == "(ns:a")
        #expect(EventFilter.text("ns:a", .include, .count, "5") == "ns:a")
        #expect(EventFilter.text("ns:a", .include, .label, "5") == "ns:a")
    }

    @Test func messagesAreComparedWhole() throws {
        let text = EventFilter.text("", .include, .message, "Pulled it")

        #expect(text == "msg=\"Pulled it\"")
    }

    @Test func whatIsAskedIsMeant() throws {
        var random = SeededGenerator(seed: 23)
        let values = ["payments", "shop", "kube-system", "no space", "Größe", "*", ""]
        for _ in 0..<600 {
            let text = FilterSamples.randomFilter(using: &random, depth: 1)
            let value = values.randomElement(using: &random) ?? ""
            let rest = try EventFilter(parsing: text, clock: FilterSamples.clock).withoutConditions(on: .namespace)
            let event = KubeEvent.sample(1) { $0.setNamespace(value) }

            let included = EventFilter.text(text, .include, .namespace, value)
            let excluded = EventFilter.text(included, .exclude, .namespace, value)
            let cleared = EventFilter.text(excluded, .clear, .namespace, value)

            #expect(try Self.matches(included, event) == rest.matches(event), "\(included) of \(text)")
            #expect(try !Self.matches(excluded, event), "\(excluded) of \(text)")
            #expect(
                try EventFilter(parsing: cleared, clock: FilterSamples.clock).isExcluding(value) == false,
                "\(cleared)"
            )
            #expect(EventFilter.text(included, .include, .namespace, value) == included)
        }
    }

    private static func matches(_ text: String, _ event: KubeEvent) throws -> Bool {
        try EventFilter(parsing: text, clock: FilterSamples.clock).matches(event)
    }
}

extension KubeEvent {
    fileprivate mutating func setNamespace(_ value: String) {
        namespace = value
        object.namespace = value
    }
}

extension EventFilter {
    fileprivate func withoutConditions(on field: FilterField) -> EventFilter {
        EventFilter(text: text, parts: parts.filter { $0.condition?.name.field != field })
    }

    fileprivate func isExcluding(_ value: String) -> Bool {
        conditions(on: .namespace).excluded.contains(value)
    }
}
