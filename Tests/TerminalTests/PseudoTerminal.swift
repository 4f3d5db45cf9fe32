import Glibc
import Terminal
import TextGrid

/// A terminal of which the test holds the other end.
@MainActor final class PseudoTerminal {
    struct Unavailable: Error {}

    // Swift sees neither posix_openpt(3) nor these macros: TIOCSPTLCK, TIOCGPTN, TIOCSWINSZ.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430
    private static let setSize: UInt = 0x5414

    private var master: Int32 = -1
    private var slave: Int32 = -1

    init(columns: UInt16, rows: UInt16) throws {
        _ = Self.handledAtFirst
        master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (unlocked, number) = (Int32(0), Int32(0))
        guard ioctl(master, Self.setLock, &unlocked) == 0, ioctl(master, Self.getNumber, &number) == 0 else {
            throw Unavailable()
        }
        slave = Glibc.open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        guard slave >= 0 else { throw Unavailable() }
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        resize(columns: columns, rows: rows)
    }

    isolated deinit {
        Glibc.close(master)
        Glibc.close(slave)
    }

    func open(
        type: String = "xterm-256color",
        colours: ColourDepth = .many,
        theme: Theme = .dark,
        locale: String = "C.UTF-8"
    ) throws(TerminalError) -> NcursesScreen {
        try NcursesScreen(
            input: slave,
            output: slave,
            colours: colours,
            theme: theme,
            terminals: [type],
            locale: locale
        )
    }

    func resize(columns: UInt16, rows: UInt16) {
        var size: [UInt16] = [rows, columns, 0, 0]
        _ = ioctl(slave, Self.setSize, &size)
    }

    func type(_ text: String) {
        var bytes = Array(text.utf8)
        _ = write(master, &bytes, bytes.count)
    }

    /// All that was written to the terminal since the last call.
    func output() -> String {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(master, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: output, as: UTF8.self) }
            output += buffer.prefix(count)
        }
    }

    var modes: [UInt32] {
        var modes = termios()
        _ = tcgetattr(slave, &modes)
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
    }

    /// Before any screen was opened: ncurses installs its handlers once in a process.
    static let handledAtFirst = handlesSignals

    static var handlesSignals: [Bool] {
        [SIGINT, SIGTERM, SIGTSTP, SIGWINCH].map { number in
            var action = sigaction()
            sigaction(number, nil, &action)
            return action.__sigaction_handler.sa_handler != nil
        }
    }

    /// What ncurses has no reason to send: other controls than its own, C1, bidi, and other sequences than CSI and its few.
    func forbidden(in output: String) -> [String] {
        var found: [String] = []
        let scalars = Array(output.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let next = index + 1 < scalars.count ? scalars[index + 1] : "x"
            switch scalar.value {
            case 0x1B where !"[()=>78M".unicodeScalars.contains(next): found.append("ESC \(next)")
            case 0x08, 0x09, 0x0A, 0x0D, 0x0F, 0x0E, 0x1B: break
            case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFE00...0xFE0F:
                found.append("U+" + String(scalar.value, radix: 16))
            case 0xE0000...0xE0FFF: found.append("tag")
            default: break
            }
        }
        return found
    }
}
