import Basics
import Testing

@Suite struct SpellingTests {
    private static let words = ["theme", "color", "mouse", "max-events", "sort"]

    @Test(arguments: [
        ("theme", "theme"), ("thmee", "theme"), ("colour", "color"), ("Mouse", "mouse"), ("max-event", "max-events"),
        ("srot", "sort"), ("sotr", "sort"),
    ])
    func aSlipIsForgiven(word: String, meant: String) {
        #expect(nearest(to: word, among: Self.words) == meant)
    }

    @Test(arguments: ["", "xyzzy", "filter", "t", String(repeating: "theme", count: 1000), "测试"])
    func whatIsFarHasNoNeighbour(word: String) {
        #expect(nearest(to: word, among: Self.words) == nil)
    }

    @Test func nothingIsNearAmongNothing() {
        #expect(nearest(to: "a", among: [String]()) == nil)
    }
}
