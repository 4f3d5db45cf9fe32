import Basics
import Foundation
import Testing

@testable import Demo

@Suite(.timeLimit(.minutes(5)))
struct DemoClusterWatchTests {
    @Test func changesArriveInOrderFromAVersion() async throws {
        try await withCluster { cluster, client in
            await cluster.apply([.added(draft(1))])
            let version = await cluster.resourceVersion
            await cluster.apply([.repeated(draft(1)), .added(draft(2)), .removed(draft(1))])
            var watch = try await client.watch("&resourceVersion=\(version)")
            let history = try await watch.next(3)
            await cluster.apply([.added(draft(3))])

            let live = try await watch.next()

            #expect(history.map(\.type) == ["MODIFIED", "ADDED", "DELETED"])
            #expect(history.map(\.object.count) == [2, 1, 2])
            #expect(live?.object.metadata.name == draft(3).name)
        }
    }

    /// The promise everything else rests on: list, then watches that end and resume, miss and repeat nothing.
    @Test func watchersThatResumeSeeEveryVersionOnce() async throws {
        try await withCluster { cluster, client in
            await cluster.apply((1...10).map { .added(draft($0)) })
            let list = try await client.list()
            let total = 2_000
            try await withThrowingTaskGroup(of: [Int64].self) { group in
                for watcher in 1...4 {
                    group.addTask {
                        try await Self.follow(
                            client,
                            from: list.metadata.resourceVersion,
                            turn: 37 * watcher,
                            until: total
                        )
                    }
                }
                for step in 0..<total / 10 {
                    await cluster.apply(
                        (0..<10).map { step % 3 == 0 ? .repeated(draft($0 + 1)) : .added(draft(100 + step * 10 + $0)) }
                    )
                    await Task.yield()
                }
                let expected = await cluster.versions(after: Int64(list.metadata.resourceVersion) ?? 0)
                #expect(expected.count == total)
                for try await seen in group { #expect(seen == expected) }
            }
        }
    }

    /// Reads `turn` lines from each watch, then goes on with a new one.
    private static func follow(_ client: DemoClient, from: String, turn: Int, until total: Int) async throws -> [Int64]
    {
        var seen: [Int64] = []
        var version = from
        while seen.count < total {
            var watch = try await client.watch("&resourceVersion=\(version)")
            let lines = try await watch.next(min(turn, total - seen.count))
            seen += lines.map(\.object.version)
            version = lines.last?.object.metadata.resourceVersion ?? version
        }
        return seen
    }

    @Test func aForgottenVersionEndsTheStreamWith410() async throws {
        try await withCluster { cluster, client in
            await cluster.apply([.added(draft(1))])

            var watch = try await client.watch("&resourceVersion=1")
            let error = try await watch.next()
            let end = try await watch.next()

            #expect(error?.type == "ERROR")
            #expect(error?.object.kind == "Status")
            #expect(error?.object.code == 410)
            #expect(error?.object.reason == "Expired")
            #expect(end == nil)
        }
    }

    @Test(arguments: ["", "&resourceVersion=0"])
    func withoutAVersionWhatIsThereComesFirst(_ version: String) async throws {
        try await withCluster { cluster, client in
            await cluster.apply([.added(draft(2)), .added(draft(1)), .repeated(draft(2))])

            var watch = try await client.watch(version)
            let initial = try await watch.next(2)
            await cluster.apply([.added(draft(3))])
            let live = try await watch.next()

            #expect(initial.map(\.type) == ["ADDED", "ADDED"])
            #expect(initial.map(\.object.metadata.name) == [draft(1).name, draft(2).name])
            #expect(live?.object.metadata.name == draft(3).name)
        }
    }

    @Test func aStreamingListEndsWithItsBookmark() async throws {
        try await withCluster { cluster, client in
            await cluster.apply([.added(draft(1)), .added(draft(2))])

            var watch = try await client.watch(
                "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
            )
            let lines = try await watch.next(3)

            #expect(lines.map(\.type) == ["ADDED", "ADDED", "BOOKMARK"])
            #expect(lines[2].object.metadata.annotations == ["k8s.io/initial-events-end": "true"])
            #expect(lines[2].object.version == lines[1].object.version)
            let status = try await client.refusal("/api/v1/events?watch=1&sendInitialEvents=true")
            #expect(status.code == 422)
        }
    }

    @Test func aWatchSeesItsScopeOnly() async throws {
        try await withCluster { cluster, client in
            let version = await cluster.resourceVersion
            var watch = try await client.watch(
                "&resourceVersion=\(version)&fieldSelector=type%3DWarning",
                namespace: "shop"
            )

            await cluster.apply([
                .added(draft(1)), .added(draft(2, namespace: "ml", type: "Warning")), .added(draft(3, type: "Warning")),
            ])

            #expect(try await watch.next()?.object.metadata.name == draft(3).name)
        }
    }

    @Test func aWatchEndsProperlyWhenItsTimeIsOver() async throws {
        try await withCluster { cluster, client in
            let version = await cluster.resourceVersion

            var watch = try await client.watch("&resourceVersion=\(version)&timeoutSeconds=1")

            #expect(try await watch.next() == nil)
        }
    }

    @Test func stoppingEndsWatches() async throws {
        try await withCluster { cluster, client in
            let version = await cluster.resourceVersion
            var watch = try await client.watch("&resourceVersion=\(version)")

            await cluster.stop()

            // A proper end or a broken connection, but no waiting for ever.
            _ = try? await watch.next()
        }
    }

    @Test func theFirstWatchIsWaitedFor() async throws {
        try await withCluster { cluster, client in
            async let waiting: Void = cluster.watched(within: .seconds(3600))

            let watch = try await client.watch("")

            await waiting
            _ = watch
        }
    }
}

extension DemoCluster {
    /// All versions in history after `version`, as the oracle of the watch tests.
    func versions(after version: Int64) -> [Int64] {
        changes(after: version).map(\.version.object.resourceVersion)
    }
}
