import Basics
import Foundation
import HTTP
import TestSupport
import Testing

@testable import Kubernetes

@Suite(.timeLimit(.minutes(5)))
struct ExecPluginTests {
    private let folder = TemporaryFolder()

    static let v1 = "client.authentication.k8s.io/v1"

    /// A script that prints a credential.
    static func printing(_ status: String, version: String = v1) -> String {
        "cat << 'END'\n{\"kind\":\"ExecCredential\",\"apiVersion\":\"\(version)\",\"status\":\(status)}\nEND\n"
    }

    private func plugin(_ script: String, limits: ChildProcess.Limits = .init(), cluster: ExecPlugin.Cluster? = nil)
        throws -> ExecPlugin
    {
        ExecPlugin(
            command: "/bin/sh",
            arguments: [try folder.write(script, to: "plugin")],
            environment: ["PATH": "/usr/bin:/bin", "FOLDER": folder.path],
            apiVersion: Self.v1,
            installHint: nil,
            origin: "users[u1] in the kubeconfig /k",
            cluster: cluster,
            limits: limits
        )
    }

    @Test func aCertificateAndATokenMayComeTogether() async throws {
        let (certificate, key) = (TestPEM.certificate("c"), TestPEM.key("k"))
        let json = try JSONSerialization.data(
            withJSONObject: ["token": "t", "clientCertificateData": certificate, "clientKeyData": key]
        )

        let credential = try await plugin(Self.printing(String(decoding: json, as: UTF8.self))).run()

        #expect(credential.token?.reveal() == "t")
        #expect(credential.certificate == Array(certificate.utf8))
        #expect(credential.key?.reveal() == key)
        #expect(credential.lifetime == nil)
    }

    static let failures: [(String, String)] = [
        ("echo no such account >&2; echo canary; exit 3", "failed with status 3: no such account"),
        ("kill -9 $$", "ended by signal 9"),
        ("", "printed nothing"),
        ("echo canary", "no ExecCredential as JSON"),
        ("echo '{}'", "no ExecCredential as JSON"),
        ("echo '{\"kind\":\"canary\"}'", "is no ExecCredential"),
        (printing("{\"token\":\"canary\"}", version: "client.authentication.k8s.io/v1beta1"), "another version than"),
        (printing("{\"token\":\"canary\"}", version: "canary"), "another version than"),
        (printing("{}"), "neither a token nor a certificate"),
        (printing("{\"token\":\"\"}"), "neither a token nor a certificate"),
        (printing("{\"token\":\"canary\\r\\nX: y\"}"), "a line break in it"),
        (printing("{\"clientCertificateData\":\"canary\"}"), "certificate without its key"),
        (printing("{\"clientKeyData\":\"canary\"}"), "key without its certificate"),
        (
            printing("{\"clientCertificateData\":\"canary\",\"clientKeyData\":\"canary\"}"),
            "client certificate data holds no PEM"
        ),
        (printing("{\"token\":\"canary\",\"expirationTimestamp\":\"tomorrow canary\"}"), "no time of RFC 3339"),
        ("head -c 3000000 /dev/zero", "printed more than 1024 KiB"),
        (
            "echo error eyJhbGciOiJSUzI1NiJ9aZ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl-canary >&2; exit 1",
            "failed with status 1: error <redacted>"
        ),
    ]

    @Test(arguments: failures) func aPluginThatFailsIsExplainedWithoutItsOutput(script: String, problem: String)
        async throws
    {
        let plugin = try plugin(script)

        await #expect {
            try await plugin.run()
        } throws: { error in
            guard let error = error as? KubernetesError, error.kind == .credentials else { return false }
            return error.message.contains(problem) && error.message.contains("users[u1] in the kubeconfig /k")
                && error.hint != nil && !"\(error)".contains("canary")
        }
    }

    @Test func aPluginThatHangsSaysWhatItSaid() async throws {
        let script = "echo open https://login.test to go on >&2; sleep 1000"
        let plugin = try plugin(script, limits: .init(time: .milliseconds(200), grace: .milliseconds(100)))

        await #expect {
            try await plugin.run()
        } throws: { error in
            (error as? KubernetesError)?.message.contains("was stopped: open https://login.test to go on") == true
        }
    }

    @Test func itIsToldTheWholeCluster() async throws {
        let authority = TestPEM.certificate("authority")
        let cluster = ExecPlugin.Cluster(
            server: "https://one.test/\"quoted\"",
            serverName: "inner",
            authorities: .file(try folder.write(authority, to: "ca.pem")),
            proxy: Secret("http://proxy.test"),
            declinesCompression: true,
            config: #"{"audience":"a"}"#
        )
        let script = "printf '%s' \"$KUBERNETES_EXEC_INFO\" > $FOLDER/info\n" + Self.printing("{\"token\":\"t\"}")

        _ = try await plugin(script, cluster: cluster).run()
        let info = try JSONSerialization.jsonObject(with: Data(folder.read("info").utf8)) as? NSDictionary

        let expected: NSDictionary = [
            "kind": "ExecCredential", "apiVersion": Self.v1,
            "spec": [
                "interactive": false,
                "cluster": [
                    "server": "https://one.test/\"quoted\"", "tls-server-name": "inner",
                    "certificate-authority-data": Data(authority.utf8).base64EncodedString(),
                    "proxy-url": "http://proxy.test", "disable-compression": true, "config": ["audience": "a"],
                ],
            ],
        ]
        #expect(info == expected)
    }
}

