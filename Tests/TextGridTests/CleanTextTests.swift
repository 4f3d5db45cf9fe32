import TestSupport
import TextGrid
import Testing

@Suite struct CleanTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("\u{1B}[31m", "^[[31m"), ("a\nb\tc", "a⏎b c"), ("\u{0}\u{7F}", "^@^?"),
        ("\u{9B}0m", "<9b>0m"), ("a\u{202E}b\u{200B}c\u{FEFF}", "abc"), ("⚠\u{FE0F}", "⚠"), ("\u{E000}\u{378}", "??"),
        ("测试", "测试"), ("a\u{301}\u{302}\u{303}b", "a\u{301}\u{302}b"), ("\u{301}x", "x"), ("\u{A0}\u{2003}", "  "),
        ("\u{2028}\u{85}", "⏎<85>"), ("👍🏽", "👍"), ("🇩🇪🇨🇳", "DECN"), ("\u{1B}\u{301}", "^["), ("\u{FFF9}", "?"),
        ("a\r\nb", "a^M⏎b"),
    ])
    func hostileScalarsAreNeutralised(text: String, shown: String) {
        #expect(Array(sanitise(text).unicodeScalars) == Array(shown.unicodeScalars))
    }

    @Test(arguments: [
        ("abc", 3), ("测试", 4), ("a\u{301}", 1), ("👍", 2), ("🇩🇪", 2), ("\u{1B}", 2), ("한글", 4), ("é…─", 3),
        ("⚠\u{FE0F}", 1),
    ])
    func widthCountsCells(text: String, cells: Int) {
        #expect(displayWidth(text) == cells)
    }

    @Test(arguments: [
        // Emoji, joined, with a skin tone, in a keycap; flags; CJK; Hangul in letters that join; marks; half-width forms.
        ("🚀🔥", 4), ("👩\u{200D}👩\u{200D}👧", 6), ("👍🏽", 2), ("1\u{FE0F}\u{20E3}", 1), ("🇩🇪🇫🇷", 4), ("🏳\u{FE0F}\u{200D}🌈", 3),
        ("ｱｲｳ", 3), ("全角", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("e\u{301}\u{327}", 1), ("क्षि", 3), ("กำ", 2),
        ("\u{3000}", 2), ("❤\u{FE0F}", 1), ("⌚", 2),
    ])
    func compositionsTakeTheCellsOfTheirParts(text: String, cells: Int) {
        #expect(CleanText(text).width == cells)
        #expect(CleanText(text).glyphs.reduce(0) { $0 + displayWidth($1.base) } == cells)
    }

    @Test(arguments: [
        ("Привет", 12), ("±5 µs", 6), ("“ok”", 6), ("①②", 4), ("é", 2), ("ñ", 1), ("abc", 3), ("测试", 4), ("…─│", 3),
        ("▂▅█", 3),
        ("→ ×", 3), ("a\u{301}", 1),
    ])
    func ambiguousCharactersMayTakeTwoCells(text: String, cells: Int) {
        AmbiguousWidth.$cells.withValue(2) {
            #expect(displayWidth(text) == cells)
            #expect(CleanText(text).truncated(to: 3).width <= 3)
        }
    }

    @Test func everyAmbiguousCharacterHasItsPlace() {
        for ordinal in 0..<AmbiguousWidth.count {
            #expect(AmbiguousWidth.scalar(at: ordinal).flatMap(AmbiguousWidth.ordinal) == ordinal)
        }
        #expect(AmbiguousWidth.count == 902)
        #expect(AmbiguousWidth.ordinal(of: "a") == nil)
        #expect(AmbiguousWidth.ordinal(of: "测") == nil)
        #expect(AmbiguousWidth.scalar(at: 902) == nil)
        #expect(AmbiguousWidth.scalar(at: -1) == nil)
    }

    @Test(arguments: [
        ("abcdef", 6, 0, "abcdef"), ("abcdef", 5, 0, "abcd…"), ("abcdef", 1, 0, "…"), ("abcdef", 0, 0, ""),
        ("po/web-7d9f8c6b5d-x2k4q", 17, 6, "po/web-7d9…-x2k4q"), ("abcdefgh", 6, 6, "abcde…"),
        ("测试环境", 5, 0, "测试…"), ("测试环境", 4, 0, "测…"), ("", 3, 0, ""),
    ])
    func truncationKeepsTheCells(text: String, cells: Int, tail: Int, shown: String) {
        let short = CleanText(text).truncated(to: cells, keepingTail: tail)

        #expect(short.string == shown)
        #expect(short.width <= cells)
    }

    @Test func droppingHalfAWideGlyphLeavesASpace() {
        #expect(CleanText("测试x").dropping(cells: 1).string == " 试x")
        #expect(CleanText("测试x").dropping(cells: 2).string == "试x")
        #expect(CleanText("ab").dropping(cells: 9).string == "")
    }

    @Test func wrappingBreaksAtSpacesAndInsideLongWords() {
        let lines = CleanText("back-off restarting failed-container-with-a-long-name").wrapped(to: 12)

        #expect(lines.map(\.string) == ["back-off", "restarting", "failed-conta", "iner-with-a-", "long-name"])
    }

    @Test func wrappingIndentsTheLinesThatFollow() {
        #expect(CleanText("aaa bbb ccc").wrapped(to: 5, indent: 2).map(\.string) == ["aaa", "  bbb", "  ccc"])
    }

    @Test func linesAreSplitAtRealBreaks() {
        #expect(CleanText.lines(of: "a\r\nb\n\nc\u{1B}").map(\.string) == ["a", "b", "", "c^["])
    }

    @Test func noScalarLeavesAControlCharacter() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = CleanText(String(scalar))
            let isSafe = text.glyphs.allSatisfy { $0.base.value >= 0x20 && !(0x7F..<0xA0).contains($0.base.value) }
            if !isSafe { Issue.record("U+\(String(value, radix: 16)) passes") }
        }
    }

    @Test(arguments: 0..<200)
    func randomTextWrapsAndCutsWithinItsCells(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let text = CleanText(HostileText.random(length: 200, using: &generator))
        let cells = Int.random(in: 0...40, using: &generator)

        #expect(text.width == text.glyphs.reduce(0) { $0 + Int($1.width) })
        #expect(text.truncated(to: cells, keepingTail: seed % 9).width <= cells)
        #expect(text.wrapped(to: cells).allSatisfy { $0.width <= cells })
    }

    @Test(arguments: 0..<200)
    func textReadNoFurtherThanItsCellsIsCutLikeTheWhole(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let start = String(repeating: "ascii ", count: seed % 5)
        let text = start + HostileText.random(length: 60, using: &generator)
        let cells = Int.random(in: 0...40, using: &generator)

        let cut = CleanText(text, exceeding: cells).truncated(to: cells)

        #expect(cut == CleanText(text).truncated(to: cells))
    }
}
