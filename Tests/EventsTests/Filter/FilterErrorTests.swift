import Events
import TestSupport
import Testing

@Suite struct FilterErrorTests {
    @Test(arguments: [
        ("resaon:BackOff", 0..<6, "unknown field \"resaon\"; did you mean \"reason\"?"),
        ("ns:a resaon:BackOff", 5..<11, "unknown field \"resaon\"; did you mean \"reason\"?"),
        (
            "sent:failed", 0..<4,
            "\"sent\" is no field: what Log Service took is shown in the forwarder pane (f) and by eventer dead"
        ),
        ("owner:x", 0..<5, "\"owner\" is no field: events name no owner; try name:web-* or the object's timeline"),
        ("label:x", 0..<5, "label needs a key: label.app:web"),
        ("x ann.:x", 2..<6, "ann needs a key: ann.app:web"),
        ("ns>a", 2..<4, "ns is no number; use ns:a"),
        ("ns<\"a b\"", 2..<8, "ns is no number; use ns:\"a b\""),
    ])
    func aFieldIsNamed(_ text: String, range: Range<Int>, message: String) {
        expect(text, range, message)
    }

    @Test(arguments: [
        ("count>lots", 6..<10, "count needs a number, got \"lots\""),
        ("n:\"\"", 2..<4, "count needs a number, got \"\""),
        ("count:5..x", 6..<10, "count needs a number, got \"x\""),
        ("count:..", 6..<8, "the range has neither end"),
        ("count>1..2", 6..<10, "a range needs : or = before it"),
        ("count>(1, 2)", 6..<7, "a list of values needs : or = before it"),
        ("count~5", 5..<6, "count is no text; use count: or a comparison"),
        ("count:99999999999999999999", 6..<26, "count needs a number, got \"99999999999999999999\""),
        ("rate>nan", 5..<8, "rate needs a number a minute, got \"nan\""),
        ("dur>10", 4..<6, "dur needs a duration, got \"10\"; try 90s, 15m, 1h30m"),
        ("last:14:70", 5..<10, "\"14:70\" is no time or duration; try 15m, 14:07, 14:00..14:10"),
        ("last:14:05", 5..<10, "\"14:05\" needs a date here, as in 2026-11-22T14:05"),
        ("is:nwe", 3..<6, "unknown flag \"nwe\"; did you mean \"new\"?"),
        ("is:quite", 3..<8, "unknown flag \"quite\"; flags: new marked snoozed critical stale"),
        ("is>new", 2..<3, "is takes a flag: is:new"),
    ])
    func aMeasureIsNamed(_ text: String, range: Range<Int>, message: String) {
        expect(text, range, message)
    }

    @Test(arguments: [
        ("(ns:a", 0..<1, "\"(\" is not closed"),
        ("x ((a)", 2..<3, "\"(\" is not closed"),
        ("ns:a |", 5..<6, "nothing after \"|\""),
        ("ns:a OR", 5..<7, "nothing after \"OR\""),
        ("ns:a AND", 5..<8, "nothing after \"AND\""),
        ("AND a", 0..<3, "nothing before \"AND\""),
        ("(a |)", 3..<4, "nothing after \"|\""),
        ("ns:a)", 4..<5, "\")\" closes nothing here"),
        ("ns:", 3..<3, "a value is missing after ns"),
        ("ns: x", 3..<4, "a value is missing after ns"),
        ("label.a:", 8..<8, "a value is missing after label.a"),
        ("| a", 0..<1, "a term is missing here"),
        ("!", 1..<1, "a term is missing here"),
        ("!)", 1..<2, "a term is missing here"),
        ("ns:a ()", 5..<7, "there is nothing between the parentheses"),
        ("ns:(a", 3..<4, "\"(\" is not closed"),
        ("ns:()", 3..<5, "the list is empty"),
        ("ns:(a b)", 6..<7, "a comma is missing before this value"),
        ("ns:(a,,b)", 6..<7, "a value is missing before the comma"),
        ("ns:(a, !)", 7..<8, "a value is missing after \"!\""),
        ("ns:(a | b)", 6..<7, "\"|\" has no place in a list of values"),
        ("ns:((a))", 4..<5, "\"(\" has no place in a list of values"),
    ])
    func theStructureIsNamed(_ text: String, range: Range<Int>, message: String) {
        expect(text, range, message)
    }

