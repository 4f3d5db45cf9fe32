import Basics
import Glibc

/// The way to the thread on which libcurl runs: commands, and a pipe that wakes the thread.
final class CurlQueue: Sendable {
    enum Command: Sendable {
        case start(CurlExchange)
        case cancel(CurlExchange)
        /// Go on with a connection that was paused because its reader was slow.
        case resume(CurlExchange)
        case stop
    }

    private struct State {
        var commands: [Command] = []
        var isClosed = false
    }

    private let state = Locked(State())
    /// Readable when there are commands.
    let readEnd: Int32
    private let writeEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) == 0 {
            for end in ends {
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        guard readEnd >= 0 else { return }
        close(readEnd)
        close(writeEnd)
    }

    /// Starts the thread, or closes the queue when there is none to be had.
    func start() {
        guard readEnd >= 0 else { return closeAndTakeAll().forEach { $0.fail() } }
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                runCurl(queue: Unmanaged<CurlQueue>.fromOpaque(argument).takeRetainedValue())
                return nil
            },
            argument.toOpaque()
        )
        if status == 0 {
            pthread_detach(thread)
        } else {
            argument.release()
            closeAndTakeAll().forEach { $0.fail() }
        }
    }

    /// Hands a command to the thread; when that has ended, a request to start fails at once.
    func post(_ command: Command) {
        let (isClosed, isFirst) = state.withLock { state in
            guard !state.isClosed else { return (true, false) }
            state.commands.append(command)
            return (false, state.commands.count == 1)
        }
        if isClosed {
            command.fail()
        } else if isFirst {
            var byte: UInt8 = 0
            // Only a full pipe refuses the byte, and a full pipe wakes the thread too.
            _ = write(writeEnd, &byte, 1)
        }
    }

    /// The commands since the last time, in order.
    func takeAll() -> [Command] {
        // First the pipe, then the commands: a command that comes in between leaves a byte behind, and none is missed.
        var bytes: [UInt8] = Array(repeating: 0, count: 64)
        while read(readEnd, &bytes, bytes.count) > 0 {}
        return state.withLock { state in
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// Refuses all commands from now on, and gives those that nobody took.
    func closeAndTakeAll() -> [Command] {
        state.withLock { state in
            state.isClosed = true
            defer { state.commands = [] }
            return state.commands
        }
    }
}

extension CurlQueue.Command {
    /// Tells whoever waits for this command that the thread has ended.
    func fail() {
        guard case .start(let exchange) = self else { return }
        exchange.fail(.closed, "the HTTP client has been shut down")
    }
}

/// The body of the thread.
private func runCurl(queue: CurlQueue) {
    // Signals are for the threads that expect them; a blocked SIGPIPE makes TLS writes to a closed peer fail instead.
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    if var loop = CurlLoop(queue: queue) { loop.run() }
    queue.closeAndTakeAll().forEach { $0.fail() }
}
