import TestSupport
import Testing
import TextGrid

@Suite struct MarkedTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a\u{202E}b", "a<202e>b"), ("\u{200B}", "<200b>"), ("x\u{FE0F}", "x<fe0f>"),
        ("e\u{301}", "e\u{301}"), ("\u{E0067}a", "<e0067>a"), ("\u{1B}[2J", "^[[2J"), ("测\u{2066}试", "测<2066>试"),
    ])
    func whatIsDroppedIsNumbered(text: String, shown: String) {
        #expect(CleanText(marking: text).string == shown)
    }

    @Test(arguments: HostileText.samples)
    func nothingUnseenIsLeft(text: String) {
        var frame = Frame(size: Size(columns: 200, rows: 1))

        frame.put(CleanText(marking: text), at: Position(column: 0, row: 0))

        #expect(frame.isSound)
    }
}
