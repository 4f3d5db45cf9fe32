import CSpawn
import Glibc

extension ChildProcess {
    /// A number of the system's list.
    struct SystemError: Error {
        var number: Int32
    }

    /// Starts the program with its input, these two outputs, no other file, and no terminal.
    func spawn(output: Int32, complaint: Int32) throws(SystemError) -> pid_t {
        let source = try inputFile()
        defer { if let source { close(source) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let source {
            posix_spawn_file_actions_adddup2(&actions, source, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, complaint, 2)
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGCHLD, SIGTSTP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(CSPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var arguments = ([path] + arguments).map { strdup($0) } + [nil]
        var environment = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + environment).forEach { free($0) } }
        var child: pid_t = 0
        let number = posix_spawn(&child, path, &actions, &attributes, &arguments, &environment)
        guard number == 0 else { throw SystemError(number: number) }
        return child
    }

    /// The input as a file in memory, read from its start; nil when there is none.
    ///
    /// Not a pipe: a child that reads nothing, or closes its end, holds up nobody.
    private func inputFile() throws(SystemError) -> Int32? {
        guard !input.isEmpty else { return nil }
        let file = memfd_create("input", UInt32(CSPAWN_CLOEXEC))
        guard file >= 0 else { throw SystemError(number: errno) }
        var rest = input[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let number = errno
                close(file)
                throw SystemError(number: number)
            }
            rest = rest.dropFirst(count)
        }
        lseek(file, 0, SEEK_SET)
        return file
    }
}

/// A pipe that a child writes and this program reads, within a limit.
struct OutputPipe {
    /// What stays of more than fits.
    enum Keeping {
        case first(Int)
        case last(Int)
    }

    let writer: Int32
    private(set) var bytes: [UInt8] = []
    /// More came than fits.
    private(set) var isOverfull = false
    private let reader: Int32
    private let keeping: Keeping
    private var isOpen = true
    private var isWriterOpen = true

    /// Nil when the system has none left; `errno` says why.
    init?(_ keeping: Keeping) {
        var ends: [Int32] = [0, 0]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { return nil }
        self.keeping = keeping
        reader = ends[0]
        writer = ends[1]
        _ = fcntl(reader, F_SETFL, O_NONBLOCK)
    }

    mutating func closeWriter() {
        if isWriterOpen { Glibc.close(writer) }
        isWriterOpen = false
    }

    mutating func close() {
        closeWriter()
        Glibc.close(reader)
    }

    /// Takes what has arrived on both, waiting for something to arrive.
    static func read(_ first: inout OutputPipe, _ second: inout OutputPipe, waiting milliseconds: Int32) {
        var polled = [first, second].map { pollfd(fd: $0.isOpen ? $0.reader : -1, events: Int16(POLLIN), revents: 0) }
        // With both ended nothing arrives but the end of the child, which is near.
        let pause = first.isOpen || second.isOpen ? milliseconds : min(milliseconds, 2)
        guard poll(&polled, 2, pause) > 0 else { return }
        if polled[0].revents != 0 { first.readAll() }
        if polled[1].revents != 0 { second.readAll() }
    }

    private mutating func readAll() {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while isOpen, !isOverfull {
            let count = Glibc.read(reader, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return }
            guard count > 0 else {
                isOpen = false
                return
            }
            keep(buffer.prefix(count))
            // An endless complaint must not keep the clock from being looked at.
            if case .last = keeping { return }
        }
    }

    private mutating func keep(_ piece: ArraySlice<UInt8>) {
        bytes += piece
        switch keeping {
        case .first(let limit): isOverfull = bytes.count > limit
        case .last(let limit): bytes.removeFirst(max(0, bytes.count - limit))
        }
    }
}
