import Basics
import CSpawn
import Foundation
import Glibc

/// A program that a test starts, with none of the test's files: a socket that a child keeps open would never seem closed.
///
/// By hand, because Foundation's `Process` may miss the end of a child, and gives it every file that is open.
///
/// Killed when nobody holds it any more.
package final class Program: Sendable {
    private let child: pid_t
    /// What it prints, on both outputs.
    private let output: Int32
    private let hasEnded = Locked(false)

    /// Starts the program.
    ///
    /// - Parameters:
    ///   - path: Of the program.
    ///   - arguments: Without its name.
    ///   - environment: All of it; nil gives that of the test.
    /// - Throws: `POSIXError` when it cannot be started.
    package init(_ path: String, _ arguments: [String], environment: [String: String]? = nil) throws {
        var ends: [Int32] = [0, 0]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw POSIXError(.EMFILE) }
        output = ends[0]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        let variables = environment ?? ProcessInfo.processInfo.environment
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + settings).forEach { free($0) } }
        var child: pid_t = 0
        let status = posix_spawn(&child, path, &actions, nil, &words, &settings)
        close(ends[1])
        self.child = child
        guard status == 0 else {
            hasEnded.withLock { $0 = true }
            throw POSIXError(POSIXErrorCode(rawValue: status) ?? .EIO)
        }
    }

    deinit {
        if !hasEnded.withLock({ $0 }) {
            kill(child, SIGKILL)
            var status: Int32 = 0
            waitpid(child, &status, 0)
        }
        close(output)
    }

    package var processID: Int32 { child }

    package func send(_ signal: Int32) {
        kill(child, signal)
    }

    /// The next line that `matches`, without its newline; nil when the program has ended before it.
    ///
    /// Blocks until then.
    package func line(where matches: (String) -> Bool = { _ in true }) -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while Glibc.read(output, &byte, 1) == 1 {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                continue
            }
            let text = String(decoding: line, as: UTF8.self)
            if matches(text) { return text }
            line = []
        }
        return nil
    }

    /// ``line(where:)`` on a thread of its own.
    package func nextLine(where matches: @escaping @Sendable (String) -> Bool) async -> String? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: self.line(where: matches)) }
        }
    }

    /// Waits for the end, on a thread of its own.
    ///
    /// - Returns: The exit code, or 128 and the signal; and all that was printed and not read yet.
    package func end() async -> (status: Int32, output: String) {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: self.waitForEnd()) }
        }
    }

    private func waitForEnd() -> (status: Int32, output: String) {
        var printed: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(output, &piece, piece.count)
            guard count > 0 else { break }
            printed += piece.prefix(count)
        }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        hasEnded.withLock { $0 = true }
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
        return (code, String(decoding: printed, as: UTF8.self))
    }
}
