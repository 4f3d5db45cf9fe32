import Basics
import Foundation
import HTTP
import TestSupport
import Testing

@testable import Kubernetes

@Suite(.timeLimit(.minutes(5)))
struct CredentialsTests {
    private let folder = TemporaryFolder()
    private let clock = ManualClock()

    private func token(_ credentials: Credentials) async throws -> String? {
        try await credentials.current().authorization?.reveal()
    }

    private func withTokenFile(_ path: String, token: String? = nil) -> Credentials {
        var user = Credentials.User()
        user.tokenFile = path
        user.token = token.map { Secret($0) }
        return Credentials(user: user, clock: clock)
    }

    // MARK: Tokens

    @Test func aTokenFileIsReadAgainAfterAMinuteAndKeptWhileItIsEmpty() async throws {
        let credentials = withTokenFile(try folder.write("  first\n", to: "token"))

        #expect(try await token(credentials) == "Bearer first")
        try folder.write("second", to: "token")
        #expect(try await token(credentials) == "Bearer first")
        clock.advance(by: .seconds(60))
        #expect(try await token(credentials) == "Bearer second")
        for broken in ["", " \n", "two\nlines"] {
            try folder.write(broken, to: "token")
            clock.advance(by: .seconds(60))
            #expect(try await token(credentials) == "Bearer second")
        }
        try FileManager.default.removeItem(atPath: folder.path + "/token")
        clock.advance(by: .seconds(60))
        #expect(try await token(credentials) == "Bearer second")
        let stale = await credentials.refused(try await credentials.current(), by: .unauthorized)
        #expect(stale?.contains("\(folder.path)/token: No such file") == true)
        try folder.write("third", to: "token")
        #expect(try await token(credentials) == "Bearer third")
    }

    /// As the kubelet does it: `token` leads through `..data`, which is replaced at once.
    @Test func aTokenRotatedByASymlinkIsReadAfterARefusal() async throws {
        let files = FileManager.default
        for version in ["1", "2"] {
            try files.createDirectory(atPath: "\(folder.path)/..\(version)", withIntermediateDirectories: true)
            try folder.write("token-\(version)", to: "..\(version)/token")
        }
        try files.createSymbolicLink(atPath: "\(folder.path)/..data", withDestinationPath: "..1")
        try files.createSymbolicLink(atPath: "\(folder.path)/token", withDestinationPath: "..data/token")
        let credentials = withTokenFile("\(folder.path)/token")
        let old = try await credentials.current()

        try files.createSymbolicLink(atPath: "\(folder.path)/..data_tmp", withDestinationPath: "..2")
        #expect(rename("\(folder.path)/..data_tmp", "\(folder.path)/..data") == 0)
        await credentials.refused(old, by: .unauthorized)

        #expect(old.authorization?.reveal() == "Bearer token-1")
        #expect(try await token(credentials) == "Bearer token-2")
    }

    @Test func aLateRefusalOfAnOldTokenDoesNotDropTheNewOne() async throws {
        let credentials = withTokenFile(try folder.write("first", to: "token"))
        let old = try await credentials.current()
        await credentials.refused(old, by: .unauthorized)
        try folder.write("second", to: "token")
        #expect(try await token(credentials) == "Bearer second")

        try folder.write("third", to: "token")
        await credentials.refused(old, by: .unauthorized)

        #expect(try await token(credentials) == "Bearer second")
    }

    @Test func aTokenStandsInUntilItsFileCanBeRead() async throws {
        let credentials = withTokenFile("\(folder.path)/token", token: "given")

        #expect(try await token(credentials) == "Bearer given")
        try folder.write("read", to: "token")
        clock.advance(by: .seconds(1))
        #expect(try await token(credentials) == "Bearer read")
    }

    // MARK: Certificates

