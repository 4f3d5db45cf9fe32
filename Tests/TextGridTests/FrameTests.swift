import TestSupport
import TextGrid
import Testing

@Suite struct FrameTests {
    private func frame(_ columns: Int = 10, _ rows: Int = 2) -> Frame {
        Frame(size: Size(columns: columns, rows: rows))
    }

    @Test func textIsPutWhereItIsAsked() {
        var frame = frame()

        let used = frame.put("abc", at: Position(column: 2, row: 1), style: Style(.warning))

        #expect(used == 3)
        #expect(frame.text == "\n  abc")
        #expect(frame.roles == "..........\n..www.....")
    }

    @Test func textIsCutAtTheEdgesAndTheLimit() {
        var frame = frame(4, 1)

        frame.put("abcdef", at: Position(column: -2, row: 0))
        frame.put("xy", at: Position(column: 1, row: 0), limit: 1)
        frame.put("zz", at: Position(column: 0, row: 9))

        #expect(frame.text == "cxef")
    }

    @Test func aWideGlyphIsNeverCutInHalf() {
        var frame = frame(4, 2)

        frame.put("a测试", at: Position(column: 0, row: 0))
        frame.put("测试", at: Position(column: 0, row: 1))
        frame.put("x", at: Position(column: 1, row: 1))

        #expect(frame.text == "a测\n x试")
        #expect(frame[1, 0].glyph.width == 2)
        #expect(frame[2, 0].glyph.width == 0)
    }

    @Test func overwritingTheLeftHalfBlanksTheRight() {
        var frame = frame(4, 1)

        frame.put("测试", at: Position(column: 0, row: 0))
        frame.put("x", at: Position(column: 0, row: 0))

        #expect(frame.text == "x 试")
    }

    @Test func whatStandsForAControlCharacterIsReversed() {
        var frame = frame(4, 1)

        frame.put("a\u{1B}b", at: Position(column: 0, row: 0), style: Style(.normal))

        #expect(frame[1, 0].style.attributes.contains(.reverse))
        #expect(!frame[3, 0].style.attributes.contains(.reverse))
    }

    @Test func aBoxHasEdgesTitleAndFooter() {
        var frame = frame(16, 4)

        frame.box(Rectangle(column: 0, row: 0, columns: 16, rows: 4), title: "Quit?", footer: "Esc stay")

        #expect(frame.text == "┌─ Quit? ──────┐\n│              │\n│              │\n└─ Esc stay ───┘")
    }

    @Test func ornamentsBecomeASCII() {
        var frame = frame(6, 3)

        frame.box(Rectangle(column: 0, row: 0, columns: 6, rows: 3))
        frame.put("a…", at: Position(column: 1, row: 1))
        frame.removeOrnaments()

        #expect(frame.text == "+----+\n|a~  |\n+----+")
    }

    @Test(arguments: [(0, 0), (1, 1), (-3, 5), (2, 1)])
    func anySizeIsTotal(columns: Int, rows: Int) {
        var frame = frame(columns, rows)

        frame.box(Rectangle(column: -1, row: -1, columns: 40, rows: 40), title: "title", footer: "测试")
        frame.restyle(Rectangle(column: -5, row: 0, columns: 99, rows: 99)) { $0.with(.bold) }

        #expect(frame.size == Size(columns: max(0, columns), rows: max(0, rows)))
    }

    @Test(arguments: 0..<200)
    func randomDrawingKeepsTheGridSound(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var frame = frame(Int.random(in: 1...30, using: &generator), Int.random(in: 1...5, using: &generator))

        for _ in 0..<30 {
            let text = HostileText.random(length: 12, using: &generator)
            let column = Int.random(in: -10...40, using: &generator)
            frame.put(text, at: Position(column: column, row: Int.random(in: -1...6, using: &generator)))
        }

        #expect(frame.isSound)
    }

    @Test(arguments: HostileText.samples)
    func hostileTextKeepsTheGridSound(text: String) {
        var frame = frame(20, 2)

        frame.put(text, at: Position(column: 3, row: 1))

        #expect(frame.isSound)
    }
}
