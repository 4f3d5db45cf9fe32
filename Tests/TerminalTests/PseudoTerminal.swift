import Basics
import Foundation
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
    private let reader: PseudoTerminalReader

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
        reader = PseudoTerminalReader(master)
        resize(columns: columns, rows: rows)
    }

    isolated deinit {
        reader.end()
        Glibc.close(slave)
    }

    func open(
        type: String = "xterm-256color",
        colours: ColourDepth = .many,
        theme: Theme = .dark,
        ambiguousWidth: Int = 1,
        locale: String = "C.UTF-8"
    ) throws(TerminalError) -> NcursesScreen {
        var options = TerminalOptions()
        options.colours = colours
        options.theme = theme
        options.ambiguousWidth = ambiguousWidth
        options.names = [type]
        options.locale = locale
        return try NcursesScreen(input: slave, output: slave, options: options)
    }

    func resize(columns: UInt16, rows: UInt16) {
        var size: [UInt16] = [rows, columns, 0, 0]
        _ = ioctl(slave, Self.setSize, &size)
    }

    func type(_ text: String) {
        var bytes = Array(text.utf8)
        _ = write(master, &bytes, bytes.count)
    }

    /// All that was written to the terminal since the last call, as text.
    func output() -> String { String(decoding: bytes(), as: UTF8.self) }

    func bytes() -> [UInt8] { reader.take() }

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
}

/// Reads the other end while frames are written: a terminal that nobody reads takes a few kilobytes, then its writer waits.
private final class PseudoTerminalReader: Sendable {
    private let descriptor: Int32
    private let bytes = Locked<[UInt8]?>([])

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        Thread.detachNewThread { [self] in run() }
    }

    /// All that came since the last call, also what waits.
    func take() -> [UInt8] {
        bytes.withLock { bytes in
            let all = (bytes ?? []) + waiting
            if bytes != nil { bytes = [] }
            return all
        }
    }

    func end() {
        bytes.withLock { $0 = nil }
    }

    private func run() {
        while bytes.withLock({ $0 != nil }) {
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&polled, 1, 20)
            bytes.withLock { $0? += waiting }
        }
        close(descriptor)
    }

    private var waiting: [UInt8] {
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &piece, piece.count)
            guard count > 0 else { return all }
            all += piece.prefix(count)
        }
    }
}
