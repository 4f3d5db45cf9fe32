import FoundationEssentials
import Glibc

extension Credentials.Material {
    /// The largest file or text that is read as a certificate, key or token.
    private static let limit = 4 << 20

    /// The bytes; `what` names them in an error.
    func read(as what: String) throws(KubernetesError) -> [UInt8] {
        switch self {
        case .data(let bytes):
            return bytes
        case .file(let path):
            let bytes = try readFile(path, limit: Self.limit, as: what)
            guard !bytes.isEmpty else { throw KubernetesError(.configuration, "the \(what) file \(path) is empty") }
            return bytes
        }
    }
}

/// Reads a whole file of at most `limit` bytes; `what` names it in an error.
func readFile(_ path: String, limit: Int, as what: String) throws(KubernetesError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
        throw KubernetesError(
            .configuration,
            "cannot read the \(what) file \(path): \(String(cString: strerror(errno)))"
        )
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
        let count = read(file, &buffer, buffer.count)
        guard count >= 0 else {
            let reason = String(cString: strerror(errno))
            throw KubernetesError(.configuration, "cannot read the \(what) file \(path): \(reason)")
        }
        if count == 0 { return bytes }
        bytes += buffer.prefix(count)
        guard bytes.count <= limit else {
            throw KubernetesError(.configuration, "the \(what) file \(path) is larger than \(limit) bytes")
        }
    }
}

func base64(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString()
}

/// The bytes behind base64, white space ignored; nil when it is none.
func decodedBase64(_ text: String) -> [UInt8]? {
    Data(base64Encoded: text.filter { !$0.isWhitespace }).map { [UInt8]($0) }
}
