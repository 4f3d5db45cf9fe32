import Basics
import Foundation
import HTTP
import TestSupport
import Testing

@testable import Demo

/// The server of temporary keys, asked by hand.
@Suite(.timeLimit(.minutes(5)))
struct IdentityServerTests {
    private static let time = SignedVector.time

    private func withServer(_ body: (IdentityServer, KeyRing) async throws -> Void) async throws {
        let keys = KeyRing(id: "ID", secret: Secret("S"))
        let server = IdentityServer(keys: keys, now: { Self.time })
        try await server.start()
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(server, keys))
        } catch {
            result = .failure(error)
        }
        await server.stop()
        try result.get()
    }

    private func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        to server: IdentityServer,
        headers: [HTTPHeader] = [],
        body: String = ""
    ) async throws -> (status: Int, fields: [String: Any], text: String) {
        let url = await server.origin + path
        let answer = try await CurlClient().send(
            HTTPRequest(method: method, url: url, headers: headers, body: Array(body.utf8))
        )
        let fields = try? JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        return (answer.head.status, fields ?? [:], String(decoding: answer.body, as: UTF8.self))
    }

    private func form(token: String) -> String {
        "Action=AssumeRoleWithOIDC&Format=JSON&Version=2015-04-01&Timestamp=2024-01-02T03%3A04%3A05Z"
            + "&RoleArn=acs%3Aram%3A%3A1234567890123456%3Arole%2Feventer-demo-role&RoleSessionName=s"
            + "&OIDCProviderArn=acs%3Aram%3A%3A1234567890123456%3Aoidc-provider%2Fack-rrsa-demo&OIDCToken=\(token)"
    }

    @Test func theSTSTakesAQueryAndAForm() async throws {
        try await withServer { server, keys in
            let form = form(token: server.oidcToken.reveal())

            let queried = try await send(.get, "/?" + form, to: server)
            let posted = try await send(.post, "/", to: server, body: form)

            for answer in [queried, posted] {
                let key = answer.fields["Credentials"] as? [String: String]
                #expect(answer.status == 200)
                #expect(key?["Expiration"] == "2024-01-02T04:04:05Z")
                #expect(key?["SecurityToken"]?.hasPrefix("CAIS") == true)
            }
            #expect(keys.issuedCount == 2)
        }
    }

    @Test(arguments: ["other", ""])
    func theSTSKnowsItsToken(token: String) async throws {
        try await withServer { server, keys in
            let answer = try await send(.post, "/", to: server, body: form(token: token))

            #expect(answer.status == 400)
            #expect(answer.fields["Code"] as? String == "AuthenticationFail.OIDCToken.Invalid")
            #expect(keys.issuedCount == 0)
        }
    }

    @Test func metadataWantsASession() async throws {
        try await withServer { server, _ in
            let lifetime = HTTPHeader("X-aliyun-ecs-metadata-token-ttl-seconds", "18000")
            let session = try await send(.put, "/latest/api/token", to: server, headers: [lifetime]).text
            let header = HTTPHeader("X-aliyun-ecs-metadata-token", session)

            let region = try await send(.get, "/latest/meta-data/region-id", to: server, headers: [header])
            let without = try await send(.get, "/latest/meta-data/region-id", to: server)
            let long = HTTPHeader(lifetime.name, "21601")

            #expect(region.text == "cn-hangzhou")
            #expect(without.status == 403)
            #expect(try await send(.put, "/latest/api/token", to: server, headers: [long]).status == 400)
        }
    }

    @Test func keysEndAndTokensBelongToThem() throws {
        let keys = KeyRing(id: "ID", secret: Secret("S"))
        let key = keys.issue(lifetime: .seconds(60), now: Self.time)
        let end = Self.time.advanced(by: .seconds(60))

        #expect(try keys.secret(of: "ID", token: nil, now: end) == Secret("S"))
        #expect(try keys.secret(of: key.id, token: key.token.reveal(), now: Self.time) == key.secret)
        for (id, token, now, code) in [
            (key.id, key.token.reveal(), end, "SecurityToken.Expired"), (key.id, "other", Self.time, "Unauthorized"),
            (key.id, nil, Self.time, "Unauthorized"), ("ID", "some", Self.time, "Unauthorized"),
            ("other", nil, Self.time, "Unauthorized"),
        ] {
            #expect {
                try keys.secret(of: id, token: token, now: now)
            } throws: {
                ($0 as? Refusal)?.code == code
            }
        }
    }
}
