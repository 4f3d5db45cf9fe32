import Testing

@testable import Events

@Suite struct CaseFoldingTests {
    @Test(arguments: [
        ("größe", "GRÖSSE"), ("GROẞE", "große"), ("όδος", "ΌΔΟΣ"), ("ΣΟΦΌΣ", "σοφός"), ("ПОД", "под"), ("ＰＯＤ", "ｐｏｄ"),
        ("ǅ", "ǆ"), ("ﬁle", "FILE"), ("K", "k"), ("Ⅷ", "ⅷ"), ("𐐀", "𐐨"),
    ])
    func lettersDifferInCaseOnly(_ left: String, _ right: String) {
        #expect(CaseFolding.folded(left) == CaseFolding.folded(right))
    }

    @Test(arguments: [("a", "b"), ("é", "e"), ("没有", "有没"), ("ö", "o"), ("и", "й")])
    func otherLettersStayApart(_ left: String, _ right: String) {
        #expect(CaseFolding.folded(left) != CaseFolding.folded(right))
    }

    @Test func foldingTwiceChangesNothingAndGrowsThreefoldAtMost() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenCaseMapped else { continue }
            let folded = CaseFolding.folded(String(scalar))

            #expect(CaseFolding.folded(String(decoding: folded, as: UTF8.self)) == folded, "U+\(value)")
            #expect(folded.count <= 3 * String(scalar).utf8.count, "U+\(value)")
        }
    }

    @Test func scriptsThatAreSkippedHaveNoCase() {
        for value in UInt32(0x800)...0xFFFF where CaseFolding.isCaseless(value) {
            guard let scalar = Unicode.Scalar(value) else { continue }

            #expect(CaseFolding.folded(scalar) == String(scalar), "U+\(value)")
        }
    }

    @Test(
        arguments: [
            [0xFF], [0xC3], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0x41, 0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF0, 0x9F],
            [0x80, 0x80],
        ] as [[UInt8]]
    )
    func whatIsNoUTF8Stays(_ bytes: [UInt8]) {
        let folded = bytes.withUnsafeBufferPointer { CaseFolding.withFolded($0) { Array($0) } }

        #expect(folded == bytes.map { $0 == 0x41 ? 0x61 : $0 })
    }
}
