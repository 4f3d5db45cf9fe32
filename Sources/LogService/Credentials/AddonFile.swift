import Basics
import CryptoExtras
import FoundationEssentials

/// The file of ACK's log component, `/var/addon/token-config`: a temporary key, encrypted with a key that lies beside it.
///
/// A JSON object. `access.key.id`, `access.key.secret` and `security.token` are base64 of 16 bytes of IV and AES-CBC with PKCS#7;
/// `keyring` is the AES key as text of 16, 24 or 32 bytes; `expiration` is UTC as `2006-01-02T15:04:05Z`. (`kube-eventer.md` 3.4)
struct AddonFile: Decodable {
    static let path = "/var/addon/token-config"

    private var id: String
    private var secret: String
    private var token: String
    private var keyring: String
    private var expiration: String

    private enum CodingKeys: String, CodingKey {
        case id = "access.key.id"
        case secret = "access.key.secret"
        case token = "security.token"
        case keyring, expiration
    }

    /// Reads and decrypts the file at `path`.
    static func key(at path: String) throws(CredentialError) -> IssuedKey {
        let bytes = try readSmallFile(path)
        guard let file = try? JSONDecoder().decode(AddonFile.self, from: Data(bytes)) else {
            throw problem("it is no JSON object with the five parts of a key")
        }
        return try file.key()
    }

    private func key() throws(CredentialError) -> IssuedKey {
        guard [16, 24, 32].contains(keyring.utf8.count) else {
            throw Self.problem("its keyring has \(keyring.utf8.count) bytes, AES wants 16, 24 or 32")
        }
        guard let expiry = Timestamp(rfc3339: expiration) else { throw Self.problem("its expiration is no time") }
        return try IssuedKey(
            id: try decrypted(id, .id),
            secret: try decrypted(secret, .secret),
            token: try decrypted(token, .token),
            expiry: expiry
        )
    }

    private func decrypted(_ text: String, _ part: CodingKeys) throws(CredentialError) -> String {
        let key = SymmetricKey(data: Array(keyring.utf8))
        guard let data = Data(base64Encoded: text), data.count >= 32, data.count.isMultiple(of: 16),
            let iv = try? AES._CBC.IV(ivBytes: Array(data.prefix(16))),
            let plain = try? AES._CBC.decrypt(Array(data.dropFirst(16)), using: key, iv: iv),
            let result = String(bytes: plain, encoding: .utf8)
        else { throw Self.problem("its \(part.rawValue) cannot be decrypted") }
        return result
    }

    private static func problem(_ text: String) -> CredentialError {
        CredentialError(text, hint: "it is written by ACK into the secret addon.log.token; is that mounted whole?")
    }
}
