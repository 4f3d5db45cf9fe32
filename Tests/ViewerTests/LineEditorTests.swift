import Testing
import TextGrid

@testable import Viewer

@Suite struct LineEditorTests {
    @Test(arguments: [
        ([Key.character("a"), .character("b")], "ab", 2), ([.character("a"), .left, .character("b")], "ba", 1),
        ([.paste("one two"), .control("w")], "one ", 4), ([.paste("one two"), .control("a"), .control("k")], "", 0),
        ([.paste("one two"), .home, .delete, .end, .backspace], "ne tw", 5), ([.paste("x"), .control("u")], "", 0),
        ([.paste("a\r\nb\tc\u{1B}[0m")], "a b c[0m", 8), ([.left, .right, .backspace, .delete], "", 0),
        ([.paste("测试"), .left, .character("x")], "测x试", 2),
    ])
    func keysEditTheLine(keys: [Key], text: String, cursor: Int) {
        var editor = LineEditor()

        for key in keys { _ = editor.handle(key) }

        #expect(editor.text == text)
        #expect(editor.cursor == cursor)
    }

    @Test func aHugePasteIsCut() {
        var editor = LineEditor()

        _ = editor.handle(.paste(String(repeating: "x", count: 100_000)))

        #expect(editor.characters.count == 4096)
    }
}
