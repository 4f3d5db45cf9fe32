import TestSupport
import Testing

@testable import Events

@Suite struct FilterPrintingTests {
    @Test(arguments: [
        ("ns:payments", "ns:payments"),
        ("namespace=Payments", "ns=Payments"),
        ("kind:po", "kind:Pod"),
        ("obj:deploy/web-*", "obj:Deployment/web-*"),
        ("ns!=a", "!ns:a"),
        ("ns:(a, !b*)", "ns:a !ns:b*"),
        ("a (b | c) AND d", "a (b | c) d"),
        ("(a b) | c", "a b | c"),
        ("msg:fa*d", "msg:fa*d"),
        ("\"no space\"", "\"no space\""),
        ("msg~5\\d\\d", "msg:/5\\d\\d/"),
        ("/A\\/b/i", "/A\\/b/i"),
        ("count:5", "count>=5"),
        ("count:(3, 5..9)", "count:(3, 5..9)"),
        ("dur>90s", "dur>1m30s"),
        ("last:15m", "last<=15m"),
        ("last:5m..15m", "last:-15m..-5m"),
        ("last:14:00..14:01", "last:2026-11-22T14:00:00Z..2026-11-22T14:01:00Z"),
        ("label.app:web", "label.app:web"),
        ("^web a$ ~fz", "^web a$ ~fz"),
        ("name:\\/a*/", "name:\\/a*/"),
        ("\\^a$ ns\\:a$", "\\^a$ ns\\:a$"),
        ("is:new", "is:new"),
    ])
    func printsTheShortestForm(_ text: String, printed: String) throws {
        let filter = try EventFilter(parsing: text, clock: FilterSamples.clock)

        #expect(filter.node?.description == printed)
    }

    @Test func whatIsPrintedReadsAsTheSame() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<1500 {
            let text = FilterSamples.randomFilter(using: &random)
            let node = try #require(EventFilter(parsing: text, clock: FilterSamples.clock).node, "\(text)")

            let again = try EventFilter(parsing: node.description, clock: FilterSamples.clock).node

            #expect(again == node, "\(text) printed as \(node.description)")
        }
    }
}
