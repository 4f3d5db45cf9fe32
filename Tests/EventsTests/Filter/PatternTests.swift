import TestSupport
import Testing

@testable import Events

@Suite struct PatternTests {
    @Test func aCostlyMatchIsGivenUpAndCounted() throws {
        let pattern = try Pattern("(a+)+$", ignoresCase: false)
        let text = String(repeating: "a", count: 60) + "!"

        #expect(!pattern.matches(text))
        #expect(!pattern.matches(text))
        #expect(pattern.tooCostly == 2)
        #expect(pattern.matches("aaa"))
        #expect(pattern.tooCostly == 2)
    }

    @Test func theFilterSaysWhatWasTooCostly() throws {
        let filter = try EventFilter(parsing: "ns:shop msg~/(a+)+$/")
        let event = KubeEvent.sample(1) { $0.message = String(repeating: "a", count: 60) + "!" }
        #expect(filter.costlyPatterns.isEmpty)

        #expect(!filter.matches(event))

        let message = "pattern too costly: stopped after 100,000 steps on one message"
        #expect(filter.costlyPatterns == [FilterNote(message: message, range: 8..<20)])
    }

    @Test func manyThreadsMayAskOnePattern() async throws {
        let pattern = try Pattern("b+c", ignoresCase: true)
        let texts = (0..<64).map { String(repeating: "B", count: $0) + "c" }

        let found = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { texts.count(where: { pattern.matches($0) }) } }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(found == Array(repeating: 63, count: 8))
    }

    @Test(arguments: [
        ("[a-", "unclosed [", 0), ("x[]a", "unclosed [", 1), ("a(b\\)(c)", "unclosed (", 1), ("[(]x(", "unclosed (", 4),
        ("*a", "quantifier does not follow a repeatable item", 0),
    ])
    func aFaultHasItsPlace(_ source: String, message: String, offset: Int) {
        let failure = #expect(throws: Pattern.Failure.self) { try Pattern(source, ignoresCase: false) }

        #expect(failure == Pattern.Failure(message: message, offset: offset))
    }

    @Test func aPatternHasAThousandBytesAtMost() throws {
        _ = try Pattern(String(repeating: "a", count: 1000), ignoresCase: false)

        #expect(throws: Pattern.Failure.self) { try Pattern(String(repeating: "a", count: 1001), ignoresCase: false) }
    }
}
