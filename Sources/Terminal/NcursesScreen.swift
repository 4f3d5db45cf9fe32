import CNcurses
import Glibc
package import TextGrid

/// A terminal driven by ncurses, which sends only what changed.
///
/// Neither input nor output pass through ncurses. Bytes are read from the descriptor and decoded by ``KeyDecoder``, which knows
/// both cursor modes and swallows what it does not know; what ncurses writes is caught in memory and sent frame by frame. The
/// terminal is in raw mode, so ^C ^Z ^S ^Q are keys. Signals stay as they were: whoever runs the loop owns SIGWINCH (then
/// ``resize()``), SIGTSTP and SIGCONT (``suspend()``, ``resume()``).
@MainActor package final class NcursesScreen: Screen {
    private static let escapeDelay: Int32 = 25
    private static let largest = Size(columns: 1000, rows: 500)

    package private(set) var size = Size(columns: 80, rows: 24)
    /// How long the terminal took to take the last frame: much on a slow line, where fewer frames serve better.
    package internal(set) var lastDrawDuration = Duration.zero
    /// Whether frames are marked so that the terminal shows each as a whole (mode 2026).
    package private(set) var isSynchronized = false
    /// Where keys are read: readable when there are some, or when the terminal is gone.
    package let input: Int32
    let output: Int32
    /// The cells of characters of ambiguous width here; frames must be laid out with the same.
    package let ambiguousWidth: Int
    let isUnicode: Bool
    let depth: ColourDepth
    private(set) var theme: Theme
    let curses: Curses
    private let sequences: ControlSequences
    private let modes: TerminalModes
    private var isMouseOn = false
    private var last: Frame?
    private var decoder: KeyDecoder
    /// Since when the terminal owes an answer, which must not reach whoever reads next.
    private var askedAt: ContinuousClock.Instant?
    private var isOpen = true
    private var isSuspended = false

    /// Takes over the terminal.
    ///
    /// - Parameters:
    ///   - input: Where keys are read; `/dev/tty` opened when standard input is no terminal.
    ///   - output: The terminal written to.
    ///   - options: How.
    /// - Throws: ``TerminalError``; the terminal is as it was then.
    package init(
        input: Int32 = STDIN_FILENO,
        output: Int32 = STDOUT_FILENO,
        options: TerminalOptions = TerminalOptions()
    ) throws(TerminalError) {
        guard isatty(output) == 1, let modes = TerminalModes(of: output) else { throw .notATerminal }
        // Before ncurses looks: it asks the locale how wide characters are.
        setlocale(LC_ALL, options.locale)
        isUnicode = String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8"
        let names = options.names.isEmpty ? [getenv("TERM").map { String(cString: $0) } ?? "dumb"] : options.names
        curses = try Curses(types: names, input: input)
        sequences = ControlSequences(terminal: curses.type)
        self.modes = modes
        self.input = input
        self.output = output
        theme = options.theme
        ambiguousWidth = options.ambiguousWidth
        decoder = KeyDecoder(terminal: curses.type)
        depth = curses.depth(atMost: options.colours)
        prepare()
    }

    private func prepare() {
        modes.setRaw()
        curses.paint(theme, depth)
        enter()
        resize()
    }

    /// Shows `frame`; only cells that differ from the last one are sent.
    package func draw(_ frame: Frame) {
        guard isOpen, !isSuspended, let window = nc_stdscr() else { return }
        for row in 0..<min(frame.size.rows, size.rows) {
            if let last, last.size == frame.size, last[row: row] == frame[row: row] { continue }
            draw(frame, row: row, in: window)
        }
        last = frame
        if let cursor = frame.cursor, cursor.row < size.rows, cursor.column < size.columns {
            wmove(window, Int32(cursor.row), Int32(cursor.column))
            curs_set(1)
        } else {
            curs_set(0)
        }
        wrefresh(window)
        show(curses.output.take())
    }

    /// Sends the bytes of a frame in one write.
    private func show(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        let shown = ambiguousWidth == 2 && isUnicode ? StandIn.resolve(bytes) : bytes
        let clock = ContinuousClock()
        lastDrawDuration = clock.measure {
            send(isSynchronized ? sequences.synchronized(shown) : shown)
        }
    }

    /// Changes the looks of the roles with the next frame.
    package func setTheme(_ theme: Theme) {
        guard isOpen, theme != self.theme else { return }
        self.theme = theme
        curses.paint(theme, depth)
        repaint()
    }

    /// Has the mouse reported as keys, or leaves it to the terminal, whose own selection works then.
    package func setMouse(_ isOn: Bool) {
        guard isOpen, isOn != isMouseOn else { return }
        isMouseOn = isOn
        if !isSuspended { send(isOn ? ControlSequences.mouseOn : ControlSequences.mouseOff) }
    }

    /// All keys that are waiting, oldest first; never blocks, but for 25 ms after an escape byte that ends the input.
    package func readKeys() -> [Key] {
        guard isOpen, !isSuspended else { return [] }
        var keys: [Key] = []
        while let bytes = readBytes(timeout: 0) { keys += decoder.feed(bytes) }
        while decoder.isWaiting {
            guard let bytes = readBytes(timeout: Self.escapeDelay) else { break }
            keys += decoder.feed(bytes)
        }
        keys += decoder.flush()
        takeAnswers()
        // What was reported before the terminal knew that it should not.
        return isMouseOn ? keys : keys.filter { if case .mouse = $0 { false } else { true } }
    }

    private func takeAnswers() {
        for answer in decoder.takeAnswers() {
            switch answer {
            case .mode(ControlSequences.synchronizedMode, let state): isSynchronized = state == 1 || state == 2
            case .mode: break
            case .attributes: askedAt = nil
            }
        }
    }

    /// Takes the terminal's present size; call after SIGWINCH.
    package func resize() {
        guard isOpen, let window = nc_stdscr() else { return }
        var (columns, rows) = (Int32(getmaxx(window)), Int32(getmaxy(window)))
        _ = nc_window_size(output, &columns, &rows)
        columns = min(max(1, columns), Int32(Self.largest.columns))
        rows = min(max(1, rows), Int32(Self.largest.rows))
        resizeterm(rows, columns)
        // The last corner is not always drawn.
        werase(window)
        size = Size(columns: Int(columns), rows: Int(rows))
        repaint()
    }

    /// Paints everything anew with the next frame.
    package func redraw() {
        guard isOpen, !isSuspended, let frame = last else { return }
        repaint()
        draw(frame)
    }

    private func repaint() {
        last = nil
        if let window = nc_curscr() { clearok(window, true) }
    }

    /// Gives the terminal back for a while; the caller then stops the process.
    package func suspend() {
        guard isOpen, !isSuspended else { return }
        leave()
        isSuspended = true
    }

    /// Takes the terminal again after ``suspend()``.
    package func resume() {
        guard isOpen, isSuspended else { return }
        isSuspended = false
        let frame = last
        modes.setRaw()
        if let window = nc_stdscr() { wrefresh(window) }
        enter()
        if isMouseOn { send(ControlSequences.mouseOn) }
        resize()
        if let frame { draw(frame) }
    }

    /// Gives the terminal back as it was.
    ///
    /// Nothing is shown or read from then on.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        if !isSuspended { leave() }
        curses.close()
    }

    package func ring() {
        if isOpen, !isSuspended { send("\u{7}") }
    }

    private func enter() {
        send(curses.output.take() + Array(ControlSequences.entering.utf8))
        guard sequences.canBeAsked else { return }
        askedAt = .now
        send(ControlSequences.question)
    }

    /// In the order that works everywhere: first what eventer switched on, then what ncurses did, then the modes.
    private func leave() {
        let isOwed = !drainAnswers()
        isSynchronized = false
        endwin()
        send(Array(ControlSequences.leaving.utf8) + curses.output.take())
        modes.restore(forgettingInput: isOwed)
    }

    /// Waits a moment for an answer that is due, which the shell would take for typing; tells whether none is due any more.
    private func drainAnswers() -> Bool {
        while let askedAt {
            let left = ControlSequences.patience - (.now - askedAt)
            guard left > .zero, let bytes = readBytes(timeout: Int32(left / .milliseconds(1)) + 1) else { break }
            _ = decoder.feed(bytes)
            takeAnswers()
        }
        defer { askedAt = nil }
        return askedAt == nil
    }
}
