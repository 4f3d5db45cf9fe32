import Basics
import Foundation
import Glibc

/// A program that is run for what it prints or does, within limits, in a session of its own and with none of this program's files.
///
/// By hand, because Foundation's `Process` misses the end of a child when it is not waited for on a run loop.
package struct ChildProcess: Sendable {
    package struct Limits: Sendable {
        package var time: Duration
        /// From SIGTERM to SIGKILL.
        package var grace: Duration
        package var outputBytes: Int
        /// Kept of standard error, from its end.
        package var complaintBytes: Int

        package init(
            time: Duration = .seconds(60),
            grace: Duration = .seconds(5),
            outputBytes: Int = 1 << 20,
            complaintBytes: Int = 8 << 10
        ) {
            self.time = time
            self.grace = grace
            self.outputBytes = outputBytes
            self.complaintBytes = complaintBytes
        }
    }

    package enum Ending: Sendable, Equatable {
        case exited(Int32)
        case killed(signal: Int32)
        /// The number is an `errno`.
        case notStarted(Int32)
        case tookTooLong, printedTooMuch, cancelled
    }

    package struct Outcome: Sendable {
        package var ending: Ending
        package var output: [UInt8] = []
        package var complaint: [UInt8] = []
    }

    let path: String
    let arguments: [String]
    let environment: [String: String]
    let input: [UInt8]
    var limits = Limits()

    /// - Parameters:
    ///   - path: Of the program; not looked for.
    ///   - arguments: Without its name.
    ///   - environment: All of it.
    ///   - input: What it may read.
    ///   - limits: When it is ended.
    package init(
        path: String,
        arguments: [String],
        environment: [String: String],
        input: [UInt8] = [],
        limits: Limits = Limits()
    ) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.limits = limits
    }

    /// Runs the program to its end, or ends it.
    ///
    /// A helper that it leaves behind may keep its pipes open: nobody waits for that. Where a limit or a cancelled task ends the
    /// program, its whole process group goes.
    package func run() async -> Outcome {
        let isCancelled = Locked(false)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Waiting for a process blocks: not on a thread that others need.
                Thread.detachNewThread { @Sendable in
                    continuation.resume(returning: runBlocking { isCancelled.withLock { $0 } })
                }
            }
        } onCancel: {
            isCancelled.withLock { $0 = true }
        }
    }

    private func runBlocking(_ isCancelled: () -> Bool) -> Outcome {
        guard var output = OutputPipe(.first(limits.outputBytes)) else { return Outcome(ending: .notStarted(errno)) }
        defer { output.close() }
        guard var complaint = OutputPipe(.last(limits.complaintBytes)) else {
            return Outcome(ending: .notStarted(errno))
        }
        defer { complaint.close() }
        let child: pid_t
        do {
            child = try spawn(output: output.writer, complaint: complaint.writer)
        } catch {
            return Outcome(ending: .notStarted(error.number))
        }
        output.closeWriter()
        complaint.closeWriter()
        let interruption = follow(child, &output, &complaint, isCancelled)
        if let interruption {
            // Somebody waits for the end of a cancelled task, and has no use for manners.
            end(child, within: interruption == .cancelled ? min(limits.grace, .milliseconds(500)) : limits.grace)
        }
        let ending = interruption ?? reap(child)
        return Outcome(ending: ending, output: output.bytes, complaint: complaint.bytes)
    }

    /// Reads what the child prints until it has ended.
    ///
    /// - Returns: Why it has to be ended, or nil when it has ended by itself.
    private func follow(
        _ child: pid_t,
        _ output: inout OutputPipe,
        _ complaint: inout OutputPipe,
        _ isCancelled: () -> Bool
    ) -> Ending? {
        let deadline = ContinuousClock.now + limits.time
        while true {
            let hasEnded = Self.hasEnded(child)
            // After the question: what the child wrote before its end is read.
            OutputPipe.read(&output, &complaint, waiting: hasEnded ? 0 : 20)
            if output.isOverfull { return .printedTooMuch }
            if hasEnded { return nil }
            if isCancelled() { return .cancelled }
            if ContinuousClock.now >= deadline { return .tookTooLong }
        }
    }

    private func end(_ child: pid_t, within grace: Duration) {
        kill(-child, SIGTERM)
        let deadline = ContinuousClock.now + grace
        while !Self.hasEnded(child), ContinuousClock.now < deadline { _ = poll(nil, 0, 5) }
        // Also when the leader has gone: the group lives as long as a helper does, and its number until the leader is reaped.
        kill(-child, SIGKILL)
        // Nothing but a device that never answers keeps a killed process; then it stays behind as a zombie.
        let lastMoment = ContinuousClock.now + .seconds(1)
        while !Self.hasEnded(child), ContinuousClock.now < lastMoment { _ = poll(nil, 0, 5) }
        var status: Int32 = 0
        waitpid(child, &status, WNOHANG)
    }

    /// Whether the child is done, without taking its status: its number stays its own until ``reap(_:)``.
    private static func hasEnded(_ child: pid_t) -> Bool {
        var info = siginfo_t()
        let result = waitid(P_PID, id_t(child), &info, WEXITED | WNOHANG | WNOWAIT)
        return result < 0 ? errno != EINTR : info.si_signo == SIGCHLD
    }

    private func reap(_ child: pid_t) -> Ending {
        var status: Int32 = 0
        // Nothing to wait for means that SIGCHLD is ignored: then what was printed has to do.
        guard waitpid(child, &status, 0) == child else { return .exited(0) }
        return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: status & 0x7F)
    }
}
