import Dispatch
import Glibc

/// Rings when somebody has closed a file of a directory after writing to it, as another process does that is done with a database.
///
/// What this process writes into files that it keeps open does not count. Costs nothing while nothing happens; where the system
/// cannot tell (a network file system), it does not ring.
final class DirectoryWatch {
    private let source: any DispatchSourceRead

    /// Begins to watch; nil when the system watches no more directories.
    init?(_ path: String, ringing doorbell: Doorbell) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        guard inotify_add_watch(descriptor, path, UInt32(IN_CLOSE_WRITE)) >= 0 else {
            close(descriptor)
            return nil
        }
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor)
        source.setEventHandler { @Sendable in
            Self.empty(descriptor)
            doorbell.ring()
        }
        source.setCancelHandler { @Sendable in close(descriptor) }
        source.resume()
    }

    deinit {
        source.cancel()
    }

    /// That something happened is all that is asked, so the reports are thrown away.
    private static func empty(_ descriptor: Int32) {
        var reports = [UInt8](repeating: 0, count: 4096)
        while read(descriptor, &reports, reports.count) > 0 {}
    }
}
