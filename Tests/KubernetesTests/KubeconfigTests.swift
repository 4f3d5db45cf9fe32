import Basics
import Foundation
import HTTP
import TestSupport
import Testing

@testable import Kubernetes

struct KubeconfigTests {
    private let folder = TemporaryFolder()

    private static let authority = Array(TestPEM.certificate("CA").utf8)
    private static let key = TestPEM.key("KEY")

    static let plain = """
        apiVersion: v1
        kind: Config
        current-context: one
        clusters:
        - name: c1
          cluster: {server: "https://one.test:6443/prefix/", certificate-authority-data: \(base64(authority)), tls-server-name: inner}
        - name: c2
          cluster: {server: "http://two.test"}
        users:
        - name: u1
          user: {token: canary-token, as: boss, as-groups: [g1, g2]}
        - name: u2
          user: {client-certificate: cert.pem, client-key-data: \(base64(Array(key.utf8)))}
        contexts:
        - name: one
          context: {cluster: c1, user: u1, namespace: shop}
        - name: two
          context: {cluster: c2, user: u1}
        - name: three
          context: {cluster: c1, user: u2}
        - name: broken
          context: {cluster: none, user: u1}
        """

    private func resolve(_ text: String, _ overrides: ClusterOverrides = ClusterOverrides()) throws
        -> ClusterConfiguration
    {
        try ClusterConfiguration.resolve(.init(explicitPath: try folder.write(text, to: "config")), overrides)
    }

