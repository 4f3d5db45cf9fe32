import Glibc

/// Tells one content of a file from another without reading it; nil while the file is not there.
struct FileStamp: Sendable, Equatable {
    private var device: dev_t
    private var number: ino_t
    private var size: off_t
    private var seconds: Int
    private var nanoseconds: Int

    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = status.st_dev
        number = status.st_ino
        size = status.st_size
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}

/// The bytes of a file that is part of a key's way here.
///
/// Returns soon whatever the path leads to: only an ordinary file is read.
///
/// - Throws: ``CredentialError`` that names the file, with the system's reason.
func readSmallFile(_ path: String) throws(CredentialError) -> [UInt8] {
    func problem(_ text: String) -> CredentialError {
        CredentialError("cannot read \(path): \(text)", hint: "does it exist, and may this user read it?")
    }
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else { throw problem(String(cString: strerror(errno))) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw problem("it is no ordinary file") }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
        let count = read(file, &buffer, buffer.count)
        guard count >= 0 else { throw problem(String(cString: strerror(errno))) }
        if count == 0 { return bytes }
        bytes += buffer.prefix(count)
        guard bytes.count <= 1 << 20 else { throw problem("it is larger than 1 MiB") }
    }
}

/// A file that holds one secret, without the white space around it.
func readSecret(_ path: String) throws(CredentialError) -> String {
    let text = String(decoding: try readSmallFile(path), as: UTF8.self).trimming
    guard !text.isEmpty else {
        throw CredentialError("\(path) is empty", hint: "it has to hold nothing but the secret")
    }
    return text
}
