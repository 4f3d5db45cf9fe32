import Glibc

extension JournalDirectory {
    /// The size of the file system, or of the largest file that the process may write; nil when nobody says.
    var fileSystemBytes: Int? {
        guard let status = fileSystem, status.f_blocks > 0 else { return nil }
        return min(Self.bytes(status.f_blocks, status), Self.largestFile)
    }

    /// By how much the database may grow now; nil when nobody says.
    var freeBytes: Int? {
        guard let status = fileSystem, status.f_blocks > 0 else { return nil }
        var file = stat()
        let size = stat(databasePath, &file) == 0 ? Int(file.st_size) : 0
        return min(Self.bytes(status.f_bavail, status), Self.largestFile - size)
    }

    private var fileSystem: statvfs? {
        var status = statvfs()
        return statvfs(path, &status) == 0 ? status : nil
    }

    private static func bytes(_ blocks: UInt, _ status: statvfs) -> Int {
        let (bytes, isTooLarge) = blocks.multipliedReportingOverflow(by: status.f_frsize)
        return isTooLarge ? .max : Int(clamping: bytes)
    }

    private static var largestFile: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { return .max }
        return Int(clamping: limit.rlim_cur)
    }
}
