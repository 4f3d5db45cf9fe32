import Terminal
import TestSupport
import Testing
import TextGrid

@Suite struct KeyDecoderTests {
    private func keys(_ text: String) -> [Key] {
        var decoder = KeyDecoder()
        return decoder.feed(Array(text.utf8)) + decoder.flush()
    }

    @Test(arguments: [
        ("a", [Key.character("a")]), ("测é", [.character("测"), .character("é")]), ("\r\n", [.enter, .enter]),
        ("\t", [.tab]), ("\u{7F}\u{8}", [.backspace, .backspace]),
        ("\u{3}\u{1A}\u{13}\u{11}", [.control("c"), .control("z"), .control("s"), .control("q")]),
        ("\u{0}\u{1C}\u{1F}", [.control(" "), .control("\\"), .control("_")]),
        ("\u{1B}", [.escape]), ("\u{1B}\u{1B}", [.escape, .escape]), ("\u{1B}q", [.escape, .character("q")]),
        ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", [.up, .down, .right, .left]),
        ("\u{1B}OA\u{1B}OB\u{1B}OC\u{1B}OD", [.up, .down, .right, .left]),
        ("\u{1B}[H\u{1B}[F\u{1B}OH\u{1B}[1~\u{1B}[4~\u{1B}[7~", [.home, .end, .home, .home, .end, .home]),
        ("\u{1B}[5~\u{1B}[6~\u{1B}[2~\u{1B}[3~", [.pageUp, .pageDown, .insert, .delete]),
        (
            "\u{1B}OP\u{1B}[11~\u{1B}[[A\u{1B}[24~\u{1B}OS",
            [.function(1), .function(1), .function(1), .function(12), .function(4)]
        ),
        ("\u{1B}[Z", [.backTab]), ("\u{1B}[1;5A", [.up]), ("\u{1B}[3;5~", [.delete]),
        ("\u{1B}[200~a\nb\u{1B}[A\u{1B}[201~x", [.paste("a\nb\u{1B}[A"), .character("x")]),
    ])
    func bytesBecomeKeys(text: String, expected: [Key]) {
        #expect(keys(text) == expected)
    }

    @Test(arguments: [
        "\u{1B}[<0;10;10M", "\u{1B}[M !!", "\u{1B}[12;40R", "\u{1B}[?2026;2$y", "\u{1B}]11;rgb:0/0/0\u{7}",
        "\u{1B}]11;rgb:0/0/0\u{1B}\\", "\u{1B}P1+r\u{1B}\\", "\u{1B}[?1;2c", "\u{1B}[99~", "\u{1B}Oz", "\u{80}",
        "\u{1B}[27;5;9~",
    ])
    func whatIsUnknownIsSwallowed(text: String) {
        #expect(keys(text + "x").last == .character("x"))
        #expect(keys(text + "x").count <= 2)
        #expect(!keys(text).contains { if case .character = $0 { true } else { false } })
    }

    @Test func cutSequencesAreJoined() {
        var decoder = KeyDecoder()
        var keys: [Key] = []

        for byte in "\u{1B}[A测\u{1B}[200~ab\u{1B}[201~\u{1B}OB".utf8 { keys += decoder.feed([byte]) }

        #expect(keys == [.up, .character("测"), .paste("ab"), .down])
        #expect(!decoder.isWaiting)
    }

    @Test func aLoneEscapeWaitsForMore() {
        var decoder = KeyDecoder()

        #expect(decoder.feed([0x1B]) == [])
        #expect(decoder.isWaiting)
        #expect(decoder.flush() == [.escape])
        #expect(!decoder.isWaiting)
    }

    @Test func aHugePasteIsCapped() {
        var decoder = KeyDecoder()

        var keys = decoder.feed(Array("\u{1B}[200~".utf8) + [UInt8](repeating: 0x61, count: 1_000_000))
        keys += decoder.feed(Array("\u{1B}[201~".utf8))

        #expect(keys == [.paste(String(repeating: "a", count: 65536))])
    }

    @Test(arguments: 0..<300)
    func randomBytesNeverHoldItUp(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var decoder = KeyDecoder()
        let corners = Array("\u{1B}[O]P~200;?<MAR\\\u{7}".utf8)

        for _ in 0..<200 {
            let byte =
                Bool.random(using: &generator)
                ? corners.randomElement(using: &generator) ?? 0 : .random(in: 0...255, using: &generator)
            _ = decoder.feed([byte])
        }
        _ = decoder.feed(Array("\u{1B}[201~\u{7}\u{1B}\\\u{1B}\\".utf8))
        _ = decoder.flush()
        _ = decoder.flush()

        #expect(decoder.feed(Array("z".utf8)).last == .character("z"))
    }
}
