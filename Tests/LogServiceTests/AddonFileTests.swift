import Basics
import Crypto
import CryptoExtras
import Foundation
import HTTP
import LogService
import TestSupport
import Testing

/// ACK's `/var/addon/token-config`.
@Suite struct AddonFileTests {
    /// `kube-eventer.md` 3.4: keyring `0123456789abcdef`, text `LTAI5tEXAMPLE`.
    private static let vector = "AAECAwQFBgcICQoLDA0ODyeW5N12XRNXwceVDVejzdU="
    private static let keyring = "0123456789abcdef"
    private static let now = Timestamp(seconds: 1_704_164_645)

    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private static func encrypted(_ text: String, keyring: String = keyring) throws -> String {
        let iv = AES._CBC.IV()
        let key = SymmetricKey(data: Array(keyring.utf8))
        return try (Data(iv) + AES._CBC.encrypt(Array(text.utf8), using: key, iv: iv)).base64EncodedString()
    }

    private static func sound() throws -> [String: String] {
        [
            "access.key.id": vector, "access.key.secret": try encrypted("canary"),
            "security.token": try encrypted("canary-token"), "keyring": keyring, "expiration": "2024-01-02T09:04:05Z",
        ]
    }

    private func keeper(_ content: String) throws -> CredentialKeeper {
        let path = directory.path + "/token-config"
        try content.write(toFile: path, atomically: true, encoding: .utf8)
        return CredentialKeeper(source: .addonFile(path: path), http: CannedHTTP([]), now: { Self.now })
    }

    private func keeper(_ fields: [String: String]) throws -> CredentialKeeper {
        try keeper(String(decoding: try JSONSerialization.data(withJSONObject: fields), as: UTF8.self))
    }

    @Test func theVectorIsDecrypted() async throws {
        let keeper = try keeper(Self.sound())

        let key = try await keeper.current()

        #expect(key.accessKeyID == "LTAI5tEXAMPLE")
        #expect(key.accessKeySecret.reveal() == "canary")
        #expect(key.securityToken?.reveal() == "canary-token")
        #expect(await keeper.status.expiry == Timestamp(rfc3339: "2024-01-02T09:04:05Z"))
    }

    @Test(arguments: ["0123456789abcdef01234567", "0123456789abcdef0123456789abcdef"])
    func longerKeysAreAES192And256(keyring: String) async throws {
        var fields = try Self.sound()
        for (name, text) in [("access.key.id", "ID"), ("access.key.secret", "canary"), ("security.token", "T")] {
            fields[name] = try Self.encrypted(text, keyring: keyring)
        }
        fields["keyring"] = keyring

        #expect(try await keeper(fields).current().accessKeyID == "ID")
    }

    @Test(
        arguments: [
            ("keyring", "0123456789canary0", "its keyring has 17 bytes"),
            ("keyring", "fedcba9876543210", "its access.key.id cannot be decrypted"),
            ("access.key.secret", String(vector.prefix(24)), "its access.key.secret cannot be decrypted"),
            ("access.key.secret", String(vector.prefix(40)), "its access.key.secret cannot be decrypted"),
            ("security.token", "canary!", "its security.token cannot be decrypted"),
            ("expiration", "tomorrow", "its expiration is no time"),
        ]
    )
    func whatIsWrongIsSaidAndNothingEnds(field: String, value: String, words: String) async throws {
        var fields = try Self.sound()
        fields[field] = value
        let keeper = try keeper(fields)

        await #expect {
            try await keeper.current()
        } throws: { error in
            "\(error)".contains(words) && !String(reflecting: error).contains("canary")
        }
    }

    /// No more is known than this machine's clock, which may be ahead.
    @Test func aKeyThatSeemsToHaveEndedIsLeftToLogService() async throws {
        var fields = try Self.sound()
        fields["expiration"] = "2024-01-02T03:04:05Z"
        let keeper = try keeper(fields)

        let key = try await keeper.current()
        #expect(key.securityToken != nil)
        #expect(await keeper.status.lastFailure == nil)
    }

    @Test(arguments: ["", "{}", #"{"access.key.id":"canary""#, "[1]"])
    func whatIsNoTokenFileIsSaid(content: String) async throws {
        let keeper = try keeper(content)

        await #expect {
            try await keeper.current()
        } throws: { error in
            "\(error)".contains("it is no JSON object") && !"\(error)".contains("canary")
        }
    }
}
