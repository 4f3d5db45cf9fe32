import Glibc

/// The bytes of a file, with whom it belongs to.
struct FileContent {
    var bytes: [UInt8]
    var owner: uid_t
    /// Only the permission bits.
    var mode: mode_t

    /// Only root and this program's user can have written it.
    var isProtected: Bool { (owner == geteuid() || owner == 0) && mode & 0o022 == 0 }

    /// Others than the owner may read or change it.
    var isOpenToOthers: Bool { mode & 0o066 != 0 }

    /// Reads a whole file.
    ///
    /// Returns soon whatever the path leads to: a pipe nobody writes and a device without an end are errors.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: The most bytes it may have.
    ///   - what: Names it in an error.
    ///   - patience: How long the writer of a pipe may take, for `--kubeconfig <(command)`.
    /// - Throws: What cannot be read or is too large, with the system's reason.
    init(_ path: String, limit: Int, as what: String, patience: Duration = .zero) throws(KubernetesError) {
        func problem(_ text: String) -> KubernetesError {
            KubernetesError(.configuration, "cannot read the \(what) file \(path): \(text)")
        }
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { throw problem(systemText(errno)) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw problem(systemText(errno)) }
        owner = status.st_uid
        mode = status.st_mode & 0o7777
        bytes = []
        let deadline = ContinuousClock.now + patience
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count == 0 { return }
            if count < 0 {
                guard errno == EAGAIN || errno == EINTR else { throw problem(systemText(errno)) }
                guard ContinuousClock.now < deadline else { throw problem("nothing is written to this pipe") }
                var polled = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
                _ = poll(&polled, 1, 20)
                continue
            }
            bytes += buffer.prefix(count)
            guard bytes.count <= limit else { throw problem("it is larger than \(limit) bytes") }
        }
    }
}

/// The system's words for an `errno`.
func systemText(_ number: Int32) -> String {
    String(cString: strerror(number))
}
