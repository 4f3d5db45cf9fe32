import Foundation
import Testing

@testable import Demo

/// The real kubectl, where there is one.
@Suite(.enabled(if: Kubectl.path != nil), .timeLimit(.minutes(2)))
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
            let kubectl = try Kubectl(servers.kubeconfig)
            let watching = Task {
                try await kubectl.run(["get", "events", "-A", "-w", "--no-headers", "--request-timeout=3s"])
            }
            await servers.cluster.watched(within: .seconds(60))

            await servers.cluster.apply([.added(draft(777_777))])

            #expect(try await watching.value.output.contains("pod/pod-777777"))
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
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.path))
        process.arguments = ["--kubeconfig", folder.appending(path: "config").path()] + arguments
        process.environment = ["HOME": folder.path(), "PATH": "/usr/bin:/bin"]
        let output = folder.appending(path: UUID().uuidString)
        _ = FileManager.default.createFile(atPath: output.path(), contents: nil)
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let text = try String(contentsOf: output, encoding: .utf8)
        try? FileManager.default.removeItem(at: folder)
        return (status, text)
    }
}
