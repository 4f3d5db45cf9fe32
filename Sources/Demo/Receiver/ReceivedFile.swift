import Glibc

/// The file that received logs are appended to, readable by its owner only.
struct ReceivedFile: ~Copyable {
    private let descriptor: Int32

    init(path: String) throws(DemoError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw DemoError(action: "open \(path)", reason: String(cString: strerror(errno)))
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Hands all of `bytes` to the system.
    ///
    /// - Returns: False when it does not take them, say because the disk is full.
    func append(_ bytes: [UInt8]) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }
}