    private func request(_ cluster: ClusterConfiguration) async throws -> HTTPRequest {
        let http = CannedHTTP([.json(Array(#"{"gitVersion":"v1"}"#.utf8))])
        _ = try await ClusterClient(http: http, cluster: cluster).version()
        return try #require(http.requests.first)
    }

    @Test func theCurrentContextSaysWhereAndWho() async throws {
        let cluster = try resolve(Self.plain)
        let request = try await request(cluster)

        #expect(cluster.context == "one")
        #expect(cluster.namespace == "shop")
        #expect(request.url == "https://one.test:6443/prefix/version")
        #expect(request.tls.authorities == Self.authority)
        #expect(request.tls.serverName == "inner")
        #expect(
            request.headers.map { "\($0.name): \($0.value.reveal())" }.dropFirst(2) == [
                "Authorization: Bearer canary-token", "Impersonate-User: boss", "Impersonate-Group: g1",
                "Impersonate-Group: g2",
            ]
        )
    }

    @Test func flagsWin() async throws {
        var overrides = ClusterOverrides(server: "https://else.test", namespace: "n", skipsTLSVerification: true)
        overrides.impersonation = Impersonation(user: "me")
        overrides.tokenFile = try folder.write("  other \n", to: "token")
        let cluster = try resolve(Self.plain, overrides)
        let request = try await request(cluster)

        #expect(cluster.namespace == "n")
        #expect(request.url == "https://else.test/version")
        #expect(request.tls == TLSSettings(skipsVerification: true))
        #expect(request.headers.last?.value.reveal() == "me")
        #expect(request.headers.first { $0.name == "Authorization" }?.value.reveal() == "Bearer other")
        #expect(cluster.warnings.count == 1)
    }

    @Test func noCredentialTravelsInTheClear() async throws {
        let request = try await request(try resolve(Self.plain, ClusterOverrides(context: "two")))

        #expect(request.headers.map(\.name) == ["Accept", "User-Agent"])
    }

    @Test func aPathIsReadFromTheFolderOfItsFile() async throws {
        _ = try folder.write(TestPEM.certificate("CERT"), to: "cert.pem")

        let request = try await request(try resolve(Self.plain, ClusterOverrides(context: "three")))

        #expect(request.tls.clientCertificate == Array(TestPEM.certificate("CERT").utf8))
        #expect(request.tls.clientKey?.reveal() == Self.key)
    }

    @Test func theFirstOfSeveralFilesWinsEntryByEntry() throws {
        let first = try folder.write(
            "contexts: [{name: two, context: {cluster: c1, user: u1, namespace: first}}]",
            to: "a"
        )
        let second = try folder.write(Self.plain, to: "b")
        let paths = "\(first)::/none/of/this:\(second):\(second)"

        let cluster = try ClusterConfiguration.resolve(.init(listedPaths: paths), ClusterOverrides(context: "two"))

        #expect(cluster.namespace == "first")
        #expect(cluster.server == "https://one.test:6443/prefix")
    }

    @Test func aPodUsesItsServiceAccount() async throws {
        _ = try folder.write(TestPEM.certificate("CA"), to: "ca.crt")
        _ = try folder.write("pod-token", to: "token")
        _ = try folder.write("ns", to: "namespace")
        let pod = ConfigurationSources.InCluster(host: "fd00::1", port: "443", directory: folder.path)

        let cluster = try ClusterConfiguration.resolve(.init(home: folder.path, inCluster: pod))
        let request = try await request(cluster)

        #expect(request.url == "https://[fd00::1]:443/version")
        #expect(cluster.namespace == "ns")
        #expect(request.headers.last?.value.reveal() == "Bearer pod-token")
    }

    @Test func anotherAddressKeepsTheServiceAccountWhereThatIsAskedFor() async throws {
        _ = try folder.write(TestPEM.certificate("CA"), to: "ca.crt")
        _ = try folder.write("pod-token", to: "token")
        let pod = ConfigurationSources.InCluster(host: "10.0.0.1", port: "443", directory: folder.path)
        var sources = ConfigurationSources(home: folder.path, inCluster: pod)
        sources.usesServiceAccount = true

        let cluster = try ClusterConfiguration.resolve(sources, .init(server: "https://kubernetes.default"))
        let request = try await request(cluster)

        #expect(request.url == "https://kubernetes.default/version")
        #expect(request.tls.authorities == Self.authority)
        #expect(request.headers.last?.value.reveal() == "Bearer pod-token")
    }

    @Test func nothingAtAllPointsToTheDemo() {
        #expect {
            try ClusterConfiguration.resolve(.init(home: folder.path))
        } throws: { error in
            let error = error as? KubernetesError
            return error?.kind == .noConfiguration && error?.hint?.contains("eventer demo") == true
        }
    }

    static let mistakes: [(String, String)] = [
        ("{", "is no YAML"), ("[]", "is no mapping"), ("kind: Pod", "is a Pod"), ("clusters: 1", "is no list"),
        ("clusters: [{cluster: {}}]", "has no name"), ("a: 1\na: 2", "a key appears twice"),
        ("a: &x [1]\nb: *y", "is no YAML"), (String(repeating: "[", count: 5000), "nested too deep"),
        (String(repeating: "- ", count: 5000), "nested too deep"), ("<<: {a: 1}", "has a merge key"),
        (
            "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]",
            "aliases in lists or keys"
        ),
        (plain.replacing("current-context: one", with: "current-context: broken"), "the cluster none does not exist"),
        (plain.replacing("current-context: one", with: ""), "no context is chosen"),
        (plain.replacing("current-context: one", with: "current-context: nope"), "the context nope does not exist"),
        (plain.replacing("certificate-authority-data: ", with: "certificate-authority-data: x!"), "is no base64"),
        (plain.replacing("tls-server-name: inner", with: "certificate-authority: x"), "are both set"),
        (plain.replacing("tls-server-name: inner", with: "insecure-skip-tls-verify: true"), "together with"),
        (plain.replacing("https://one.test:6443/prefix/", with: "ftp://x"), "clusters[c1]"),
        (
            plain.replacing("token: canary-token", with: "client-key-data: \(base64(Array(key.utf8)))"),
            "must both be given"
        ),
        (plain.replacing("token: canary-token", with: "auth-provider: {name: gcp}"), "auth-provider gcp"),
        (plain.replacing("token: canary-token", with: "exec: {command: x, apiVersion: v0}"), "apiVersion v0"),
        (plain.replacing("as: boss, ", with: ""), "no user"),
    ]

    @Test(arguments: mistakes) func aMistakeIsNamedWithoutASecret(text: String, problem: String) throws {
        #expect {
            try resolve(text)
        } throws: { error in
            guard let error = error as? KubernetesError, error.kind == .configuration else { return false }
            return (error.message + (error.hint ?? "")).contains(problem) && !error.message.contains("canary")
        }
    }
}
