import Foundation
import Glibc

/// stunnel in front of a ``RawServer``, with certificates of its own making.
///
/// The server's certificate is for `server.example` alone. Needs `openssl` and `stunnel4`.
package final class TLSTunnel: Sendable {
    package struct Identity {
        package var certificate: [UInt8]
        package var key: String
    }

    /// What a tunnel does other than well.
    package struct Options: Sendable {
        package var wantsClientCertificate = false
        /// The certificate's time is over.
        package var isExpired = false
        /// Nothing newer than TLS 1.1.
        package var isOld = false

        package init() {}
    }

    package static let isPossible = openssl != nil && stunnel != nil
    private static let openssl = find("openssl")
    private static let stunnel = find("stunnel4")

    package let port: UInt16
    package let authority: [UInt8]
    private let server: RawServer
    private let folder: URL
    private let program: Program

    package convenience init(to server: RawServer, wantsClientCertificate: Bool = false) throws {
        var options = Options()
        options.wantsClientCertificate = wantsClientCertificate
        try self.init(to: server, options)
    }

    package init(to server: RawServer, _ options: Options) throws {
        self.server = server
        folder = FileManager.default.temporaryDirectory.appending(path: "eventer-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.certify("authority", in: folder, options: [])
        try Self.certify("server.example", in: folder, options: Self.signed, isExpired: options.isExpired)
        let settings = """
            foreground = yes
            pid =
            syslog = no
            debug = info
            [tunnel]
            accept = 127.0.0.1:0
            connect = 127.0.0.1:\(server.port)
            cert = \(folder.path)/server.example.pem
            key = \(folder.path)/server.example.key
            \(options.wantsClientCertificate ? "CAfile = \(folder.path)/authority.pem\nrequireCert = yes\nverifyChain = yes" : "")
            \(options.isOld ? "sslVersionMax = TLSv1.1\nciphers = DEFAULT@SECLEVEL=0" : "")
            """
        try settings.write(to: folder.appending(path: "stunnel.conf"), atomically: true, encoding: .utf8)
        program = try Program(Self.stunnel?.path ?? "", [folder.appending(path: "stunnel.conf").path])
        let bound = "bound to 127.0.0.1:"
        guard let line = program.line(where: { $0.contains(bound) }),
            let port = line.split(separator: ":").last.flatMap({ UInt16($0) })
        else { throw POSIXError(.EIO) }
        self.port = port
        authority = [UInt8](try Data(contentsOf: folder.appending(path: "authority.pem")))
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    package var url: String { "https://127.0.0.1:\(port)/" }

    /// A client that the authority vouches for.
    package func identity(_ name: String) throws -> Identity {
        try Self.certify(name, in: folder, options: Self.signed)
        return Identity(
            certificate: [UInt8](try Data(contentsOf: folder.appending(path: "\(name).pem"))),
            key: try String(contentsOf: folder.appending(path: "\(name).key"), encoding: .utf8)
        )
    }

    private static let signed = ["-CA", "authority.pem", "-CAkey", "authority.key"]

    private static func certify(_ name: String, in folder: URL, options: [String], isExpired: Bool = false) throws {
        let request =
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout \(name).key -subj /CN=\(name)"
            + (options.isEmpty ? "" : " -addext subjectAltName=DNS:\(name)")
        let signature = options.joined(separator: " ")
        // `req` makes no certificate of the past.
        try run(
            isExpired
                ? "openssl \(request) | openssl x509 -req \(signature) -CAcreateserial -days -1 -copy_extensions copyall "
                    + "-out \(name).pem"
                : "openssl \(request) -x509 -days 2 -out \(name).pem \(signature)",
            in: folder
        )
    }

    /// Runs a line of the shell to its end; Foundation's `Process` may miss it.
    private static func run(_ line: String, in folder: URL) throws {
        guard let pipe = popen("cd '\(folder.path)' && (\(line)) 2>/dev/null", "r") else { throw POSIXError(.EIO) }
        guard pclose(pipe) == 0 else { throw POSIXError(.EIO) }
    }

    private static func find(_ name: String) -> URL? {
        ["/usr/bin", "/usr/local/bin", "/bin"].map { URL(filePath: "\($0)/\(name)") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
