import CVterm

/// A terminal without a window: libvterm takes the bytes, and tells what a person would see.
final class Emulator {
    struct Cell: Equatable {
        var text: String
        var width: Int
        /// -1 for the default, else an index of the palette.
        var foreground: Int
        var background: Int
        /// 1 bold, 2 underline, 4 reverse.
        var attributes: Int
    }

    private final class Seen {
        var isCursorVisible = true
        var isOnAlternateScreen = false
    }

    let columns: Int
    let rows: Int
    private let terminal: OpaquePointer
    private let screen: OpaquePointer
    private let state: OpaquePointer
    private let seen = Seen()
    private let callbacks: UnsafeMutablePointer<VTermScreenCallbacks>

    init?(columns: Int, rows: Int) {
        guard let terminal = vterm_new(Int32(rows), Int32(columns)) else { return nil }
        self.columns = columns
        self.rows = rows
        self.terminal = terminal
        vterm_set_utf8(terminal, 1)
        screen = vterm_obtain_screen(terminal)
        state = vterm_obtain_state(terminal)
        callbacks = .allocate(capacity: 1)
        callbacks.initialize(to: VTermScreenCallbacks())
        callbacks.pointee.settermprop = { property, value, context in
            guard let value, let context else { return 1 }
            let seen = Unmanaged<Seen>.fromOpaque(context).takeUnretainedValue()
            switch property {
            case VTERM_PROP_CURSORVISIBLE: seen.isCursorVisible = cv_boolean(value) != 0
            case VTERM_PROP_ALTSCREEN: seen.isOnAlternateScreen = cv_boolean(value) != 0
            default: break
            }
            return 1
        }
        vterm_screen_set_callbacks(screen, callbacks, Unmanaged.passUnretained(seen).toOpaque())
        vterm_screen_enable_altscreen(screen, 1)
        vterm_screen_reset(screen, 1)
    }

    deinit {
        vterm_free(terminal)
        callbacks.deallocate()
    }

    var isCursorVisible: Bool { seen.isCursorVisible }
    var isOnAlternateScreen: Bool { seen.isOnAlternateScreen }

    /// Column and row.
    var cursor: [Int] {
        var position = VTermPos(row: 0, col: 0)
        vterm_state_get_cursorpos(state, &position)
        return [Int(position.col), Int(position.row)]
    }

    func feed(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            _ = vterm_input_write(terminal, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
        }
    }

    /// What the terminal answered since the last call.
    func answers() -> [UInt8] {
        var buffer = [CChar](repeating: 0, count: 1024)
        let count = vterm_output_read(terminal, &buffer, buffer.count)
        return buffer.prefix(count).map { UInt8(bitPattern: $0) }
    }

    func cell(_ column: Int, _ row: Int) -> Cell {
        var cell = VTermScreenCell()
        vterm_screen_get_cell(screen, VTermPos(row: Int32(row), col: Int32(column)), &cell)
        var text = String.UnicodeScalarView()
        for index in 0..<6 {
            let value = cv_scalar(&cell, Int32(index))
            // The right half of a wide glyph has a value that is no scalar.
            guard value != 0, let scalar = Unicode.Scalar(value) else { break }
            text.append(scalar)
        }
        return Cell(
            text: text.isEmpty ? " " : String(text),
            width: Int(cell.width),
            foreground: Int(cv_colour(&cell.fg)),
            background: Int(cv_colour(&cell.bg)),
            attributes: Int(cv_attributes(&cell))
        )
    }

    /// Where this screen shows something else than `other`, with what both show; right halves show nothing.
    ///
    /// - Parameters:
    ///   - other: Of the same size.
    ///   - corner: How many cells at the end of the last row are left out.
    /// - Returns: A line for each difference.
    func differences(from other: Emulator, without corner: Int) -> [String] {
        var found: [String] = []
        for row in 0..<rows {
            var column = 0
            while column < columns {
                let (here, there) = (cell(column, row), other.cell(column, row))
                let isCorner = row == rows - 1 && column >= columns - corner
                if here != there, !isCorner { found.append("\(column),\(row): \(here) \(there)") }
                column += max(1, here.width)
            }
        }
        return found
    }

    /// The rows as text, without the spaces at their ends.
    var text: String {
        (0..<rows).map { row in
            var line = ""
            var column = 0
            while column < columns {
                let cell = cell(column, row)
                line += cell.text
                column += max(1, cell.width)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
        .joined(separator: "\n")
    }

    /// How many cells `scalar` takes here.
    static func width(of scalar: Unicode.Scalar) -> Int {
        guard let emulator = Emulator(columns: 4, rows: 1) else { return -1 }
        emulator.feed(Array(String(scalar).utf8))
        return emulator.cursor[0]
    }
}
