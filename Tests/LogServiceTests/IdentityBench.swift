import Basics
import Demo
import Foundation
import HTTP
import TestSupport

@testable import LogService

/// The demo's receiver and identity server, and a client whose time is the test's.
struct IdentityBench {
    static let start = Timestamp(seconds: 1_704_164_645)

    let clock = ManualClock()
    let directory: TemporaryDirectory
    let receiver: LogReceiver
    let identity: IdentityServer
    let metadata: InstanceMetadata
    let role: OIDCRole

    /// Calls `body` with servers that run.
    static func run(lifetime: Duration = .seconds(3600), _ body: (IdentityBench) async throws -> Void) async throws {
        let bench = try await IdentityBench(lifetime: lifetime)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(bench))
        } catch {
            result = .failure(error)
        }
        await bench.receiver.stop()
        await bench.identity.stop()
        try result.get()
    }

    private init(lifetime: Duration) async throws {
        let now = { @Sendable [clock] in Self.start.advanced(by: clock.now.offset) }
        directory = try TemporaryDirectory()
        receiver = try LogReceiver(
            identity: .init(accessKeyID: "ID", accessKeySecret: Secret("own-canary")),
            path: directory.path + "/received",
            now: now
        )
        try await receiver.start()
        identity = IdentityServer(keys: receiver.keys, lifetime: lifetime, now: now)
        try await identity.start()
        let tokenFile = directory.path + "/oidc-token"
        try (identity.oidcToken.reveal() + "\n").write(toFile: tokenFile, atomically: true, encoding: .utf8)
        var role = OIDCRole(
            role: IdentityServer.roleARN,
            provider: IdentityServer.providerARN,
            tokenFile: tokenFile
        )
        role.origin = await identity.origin
        self.role = role
        metadata = try InstanceMetadata(environment: ["ALIBABA_CLOUD_IMDS_ENDPOINT": await identity.origin])
    }

    func keeper(_ source: CredentialSource) -> CredentialKeeper {
        CredentialKeeper(
            source: source,
            http: CurlClient(),
            clock: clock,
            now: { [clock] in Self.start.advanced(by: clock.now.offset) },
            random: { 0 }
        )
    }

    func client(_ keeper: CredentialKeeper, signature: LogServiceSignature = .v4) async -> LogServiceClient {
        let configuration = LogServiceConfiguration(
            endpoint: LogServiceEndpoint(scheme: .http, host: "127.0.0.1", port: await receiver.port),
            project: "demo",
            logstore: "k8s-event",
            credentialSource: keeper.source,
            region: "cn-hangzhou",
            signature: signature
        )
        return LogServiceClient(
            configuration: configuration,
            http: CurlClient(),
            credentials: keeper,
            now: { [clock] in Self.start.advanced(by: clock.now.offset) }
        )
    }

    /// A file in the test's folder.
    func write(_ text: String, to name: String) throws -> String {
        let path = directory.path + "/" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    static let group = EncodedLogGroup(LogGroup(logs: [Log(time: 1_704_164_645, fields: [LogField("level", "W")])]))
}
