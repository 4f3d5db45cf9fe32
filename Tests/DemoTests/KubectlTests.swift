import Foundation
import Glibc
import TestSupport
import Testing

@testable import Demo

/// The real kubectl, where there is one.
@Suite(.enabled(if: Kubectl.path != nil), .timeLimit(.minutes(5)))
struct KubectlTests {
    @Test(arguments: [
        ["get", "events", "-A"], ["get", "events", "-n", "shop"], ["events", "-A"], ["get", "ns"], ["version"],
        ["get", "events", "-A", "-o", "json"], ["get", "events", "-A", "-o", "wide"], ["get", "--raw", "/readyz"],
        ["api-resources"], ["auth", "can-i", "--list"],
    ])
    func understandsTheCluster(_ arguments: [String]) async throws {
        try await withServers { servers in
            let result = try await Kubectl(servers.kubeconfig).run(arguments)

            #expect(result.status == 0, "\(result.output)")
        }
    }

    @Test func sortsOutWhatIsAllowed() async throws {
        try await withServers { servers in
            await servers.cluster.deny(Denial("watch", namespace: "shop"))

            for (verb, namespace, answer) in [("list", "shop", "yes"), ("watch", "shop", "no"), ("watch", "ml", "yes")]
            {
                let question = ["auth", "can-i", verb, "events", "-n", namespace]
                let result = try await Kubectl(servers.kubeconfig).run(question)

                #expect(result.output.hasPrefix(answer), "\(question)")
            }
        }
    }

    @Test func isToldWhoItIs() async throws {
        try await withServers { servers in
            let result = try await Kubectl(servers.kubeconfig).run(["auth", "whoami"])

            #expect(result.output.contains("demo"))
            #expect(result.output.contains("[system:authenticated]"))
        }
    }

    @Test func isRefusedWhatIsDenied() async throws {
        try await withServers { servers in
            await servers.cluster.deny(Denial("list", namespace: ""))

            let everywhere = try await Kubectl(servers.kubeconfig).run(["get", "events", "-A"])
            let shop = try await Kubectl(servers.kubeconfig).run(["get", "events", "-n", "shop"])

            #expect(everywhere.status == 1)
            #expect(everywhere.output.contains(#"cannot list resource "events" in API group "" at the cluster scope"#))
            #expect(shop.status == 0)
        }
    }

    @Test func printsAWarning() async throws {
        try await withServers { servers in
            await servers.cluster.apply([.added(draft(1, type: "Warning", reason: "BackOff"))])

            let result = try await Kubectl(servers.kubeconfig).run(["get", "events", "-n", "shop", "--no-headers"])

            let lines = result.output.split(separator: "\n")
            let row = try #require(lines.first { $0.contains("pod/pod-1 ") })
            #expect(row.contains("Warning"))
            #expect(row.contains("BackOff"))
            #expect(row.contains("message <1> & \"more\""))
        }
    }

    @Test func watches() async throws {
        try await withServers { servers in
            let watching = try Kubectl(servers.kubeconfig).start(["get", "events", "-A", "-w", "--no-headers"])
            await servers.cluster.watched(within: .seconds(60))

            await servers.cluster.apply([.added(draft(777_777))])

            #expect(await watching.nextLine { $0.contains("pod/pod-777777") } != nil)
            watching.send(SIGTERM)
            _ = await watching.end()
        }
    }
}

/// Runs kubectl with a kubeconfig of its own.
struct Kubectl {
    static let path = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":")
        .map { "\($0)/kubectl" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    private let folder: URL

    init(_ kubeconfig: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "eventer-kubectl-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try kubeconfig.write(to: folder.appending(path: "config"), atomically: true, encoding: .utf8)
    }

    func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let result = try await start(arguments).end()
        try? FileManager.default.removeItem(at: folder)
        return result
    }

    func start(_ arguments: [String]) throws -> Program {
        try Program(
            #require(Self.path),
            ["--kubeconfig", folder.appending(path: "config").path()] + arguments,
            environment: ["HOME": folder.path(), "PATH": "/usr/bin:/bin"]
        )
    }
}
