import CNcurses
import Glibc
package import TextGrid

/// A terminal driven by ncurses, which sends only what changed.
///
/// Input does not pass through ncurses: bytes are read from the descriptor and decoded by ``KeyDecoder``, which knows both
/// cursor modes and swallows what it does not know. The terminal is in raw mode, so ^C ^Z ^S ^Q are keys. Signals stay as
/// they were: whoever runs the loop owns SIGWINCH (then ``resize()``), SIGTSTP and SIGCONT (``suspend()``, ``resume()``).
@MainActor package final class NcursesScreen: Screen {
    private static let escapeDelay: Int32 = 25
    private static let largest = Size(columns: 1000, rows: 500)

    package private(set) var size = Size(columns: 80, rows: 24)
    /// Where keys are read: readable when there are some, or when the terminal is gone.
    package let input: Int32
    let output: Int32
    private let handle: OpaquePointer
    private let files: [UnsafeMutablePointer<FILE>]
    private let depth: ColourDepth
    private var theme: Theme
    private var isMouseOn = false
    private let isUnicode: Bool
    private var last: Frame?
    private var decoder: KeyDecoder
    private var isOpen = true
    private var isSuspended = false

    /// Takes over the terminal.
    ///
    /// - Parameters:
    ///   - input: Where keys are read; `/dev/tty` opened when standard input is no terminal.
    ///   - output: The terminal written to.
    ///   - colours: The most to use; fewer where the terminal has fewer.
    ///   - theme: The looks of the roles.
    ///   - terminals: The terminal's type by several names, of which the first that is known here counts; empty for `TERM`.
    ///   - locale: The locale, empty for the environment's. Without UTF-8 in it only ASCII is shown.
    /// - Throws: ``TerminalError``; the terminal is as it was then.
    package init(
        input: Int32 = STDIN_FILENO,
        output: Int32 = STDOUT_FILENO,
        colours: ColourDepth = .many,
        theme: Theme = .dark,
        terminals: [String] = [],
        locale: String = ""
    ) throws(TerminalError) {
        guard isatty(output) == 1 else { throw .notATerminal }
        // Before ncurses looks: it asks the locale how wide characters are.
        setlocale(LC_ALL, locale)
        isUnicode = String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8"
        let names = terminals.isEmpty ? [getenv("TERM").map { String(cString: $0) } ?? "dumb"] : terminals
        let name = names.last ?? ""
        let opened = [(output, "w"), (input, "r")].map { fdopen(dup($0.0), $0.1) }
        let files = opened.compactMap { $0 }
        let screen = files.count == 2 ? Self.withoutSignals { Self.open(names, files) } : nil
        guard let screen else {
            files.forEach { fclose($0) }
            throw .unsuitable(name)
        }
        guard Self.canMove else {
            endwin()
            delscreen(screen)
            files.forEach { fclose($0) }
            throw .unsuitable(name)
        }
        handle = screen
        self.files = files
        self.input = input
        self.output = output
        self.theme = theme
        decoder = KeyDecoder(terminal: name)
        depth = Self.depth(atMost: colours)
        prepare()
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
    }

    /// Changes the looks of the roles with the next frame.
    package func setTheme(_ theme: Theme) {
        guard isOpen, theme != self.theme else { return }
        self.theme = theme
        paintPairs()
        if !isSuspended { repaint() }
    }

    /// Has the mouse reported as keys, or leaves it to the terminal, whose own selection works then.
    package func setMouse(_ isOn: Bool) {
        guard isOpen, isOn != isMouseOn else { return }
        isMouseOn = isOn
        if !isSuspended { send(isOn ? Self.mouseOn : Self.mouseOff) }
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
        if isMouseOn { return keys }
        return keys.filter { if case .mouse = $0 { false } else { true } }
    }

    /// Takes the terminal's present size; call after SIGWINCH.
    package func resize() {
        guard isOpen, let window = nc_stdscr() else { return }
        var (columns, rows) = (Int32(getmaxx(window)), Int32(getmaxy(window)))
        _ = nc_window_size(output, &columns, &rows)
        columns = min(max(1, columns), Int32(Self.largest.columns))
        rows = min(max(1, rows), Int32(Self.largest.rows))
        resizeterm(rows, columns)
        size = Size(columns: Int(columns), rows: Int(rows))
        repaint()
    }

    /// Paints everything anew with the next frame.
    package func redraw() {
        guard isOpen, !isSuspended, let frame = last else { return }
        repaint()
        draw(frame)
    }

    /// Gives the terminal back for a while; the caller then stops the process.
    package func suspend() {
        guard isOpen, !isSuspended else { return }
        send(Self.leaving)
        endwin()
        isSuspended = true
    }

    /// Takes the terminal again after ``suspend()``.
    package func resume() {
        guard isOpen, isSuspended else { return }
        isSuspended = false
        let frame = last
        if let window = nc_stdscr() { wrefresh(window) }
        resize()
        send(Self.entering)
        if isMouseOn { send(Self.mouseOn) }
        if let frame { draw(frame) }
    }

    /// Gives the terminal back as it was.
    ///
    /// Nothing is shown or read from then on.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        if !isSuspended {
            send(Self.leaving)
            endwin()
        }
        delscreen(handle)
        files.forEach { fclose($0) }
    }

    package func ring() {
        if isOpen, !isSuspended { send("\u{7}") }
    }
}