    @Test func authoritiesAreReadAgainAndKeptWhileTheyAreUnusable() async throws {
        let first = TestPEM.certificate("first")
        let path = try folder.write(first, to: "ca")
        let credentials = Credentials(authorities: .file(path), clock: clock)
        func roots() async throws -> [UInt8]? { try await credentials.current().tls.authorities }

        #expect(try await roots() == Array(first.utf8))
        for broken in ["", "text", String(first.dropLast(10)), TestPEM.key("k")] {
            try folder.write(broken, to: "ca")
            clock.advance(by: .seconds(300))
            #expect(try await roots() == Array(first.utf8))
        }
        try folder.write(TestPEM.certificate("second"), to: "ca")
        clock.advance(by: .seconds(300))
        #expect(try await roots() == Array(TestPEM.certificate("second").utf8))
        try folder.write(TestPEM.certificate("third"), to: "ca")
        await credentials.refused(try await credentials.current(), by: .untrusted)
        #expect(try await roots() == Array(TestPEM.certificate("third").utf8))
    }

    @Test func aPairThatFailsGivesWayToTheOneBefore() async throws {
        var user = Credentials.User()
        user.certificate = .file(try folder.write(TestPEM.certificate("1"), to: "cert"))
        user.key = .file(try folder.write(TestPEM.key("1"), to: "key"))
        let credentials = Credentials(user: user, clock: clock)
        func pair() async throws -> [String] {
            let tls = try await credentials.current().tls
            return [String(decoding: tls.clientCertificate ?? [], as: UTF8.self), tls.clientKey?.reveal() ?? ""]
        }
        let old = [TestPEM.certificate("1"), TestPEM.key("1")]

        #expect(try await pair() == old)
        try folder.write(TestPEM.key("2"), to: "key")
        clock.advance(by: .seconds(300))
        #expect(try await pair() == [TestPEM.certificate("1"), TestPEM.key("2")])
        await credentials.refused(try await credentials.current(), by: .handshake)
        #expect(try await pair() == old)
        clock.advance(by: .seconds(1))
        #expect(try await pair() == old)
        try folder.write(TestPEM.certificate("2"), to: "cert")
        clock.advance(by: .seconds(1))
        #expect(try await pair() == [TestPEM.certificate("2"), TestPEM.key("2")])
    }

    @Test func thePairOfTheFilesIsTriedAgainWhenTheOneBeforeFailsToo() async throws {
        var user = Credentials.User()
        user.certificate = .file(try folder.write(TestPEM.certificate("1"), to: "cert"))
        user.key = .file(try folder.write(TestPEM.key("1"), to: "key"))
        let credentials = Credentials(user: user, clock: clock)
        _ = try await credentials.current()
        try folder.write(TestPEM.certificate("2"), to: "cert")
        try folder.write(TestPEM.key("2"), to: "key")
        clock.advance(by: .seconds(300))

        await credentials.refused(try await credentials.current(), by: .handshake)
        let fallback = try await credentials.current()
        await credentials.refused(fallback, by: .handshake)
        let next = try await credentials.current()

        #expect(fallback.tls.clientKey?.reveal() == TestPEM.key("1"))
        #expect(next.tls.clientKey?.reveal() == TestPEM.key("2"))
    }

    static let unusable: [(String, Material.Use, String)] = [
        ("", .authority, "is empty"), ("text", .authority, "holds no PEM certificate"),
        (TestPEM.key("k"), .authority, "holds no PEM certificate"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", .authority, "cut short or no PEM"),
        (String(repeating: TestPEM.certificate("c"), count: 1001), .authority, "more than 1000 certificates"),
        (String(repeating: "x", count: 4 << 20 + 1), .authority, "larger than 4194304 bytes"),
        (TestPEM.certificate("c"), .key, "holds no PEM private key"),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMA==\n-----END ENCRYPTED PRIVATE KEY-----", .key, "passphrase"),
        (
            "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMA==\n-----END EC PRIVATE KEY-----",
            .key, "passphrase"
        ),
    ]

    @Test(arguments: unusable) func aFileThatHoldsSomethingElseIsNamed(text: String, use: Material.Use, problem: String)
        throws
    {
        let path = try folder.write(text, to: "file")

        #expect {
            try Material.file(path).read(as: use)
        } throws: { error in
            let message = (error as? KubernetesError)?.message ?? ""
            return message.contains(problem) && message.contains(path)
        }
    }
}
