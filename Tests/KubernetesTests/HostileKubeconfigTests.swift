import Foundation
import Testing

@testable import Kubernetes

/// Files made to cost time, memory or the stack, or to never end.
@Suite(.timeLimit(.minutes(5)))
struct HostileKubeconfigTests {
    private let folder = TemporaryFolder()

    private func refuse(_ text: String, because problem: String) throws {
        let path = try folder.write(text, to: "config")
        refuse(path: path, because: problem)
    }

    private func refuse(path: String, because problem: String) {
        #expect {
            try ClusterConfiguration.resolve(.init(explicitPath: path))
        } throws: { error in
            let error = error as? KubernetesError
            return error?.kind == .configuration && error?.message.contains(problem) == true
                && error?.message.contains(path) == true
        }
    }

    private static func levels(_ count: Int, _ line: (Int) -> String) -> String {
        "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + (1...count).map { line($0) + "\n" }.joined()
    }

    private static func aliases(_ level: Int) -> String {
        Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
    }

    /// Each unfolds to 10^9 values, and the last ones inside of keys, which the parser hashes.
    static let bombs: [(String, String)] = [
        (
            levels(9) { "a\($0): &a\($0)\n" + String(repeating: "- *a\($0 - 1)\n", count: 10) },
            "has more than 100000 values"
        ),
        (levels(9) { "a\($0): &a\($0) [\(aliases($0))]" }, "aliases in lists or keys"),
        (levels(9) { "a\($0): &a\($0) [\(aliases($0))]" } + "? *a9\n: v\n", "aliases in lists or keys"),
        (levels(9) { "a\($0): &a\($0) [\(aliases($0))]" } + "*a9 : v\n", "aliases in lists or keys"),
        (levels(9) { "a\($0): &a\($0) [\(aliases($0))]" } + "z: {*a9, x}\n", "aliases in lists or keys"),
        (levels(9) { "a\($0): &a\($0) [\(aliases($0))]" } + "z: {x: y, [*a9]: z}\n", "aliases in lists or keys"),
    ]

    @Test(arguments: bombs) func anAliasBombIsDefused(text: String, problem: String) throws {
        try refuse(text, because: problem)
    }

    static let shapes: [(String, String)] = [
        ("a: &x [*x]", "is no YAML"),
        (String(repeating: "[", count: 10_000), "nested too deep"),
        (String(repeating: "{a: ", count: 10_000), "nested too deep"),
        (String(repeating: "- ", count: 10_000), "nested too deep"),
        (String(repeating: "? ", count: 10_000), "nested too deep"),
        ((0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(), "nested too deep"),
        ((0..<60).map { String(repeating: " ", count: $0) + "a:\n" }.joined(), "nested too deep"),
        ("contexts: [" + String(repeating: "x,", count: 1_000_000) + "]", "too many values"),
        ("contexts:\n" + String(repeating: "- {name: a}\n", count: 150_000), "too many values"),
        ("a: \"" + String(repeating: "x", count: 600 << 10) + "\"", "larger than 524288 bytes"),
        ("a: 1\na: 2", "a key appears twice"),
        ("clusters: [{name: c}, {name: c}]", "two clusters named c"),
        ("current-context: \"a\\0b\"", "a NUL in it"),
        ("current-context: a\u{0}b", "is no YAML"),
        (String(decoding: (0...255).map { UInt8($0) }, as: UTF8.self), "is no YAML"),
        ("apiVersion: v9", "of apiVersion v9"),
        ("a: 1\n---\nb: 2", "is no YAML"),
    ]

    @Test(arguments: shapes) func aShapeThatIsNoneOfAKubeconfigIsRefused(text: String, problem: String) throws {
        try refuse(text, because: problem)
    }

    @Test func aHugeFileIsNotReadToItsEnd() throws {
        let path = try folder.write("", to: "huge")
        // No block of it is on the disk: a reader that wants all of it would need 100 GiB.
        #expect(truncate(path, 100 << 30) == 0)

        refuse(path: path, because: "larger than")
    }

    @Test func whatIsNoFileIsRefusedAtOnce() {
        #expect(mkfifo("\(folder.path)/fifo", 0o600) == 0)

        refuse(path: "/dev/zero", because: "larger than")
        refuse(path: folder.path, because: "Is a directory")
        refuse(path: "\(folder.path)/none", because: "No such file")
        #expect {
            try ClusterConfiguration.resolve(.init(explicitPath: "\(folder.path)/fifo"))
        } throws: { ($0 as? KubernetesError)?.kind == .noConfiguration }
    }

    @Test func aPipeThatSomebodyWritesIsRead() throws {
        let path = "\(folder.path)/fifo"
        #expect(mkfifo(path, 0o600) == 0)
        // Opened for both, so that opening waits for nobody.
        let writer = try #require(FileHandle(forUpdatingAtPath: path))
        let reader = open(path, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        Thread.detachNewThread {
            writer.write(Data(KubeconfigTests.plain.utf8))
            try? writer.close()
        }

        #expect(try ClusterConfiguration.resolve(.init(explicitPath: path)).context == "one")
    }

    @Test func aSharedBlockMayBeNamedOnceAndUsedOften() throws {
        let users = (1...200).map { "- {name: u\($0), user: *shared}\n" }.joined()
        let text = """
            current-context: c
            clusters: [{name: c, cluster: {server: "https://[::1]:6443"}}]
            contexts: [{name: c, context: {cluster: c, user: u200}}]
            shared: &shared {token: t}
            users:
            \(users)
            """

        #expect(try ClusterConfiguration.resolve(.init(explicitPath: try folder.write(text, to: "c"))).user == "u200")
    }

    @Test func aFleetOfAThousandClustersIsRead() throws {
        let data = Data(TestPEM.certificate(String(repeating: "x", count: 1100)).utf8).base64EncodedString()
        func list(_ name: String, _ entry: (Int) -> String) -> String {
            "\(name):\n" + (1...1000).map { "- name: n\($0)\n  " + entry($0) + "\n" }.joined()
        }
        let text =
            "current-context: n1000\n"
            + list("clusters") {
                "cluster:\n    server: https://h\($0).test:6443\n    certificate-authority-data: \(data)"
            }
            + list("contexts") { "context:\n    cluster: n\($0)\n    user: n\($0)" }
            + list("users") { _ in
                "user:\n    exec:\n      apiVersion: client.authentication.k8s.io/v1beta1\n      command: aws\n"
                    + "      args: [--region, eu-west-1, eks, get-token, --cluster-name, n]\n"
                    + "      env:\n      - name: AWS_PROFILE\n        value: p"
            }

        let cluster = try ClusterConfiguration.resolve(.init(explicitPath: try folder.write(text, to: "fleet")))

        #expect(cluster.server == "https://h1000.test:6443")
    }
}
