import Glibc

/// Which file a path leads to, however it is called.
package struct FileIdentity: Sendable, Equatable {
    private let device: dev_t
    private let number: ino_t

    /// Nil when there is none.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    fileprivate init(_ status: stat) {
        device = status.st_dev
        number = status.st_ino
    }
}

/// Tells one content of a file from another without reading it.
package struct FileStamp: Sendable, Equatable {
    private let file: FileIdentity
    private let size: off_t
    private let seconds: Int
    private let nanoseconds: Int

    /// Nil while the file is not there.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        file = FileIdentity(status)
        size = status.st_size
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
