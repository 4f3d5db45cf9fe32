import Glibc

/// The directory of a journal: made private, and locked against a second process.
struct JournalDirectory: Sendable {
    static let fileName = "journal.sqlite"
    /// Beside the database, each may exist.
    static let companions = ["-wal", "-shm"]

    /// A folder of its own below the one asked for, when others may write to that: a pod's volume is everybody's.
    private static let privateName = "/eventer"

    private(set) var path: String

    init(path: String) {
        self.path = path
        if Self.isOpenToOthers(path) { self.path = path + Self.privateName }
    }

    private static func isOpenToOthers(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return false }
        return status.st_uid != geteuid() || status.st_mode & 0o022 != 0
    }

    var databasePath: String { path + "/" + Self.fileName }
    var lockPath: String { path + "/journal.lock" }
    /// Left behind when SQLite reports damage, so that the next start salvages at once.
    var damageMarkerPath: String { path + "/journal.damaged" }

    /// Creates the directory with its parents, and the empty database with the rights its companions inherit.
    func prepare() throws(JournalError) {
        try createDirectories()
        try checkOwner()
        let file = open(databasePath, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .failed(doing: "open \(databasePath)", reason: errnoText()) }
        fchmod(file, 0o600)
        close(file)
    }

    func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private func createDirectories() throws(JournalError) {
        var prefix = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            prefix += part
            defer { prefix += "/" }
            guard !part.isEmpty, mkdir(prefix, 0o700) != 0, errno != EEXIST else { continue }
            // A parent that exists may refuse for other reasons (EROFS, EACCES); the last part tells.
            guard !exists(prefix) else { continue }
            throw .failed(doing: "create \(prefix)", reason: errnoText())
        }
    }

    private func checkOwner() throws(JournalError) {
        var status = stat()
        // Where others may write, a link could lead anywhere.
        let found = path.hasSuffix(Self.privateName) ? lstat(path, &status) : stat(path, &status)
        guard found == 0 else { throw .failed(doing: "open \(path)", reason: errnoText()) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw .unsafeDirectory(path: path, reason: "it is no directory")
        }
        guard status.st_uid == geteuid() else {
            throw .unsafeDirectory(path: path, reason: "it belongs to user \(status.st_uid)")
        }
        guard status.st_mode & 0o022 == 0 else {
            throw .unsafeDirectory(path: path, reason: "others may write to it; `chmod go-w` helps")
        }
    }
}

/// Held as long as this value lives; the file names the process that holds it.
final class JournalLock: Sendable {
    private let file: Int32

    init(directory: JournalDirectory) throws(JournalError) {
        file = open(directory.lockPath, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .failed(doing: "open \(directory.lockPath)", reason: errnoText()) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.read(file)
            throw .held(by: holder.isEmpty ? "unknown" : holder)
        }
        let text = "\(getpid())\n"
        ftruncate(file, 0)
        _ = text.withCString { pwrite(file, $0, text.utf8.count, 0) }
    }

    deinit {
        guard file >= 0 else { return }
        // Closing alone would not do it while a child process, between fork and exec, has a copy.
        flock(file, LOCK_UN)
        close(file)
    }

    private static func read(_ file: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(file, &bytes, bytes.count, 0)
        let digits = bytes.prefix(max(count, 0)).prefix { (0x30...0x39).contains($0) }
        return String(decoding: digits, as: UTF8.self)
    }
}

/// The reason of the last system call that failed.
func errnoText() -> String { String(cString: strerror(errno)) }
