import Basics
import Demo
import Events
import Foundation
import Glibc
import Journal
import Kubernetes
import TestSupport
import Testing

@testable import EventerApp

/// Several clusters in one run, over real sockets.
@Suite(.timeLimit(.minutes(5))) struct SeveralClustersTests {
    private let directory: TemporaryDirectory
    private let application: Application

    init() throws {
        directory = try TemporaryDirectory()
        application = Application(
            process: ProcessContext(
                environment: ["HOME": directory.path],
                isOutputTerminal: false,
                isInputTerminal: false,
                version: "test"
            )
        )
    }

    /// Writes a kubeconfig with a context for each server.
    private func settings(_ servers: KeyValuePairs<String, String>, contexts: [String]) throws -> ClusterSettings {
        let clusters = servers.map { "- {name: '\($0.key)', cluster: {server: '\($0.value)'}}" }
        let entries = servers.map {
            "- {name: '\($0.key)', context: {cluster: '\($0.key)', user: u, namespace: team-a}}"
        }
        let text =
            ["apiVersion: v1", "kind: Config", "clusters:"] + clusters + [
                "users:", "- {name: u, user: {}}", "contexts:",
            ]
            + entries + ["current-context: one"]
        let path = directory.path + "/kubeconfig"
        try (text.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        var settings = ClusterSettings()
        settings.kubeconfig = path
        settings.contexts = contexts
        return settings
    }

    private func session(_ settings: ClusterSettings, sink: String? = nil) async throws -> Application.Session {
        var sinkSettings = SinkSettings()
        sinkSettings.sink = sink.map { Secret($0) }
        return Application.Session(
            members: application.members(try application.clusters(settings), state: directory.path + "/state"),
            clusterSettings: settings,
            view: ViewSettings(),
            sink: try await application.sink(sinkSettings),
            start: .all
        )
    }

    private func demo(_ seed: UInt64, count: Int) async throws -> (servers: DemoServers, url: String) {
        let servers = try await DemoServers.start(
            DemoOptions(
                rate: 200,
                count: count,
                seed: seed,
                receivedFile: directory.path + "/received-\(seed).jsonl",
                backlog: 30
            )
        )
        return (servers, "http://127.0.0.1:\(await servers.cluster.port)")
    }

    @Test func twoClustersAreForwardedIntoOneSink() async throws {
        let (one, two) = (try await demo(1, count: 80), try await demo(2, count: 60))
        let settings = try settings(["one": one.url, "two": two.url], contexts: ["one,two"])
        let session = try await session(settings, sink: one.servers.sink)
        let sites = try await application.sites(session, overflow: .lose, mayNarrow: true)
        let clusters = Locked<Set<String>>([])
        let pipeline = Pipeline(sites: sites) { report in
            if case .update(.batch(let batch)) = report {
                clusters.withLock { $0.formUnion(batch.events.map(\.cluster)) }
            }
        }
        async let playOne: Void = one.servers.play()
        async let playTwo: Void = two.servers.play()

        await pipeline.run(drainLimit: .seconds(300)) {
            while await sites.deliveryStatus.ledger.acknowledged < 140, !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(20))
            }
        }

        _ = await (playOne, playTwo)
        let tally = await one.servers.tally()
        #expect(clusters.withLock { $0 } == ["one", "two"])
        #expect(tally.missing == 0)
        #expect(tally.foreign == 60)
        #expect(await sites.deliveryStatus.ledger.isBalanced)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path + "/state").count == 2)
        await one.servers.stop()
        await two.servers.stop()
    }

    @Test func aClusterThatNeverAnswersHoldsUpNoOther() async throws {
        let live = try await demo(1, count: 30)
        let silent = try #require(SilentServer())
        let settings = try settings(
            ["live": live.url, "silent": "http://127.0.0.1:\(silent.port)", "closed": "http://127.0.0.1:1"],
            contexts: ["silent", "closed", "live"]
        )
        let session = try await session(settings)
        let sites = try await application.sites(session, overflow: .lose, mayNarrow: true)
        let (states, feed) = AsyncStream.makeStream(of: StreamStatus.self)
        let pipeline = Pipeline(sites: sites) { report in
            if case .update(.status(let status)) = report { feed.yield(status) }
        }

        let seen = await pipeline.run {
            var seen: [String: StreamStatus.State] = [:]
            for await status in states {
                seen[status.stream.cluster] = status.state
                if case .waiting = seen["closed"], seen["live"] == .live { break }
            }
            return seen
        }

        #expect(seen["live"] == .live)
        #expect(seen["silent"] != .live)
        await live.servers.stop()
    }

    // MARK: Contexts

    @Test func contextsAreNamedOnceEachAndACommaInANameIsKept() throws {
        let servers: KeyValuePairs = ["one": "http://a:1", "two": "http://b:1", "x,y": "http://c:1"]

        let clusters = try application.clusters(settings(servers, contexts: ["one,two", "x,y", "one"]))

        #expect(clusters.map(\.context) == ["one", "two", "x,y"])
    }

    @Test func twoContextsOfOneServerAreRefused() throws {
        let settings = try settings(["one": "http://a:1", "two": "http://a:1"], contexts: ["one,two"])

        let error = try #require(throws: AppError.self) { try application.clusters(settings) }

        #expect(error.code == .usage)
        #expect(error.message == "the contexts one and two lead to the same API server, http://a:1")
    }

    @Test func aContextThatIsNotThereIsNamed() throws {
        let settings = try settings(["one": "http://a:1"], contexts: ["one,nope"])

        let error = try #require(throws: AppError.self) { try application.clusters(settings) }

        #expect(error.code == .usage)
        #expect(error.message.contains("the context nope does not exist"))
    }

    @Test func everyClusterOfAStateDirectoryHasItsOwnInside() {
        let paths = ["a", "b"].map {
            StateDirectory.path(flag: "/s", cluster: $0, server: "u", isShared: true, process: application.process)
        }

        #expect(Set(paths).count == 2)
        #expect(paths.allSatisfy { $0.hasPrefix("/s/") })
        #expect(StateDirectory.path(flag: "/s", cluster: "a", server: "u", process: application.process) == "/s")
    }
}

@Suite struct DeliveryGateTests {
    @Test func theStreamThatTakesAnothersPlaceOpensTheGate() async {
        let gate = DeliveryGate(waitingFor: [.all])
        gate.replace(.all, with: .namespace("a"))
        #expect(!gate.isOpen)

        await gate.note(StreamStatus(stream: .namespace("a"), state: .live, since: Timestamp(seconds: 0)))

        #expect(gate.isOpen)
    }
}

/// Takes connections and never answers.
private final class SilentServer: Sendable {
    let port: UInt16
    private let descriptor: Int32

    init?() {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
        if !isBound { return nil }
    }

    deinit { close(descriptor) }
}
