import TestSupport
import Testing
import TextGrid

@testable import Terminal

/// What reaches the eye: the real back end, through a pseudo-terminal, into an emulator.
@MainActor @Suite(.serialized, .timeLimit(.minutes(5))) struct EmulatorTests {
    nonisolated private static let types = ["xterm-256color", "screen-256color", "tmux-256color", "linux", "vt100"]
    private static let answer = "\u{1B}[?2026;2$y\u{1B}[?1;2c"

    /// screen and tmux cannot be told not to scroll when the last cell is filled, so it stays blank, and with it a wide glyph there.
    private func leavesCornerBlank(_ type: String) -> Bool { type.hasPrefix("screen") || type.hasPrefix("tmux") }

    /// How many cells at the end of the last row may be torn where the corner stays blank: wide glyphs drawn over others are.
    private func torn(_ type: String, ambiguousWidth: Int = 1) -> Int {
        leavesCornerBlank(type) ? 1 + ambiguousWidth : 0
    }

    /// All bytes of a session that draws `frames` one after the other, and how many of them closing took.
    private func session(
        _ frames: [Frame],
        type: String = "xterm-256color",
        colours: ColourDepth = .many,
        theme: Theme = .dark,
        ambiguousWidth: Int = 1
    ) throws -> (drawn: [UInt8], closed: [UInt8]) {
        let size = frames[0].size
        let terminal = try PseudoTerminal(columns: UInt16(size.columns), rows: UInt16(size.rows))
        let screen = try terminal.open(type: type, colours: colours, theme: theme, ambiguousWidth: ambiguousWidth)
        terminal.type(Self.answer)
        #expect(screen.readKeys() == [])
        var bytes: [UInt8] = []
        for frame in frames {
            screen.draw(frame)
            bytes += terminal.bytes()
        }
        screen.close()
        return (bytes, terminal.bytes())
    }

    private func emulate(_ bytes: [UInt8], _ size: Size) throws -> Emulator {
        let emulator = try #require(Emulator(columns: size.columns, rows: size.rows))
        emulator.feed(bytes)
        return emulator
    }

    @Test(arguments: types, ColourDepth.allCases)
    func drawingOverAnotherFrameIsDrawingAlone(type: String, colours: ColourDepth) throws {
        for seed in 0..<12 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let size = [Size(columns: 20, rows: 5), Size(columns: 61, rows: 13), Size(columns: 120, rows: 30)][seed % 3]
            let frames = (0..<4).map { _ in RandomFrame.make(size, using: &generator) }
            let theme = Theme.allCases[seed % 4]

            let over = try emulate(session(frames, type: type, colours: colours, theme: theme).drawn, size)
            let alone = try emulate(session([frames[3]], type: type, colours: colours, theme: theme).drawn, size)

            #expect(over.text == alone.text, "seed \(seed)")
            #expect(over.differences(from: alone, without: torn(type)) == [], "seed \(seed)")
            // The vt100 cannot hide its cursor.
            if type != "vt100" { #expect(over.isCursorVisible == (frames[3].cursor != nil), "seed \(seed)") }
            if let cursor = frames[3].cursor { #expect(over.cursor == [cursor.column, cursor.row], "seed \(seed)") }
        }
    }

    @Test(arguments: types) func theFrameIsWhatIsSeen(type: String) throws {
        for seed in 100..<115 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let size = Size(
                columns: .random(in: 8...90, using: &generator),
                rows: .random(in: 4...30, using: &generator)
            )
            let frame = RandomFrame.make(size, using: &generator)

            let drawn = try session([frame], type: type).drawn
            let emulator = try emulate(drawn, size)

            for row in 0..<size.rows {
                for column in 0..<size.columns where frame[column, row].glyph.width > 0 {
                    let glyph = frame[column, row].glyph
                    let isCorner = row == size.rows - 1 && column + Int(glyph.width) == size.columns
                    if isCorner, leavesCornerBlank(type) { continue }
                    let cell = emulator.cell(column, row)
                    let expected = String(String.UnicodeScalarView([glyph.base] + glyph.marks))
                    guard cell.text != expected || cell.width != Int(glyph.width) else { continue }
                    Issue.record("seed \(seed): \(column),\(row) shows \(cell.text), not \(expected)")
                }
            }
        }
    }

    @Test(arguments: types, ColourDepth.allCases)
    func hostileTextSendsNoByteOfItsOwn(type: String, colours: ColourDepth) throws {
        let size = Size(columns: 70, rows: 12)
        for (index, text) in HostileText.samples.enumerated() {
            var frame = Frame(size: size)
            frame.put(text, at: Position(column: 0, row: index % size.rows), style: Style(.warning))
            frame.box(Rectangle(column: 0, row: 4, columns: 60, rows: 5), title: text, footer: text)
            var generator = SeededGenerator(seed: UInt64(index))

            let (drawn, closed) = try session(
                [RandomFrame.make(size, using: &generator), frame],
                type: type,
                colours: colours
            )

            #expect(ByteScan.strangers(in: drawn + closed) == [], "sample \(index)")
        }
    }

    @Test(arguments: Theme.allCases) func rolesHaveTheirLooks(theme: Theme) throws {
        let size = Size(columns: 30, rows: Style.Role.allCases.count)
        var frame = Frame(size: size)
        for (row, role) in Style.Role.allCases.enumerated() {
            frame.put("\(role)", at: Position(column: 0, row: row), style: Style(role))
        }

        let emulator = try emulate(session([frame], theme: theme).drawn, size)

        for (row, role) in Style.Role.allCases.enumerated() {
            let look = theme.look(role, depth: .many)
            let cell = emulator.cell(0, row)
            #expect(cell.foreground == Int(look.foreground), "\(role)")
            #expect(cell.background == Int(look.background), "\(role)")
            #expect((cell.attributes & 1 != 0) == look.attributes.contains(.bold), "\(role)")
            #expect((cell.attributes & 2 != 0) == look.attributes.contains(.underline), "\(role)")
            #expect((cell.attributes & 4 != 0) == look.attributes.contains(.reverse), "\(role)")
            #expect(emulator.cell(29, row) == emulator.cell(28, row), "no background is left behind")
        }
    }

    @Test func anotherThemeRepaintsWhatIsThere() throws {
        var frame = Frame(size: Size(columns: 20, rows: 3))
        frame.put("warning", at: Position(column: 0, row: 1), style: Style(.warning))
        let terminal = try PseudoTerminal(columns: 20, rows: 3)
        let screen = try terminal.open()
        defer { screen.close() }
        screen.draw(frame)

        screen.setTheme(.light)
        screen.draw(frame)

        let emulator = try emulate(terminal.bytes(), frame.size)
        #expect(emulator.cell(0, 1).foreground == 130)
        #expect(emulator.text == "\nwarning\n")
    }

    /// The emulator gives ambiguous characters one cell, so each is exchanged for one that is two cells wide before it sees them.
    @Test(arguments: types) func ambiguousCharactersTakeTwoCells(type: String) throws {
        for seed in 0..<10 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let size = Size(columns: 60, rows: 10)
            let frames = AmbiguousWidth.$cells.withValue(2) {
                (0..<3).map { _ in RandomFrame.make(size, using: &generator) }
            }

            let over = try session(frames, type: type, ambiguousWidth: 2).drawn
            let alone = try session([frames[2]], type: type, ambiguousWidth: 2).drawn

            let seen = try emulate(widened(over), size)
            let torn = torn(type, ambiguousWidth: 2)
            #expect(try seen.differences(from: emulate(widened(alone), size), without: torn) == [], "seed \(seed)")
            for row in 0..<size.rows {
                let end = size.columns - (row == size.rows - 1 ? torn : 0)
                for column in 0..<end where frames[2][column, row].glyph.width > 0 {
                    #expect(seen.cell(column, row).width == Int(frames[2][column, row].glyph.width), "seed \(seed)")
                }
            }
        }
    }

    private func widened(_ bytes: [UInt8]) -> [UInt8] {
        var scalars = String.UnicodeScalarView()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            scalars.append(AmbiguousWidth.ordinal(of: scalar) == nil ? scalar : "宽")
        }
        return Array(String(scalars).utf8)
    }

    @Test func theTerminalIsLeftAsItWas() throws {
        var frame = Frame(size: Size(columns: 40, rows: 6))
        frame.put("x", at: Position(column: 0, row: 0), style: Style(.down))
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let screen = try terminal.open()
        let emulator = try #require(Emulator(columns: 40, rows: 6))
        screen.setMouse(true)
        screen.draw(frame)
        emulator.feed(terminal.bytes())
        #expect(emulator.isOnAlternateScreen)
        #expect(!emulator.isCursorVisible)

        screen.close()

        let bytes = terminal.bytes()
        emulator.feed(bytes)
        #expect(!emulator.isOnAlternateScreen)
        #expect(emulator.isCursorVisible)
        for mode in [1000, 1002, 1006, 2004, 2026] {
            #expect(String(decoding: bytes, as: UTF8.self).contains("\u{1B}[?\(mode)l"), "\(mode)")
        }
        emulator.feed(Array("after".utf8))
        let left = (0..<6).map { emulator.cell(0, $0) }.first { $0.text == "a" }
        #expect(left?.attributes == 0)
        #expect(left?.foreground == -1)
    }

    @Test func theAnswersOfATerminalAreNoKeys() throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let screen = try terminal.open()
        defer { screen.close() }
        let emulator = try #require(Emulator(columns: 40, rows: 6))
        emulator.feed(terminal.bytes())

        let answers = emulator.answers()
        terminal.type(String(decoding: answers, as: UTF8.self) + "q")

        #expect(!answers.isEmpty)
        #expect(screen.readKeys() == [.character("q")])
        #expect(!screen.isSynchronized)
    }
}
