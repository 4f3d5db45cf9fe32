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
        ("\u{1B}[Z", [.backTab]), ("\u{1B}[3;5~", [.delete]),
        ("\u{1B}[1;2A\u{1B}[1;2B\u{1B}[1;2C\u{1B}[1;2D", [.shift(.up), .shift(.down), .shift(.right), .shift(.left)]),
        ("\u{1B}[a\u{1B}[b\u{1B}[c\u{1B}[d", [.shift(.up), .shift(.down), .shift(.right), .shift(.left)]),
        ("\u{1B}[1;5A\u{1B}Oc\u{1B}[5;5~\u{1B}[5^", [.ctrl(.up), .ctrl(.right), .ctrl(.pageUp), .ctrl(.pageUp)]),
        (
            "\u{1B}[6;2~\u{1B}[6$\u{1B}[7$\u{1B}[1;6D",
            [.shift(.pageDown), .shift(.pageDown), .shift(.home), .ctrl(.left)]
        ),
        ("\u{1B}[1;3C\u{1B}[1;1D", [.right, .left]), ("\u{1B}[15;2~\u{1B}[1;2P", [.function(5), .function(1)]),
        (
            "\u{1B}Oq\u{1B}Oy\u{1B}Ok\u{1B}Ol\u{1B}OM",
            [.character("1"), .character("9"), .character("+"), .character(","), .enter]
        ),
        ("\u{1B}[200~a\nb\u{1B}[A\u{1B}[201~x", [.paste("a\nb\u{1B}[A"), .character("x")]),
    ])
    func bytesBecomeKeys(text: String, expected: [Key]) {
        #expect(keys(text) == expected)
    }

    @Test(arguments: [
        "\u{1B}[M !!", "\u{1B}[I", "\u{1B}[O", "\u{1B}[<35;1;1M", "\u{1B}[<3;1;1m", "\u{1B}[<0;1M", "\u{1B}[<0;0;1M",
        "\u{1B}[<128;5;5M", "\u{1B}[<99999999999999999999;1;1M", "\u{1B}[<64;3;3m", "\u{1B}[?1;2R",
        "\u{1B}[12;40R", "\u{1B}[?2026;2$y", "\u{1B}]11;rgb:0/0/0\u{7}",
        "\u{1B}]11;rgb:0/0/0\u{1B}\\", "\u{1B}P1+r\u{1B}\\", "\u{1B}[?1;2c", "\u{1B}[99~", "\u{1B}Oz", "\u{80}",
        "\u{1B}[27;5;9~",
    ])
    func whatIsUnknownIsSwallowed(text: String) {
        #expect(keys(text + "x").last == .character("x"))
        #expect(keys(text + "x").count <= 2)
        #expect(!keys(text).contains { if case .character = $0 { true } else { false } })
    }

    @Test(
        arguments: [
            ("0;1;1M", MouseEvent.Action.press(.left), 0, 0, []), ("0;1;1m", .release(.left), 0, 0, []),
            ("1;80;24M", .press(.middle), 79, 23, []), ("2;300;200m", .release(.right), 299, 199, []),
            ("32;5;6M", .drag(.left), 4, 5, []), ("34;5;6M", .drag(.right), 4, 5, []),
            ("64;2;3M", .wheelUp, 1, 2, []), ("65;2;3M", .wheelDown, 1, 2, []), ("66;2;3M", .wheelLeft, 1, 2, []),
            ("67;2;3M", .wheelRight, 1, 2, []), ("4;1;1M", .press(.left), 0, 0, .shift),
            ("16;1;1M", .press(.left), 0, 0, .control), ("28;1;1M", .press(.left), 0, 0, [.shift, .control, .alt]),
            ("80;1;1M", .wheelUp, 0, 0, .control),
        ] as [(String, MouseEvent.Action, Int, Int, MouseEvent.Modifiers)]
    )
    func mouseReportsBecomeEvents(
        text: String,
        action: MouseEvent.Action,
        column: Int,
        row: Int,
        modifiers: MouseEvent.Modifiers
    ) {
        let event = MouseEvent(action, at: Position(column: column, row: row), modifiers: modifiers)

        #expect(keys("\u{1B}[<" + text + "x") == [.mouse(event), .character("x")])
    }

    @Test func answersAreKeptAndNoKeys() {
        var decoder = KeyDecoder()

        let keys = decoder.feed(Array("\u{1B}[?2026;2$yj\u{1B}[?64;1;22c".utf8))

        #expect(keys == [.character("j")])
        #expect(decoder.takeAnswers() == [.mode(2026, state: 2), .attributes])
        #expect(decoder.takeAnswers() == [])
    }

    @Test(arguments: ["\u{1B}[?2026;2$y", "\u{1B}[<64;10;12M", "\u{1B}]11;rgb:0/0/0\u{7}", "\u{1B}P1+r41\u{1B}\\"])
    func aReportThatComesInPiecesLeaksNoKey(text: String) {
        for cut in 3..<text.utf8.count {
            var decoder = KeyDecoder()

            var keys = decoder.feed(Array(text.utf8.prefix(cut))) + decoder.flush()
            keys += decoder.feed(Array(text.utf8.dropFirst(cut))) + decoder.flush() + decoder.feed([0x78])

            let typed = keys.filter { if case .mouse = $0 { false } else { true } }
            #expect(typed == [.character("x")], "cut after \(cut)")
        }
    }

    @Test func someTerminalsMeanSomethingElse() {
        var linux = KeyDecoder(terminal: "linux")
        var vt100 = KeyDecoder(terminal: "vt100")

        #expect(linux.feed([0x1B, 0x09]) == [.backTab])
        #expect(vt100.feed(Array("\u{1B}Ot\u{1B}Ox\u{1B}Oq".utf8)) == [.function(5), .function(10), .character("1")])
        #expect(keys("\u{1B}\t") == [.escape, .tab])
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
