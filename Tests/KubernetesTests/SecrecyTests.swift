import Basics
import Foundation
import HTTP
import TestSupport
import Testing

@testable import Kubernetes

/// A canary in each place of a secret: it must not sing.
@Suite(.timeLimit(.minutes(5)))
struct SecrecyTests {
    private let folder = TemporaryFolder()

    private static func config(server: String = "https://h", cluster: String = "", user: String) -> String {
        """
        current-context: c
        clusters: [{name: c, cluster: {server: "\(server)"\(cluster)}}]
        users: [{name: u, user: {\(user)}}]
        contexts: [{name: c, context: {cluster: c, user: u}}]
        """
    }

    private static let key = base64(Array((TestPEM.key("k") + "canary").utf8))
    private static let certificate = base64(Array(TestPEM.certificate("c").utf8))

    static let sound = [
        config(user: "token: canary"), config(user: "username: u, password: canary"),
        config(user: "client-certificate-data: \(certificate), client-key-data: \(key)"),
        config(cluster: ", proxy-url: 'http://u:canary@p'", user: "token: canary"),
        config(
            user: "exec: {command: sh, args: [canary], env: [{name: N, value: canary}], "
                + "apiVersion: \(ExecPluginTests.v1), interactiveMode: Never}"
        ),
    ]

    @Test(arguments: sound) func aConfigurationDoesNotShowItsSecrets(text: String) async throws {
        let cluster = try ClusterConfiguration.resolve(
            .init(explicitPath: try folder.write(text, to: "config"), environment: ["SECRET": "canary"])
        )
        var dumped = ""
        dump(cluster, to: &dumped)
        if !text.contains("exec") {
            let proof = try await cluster.proof()
            dump(proof, to: &dumped)
            dump(cluster.request(path: "/", proof: proof, limits: .init(), isCompressed: false, agent: ""), to: &dumped)
        }
        let numbers = dumped.matches(of: /- (\d+)/).compactMap { UInt8($0.1) }

        #expect(!dumped.contains("canary"))
        #expect(!"\(cluster) \(String(reflecting: cluster))".contains("canary"))
        #expect(!String(decoding: numbers, as: UTF8.self).contains("canary"))
    }

    static let broken = [
        config(user: "token: \"canary\\nX-Other: y\""), config(user: "token: \"canary"),
        config(user: "token: canary: y"),
        config(user: "token: canary, token: canary"), config(user: "token: canary, username: u"),
        config(user: "client-certificate-data: \(certificate), client-key-data: 'canary?'"),
        config(user: "client-certificate-data: \(certificate), client-key-data: Y2FuYXJ5"),
        config(cluster: ", proxy-url: 'ftp://u:canary@p'", user: ""),
        config(cluster: ", proxy-url: 'http://u:canary@'", user: ""),
        config(server: "https://u:canary@h", user: ""), config(user: "as-groups: [canary]"),
        config(user: "exec: {command: x, env: [{value: canary}], apiVersion: v0}"),
    ]

    @Test(arguments: broken) func anErrorDoesNotTellASecret(text: String) throws {
        let path = try folder.write(text, to: "config")

        #expect {
            try ClusterConfiguration.resolve(.init(explicitPath: path))
        } throws: { error in
            let error = error as? KubernetesError
            return error?.message.contains(path) == true && !"\(String(describing: error))".contains("canary")
        }
    }

    @Test func aProxyThatIsNotThereIsNamedWithoutItsPassword() async throws {
        let text = Self.config(cluster: ", proxy-url: 'http://u:canary@127.0.0.1:1'", user: "token: canary")
        let cluster = try ClusterConfiguration.resolve(.init(explicitPath: try folder.write(text, to: "config")))

        await #expect {
            try await ClusterClient(http: CurlClient(), cluster: cluster).version()
        } throws: { error in
            (error as? KubernetesError)?.kind == .unreachable && !"\(error)".contains("canary")
        }
    }
}
