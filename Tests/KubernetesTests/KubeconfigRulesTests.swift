import Basics
import Foundation
import HTTP
import TestSupport
import Testing

@testable import Kubernetes

/// Where a configuration comes from, what is said about it, and that all mistakes are told at once.
struct KubeconfigRulesTests {
    private let folder = TemporaryFolder()

    private func config(cluster: String = "server: https://h", user: String, mode: Int = 0o600) throws -> String {
        let text = """
            current-context: c
            clusters: [{name: c, cluster: {\(cluster)}}]
            users: [{name: u, user: {\(user)}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            """
        return try folder.write(text, to: "config", mode: mode)
    }

    private func request(_ cluster: ClusterConfiguration) async throws -> HTTPRequest {
        let proof = try await cluster.proof()
        return cluster.request(path: "/", proof: proof, limits: .init(), isCompressed: true, agent: "a")
    }

    @Test func allThatIsWrongIsToldAtOnce() throws {
        let path = try config(
            cluster: "proxy-url: 'ftp://p', certificate-authority: none.pem",
            user: "client-certificate: none.crt, token: t, username: u, auth-provider: {name: oidc}, as-uid: '7', "
                + "exec: {interactiveMode: Never}"
        )

        #expect {
            try ClusterConfiguration.resolve(.init(explicitPath: path))
        } throws: { error in
            let message = (error as? KubernetesError)?.message ?? ""
            return [
                "10 problems", "server is missing", "none.pem: No such file", "proxy-url", "none.crt: No such file",
                "must both be given", "a password and a token", "auth-provider oidc", "command is missing",
                "apiVersion is missing", "but no user",
            ].allSatisfy(message.contains)
        }
    }

    @Test func filesThatKUBECONFIGNamesMayBeMissing() throws {
        let there = try config(user: "token: t")
        let missing = "\(folder.path)/missing"

        #expect(try ClusterConfiguration.resolve(.init(listedPaths: ":\(missing)::\(there):\(there)")).user == "u")
        #expect {
            try ClusterConfiguration.resolve(.init(listedPaths: missing, home: folder.path))
        } throws: { error in
            let error = error as? KubernetesError
            return error?.kind == .noConfiguration && error?.message.contains(missing) == true
        }
        #expect {
            try ClusterConfiguration.resolve(.init(listedPaths: "\(folder.path):\(there):/dev/zero"))
        } throws: { error in
            let message = (error as? KubernetesError)?.message ?? ""
            return message.contains("2 problems") && message.contains("directory") && message.contains("/dev/zero")
        }
    }

    @Test func aPodWhoseFilesCannotBeUsedIsNotTrusted() throws {
        try folder.write("", to: "ca.crt")
        let pod = ConfigurationSources.InCluster(host: "10.0.0.1", port: "443", directory: folder.path)

        #expect {
            try ClusterConfiguration.resolve(.init(home: folder.path, inCluster: pod))
        } throws: { error in
            let message = (error as? KubernetesError)?.message ?? ""
            return message.contains("ca.crt is empty") && message.contains("/token: No such file")
        }
    }

    @Test(arguments: [(0o600, 0), (0o640, 1), (0o602, 1), (0o711, 0)])
    func credentialsThatOthersCanReadAreWarnedOf(mode: Int, warnings: Int) throws {
        let path = try config(user: "token: t", mode: mode)

        let cluster = try ClusterConfiguration.resolve(.init(explicitPath: path))

        #expect(cluster.warnings.filter { $0.contains("chmod 600 \(path)") }.count == warnings)
    }

    @Test func aFileWithoutSecretsMayBeReadByAll() throws {
        let path = try config(user: "tokenFile: \(try folder.write("t", to: "token"))", mode: 0o644)

        #expect(try ClusterConfiguration.resolve(.init(explicitPath: path)).warnings.isEmpty)
    }

    @Test func aProxyResolvesNamesItself() async throws {
        let path = try config(cluster: "server: https://h, proxy-url: 'socks5://u:p@proxy:1080'", user: "token: t")

        let request = try await request(try ClusterConfiguration.resolve(.init(explicitPath: path)))

        #expect(request.proxy?.reveal() == "socks5h://u:p@proxy:1080")
    }

    @Test func compressionCanBeDeclined() async throws {
        let path = try config(cluster: "server: https://h, disable-compression: true", user: "token: t")

        let request = try await request(try ClusterConfiguration.resolve(.init(explicitPath: path)))

        #expect(!request.acceptsCompression)
    }

    @Test func aPasswordIsSentWithAWarning() async throws {
        let path = try config(user: "username: u, password: p")
        let cluster = try ClusterConfiguration.resolve(.init(explicitPath: path))

        #expect(try await request(cluster).headers.last?.value.reveal() == "Basic dTpw")
        #expect(cluster.warnings.count == 1)
    }

    @Test func allOfAnImpersonationTravels() async throws {
        let path = try config(
            user: "token: t, as: me, as-uid: '7', as-groups: [g], as-user-extra: {Some Key: [a, b]}"
        )
        let request = try await request(try ClusterConfiguration.resolve(.init(explicitPath: path)))

        #expect(
            request.headers.filter { $0.name.hasPrefix("Impersonate") }.map { "\($0.name): \($0.value.reveal())" } == [
                "Impersonate-User: me", "Impersonate-Uid: 7", "Impersonate-Group: g",
                "Impersonate-Extra-some%20key: a", "Impersonate-Extra-some%20key: b",
            ]
        )
    }

    @Test func aLineBreakInAnImpersonatedNameIsRefused() {
        let overrides = ClusterOverrides(server: "https://h", impersonation: Impersonation(user: "a\r\nX: y"))

        #expect {
            try ClusterConfiguration.resolve(.init(), overrides)
        } throws: { ($0 as? KubernetesError)?.message.contains("line break") == true }
    }

    @Test func theTokenFileOfTheCommandLineStandsAlone() async throws {
        let path = try config(user: "username: u, password: p, exec: {command: x, apiVersion: v0}")
        let token = try folder.write("t\n", to: "token")

        let cluster = try ClusterConfiguration.resolve(.init(explicitPath: path), .init(tokenFile: token))

        #expect(try await request(cluster).headers.last?.value.reveal() == "Bearer t")
    }
}
