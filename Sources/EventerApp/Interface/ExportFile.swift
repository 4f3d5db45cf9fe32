import Glibc

/// A file that a person asked for: private, and never written through a link or over another unasked.
struct ExportFile: Sendable {
    enum Problem: Error, Equatable {
        /// A file of that name is there.
        case exists
        /// Why not, for people; names the path.
        case failed(String)
    }

    /// In full.
    let path: String

    /// The file that a person calls `path`: `~` is `home`, and what does not begin with `/` is in `directory`.
    init(_ path: String, home: String, directory: String) {
        if path == "~" || path.hasPrefix("~/") {
            self.path = home + path.dropFirst()
        } else {
            self.path = path.hasPrefix("/") ? path : directory + "/" + path
        }
    }

    /// Creates the file with `bytes` in it, readable by its owner only; all of them or none.
    ///
    /// - Parameters:
    ///   - bytes: What to write.
    ///   - mayReplace: Whether a file that is there is replaced, at once and as a whole.
    /// - Throws: ``Problem``.
    func write(_ bytes: [UInt8], mayReplace: Bool = false) throws(Problem) {
        try checkTarget(mayReplace: mayReplace)
        let part = path + ".\(getpid()).part"
        let file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure() }
        var isDone = false
        defer { if !isDone { unlink(part) } }
        let isWritten = Self.writeAll(bytes, to: file) && fsync(file) == 0
        let reason = errno
        guard close(file) == 0, isWritten else {
            errno = isWritten ? errno : reason
            throw failure()
        }
        // A link takes the name only when it is free, a rename in any case.
        if mayReplace {
            guard rename(part, path) == 0 else { throw failure() }
        } else {
            guard link(part, path) == 0 else { throw errno == EEXIST ? .exists : failure() }
            unlink(part)
        }
        isDone = true
    }

    private func checkTarget(mayReplace: Bool) throws(Problem) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        switch status.st_mode & S_IFMT {
        case S_IFREG: if !mayReplace { throw .exists }
        case S_IFDIR: throw .failed("\(path) is a directory")
        case S_IFLNK: throw .failed("\(path) is a symbolic link, which is not followed: name the file itself")
        default: throw .failed("\(path) is no regular file")
        }
    }

    private func failure() -> Problem { .failed("cannot write \(path): " + String(cString: strerror(errno))) }

    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return false }
        }
        return true
    }
}
