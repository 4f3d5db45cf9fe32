import Basics
import Foundation
import Glibc
import Terminal
import TextGrid

/// A terminal whose other end counts the bytes and forgets them.
final class ScriptedTerminal: Sendable {
    struct Unavailable: Error {}

    // Swift sees neither posix_openpt(3) nor these macros: TIOCSPTLCK, TIOCGPTN, TIOCSWINSZ.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430
    private static let setSize: UInt = 0x5414

    private let slave: Int32
    private let reader: Task<Int, Never>

    init(_ size: Size) throws {
        let master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (unlocked, number) = (Int32(0), Int32(0))
        guard ioctl(master, Self.setLock, &unlocked) == 0, ioctl(master, Self.getNumber, &number) == 0 else {
            throw Unavailable()
        }
        slave = Glibc.open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        guard slave >= 0 else { throw Unavailable() }
        var window = [UInt16(size.rows), UInt16(size.columns), 0, 0]
        _ = ioctl(slave, Self.setSize, &window)
        let (counts, count) = AsyncStream.makeStream(of: Int.self)
        // A thread, because reading blocks until the terminal is closed.
        Thread.detachNewThread { count.yield(Self.countBytes(from: master)) }
        reader = Task { await counts.first { _ in true } ?? 0 }
    }

    /// Takes over the terminal; the script's own settings, none of the environment.
    func open() async throws -> NcursesScreen {
        var options = TerminalOptions()
        options.names = ["xterm-256color"]
        options.locale = "C.UTF-8"
        return try await NcursesScreen(input: slave, output: slave, options: options)
    }

    /// Closes the terminal; tells how many bytes it got.
    func close() async -> Int {
        Glibc.close(slave)
        return await reader.value
    }

    private static func countBytes(from master: Int32) -> Int {
        var piece = [UInt8](repeating: 0, count: 65536)
        var total = 0
        while true {
            let count = read(master, &piece, piece.count)
            guard count > 0 else { break }
            total += count
        }
        Glibc.close(master)
        return total
    }
}
