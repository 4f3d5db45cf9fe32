import Events
import Glibc

/// Which file a path leads to.
struct FileIdentity: Sendable, Equatable {
    private let device: dev_t
    private let number: ino_t

    /// Nil when there is none.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = status.st_dev
        number = status.st_ino
    }
}

extension Journal {
    /// Throws when the path leads elsewhere: SQLite would go on writing to a file that nobody finds again.
    func refuseWhenMoved() throws(JournalError) {
        guard let directory, FileIdentity(of: directory.databasePath) != file else { return }
        throw .moved(path: directory.databasePath)
    }
}

extension JournalStatus {
    /// While `error` keeps events from being kept.
    init(_ error: JournalError) {
        switch error {
        case .full, .diskFull: self = .full(reason: "\(error)")
        default: self = .notKeeping(reason: "\(error)")
        }
    }
}
