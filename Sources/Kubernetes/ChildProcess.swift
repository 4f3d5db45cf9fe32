import Basics
import Foundation
import Glibc

/// A program that is run for what it prints, within limits, in a process group of its own.
///
/// By hand, because Foundation's `Process` misses the end of a child when it is not waited for on a run loop.
struct ChildProcess: Sendable {
    static let outputLimit = 1 << 20
    private static let complaintLimit = 2 << 10

    /// One at a time: a child must not inherit the pipes that are being made for another, and `pipe2` is not in Swift's Glibc.
    private static let spawning = Locked(())

    let path: String
    let arguments: [String]
    let environment: [String: String]
    var timeout = Duration.seconds(60)

    static func isExecutable(_ path: String) -> Bool {
        access(path, X_OK) == 0
    }

    /// Runs the program to its end.
    ///
    /// - Returns: Its standard output.
    /// - Throws: When it cannot be started, fails, prints too much, or does not end in time.
    func run() async throws(KubernetesError) -> [UInt8] {
        let isCancelled = Locked(false)
        let result: Result<[UInt8], KubernetesError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Waiting for a process blocks: not on a thread that others need.
                Thread.detachNewThread { @Sendable in
                    let result = Result { () throws(KubernetesError) in
                        try runBlocking { isCancelled.withLock { $0 } }
                    }
                    continuation.resume(returning: result)
                }
            }
        } onCancel: {
            isCancelled.withLock { $0 = true }
        }
        return try result.get()
    }

    private func runBlocking(_ isCancelled: () -> Bool) throws(KubernetesError) -> [UInt8] {
        var (child, output, complaint) = try Self.spawning.withLock { _ throws(KubernetesError) in try start() }
        let deadline = ContinuousClock.now + timeout
        let isWhole = gather(&output, &complaint, until: deadline, isCancelled)
        // Helpers of the plugin may live on and hold its pipes.
        if !isWhole { kill(-child, SIGKILL) }
        let status = reap(child, until: deadline, isCancelled)
        output.close()
        complaint.close()
        guard isWhole else { throw problem("did not end in \(timeout.components.seconds) s, or printed too much") }
        guard status == 0 else {
            let said = String(decoding: complaint.bytes.prefix(Self.complaintLimit), as: UTF8.self)
            let code = status & 0x7F == 0 ? "status \(status >> 8 & 0xFF)" : "signal \(status & 0x7F)"
            throw problem("failed with \(code): \(said)")
        }
        return output.bytes
    }

    /// Waits for the end of the child; one that closed its pipes and lives on is ended.
    private func reap(_ child: pid_t, until deadline: ContinuousClock.Instant, _ isCancelled: () -> Bool) -> Int32 {
        var status: Int32 = 0
        while true {
            let ended = waitpid(child, &status, WNOHANG)
            if ended == child || ended < 0 && errno != EINTR { return status }
            if ContinuousClock.now >= deadline || isCancelled() { kill(-child, SIGKILL) }
            _ = Glibc.poll(nil, 0, 5)
        }
    }

    private func start() throws(KubernetesError) -> (child: pid_t, output: Drain, complaint: Drain) {
        let output = try Drain()
        let complaint = try Drain()
        defer {
            output.closeWriter()
            complaint.closeWriter()
        }
        return (try spawn(output: output.writer, complaint: complaint.writer), output, complaint)
    }

    private func problem(_ text: String) -> KubernetesError {
        KubernetesError(.credentials, "the exec plugin \(path) \(text)", hint: "run it by hand to see what it says")
    }

    private func spawn(output: Int32, complaint: Int32) throws(KubernetesError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, complaint, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGPIPE)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        // A session of its own, so that it has no terminal to spoil; glibc's POSIX_SPAWN_SETSID, which Swift does not import.
        let newSession: Int32 = 0x80
        posix_spawnattr_setflags(&attributes, Int16(newSession | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var arguments = ([path] + arguments).map { strdup($0) } + [nil]
        var environment = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + environment).forEach { free($0) } }
        var child: pid_t = 0
        let error = posix_spawn(&child, path, &actions, &attributes, &arguments, &environment)
        guard error == 0 else { throw problem("cannot be run: \(String(cString: strerror(error)))") }
        return child
    }

    /// Reads both pipes until both end.
    ///
    /// - Returns: False when it took too long, was too much, or nobody wants it any more.
    private func gather(
        _ output: inout Drain,
        _ complaint: inout Drain,
        until deadline: ContinuousClock.Instant,
        _ isCancelled: () -> Bool
    ) -> Bool {
        while output.isOpen || complaint.isOpen {
            guard ContinuousClock.now < deadline, !isCancelled() else { return false }
            var polled = [output.poll, complaint.poll]
            guard Glibc.poll(&polled, 2, 100) > 0 else { continue }
            output.read(polled[0])
            complaint.read(polled[1])
            if output.bytes.count > Self.outputLimit { return false }
        }
        return true
    }
}

/// One pipe that a child writes and this program reads.
private struct Drain {
    let reader: Int32
    let writer: Int32
    private(set) var bytes: [UInt8] = []
    private(set) var isOpen = true

    init() throws(KubernetesError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            throw KubernetesError(.credentials, "cannot run an exec plugin: \(String(cString: strerror(errno)))")
        }
        reader = ends[0]
        writer = ends[1]
        _ = fcntl(reader, F_SETFD, FD_CLOEXEC)
        _ = fcntl(writer, F_SETFD, FD_CLOEXEC)
    }

    var poll: pollfd { pollfd(fd: isOpen ? reader : -1, events: Int16(POLLIN), revents: 0) }

    func closeWriter() {
        Glibc.close(writer)
    }

    func close() {
        Glibc.close(reader)
    }

    mutating func read(_ polled: pollfd) {
        guard isOpen, polled.revents != 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        let count = Glibc.read(reader, &buffer, buffer.count)
        if count <= 0 { isOpen = false }
        // What is past the limit is noticed, not kept.
        if count > 0, bytes.count <= ChildProcess.outputLimit { bytes += buffer.prefix(count) }
    }
}
