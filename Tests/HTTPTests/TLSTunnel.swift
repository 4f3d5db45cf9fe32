import Foundation

/// stunnel in front of a ``RawServer``, with certificates of its own making.
///
/// Wants client certificates when asked.
///
/// The server's certificate is for `server.example` alone. Needs `openssl` and `stunnel4`.
final class TLSTunnel: Sendable {
    struct Identity {
        var certificate: [UInt8]
        var key: String
    }

    static let isPossible = openssl != nil && stunnel != nil
    private static let openssl = find("openssl")
    private static let stunnel = find("stunnel4")

    let port: UInt16
    let authority: [UInt8]
    private let server: RawServer
    private let folder: URL
    private let process: Process

    init(to server: RawServer, wantsClientCertificate: Bool = false) throws {
        self.server = server
        folder = FileManager.default.temporaryDirectory.appending(path: "eventer-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.certify("authority", in: folder, options: [])
        try Self.certify("server.example", in: folder, options: Self.signed)
        let settings = """
            foreground = yes
            pid =
            syslog = no
            debug = info
            [tunnel]
            accept = 127.0.0.1:0
            connect = 127.0.0.1:\(server.port)
            cert = server.example.pem
            key = server.example.key
            \(wantsClientCertificate ? "CAfile = authority.pem\nrequireCert = yes\nverifyChain = yes" : "")
            """
        try settings.write(to: folder.appending(path: "stunnel.conf"), atomically: true, encoding: .utf8)
        process = Process()
        process.executableURL = Self.stunnel
        process.arguments = ["stunnel.conf"]
        process.currentDirectoryURL = folder
        let log = Pipe()
        process.standardError = log
        process.standardOutput = log
        try process.run()
        port = try Self.port(from: log.fileHandleForReading)
        authority = [UInt8](try Data(contentsOf: folder.appending(path: "authority.pem")))
    }

    deinit {
        process.terminate()
        try? FileManager.default.removeItem(at: folder)
    }

    var url: String { "https://127.0.0.1:\(port)/" }

    /// A client that the authority vouches for.
    func identity(_ name: String) throws -> Identity {
        try Self.certify(name, in: folder, options: Self.signed)
        return Identity(
            certificate: [UInt8](try Data(contentsOf: folder.appending(path: "\(name).pem"))),
            key: try String(contentsOf: folder.appending(path: "\(name).key"), encoding: .utf8)
        )
    }

    private static let signed = ["-CA", "authority.pem", "-CAkey", "authority.key"]

    private static func certify(_ name: String, in folder: URL, options: [String]) throws {
        let process = Process()
        process.executableURL = openssl
        process.arguments =
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
            + ["-subj", "/CN=\(name)", "-keyout", "\(name).key", "-out", "\(name).pem"]
            + (options.isEmpty ? [] : options + ["-addext", "subjectAltName=DNS:\(name)"])
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw POSIXError(.EIO) }
    }

    private static func port(from log: FileHandle) throws -> UInt16 {
        var text = ""
        while true {
            let data = log.availableData
            guard !data.isEmpty else { throw POSIXError(.EIO) }
            text += String(decoding: data, as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            guard let line = lines.first(where: { $0.contains("bound to 127.0.0.1:") }) else { continue }
            guard let port = line.split(separator: ":").last.flatMap({ UInt16($0) }) else { throw POSIXError(.EIO) }
            return port
        }
    }

    private static func find(_ name: String) -> URL? {
        ["/usr/bin", "/usr/local/bin", "/bin"].map { URL(filePath: "\($0)/\(name)") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