    @Test(arguments: [
        ("msg:\"open", 4..<5, "the quote is not closed; \\\" or \\' is the character itself"),
        ("can't", 3..<4, "the quote is not closed; \\\" or \\' is the character itself"),
        ("msg~/[a-/", 4..<9, "regular expression: unclosed [ at offset 0"),
        ("msg~/a", 4..<5, "the regular expression is not closed with /"),
        ("msg~/a/b", 4..<7, "a / inside a regular expression is written \\/"),
        ("msg~//", 4..<6, "the regular expression is empty"),
        ("/(/", 0..<3, "regular expression: unclosed ( at offset 0"),
    ])
    func aTextIsNamed(_ text: String, range: Range<Int>, message: String) {
        expect(text, range, message)
    }

    @Test func aLongPatternIsTooCostly() {
        expect("/" + String(repeating: "a", count: 1001) + "/", 0..<1003, "pattern too costly: longer than 1000 bytes")
    }

    @Test func nestingHasALimit() throws {
        _ = try EventFilter(parsing: String(repeating: "(", count: 63) + "a" + String(repeating: ")", count: 63))

        expect(String(repeating: "!", count: 100_000) + "a", 64..<65, "nested too deeply")
        expect(String(repeating: "(", count: 100_000), 64..<65, "nested too deeply")
    }

    /// Reading is linear: a square of this length would not end within the limit.
    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            "a.", "-", "/", "/a ", "a:(", "\"", "\\", "a ", "a:b,", "!a|", "^", "'a'", "(a)", "ns:/x", "..", "a~",
        ]
    )
    func longTextIsReadOrRefused(_ piece: String) {
        let text = String(repeating: piece, count: 4000)

        _ = try? EventFilter(parsing: text, completing: true)
        _ = try? EventFilter(parsing: text)
    }

    @Test func aNearFieldIsSuggested() {
        let error = #expect(throws: FilterError.self) { try EventFilter(parsing: "ns:a tpye:Warning") }

        #expect(error?.suggestion == "type")
        #expect(error?.located == "col 6: unknown field \"tpye\"; did you mean \"type\"?")
    }

    @Test func anUnknownFieldThatIsNearNoneListsThem() {
        let error = #expect(throws: FilterError.self) { try EventFilter(parsing: "image:tag") }

        #expect(error?.message.hasPrefix("unknown field \"image\"; fields: ns kind name ") == true)
        #expect(error?.message.hasSuffix("; quote it to search for the text") == true)
    }

    /// While a word is typed it is yet to become what it must be.
    @Test(arguments: [
        "ns:", "count>", "last:", "last:1", "last:14:", "count:5..", "is:", "is:n", "msg~", "msg~/", "msg~/[a",
        "\"open", "ns:\"op",
        "dur>1", "label.a:", "!ns:", "rate:.",
    ])
    func anUnfinishedValueIsNoFault(_ text: String) throws {
        let filter = try EventFilter(parsing: "ns:payments " + text, completing: true, clock: FilterSamples.clock)

        #expect(!filter.isEmpty)
    }

    /// So that the list follows while a longer filter is written.
    @Test(arguments: [
        ("ns:payments |", "ns:payments"), ("ns:payments AND", "ns:payments"), ("(ns:payments", "ns:payments*"),
        ("ns:(shop, payments", "ns:(shop, payments*)"), ("ns:(payments, ", "ns:payments"),
        ("ns:payments !", "ns:payments"),
        ("ns:payments (", "ns:payments"), ("ns:payments !(", "ns:payments"), ("(a | (b", "a | b"), ("ns:(a, !", "ns:a"),
    ])
    func whatIsWrittenSoFarCounts(_ text: String, meaning: String) throws {
        let filter = try EventFilter(parsing: text, completing: true)
        let finished = try EventFilter(parsing: meaning)

        for name in ["payments", "payments-eu", "shop", "a", "b"] {
            let event = KubeEvent.sample(1) {
                $0.namespace = name
                $0.object.namespace = name
                $0.message = name
            }
            #expect(filter.matches(event) == finished.matches(event), "\(name)")
        }
        #expect(throws: FilterError.self) { try EventFilter(parsing: text) }
    }

    @Test(arguments: ["count>x", "last:abc", "is:q", "resaon:x", "ns:a)", "last:1 x", "| a", "()", "ns:()"])
    func aFaultWhileTypingIsOne(_ text: String) {
        #expect(throws: FilterError.self) { try EventFilter(parsing: text, completing: true) }
    }

    private func expect(_ text: String, _ range: Range<Int>, _ message: String) {
        let error = #expect(throws: FilterError.self) { try EventFilter(parsing: text) }

        #expect(error?.range == range)
        #expect(error?.message == message)
    }
}