// MARK: Opening

extension NcursesScreen {
    // Bracketed paste.
    private static let entering = "\u{1B}[?2004h"
    private static let leaving = mouseOff + "\u{1B}[?2004l"
    // Buttons, drags, and coordinates without a limit.
    private static let mouseOn = "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
    private static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"

    /// Keeps ncurses from taking over signals: it takes only those whose handling is the default, once, when it starts.
    private static func withoutSignals(_ body: () -> OpaquePointer?) -> OpaquePointer? {
        let signals = [SIGINT, SIGTERM, SIGTSTP, SIGWINCH]
        let former = signals.map { number in
            var (ignore, former) = (sigaction(), sigaction())
            ignore.__sigaction_handler.sa_handler = SIG_IGN
            sigaction(number, &ignore, &former)
            return former
        }
        defer {
            for (number, former) in zip(signals, former) {
                var former = former
                sigaction(number, &former, nil)
            }
        }
        return body()
    }

    private static func open(_ names: [String], _ files: [UnsafeMutablePointer<FILE>]) -> OpaquePointer? {
        for name in names {
            if let screen = newterm(name, files[0], files[1]) { return screen }
        }
        return nil
    }

    private static var canMove: Bool {
        // -1 stands for "not a string capability".
        guard let capability = tigetstr("cup") else { return false }
        return Int(bitPattern: capability) != -1
    }

    private static func depth(atMost wanted: ColourDepth) -> ColourDepth {
        guard wanted != .none, has_colors(), start_color() == OK else { return .none }
        return min(wanted, ColourDepth(colours: Int(nc_colors())))
    }

    /// Tells ncurses the colours of the theme: one pair for each role.
    private func paintPairs() {
        guard depth != .none else { return }
        let hasDefaults = use_default_colors() == OK
        for role in Style.Role.allCases {
            let look = theme.look(role, depth: depth)
            let foreground = look.foreground < 0 && !hasDefaults ? 7 : look.foreground
            let background = look.background < 0 && !hasDefaults ? 0 : look.background
            init_pair(Int16(role.rawValue) + 1, foreground, background)
        }
    }

    private func prepare() {
        raw()
        noecho()
        nonl()
        // Refreshing must not wait for keys.
        typeahead(-1)
        if let window = nc_stdscr() {
            scrollok(window, false)
            keypad(window, true)
        }
        paintPairs()
        resize()
        send(Self.entering)
    }

    private func repaint() {
        last = nil
        if let window = nc_curscr() { clearok(window, true) }
    }
}

// MARK: Drawing

extension NcursesScreen {
    private func draw(_ frame: Frame, row: Int, in window: UnsafeMutablePointer<WINDOW>) {
        let cells = frame[row: row].prefix(size.columns)
        var column = 0
        var index = cells.startIndex
        while index < cells.endIndex {
            let style = cells[index].style
            let run = cells[index...].prefix { $0.style == style }
            var text = wideText(run)
            set(style, in: window)
            mvwaddnwstr(window, Int32(row), Int32(column), &text, Int32(text.count))
            column += run.count
            index = run.endIndex
        }
    }

    private func set(_ style: Style, in window: UnsafeMutablePointer<WINDOW>) {
        let look = theme.look(style.role, depth: depth).attributes
        var attributes: UInt32 = 0
        if look.contains(.bold) || style.attributes.contains(.bold) { attributes |= nc_bold() }
        if look.contains(.dim) { attributes |= nc_dim() }
        if look.contains(.underline) || style.attributes.contains(.underline) { attributes |= nc_underline() }
        // Reversed twice would be no longer reversed.
        if look.contains(.reverse) != style.attributes.contains(.reverse) { attributes |= nc_reverse() }
        wattr_set(window, attributes, depth == .none ? 0 : Int16(style.role.rawValue) + 1, nil)
    }

    /// The cells that ncurses gives `scalar`: -1 when the locale or the C library does not know it.
    static func libraryWidth(_ scalar: Unicode.Scalar) -> Int { Int(nc_width(scalar.value)) }

    /// What ncurses is to show for `cells`, in scalars that the C library lays out as we do.
    private func wideText(_ cells: ArraySlice<Cell>) -> [wchar_t] {
        var text: [wchar_t] = []
        text.reserveCapacity(cells.count)
        for cell in cells where cell.glyph.width > 0 { append(cell.glyph, to: &text) }
        return text
    }

    private func append(_ glyph: Glyph, to text: inout [wchar_t]) {
        if glyph.base.value < 0x7F {
            text.append(wchar_t(glyph.base.value))
        } else {
            let shown = isUnicode ? glyph : glyph.withoutOrnament
            let fits = shown.base.value < 0x7F || (isUnicode && Self.libraryWidth(shown.base) == Int(shown.width))
            guard fits else {
                text += Array(repeating: wchar_t(0x3F), count: Int(glyph.width))
                return
            }
            text.append(wchar_t(shown.base.value))
        }
        guard isUnicode, glyph.hasMarks else { return }
        for mark in glyph.marks where Self.libraryWidth(mark) == 0 { text.append(wchar_t(mark.value)) }
    }
}
