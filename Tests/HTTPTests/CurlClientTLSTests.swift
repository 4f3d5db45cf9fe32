import Basics
import HTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .enabled(if: TLSTunnel.isPossible)) struct CurlClientTLSTests {
    private let client = CurlClient()
    private let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test func aGivenAuthorityAndNameAreTrusted() async throws {
        let seen = Locked("")
        let server = try RawServer { [answer] peer in
            seen.withLock { $0 = peer.readRequest() ?? "" }
            peer.write(answer)
        }
        let tunnel = try TLSTunnel(to: server)
        let tls = TLSSettings(authorities: tunnel.authority, serverName: "server.example")

        let response = try await client.send(HTTPRequest(url: tunnel.url, tls: tls))

        #expect(response.body == Array("ok".utf8))
        #expect(seen.withLock { $0 }.contains("\r\nHost: 127.0.0.1:\(tunnel.port)\r\n"))
    }

    @Test func anUnknownAuthorityIsNotTrusted() async throws {
        let tunnel = try TLSTunnel(to: RawServer.answering(answer))
        let request = HTTPRequest(url: tunnel.url, tls: TLSSettings(serverName: "server.example"))

        let error = await failure { try await client.send(request) }

        #expect(error?.code == .untrusted)
    }

    @Test func aCertificateForAnotherNameIsNotTrusted() async throws {
        let tunnel = try TLSTunnel(to: RawServer.answering(answer))
        let request = HTTPRequest(url: tunnel.url, tls: TLSSettings(authorities: tunnel.authority))

        let error = await failure { try await client.send(request) }

        #expect(error?.code == .untrusted)
    }

    @Test func skippingVerificationTrustsAnyone() async throws {
        let tunnel = try TLSTunnel(to: RawServer.answering(answer))
        let request = HTTPRequest(url: tunnel.url, tls: TLSSettings(skipsVerification: true))

        #expect(try await client.send(request).head.status == 200)
    }

    @Test func aClientCertificateIsShown() async throws {
        let tunnel = try TLSTunnel(to: RawServer.answering(answer), wantsClientCertificate: true)
        let identity = try tunnel.identity("client")
        var tls = TLSSettings(authorities: tunnel.authority, serverName: "server.example")

        let error = await failure { try await client.send(HTTPRequest(url: tunnel.url, tls: tls)) }
        tls.clientCertificate = identity.certificate
        tls.clientKey = Secret(identity.key)
        let response = try await client.send(HTTPRequest(url: tunnel.url, tls: tls))

        // The server's alert may be lost in the reset that follows it.
        #expect(error?.code == .tls || error?.code == .closed)
        #expect(response.head.status == 200)
    }

    @Test func onlyEqualSettingsShareAConnection() async throws {
        let server = try RawServer.answering(answer)
        let tunnel = try TLSTunnel(to: server)
        let (first, second) = (try tunnel.identity("first"), try tunnel.identity("second"))
        let plain = TLSSettings(authorities: tunnel.authority, serverName: "server.example")
        var asFirst = plain
        asFirst.clientCertificate = first.certificate
        asFirst.clientKey = Secret(first.key)
        var asSecond = plain
        asSecond.clientCertificate = second.certificate
        asSecond.clientKey = Secret(second.key)
        var sameCertificateOtherKey = asFirst
        sameCertificateOtherKey.clientKey = Secret(first.key + "\n")
        var moreTrust = plain
        moreTrust.authorities = tunnel.authority + first.certificate
        let unverified = TLSSettings(skipsVerification: true, serverName: "server.example")
        let different = [plain, asFirst, asSecond, sameCertificateOtherKey, moreTrust, unverified]

        for tls in different + different { _ = try await client.send(HTTPRequest(url: tunnel.url, tls: tls)) }

        #expect(server.connectionCount == different.count)
    }
}
