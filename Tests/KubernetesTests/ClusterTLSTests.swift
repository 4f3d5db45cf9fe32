import Basics
import Foundation
import HTTP
import TestSupport
import Testing

@testable import Kubernetes

/// Real TLS: what is trusted, what is refused, and what happens when either side gets new certificates.
@Suite(.timeLimit(.minutes(5)), .enabled(if: TLSTunnel.isPossible))
struct ClusterTLSTests {
    private let folder = TemporaryFolder()
    private let clock = ManualClock()
    private let requests = Locked(0)

    /// An API server that tells its version to whoever gets through.
    private func server() throws -> RawServer {
        let body = #"{"gitVersion":"v1"}"#
        let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n\(body)"
        return try RawServer { [requests] peer in
            while peer.readRequest() != nil {
                requests.withLock { $0 += 1 }
                peer.write(answer)
            }
        }
    }

    private func client(
        of tunnel: TLSTunnel,
        user: Credentials.User = .init(),
        trusting authority: [UInt8],
        as name: String = "server.example"
    ) throws -> (client: ClusterClient, credentials: Credentials) {
        let path = try folder.write(String(decoding: authority, as: UTF8.self), to: "ca")
        let credentials = Credentials(user: user, authorities: .file(path), serverName: name, clock: clock)
        let cluster = ClusterConfiguration(server: String(tunnel.url.dropLast()), credentials: credentials)
        return (ClusterClient(http: CurlClient(), cluster: cluster), credentials)
    }

    enum Fault: CaseIterable { case unknownAuthority, otherName, expired, oldProtocol }

    @Test(arguments: Fault.allCases) func aServerThatCannotBeTrustedGetsNoRequest(fault: Fault) async throws {
        var options = TLSTunnel.Options()
        options.isExpired = fault == .expired
        options.isOld = fault == .oldProtocol
        let tunnel = try TLSTunnel(to: server(), options)
        let authority = fault == .unknownAuthority ? try TLSTunnel(to: server()).authority : tunnel.authority
        var user = Credentials.User()
        user.token = Secret("canary")
        let (client, _) = try client(
            of: tunnel,
            user: user,
            trusting: authority,
            as: fault == .otherName ? "other.example" : "server.example"
        )
        let (kind, words): (KubernetesError.Kind, [String]) =
            switch fault {
            case .unknownAuthority: (.untrusted, ["certificate", "127.0.0.1"])
            case .otherName: (.untrusted, ["other.example"])
            case .expired: (.untrusted, ["expired"])
            case .oldProtocol: (.unreachable, ["protocol"])
            }

        await #expect {
            try await client.version()
        } throws: { error in
            guard let error = error as? KubernetesError, error.kind == kind, error.hint != nil else { return false }
            return words.allSatisfy(error.message.contains) && !"\(error)".contains("canary")
        }
        #expect(requests.withLock { $0 } == 0)
    }

    @Test func newAuthoritiesAreReadAfterTheFirstRefusal() async throws {
        let (old, new) = (try TLSTunnel(to: server()).authority, try TLSTunnel(to: server()))
        let (client, credentials) = try client(of: new, trusting: old)
        #expect(try await credentials.current().tls.authorities == old)

        try folder.write(String(decoding: new.authority, as: UTF8.self), to: "ca")

        await #expect { try await client.version() } throws: { ($0 as? KubernetesError)?.kind == .untrusted }
        #expect(try await client.version() == "v1")
    }

    @Test func aClientCertificateIsRotatedKeyFirst() async throws {
        let tunnel = try TLSTunnel(to: server(), wantsClientCertificate: true)
        let (first, second) = (try tunnel.identity("first"), try tunnel.identity("second"))
        var user = Credentials.User()
        user.certificate = .file(try folder.write(String(decoding: first.certificate, as: UTF8.self), to: "cert"))
        user.key = .file(try folder.write(first.key, to: "key"))
        let (client, credentials) = try client(of: tunnel, user: user, trusting: tunnel.authority)
        #expect(try await client.version() == "v1")

        try folder.write(second.key, to: "key")
        clock.advance(by: .seconds(300))
        await #expect { try await client.version() } throws: { ($0 as? KubernetesError)?.kind == .unreachable }
        #expect(try await client.version() == "v1")
        #expect(try await credentials.current().tls.clientKey?.reveal() == first.key)

        try folder.write(String(decoding: second.certificate, as: UTF8.self), to: "cert")
        clock.advance(by: .seconds(1))
        #expect(try await client.version() == "v1")
        #expect(try await credentials.current().tls.clientKey?.reveal() == second.key)
    }
}
