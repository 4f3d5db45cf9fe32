package import Glibc

/// Why a file cannot be read, in the system's words where it has some.
package struct FileProblem: Error, Sendable, Equatable {
    package var text: String
}

/// The bytes of a file, with whom it belongs to.
package struct FileContent: Sendable {
    package private(set) var bytes: [UInt8]
    package let owner: uid_t
    /// Only the permission bits.
    package let mode: mode_t
    /// Not a pipe, nor a device.
    package let isOrdinary: Bool

    /// Only root and this program's user can have written it.
    package var isProtected: Bool { (owner == geteuid() || owner == 0) && mode & 0o022 == 0 }

    /// Others than the owner may read or change it.
    package var isOpenToOthers: Bool { mode & 0o066 != 0 }

    /// Reads a whole file.
    ///
    /// Returns soon whatever the path leads to: a pipe nobody writes and a device without an end are errors.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: The most bytes it may have.
    ///   - patience: How long the writer of a pipe may take, for `--kubeconfig <(command)`.
    /// - Throws: ``FileProblem`` for what cannot be read or is too large.
    package init(_ path: String, limit: Int, patience: Duration = .zero) throws(FileProblem) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { throw FileProblem(text: systemText(errno)) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw FileProblem(text: systemText(errno)) }
        owner = status.st_uid
        mode = status.st_mode & 0o7777
        isOrdinary = status.st_mode & S_IFMT == S_IFREG
        bytes = []
        let deadline = ContinuousClock.now + patience
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count == 0 { return }
            if count < 0 {
                guard errno == EAGAIN || errno == EINTR else { throw FileProblem(text: systemText(errno)) }
                guard ContinuousClock.now < deadline else {
                    throw FileProblem(text: "nothing is written to this pipe")
                }
                var polled = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
                _ = poll(&polled, 1, 20)
                continue
            }
            bytes += buffer.prefix(count)
            guard bytes.count <= limit else { throw FileProblem(text: "it is larger than \(limit) bytes") }
        }
    }
}

/// The system's words for an `errno`.
package func systemText(_ number: Int32) -> String {
    String(cString: strerror(number))
}
