import Glibc

/// The file that received logs are appended to, readable by its owner only.
struct ReceivedFile: ~Copyable {
    private let descriptor: Int32
    /// Where the next line begins.
    private(set) var end: Int64

    init(path: String) throws(DemoError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw DemoError(action: "open \(path)", reason: String(cString: strerror(errno)))
        }
        // A pipe has no end, and nothing of it can be read again.
        end = max(0, Int64(lseek(descriptor, 0, SEEK_END)))
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Hands all of `bytes` to the system.
    ///
    /// - Returns: False when it does not take them, say because the disk is full.
    mutating func append(_ bytes: [UInt8]) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
            end += Int64(count)
        }
        return true
    }

    /// A way to read what was appended, which stays open on its own.
    func reader() -> ReceivedFileReader? {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        return copy < 0 ? nil : ReceivedFileReader(descriptor: copy)
    }
}

/// Reads pieces of the received file, also while it grows.
final class ReceivedFileReader: Sendable {
    private let descriptor: Int32

    fileprivate init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// The bytes there; nil when they are not there any more.
    func read(at offset: Int64, count: Int) -> [UInt8]? {
        var isWhole = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
            while length < count {
                let target = buffer.baseAddress.map { $0 + length }
                let got = pread(descriptor, target, count - length, Int(offset) + length)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { break }
                length += got
            }
            isWhole = length == count
        }
        return isWhole ? bytes : nil
    }
}
