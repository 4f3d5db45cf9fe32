import CNcurses
import Glibc
import TextGrid

/// ncurses, set up for one terminal, writing into memory.
@MainActor struct Curses {
    /// The terminal's type by the name that was known.
    let type: String
    let output: FrameOutput
    /// Whether the last cell of the last row can be filled without scrolling: where the margin can be switched off for it.
    let canFillCorner: Bool
    private let handle: OpaquePointer
    private let files: [UnsafeMutablePointer<FILE>]

    /// - Parameters:
    ///   - types: Names of the terminal's type, of which the first that is known counts.
    ///   - input: What ncurses may believe keys to come from.
    /// - Throws: ``TerminalError/unsuitable(_:)`` when none is known, or the terminal cannot move its cursor.
    init(types: [String], input: Int32) throws(TerminalError) {
        let failure = TerminalError.unsuitable(types.last ?? "")
        guard let output = FrameOutput() else { throw failure }
        let files = [(output.descriptor, "w"), (input, "r")].compactMap { fdopen(dup($0.0), $0.1) }
        guard files.count == 2, let (type, handle) = Self.withoutSignals({ Self.open(types, files) }) else {
            files.forEach { fclose($0) }
            output.close()
            throw failure
        }
        self.type = type
        self.handle = handle
        self.files = files
        self.output = output
        canFillCorner = Self.has("smam") && Self.has("rmam")
        guard Self.canMove else {
            endwin()
            close()
            throw failure
        }
        // A line feed is no more than that: the terminal's modes see to it.
        nonl()
        // Refreshing must not wait for keys.
        typeahead(-1)
        guard let window = nc_stdscr() else { return }
        scrollok(window, false)
        // Some terminals send other keys than they should without it.
        keypad(window, true)
    }

    func close() {
        delscreen(handle)
        files.forEach { fclose($0) }
        output.close()
    }

    /// Begins with colours.
    ///
    /// - Parameter wanted: The most to use.
    /// - Returns: What there is.
    func depth(atMost wanted: ColourDepth) -> ColourDepth {
        guard wanted != .none, has_colors(), start_color() == OK else { return .none }
        return min(wanted, ColourDepth(colours: Int(nc_colors())))
    }

    /// Tells ncurses the colours of the theme: one pair for each role.
    func paint(_ theme: Theme, _ depth: ColourDepth) {
        guard depth != .none else { return }
        let hasDefaults = use_default_colors() == OK
        for role in Style.Role.allCases {
            let look = theme.look(role, depth: depth)
            let foreground = look.foreground < 0 && !hasDefaults ? 7 : look.foreground
            let background = look.background < 0 && !hasDefaults ? 0 : look.background
            init_pair(Int16(role.rawValue) + 1, foreground, background)
        }
    }

    private static func open(_ types: [String], _ files: [UnsafeMutablePointer<FILE>]) -> (String, OpaquePointer)? {
        for type in types {
            if let handle = newterm(type, files[0], files[1]) { return (type, handle) }
        }
        return nil
    }

    private static var canMove: Bool { has("cup") }

    private static func has(_ name: String) -> Bool {
        // -1 stands for "not a string capability".
        guard let capability = tigetstr(name) else { return false }
        return Int(bitPattern: capability) != -1
    }

    /// Keeps ncurses from taking over signals: it takes only those whose handling is the default, once, when it starts.
    private static func withoutSignals<Result>(_ body: () -> Result) -> Result {
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
}