/// What a kubeconfig says of a plugin.
@Suite(.timeLimit(.minutes(5)))
struct ExecEntryTests {
    private let folder = TemporaryFolder()

    private func resolve(
        _ exec: String,
        policy: ConfigurationSources.PluginPolicy = .all,
        mode: Int = 0o600,
        cluster: String = ""
    ) throws -> ClusterConfiguration {
        let text = """
            current-context: c
            clusters: [{name: c, cluster: {server: "https://one.test/"\(cluster)}}]
            users: [{name: u, user: {exec: {\(exec)}}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            """
        return try ClusterConfiguration.resolve(
            .init(
                explicitPath: try folder.write(text, to: "config", mode: mode),
                environment: ["PATH": "bin:/usr/bin:/bin", "FOLDER": folder.path],
                pluginPolicy: policy
            )
        )
    }

    private static let plain = "command: sh, apiVersion: \(ExecPluginTests.v1), interactiveMode: Never"

    @Test func argumentsEnvironmentAndClusterReachThePlugin() async throws {
        let script = """
            case "$KUBERNETES_EXEC_INFO" in
            *'"server":"https://one.test/"'*'{"n":1,"s":"1","b":true,"l":[null]}'*) ;;
            *) exit 9 ;;
            esac
            printf '{"kind":"ExecCredential","apiVersion":"\(ExecPluginTests.v1)","status":{"token":"%s-%s"}}' "$1" "$X"
            """
        let path = try folder.write(script, to: "plugin")
        let cluster = try resolve(
            Self.plain + ", args: ['\(path)', a b], env: [{name: X, value: y}], provideClusterInfo: true",
            cluster: ", extensions: [{name: client.authentication.k8s.io/exec, "
                + "extension: {n: 1, s: '1', b: true, l: [~]}}]"
        )

        #expect(try await cluster.credentials.current().authorization?.reveal() == "Bearer a b-y")
    }

    @Test func aPathWithASlashIsTakenFromTheFolderOfTheFile() async throws {
        try folder.write("#!/bin/sh\n" + ExecPluginTests.printing("{\"token\":\"t\"}"), to: "mine", mode: 0o700)

        let cluster = try resolve(Self.plain.replacing("command: sh", with: "command: ./mine"))

        #expect(try await cluster.credentials.current().authorization?.reveal() == "Bearer t")
    }

    static let unusable = [
        (
            "command: not-there-at-all, installHint: get it from your admin", "is not installed",
            "get it from your admin"
        ),
        ("command: not-there-at-all", "is not installed", "--user"),
        ("command: ./plain-file", "is not executable", "chmod +x"),
    ]

    @Test(arguments: unusable) func aMissingProgramIsNamed(command: String, problem: String, hint: String) async throws
    {
        try folder.write("", to: "plain-file")
        let cluster = try resolve(Self.plain.replacing("command: sh", with: command))

        await #expect {
            try await cluster.credentials.current()
        } throws: { error in
            let error = error as? KubernetesError
            return error?.message.contains(problem) == true && error?.hint?.contains(hint) == true
                && error?.message.contains("users[u] in the kubeconfig \(folder.path)/config") == true
        }
    }

    static let mistakes = [
        ("apiVersion: \(ExecPluginTests.v1), interactiveMode: Never", "command is missing"),
        ("command: x, interactiveMode: Never", "apiVersion is missing"),
        ("command: x, apiVersion: client.authentication.k8s.io/v1alpha1", "v1alpha1 is not supported"),
        ("command: x, apiVersion: \(ExecPluginTests.v1)", "interactiveMode is missing"),
        (plain.replacing("Never", with: "Sometimes"), "interactiveMode is none of"),
        (plain.replacing("Never", with: "Always"), "kubectl get --raw /version"),
        (plain + ", env: [{value: canary}]", "an entry has no name"),
    ]

    @Test(arguments: mistakes) func aMistakeInTheEntryIsNamed(exec: String, problem: String) {
        #expect {
            try resolve(exec)
        } throws: { error in
            guard let error = error as? KubernetesError, error.kind == .configuration else { return false }
            return (error.message + (error.hint ?? "")).contains(problem) && error.message.contains("users[u].exec")
        }
    }

    @Test func theOlderVersionNeedsNoMode() throws {
        _ = try resolve("command: x, apiVersion: client.authentication.k8s.io/v1beta1")
    }

    @Test func headlessNoPluginRunsFromAFileThatOthersMayWrite() throws {
        #expect {
            try resolve(Self.plain, policy: .fromProtectedFiles, mode: 0o666)
        } throws: { error in
            let message = (error as? KubernetesError)?.message ?? ""
            return message.contains("\(folder.path)/config") && message.contains("mode 0666")
        }
        _ = try resolve(Self.plain, policy: .fromProtectedFiles, mode: 0o644)
        _ = try resolve(Self.plain, policy: .all, mode: 0o666)
    }

    @Test func aPluginIsNotRunForWhoHasAToken() async throws {
        let text = """
            current-context: c
            clusters: [{name: c, cluster: {server: "https://one.test"}}]
            users: [{name: u, user: {token: given, exec: {\(Self.plain.replacing("sh", with: "/bin/false"))}}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            """
        let cluster = try ClusterConfiguration.resolve(.init(explicitPath: try folder.write(text, to: "config")))

        #expect(try await cluster.credentials.current().authorization?.reveal() == "Bearer given")
    }
}
