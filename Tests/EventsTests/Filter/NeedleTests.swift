import TestSupport
import Testing

@testable import Events

@Suite struct NeedleTests {
    @Test(arguments: [
        ("größe", "die GRÖSSE zählt"), ("ss", "weiß"), ("k", "300 K"), ("σ", "τελος ΤΕΛΟΣ"), ("пОд", "нет Подов"),
        ("", ""),
        ("failed", "Back-off FAILED"), ("有", "没有空间"),
    ])
    func isFoundWithoutRegardToCase(_ needle: String, _ text: String) {
        #expect(text.withBytes { Needle(needle, foldsCase: true).isPart(of: $0) })
    }

    @Test(arguments: [("größe", "grosse"), ("failed", "fail"), ("a", ""), ("ab", "ba"), ("é", "e")])
    func isNotFound(_ needle: String, _ text: String) {
        #expect(!text.withBytes { Needle(needle, foldsCase: true).isPart(of: $0) })
    }

    @Test func upperCaseIsFoundAsItIsOnly() {
        let needle = Needle(smart: "Failed")

        #expect("has Failed".withBytes { needle.isPart(of: $0) })
        #expect(!"has failed".withBytes { needle.isPart(of: $0) })
    }

    @Test func findsWhatASlowSearchFinds() {
        var random = SeededGenerator(seed: 5)
        let letters = ["a", "A", "b", "B", "ä", "Ä", "ß", "-", "K"]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0..<20, using: &random)).map { _ in
                letters.randomElement(using: &random) ?? ""
            }.joined()
            let part = (0..<Int.random(in: 0..<4, using: &random)).map { _ in
                letters.randomElement(using: &random) ?? ""
            }.joined()
            let folded = String(decoding: CaseFolding.folded(text), as: UTF8.self)
            let foldedPart = String(decoding: CaseFolding.folded(part), as: UTF8.self)
            let needle = Needle(part, foldsCase: true)

            #expect(
                text.withBytes { needle.isPart(of: $0) } == (part.isEmpty || folded.contains(foldedPart)),
                "\(part) in \(text)"
            )
            #expect(text.withBytes { needle.begins($0) } == folded.hasPrefix(foldedPart), "\(part) begins \(text)")
            #expect(text.withBytes { needle.ends($0) } == folded.hasSuffix(foldedPart), "\(part) ends \(text)")
            #expect(text.withBytes { needle.equals($0) } == (folded == foldedPart), "\(part) is \(text)")
        }
    }

    @Test func aGlobOfManyStarsIsQuick() throws {
        let filter = try EventFilter(parsing: "name:" + String(repeating: "*a", count: 200) + "b")
        let event = KubeEvent.sample(1) { $0.object.name = String(repeating: "a", count: 5000) }

        #expect(!filter.matches(event))
    }
}
