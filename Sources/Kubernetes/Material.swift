import Basics
import FoundationEssentials

/// Bytes given in a kubeconfig, or the path of a file that holds them.
///
/// They may be a private key: they neither describe nor mirror.
package enum Material: Sendable {
    case data([UInt8])
    case file(String)

    /// What the bytes are, for limits, checks and errors.
    enum Use: String {
        case authority = "certificate authority"
        case certificate = "client certificate"
        case key = "client key"

        fileprivate var limit: Int { self == .authority ? 4 << 20 : 1 << 20 }
    }

    private static let authorityLimit = 1000

    /// Reads the bytes and checks that they are what they are used as.
    func read(as use: Use) throws(KubernetesError) -> [UInt8] {
        switch self {
        case .data(let bytes):
            if let problem = Self.problem(in: bytes, of: use) {
                throw KubernetesError(.configuration, "the \(use.rawValue) data \(problem)")
            }
            return bytes
        case .file(let path):
            let bytes = try FileContent(path, limit: use.limit, as: use.rawValue).bytes
            if let problem = Self.problem(in: bytes, of: use) {
                throw KubernetesError(.configuration, "the \(use.rawValue) file \(path) \(problem)")
            }
            return bytes
        }
    }

    private static func problem(in bytes: [UInt8], of use: Use) -> String? {
        if bytes.isEmpty { return "is empty" }
        let pem = PEM(bytes)
        guard !pem.isBroken else { return "is cut short or no PEM" }
        switch use {
        case .authority:
            if pem.certificates == 0 { return "holds no PEM certificate" }
            return pem.certificates > authorityLimit ? "holds more than \(authorityLimit) certificates" : nil
        case .certificate:
            return pem.certificates == 0 ? "holds no PEM certificate" : nil
        case .key:
            // OpenSSL would ask for the passphrase on the terminal, in the middle of the screen.
            if pem.hasEncryptedKey { return "is encrypted with a passphrase, which nobody can be asked for here" }
            return pem.hasKey ? nil : "holds no PEM private key"
        }
    }
}

extension Material: CustomStringConvertible, CustomReflectable {
    package var description: String {
        switch self {
        case .data: "<redacted>"
        case .file(let path): path
        }
    }

    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The blocks of a PEM file, looked at from outside: what is in them is OpenSSL's to judge.
struct PEM {
    private(set) var certificates = 0
    private(set) var hasKey = false
    private(set) var hasEncryptedKey = false
    /// A block has no end, or a certificate is no base64 of DER.
    private(set) var isBroken = false

    init(_ bytes: [UInt8]) {
        var label: Substring?
        var body = ""
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let line = line.trimming(\.isWhitespace)
            if let opened = label {
                if line == "-----END \(opened)-----" {
                    close(opened, body)
                    label = nil
                } else {
                    body += line
                }
            } else if line.hasPrefix("-----BEGIN "), line.hasSuffix("-----") {
                label = line.dropFirst(11).dropLast(5)
                body = ""
            }
        }
        if label != nil { isBroken = true }
    }

    private mutating func close(_ label: Substring, _ body: String) {
        if label == "CERTIFICATE" {
            certificates += 1
            // DER of a certificate is a sequence.
            if decodedBase64(body)?.first != 0x30 { isBroken = true }
        } else if label.hasSuffix("PRIVATE KEY") {
            hasKey = true
            if label.hasPrefix("ENCRYPTED") || body.hasPrefix("Proc-Type: 4,ENCRYPTED") { hasEncryptedKey = true }
        }
    }
}

extension StringProtocol {
    /// The text without the characters at both ends that `isEdge` names.
    func trimming(_ isEdge: (Character) -> Bool) -> SubSequence {
        var rest = drop(while: isEdge)
        while let last = rest.last, isEdge(last) { rest.removeLast() }
        return rest
    }

    /// Whether it holds a control character, which would end a header line or a C string.
    var hasControlCharacter: Bool {
        utf8.contains { $0 < 0x20 || $0 == 0x7F }
    }
}

func base64(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString()
}

/// The bytes behind base64, white space ignored; nil when it is none.
func decodedBase64(_ text: String) -> [UInt8]? {
    Data(base64Encoded: text.filter { !$0.isWhitespace }).map { [UInt8]($0) }
}
