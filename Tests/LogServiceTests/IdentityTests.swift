import Basics
import Demo
import Foundation
import HTTP
import TestSupport
import Testing

@testable import LogService

/// Each source of keys against the demo's servers, up to records that the receiver took.
@Suite(.timeLimit(.minutes(5)))
struct IdentityTests {
    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case metadata, rrsa, uri, jsonProfile, iniProfile
        var testDescription: String { rawValue }
    }

    private func source(_ kind: Kind, _ bench: IdentityBench) async throws -> CredentialSource {
        switch kind {
        case .metadata: return .instanceRole(bench.metadata)
        case .rrsa: return .rrsa(bench.role)
        case .uri: return .uri(Secret(await bench.identity.origin + "/credentials"))
        case .jsonProfile:
            let text = #"{"current":"a","profiles":[{"name":"a","mode":"EcsRamRole"}]}"#
            let path = try bench.write(text, to: "config.json")
            return .profile(CloudProfile(path: path, format: .json, name: nil, metadata: bench.metadata))
        case .iniProfile:
            let path = try bench.write("[default]\ntype = ecs_ram_role\n", to: "credentials.ini")
            return .profile(CloudProfile(path: path, format: .ini, name: nil, metadata: bench.metadata))
        }
    }

    @Test(arguments: Kind.allCases, LogServiceSignature.allCases)
    func theReceiverTakesWhatTheKeySigned(kind: Kind, signature: LogServiceSignature) async throws {
        try await IdentityBench.run { bench in
            let client = await bench.client(bench.keeper(try await source(kind, bench)), signature: signature)

            try await client.put(IdentityBench.group)

            #expect(await bench.receiver.counters.logs == 1)
            #expect(bench.receiver.keys.issuedCount == 1)
        }
    }

    @Test func keysInFilesSignToo() async throws {
        try await IdentityBench.run { bench in
            let id = try bench.write("ID", to: "id")
            let secret = try bench.write("own-canary\n", to: "secret")
            let client = await bench.client(
                bench.keeper(.files(KeyFiles(id: .file(id), secret: .file(secret))))
            )

            try await client.put(IdentityBench.group)

            #expect(await bench.receiver.counters.logs == 1)
        }
    }

    @Test func aSessionTokenComesBeforeTheRest() async throws {
        try await IdentityBench.run { bench in
            _ = try await bench.keeper(.instanceRole(bench.metadata)).current()

            let folder = "/latest/meta-data/ram/security-credentials/"
            #expect(
                await bench.identity.requests
                    == ["PUT /latest/api/token", "GET \(folder)", "GET \(folder)\(IdentityServer.role)"]
            )
        }
    }

    @Test func aRoleThatIsNamedIsNotAskedFor() async throws {
        try await IdentityBench.run { bench in
            var metadata = bench.metadata
            metadata.role = IdentityServer.role

            _ = try await bench.keeper(.instanceRole(metadata)).current()

            #expect(await bench.identity.requests.count == 2)
        }
    }

    @Test func version1OfMetadataIsUsedUnlessForbidden() async throws {
        try await IdentityBench.run { bench in
            await bench.identity.inject(.version1)
            var strict = bench.metadata
            strict.allowsVersion1 = false

            let temporary = try await bench.keeper(.instanceRole(bench.metadata)).current()
            #expect(temporary.securityToken != nil)
            await #expect(throws: CredentialError.self) {
                try await bench.keeper(.instanceRole(strict)).current()
            }
        }
    }

    /// Of the token alone: what is asked for decides.
    @Test(arguments: [400, 405, 500])
    func noFailureOfTheSessionTokenEndsTheRest(status: Int) async throws {
        let refused = CannedHTTP.Answer.stream(status: status, headers: [], chunks: [], failure: nil)
        let region = CannedHTTP.Answer.stream(status: 200, headers: [], chunks: [Array("cn-b".utf8)], failure: nil)
        var strict = InstanceMetadata()
        strict.allowsVersion1 = false

        let found = try await InstanceMetadata().region(CannedHTTP([refused, region]))
        #expect(found == "cn-b")
        await #expect(throws: CredentialError.self) { _ = try await strict.region(CannedHTTP([refused, region])) }
    }

    @Test func metadataNamesTheRegion() async throws {
        try await IdentityBench.run { bench in
            let region = try await bench.metadata.region(CurlClient())
            #expect(region == "cn-hangzhou")

            await bench.identity.inject(.serverError)
            await #expect(throws: CredentialError.self) { _ = try await bench.metadata.region(CurlClient()) }
        }
    }

    /// As for a key of the metadata, which no other machine may be asked for.
    @Test func metadataIsAskedWithoutProxyAndWithLittlePatience() async throws {
        let http = CannedHTTP([])

        await #expect(throws: CredentialError.self) { _ = try await InstanceMetadata().region(http) }

        let request = try #require(http.requests.first)
        #expect(request.url == "http://100.100.100.200/latest/api/token")
        #expect(request.proxy?.reveal() == "")
        #expect(request.limits.connect == .seconds(1))
        #expect(request.headers.first?.value.reveal() == "21600")
    }

    @Test func anAnswerWithoutEndIsCut() async throws {
        let flood = CannedHTTP.Answer.stream(
            status: 200,
            headers: [],
            chunks: Array(repeating: [UInt8](repeating: 0x20, count: 32 << 10), count: 4),
            failure: nil
        )
        let keeper = CredentialKeeper(source: .uri(Secret("http://localhost/")), http: CannedHTTP([flood]))

        await #expect {
            try await keeper.current()
        } throws: {
            "\($0)".contains("larger than 65536 bytes")
        }
    }

    // MARK: What goes wrong

    @Test(
        arguments: [Kind.metadata, .rrsa, .uri],
        [
            (IdentityFault.serverError, "500"), (.garbage, "is no key"), (.wrongJSON, "is no key"), (.refused, "40"),
            (.expired, "the key ended at"),
        ]
    )
    func aFaultIsNamedWithItsSourceAndAHint(kind: Kind, fault: (IdentityFault, String)) async throws {
        try await IdentityBench.run { bench in
            await bench.identity.inject(fault.0)
            let keeper = bench.keeper(try await source(kind, bench))

            await #expect {
                try await keeper.current()
            } throws: { error in
                let error = error as? CredentialError
                let text = String(reflecting: error)
                return error?.source == keeper.source.name && error?.problem.contains(fault.1) == true
                    && error?.hint.isEmpty == false && !text.contains("canary")
                    && !text.contains(bench.identity.oidcToken.reveal().prefix(40))
            }
        }
    }

    @Test func deliveryIsBlockedWithTheReason() async throws {
        try await IdentityBench.run { bench in
            await bench.identity.inject(.refused)
            let client = await bench.client(bench.keeper(.instanceRole(bench.metadata)))

            await #expect {
                try await client.put(IdentityBench.group)
            } throws: { error in
                let error = error as? LogServiceError
                return error?.kind == .credentials && error?.code == "NoAccessKey"
                    && error?.message.hasPrefix("no access key from ECS RAM role: the metadata service at") == true
            }
            #expect(await bench.receiver.counters.requests == 0)
        }
    }

    // MARK: Refused keys

    @Test func aRefusedKeyIsRenewedOnceAndTheRequestSentAgain() async throws {
        try await IdentityBench.run { bench in
            let keeper = bench.keeper(.instanceRole(bench.metadata))
            let client = await bench.client(keeper)
            try await client.put(IdentityBench.group)

            bench.receiver.keys.revoke()
            try await client.put(IdentityBench.group)

            #expect(await bench.receiver.counters.logs == 2)
            #expect(await bench.receiver.counters.refused == ["Unauthorized": 1])
            #expect(await keeper.status.renewals == 1)
        }
    }

    @Test func refusalsForceOneFetchInThirtySeconds() async throws {
        try await IdentityBench.run { bench in
            let keeper = bench.keeper(.uri(Secret(await bench.identity.origin + "/credentials")))
            let client = await bench.client(keeper)
            await bench.receiver.inject(.auth, probability: 1)

            for _ in 0..<4 { await #expect(throws: LogServiceError.self) { try await client.put(IdentityBench.group) } }
            #expect(await bench.identity.requests.count == 2)

            bench.clock.advance(by: .seconds(30))
            await #expect(throws: LogServiceError.self) { try await client.put(IdentityBench.group) }
            #expect(await bench.identity.requests.count == 3)
        }
    }

    @Test func severalRefusalsAtATimeForceOneFetch() async throws {
        try await IdentityBench.run { bench in
            let keeper = bench.keeper(.rrsa(bench.role))
            let refused = try await keeper.current()

            let answers = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 { group.addTask { await keeper.refused(refused) } }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }

            #expect(answers == [true, true, true, true])
            #expect(bench.receiver.keys.issuedCount == 2)
        }
    }

    @Test func anEndedKeyIsRefusedByTheReceiver() async throws {
        try await IdentityBench.run(lifetime: .seconds(60)) { bench in
            let key = try await bench.keeper(.rrsa(bench.role)).current()
            let client = await bench.client(bench.keeper(.fixed(key, origin: "a test")))
            bench.clock.advance(by: .seconds(61))

            await #expect {
                try await client.put(IdentityBench.group)
            } throws: {
                ($0 as? LogServiceError)?.code == "SecurityToken.Expired"
            }
        }
    }

    @Test func anotherTokenIsRefusedByTheReceiver() async throws {
        try await IdentityBench.run { bench in
            var key = try await bench.keeper(.rrsa(bench.role)).current()
            for token in [nil, Secret("canary")] {
                key.securityToken = token
                let client = await bench.client(bench.keeper(.fixed(key, origin: "a test")))

                await #expect {
                    try await client.put(IdentityBench.group)
                } throws: {
                    ($0 as? LogServiceError)?.code == "Unauthorized" && !"\($0)".contains("canary")
                }
            }
        }
    }

    // MARK: Secrecy

    @Test(arguments: Kind.allCases)
    func noPartOfAKeyIsShown(kind: Kind) async throws {
        try await IdentityBench.run { bench in
            let keeper = bench.keeper(try await source(kind, bench))
            let client = await bench.client(keeper)
            let key = try await keeper.current()
            var text = ""

            for thing in [key, keeper.source, client.configuration, await keeper.status] as [Any] {
                dump(thing, to: &text)
                text += "\(thing)" + String(reflecting: thing)
            }

            let secrets = [key.accessKeySecret, key.securityToken, bench.identity.oidcToken].compactMap { $0?.reveal() }
            #expect(secrets.count == 3)
            for secret in secrets { #expect(!text.contains(secret)) }
            if kind == .uri { #expect(!text.contains("/credentials")) }
        }
    }
}
