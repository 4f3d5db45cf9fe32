import Glibc
import TestSupport
import Testing
import TextGrid

@testable import Terminal

@MainActor @Suite(.serialized) struct NcursesScreenTests {
    private func frame(_ text: String, style: Style = .normal) -> Frame {
        var frame = Frame(size: Size(columns: 40, rows: 6))
        frame.put(text, at: Position(column: 0, row: 1), style: style)
        frame.cursor = Position(column: 2, row: 1)
        return frame
    }

    @Test func textBoxesAndWideCharactersReachTheTerminal() throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let screen = try terminal.open()
        defer { screen.close() }
        var frame = frame("测试 é a\u{301} 🚀")
        frame.box(Rectangle(column: 0, row: 2, columns: 10, rows: 3))

        screen.draw(frame)

        let output = terminal.output()
        #expect(output.contains("测试 é a\u{301} 🚀"))
        #expect(output.contains("┌──"))
        #expect(output.contains("\u{1B}[?2004h"))
        #expect(screen.size == Size(columns: 40, rows: 6))
    }

    @Test func anUnchangedFrameSendsNearlyNothing() throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let screen = try terminal.open()
        defer { screen.close() }
        screen.draw(frame("hello world"))
        _ = terminal.output()

        screen.draw(frame("hello world"))

        #expect(terminal.output().utf8.count < 16)
    }

    @Test(arguments: HostileText.samples)
    func hostileTextSendsNoByteOfItsOwn(text: String) throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let screen = try terminal.open()

        screen.draw(frame(text))
        screen.close()

        #expect(ByteScan.strangers(in: terminal.bytes()) == [])
    }

    @Test func keysAreDecodedInBothCursorModes() throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let screen = try terminal.open()
        defer { screen.close() }

        terminal.type("j\u{1B}[A\u{1B}OB测\u{3}\u{1A}\u{13}\u{1B}[200~x\ny\u{1B}[201~\u{1B}")

        #expect(
            screen.readKeys() == [
                .character("j"), .up, .down, .character("测"), .control("c"), .control("z"), .control("s"),
                .paste("x\ny"),
                .escape,
            ]
        )
        #expect(screen.readKeys() == [])
    }

    @Test func resizingTakesTheNewSize() throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let screen = try terminal.open()
        defer { screen.close() }

        terminal.resize(columns: 100, rows: 30)
        screen.resize()
        screen.draw(Frame(size: screen.size))

        #expect(screen.size == Size(columns: 100, rows: 30))
    }

    @Test func closingRestoresTheTerminal() throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let before = terminal.modes
        let screen = try terminal.open()
        screen.draw(frame("x"))
        #expect(terminal.modes != before)

        screen.close()

        #expect(terminal.modes == before)
        let output = terminal.output()
        #expect(output.contains("\u{1B}[?2004l"))
        #expect(output.contains("\u{1B}[?1049l"))
    }

    @Test func suspendingGivesTheTerminalBackUntilResumed() throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let before = terminal.modes
        let screen = try terminal.open()
        defer { screen.close() }
        screen.draw(frame("still here"))
        let during = terminal.modes

        screen.suspend()
        #expect(terminal.modes == before)
        _ = terminal.output()
        screen.resume()

        #expect(terminal.modes == during)
        #expect(terminal.output().contains("still here"))
    }

    @Test func withoutUTF8OnlyASCIIIsSent() throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let screen = try terminal.open(locale: "C")
        defer { screen.close() }
        var frame = frame("a…测b")
        frame.box(Rectangle(column: 0, row: 2, columns: 10, rows: 3))

        screen.draw(frame)

        let output = terminal.output()
        #expect(output.utf8.allSatisfy { $0 < 0x80 })
        #expect(output.contains("a~??b"))
    }

    @Test func withoutColoursNoneIsSent() throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let screen = try terminal.open(colours: .none)
        defer { screen.close() }

        screen.draw(frame("red", style: Style(.down)))

        let output = terminal.output()
        #expect(!output.contains(/\[[0-9;]*[349][0-9][0-9;]*m/))
    }

    @Test(arguments: ["xterm-256color", "screen-256color", "tmux-256color", "linux", "vt100", "xterm"])
    func commonTerminalsOpen(type: String) throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let screen = try terminal.open(type: type)

        screen.draw(frame("hello", style: Style(.warning)))
        screen.close()

        #expect(terminal.output().contains("hello"))
    }

    @Test(arguments: ["dumb", "no-such-terminal"])
    func unsuitableTerminalsAreRefused(type: String) throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)

        #expect(throws: TerminalError.unsuitable(type)) { try terminal.open(type: type) }
    }

    @Test func aFileIsNoTerminal() {
        #expect(throws: TerminalError.notATerminal) {
            let descriptor = Glibc.open("/dev/null", O_RDWR)
            defer { Glibc.close(descriptor) }
            _ = try NcursesScreen(input: descriptor, output: descriptor)
        }
    }

    @Test func widthsAreThoseOfTheLibrary() throws {
        let screen = try PseudoTerminal(columns: 40, rows: 6).open()
        screen.close()
        var different: [String] = []

        for value in UInt32(0x20)...0x3FFFF {
            guard let scalar = Unicode.Scalar(value), sanitise(String(scalar)).unicodeScalars.elementsEqual([scalar])
            else {
                continue
            }
            let width = NcursesScreen.libraryWidth(scalar)
            if width >= 0, width != displayWidth(scalar) { different.append(String(value, radix: 16)) }
        }

        // Ahom medial RA changed its category between the two Unicode versions; the screen shows `?` for such.
        #expect(different.filter { $0 != "1171e" } == [])
    }

    @Test func copyingWritesTheClipboardSequence() throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let screen = try terminal.open()
        defer { screen.close() }

        #expect(screen.copy("hello"))
        #expect(!screen.copy(String(repeating: "x", count: 80_000)))

        #expect(terminal.output().contains("\u{1B}]52;c;aGVsbG8=\u{7}"))
    }

    @Test func signalsStayAsTheyWere() throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 6)
        let before = PseudoTerminal.handledAtFirst

        let screen = try terminal.open()
        screen.draw(frame("x"))
        screen.suspend()
        screen.resume()

        #expect(PseudoTerminal.handlesSignals == before)
        screen.close()
        #expect(PseudoTerminal.handlesSignals == before)
    }
}
