import Basics
import Foundation
import HTTP
import Testing

@testable import Demo

@Suite(.timeLimit(.minutes(5)))
struct DemoServersTests {
    @Test func theBacklogIsThereAtOnce() async throws {
        try await withServers { servers in
            let list = try await DemoClient(servers.cluster).list()

            #expect(list.items.count == 150)
            #expect(Set(list.items.compactMap(\.metadata.namespace)).count >= 5)
            #expect(list.items.contains { $0.message?.contains("数据库") ?? false })
        }
    }

    @Test func thePlayEndsAtItsCount() async throws {
        try await withServers({
            $0.count = 1_000; $0.rate = 5_000
        }) { servers in
            var watch = try await DemoClient(servers.cluster).watch("")
            async let playing: Void = servers.play()

            var versions: Set<String> = []
            while versions.count < 1_000, let line = try await watch.next() {
                guard line.type != "DELETED" else { continue }
                versions.insert((line.object.metadata.uid ?? "") + (line.object.metadata.resourceVersion ?? ""))
            }
            await playing

            #expect(versions.count == 1_000)
            #expect(await servers.cluster.made == 1_000)
            #expect(await servers.tally().emitted == 1_000)
            #expect(await servers.tally().missing == 1_000)
        }
    }

    @Test func aCountBelowTheBacklogShortensIt() async throws {
        try await withServers({ $0.count = 20 }) { servers in
            await servers.play(grace: .zero)

            #expect(await servers.cluster.made == 20)
        }
    }

    @Test func theTallyComparesBothEnds() async throws {
        try await withServers({ $0.backlog = 0 }) { servers in
            await servers.cluster.apply([.added(draft(1)), .added(draft(2))])
            let version = await servers.cluster.event("shop/event-000001")?.object.resourceVersion ?? 0

            await servers.receiver.remember([
                VersionKey(high: 0x4000, low: 0x8000_0000_0000_0001, resourceVersion: version),
                VersionKey(high: 1, low: 2, resourceVersion: 3),
            ])

            let tally = await servers.tally()
            #expect(tally.emitted == 2)
            #expect(tally.received == 2)
            #expect(tally.missing == 1)
            #expect(tally.foreign == 1)
        }
    }

    @Test func cancellingEndsThePlay() async throws {
        try await withServers { servers in
            let playing = Task { await servers.play() }

            playing.cancel()

            await playing.value
        }
    }

    @Test func theSinkIsWrittenAsKubeEventerReadsIt() async throws {
        try await withServers { servers in
            let url = try #require(URLComponents(string: String(servers.sink.dropFirst("sls:".count))))
            let parameters = Dictionary(uniqueKeysWithValues: (url.queryItems ?? []).map { ($0.name, $0.value ?? "") })

            #expect(url.scheme == "http")
            #expect(url.host == "127.0.0.1")
            #expect(url.port == Int(await servers.receiver.port))
            #expect(parameters["project"] == "demo")
            #expect(parameters["logStore"] == "k8s-event")
            #expect(parameters["regionId"] == "cn-hangzhou")
            #expect(parameters["topic"] == "demo")
            #expect(parameters["accessKeySecret"]?.count == 30)
            #expect(servers.kubeconfig.contains("server: http://127.0.0.1:\(await servers.cluster.port)\n"))
        }
    }

    @Test func aTakenReceiverPortStopsTheCluster() async throws {
        try await withServers { servers in
            let port = await servers.receiver.port
            var options = DemoOptions(receivedFile: "/dev/null")
            options.receiverPort = port

            await #expect(throws: DemoError.self) { _ = try await DemoServers.start(options) }
        }
    }
}

struct VersionKeyTests {
    @Test func readsUUIDAndVersion() throws {
        let key = try #require(
            VersionKey(uid: Array("01234567-89ab-4def-8123-456789ABCDEF".utf8), resourceVersion: Array("42".utf8))
        )

        #expect(key == VersionKey(high: 0x0123_4567_89AB_4DEF, low: 0x8123_4567_89AB_CDEF, resourceVersion: 42))
    }

    @Test(arguments: [
        ("", "1"), ("node-1", "1"), ("01234567-89ab-4def-8123-456789abcdeg", "1"),
        ("01234567-89ab-4def-8123-456789abcdef", ""), ("01234567-89ab-4def-8123-456789abcdef", "abc"),
        ("01234567-89ab-4def-8123-456789abcdef", "9999999999999999999"),
    ])
    func refusesAnythingElse(_ uid: String, _ version: String) {
        #expect(VersionKey(uid: Array(uid.utf8), resourceVersion: Array(version.utf8)) == nil)
    }
}
