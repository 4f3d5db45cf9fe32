import Basics
import Foundation
import HTTP
import Testing

@testable import Demo

@Suite(.timeLimit(.minutes(5)))
struct DemoClusterListTests {
    @Test func pagesShowTheVersionOfTheFirst() async throws {
        try await withCluster { cluster, client in
            await cluster.apply((1...25).map { .added(draft($0)) })
            let first = try await client.list("?limit=10")
            await cluster.apply((26...40).map { .added(draft($0)) } + [.repeated(draft(15)), .removed(draft(20))])

            let second = try await client.list("?limit=10&continue=" + (first.metadata.continue ?? ""))
            let third = try await client.list("?limit=10&continue=" + (second.metadata.continue ?? ""))

            let items = first.items + second.items + third.items
            #expect(items.map(\.key) == (1...25).map { "shop/" + draft($0).name })
            #expect(items.allSatisfy { $0.count == 1 })
            #expect(
                [first, second, third].allSatisfy { $0.metadata.resourceVersion == first.metadata.resourceVersion }
            )
            #expect([first, second, third].map(\.metadata.remainingItemCount) == [15, 5, nil])
            #expect(third.metadata.continue == nil)
        }
    }

    @Test func aNamespaceIsPagedThroughAlone() async throws {
        try await withCluster { cluster, client in
            let namespaces = ["ml", "ml-a", "ml0", "a"]
            await cluster.apply((1...5).flatMap { number in namespaces.map { .added(draft(number, namespace: $0)) } })
            let first = try await client.list("?limit=3", namespace: "ml")

            let second = try await client.list(
                "?limit=3&continue=" + (first.metadata.continue ?? ""),
                namespace: "ml"
            )

            #expect((first.items + second.items).map(\.key) == (1...5).map { "ml/" + draft($0).name })
            #expect([first, second].map(\.metadata.remainingItemCount) == [2, nil])
            #expect(second.metadata.continue == nil)
        }
    }

    @Test func pagesAreRebuiltFromHistoryWhenManyListAtOnce() async throws {
        try await withCluster { cluster, client in
            await cluster.apply((1...20).map { .added(draft($0)) })
            let first = try await client.list("?limit=10")
            for number in 21...30 {
                await cluster.apply([.added(draft(number)), .repeated(draft(number - 10))])
                _ = try await client.list("?limit=1")
            }

            let second = try await client.list("?limit=10&continue=" + (first.metadata.continue ?? ""))

            #expect(second.items.map(\.key) == (11...20).map { "shop/" + draft($0).name })
            #expect(second.items.allSatisfy { $0.count == 1 })
        }
    }

    @Test func aForgottenPageSaysHowToGoOn() async throws {
        try await withCluster(limits: ClusterStore.Limits(changes: 4)) { cluster, client in
            await cluster.apply((1...4).map { .added(draft($0)) })
            let first = try await client.list("?limit=2")
            for number in 5...30 {
                await cluster.apply([.added(draft(number))])
                _ = try await client.list("?limit=1")
            }

            let status = try await client.refusal("/api/v1/events?continue=" + (first.metadata.continue ?? ""))
            let rest = try await client.list("?continue=" + (status.metadata.continue ?? ""))

            #expect(status.code == 410)
            #expect(status.reason == "Expired")
            #expect(rest.items.map(\.key) == (3...30).map { "shop/" + draft($0).name })
        }
    }

    @Test func anExactVersionIsListedWhileHistoryKnowsIt() async throws {
        try await withCluster(limits: ClusterStore.Limits(changes: 20)) { cluster, client in
            await cluster.apply((1...20).map { .added(draft($0)) })
            let version = await cluster.resourceVersion
            await cluster.apply([.added(draft(21))])
            let exact = "?resourceVersionMatch=Exact&resourceVersion="

            #expect(try await client.list(exact + "\(version)").items.count == 20)
            #expect(try await client.list("?limit=500&resourceVersion=\(version)").items.count == 20)
            #expect(try await client.list("?resourceVersion=\(version)").items.count == 21)
            #expect(try await client.list("?resourceVersion=0").items.count == 21)
            let tooOld = try await client.refusal("/api/v1/events" + exact + "7")
            #expect(tooOld.code == 410)
            #expect(tooOld.message == "The resourceVersion for the provided list is too old.")
            let tooNew = try await client.refusal("/api/v1/events" + exact + "99000000")
            #expect(tooNew.code == 504)
            let current = await cluster.resourceVersion
            #expect(tooNew.message == "Timeout: Too large resource version: 99000000, current: \(current)")
        }
    }

    @Test(arguments: [
        ("", "ml", [3]), ("", "empty", []), ("?fieldSelector=type%3DWarning", nil, [3, 2]),
        ("?fieldSelector=type%3DWarning%2Creason!%3DFailed", nil, [2]),
        ("?fieldSelector=involvedObject.name%3D%3Dpod-1", nil, [1]),
        ("?fieldSelector=metadata.namespace%3Dml", nil, [3]), ("?labelSelector=app%3Dcart", nil, []),
    ])
    func namespacesAndSelectorsNarrowAList(_ query: String, _ namespace: String?, _ expected: [Int]) async throws {
        try await withCluster { cluster, client in
            await cluster.apply([
                .added(draft(1)), .added(draft(2, type: "Warning", reason: "BackOff")),
                .added(draft(3, namespace: "ml", type: "Warning", reason: "Failed")),
            ])

            let list = try await client.list(query, namespace: namespace)

            #expect(list.items.map(\.metadata.name) == expected.map { draft($0).name })
        }
    }

    @Test(arguments: [
        ("/api/v1/events?fieldSelector=spec.nodeName%3Da", 400, "field label not supported: spec.nodeName"),
        ("/api/v1/events?limit=abc", 400, "strconv.ParseInt: parsing \"abc\": invalid syntax"),
        (
            "/api/v1/events?continue=%21%21", 400,
            "invalid continue token: continue key is not valid: illegal base64 data at input byte 0"
        ),
        (
            "/api/v1/events?resourceVersion=abc", 500,
            "resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": invalid syntax"
        ),
        ("/api/v1/pods", 404, "the server could not find the requested resource"),
        ("/api/v1/namespaces/shop/events/none", 404, "events \"none\" not found"),
        ("/api/v1/namespaces/none", 404, "namespaces \"none\" not found"),
    ])
    func refusesInTheWordsOfTheRealServer(_ path: String, _ code: Int, _ message: String) async throws {
        try await withCluster { _, client in
            let status = try await client.refusal(path)

            #expect(status.code == code)
            #expect(status.message == message)
        }
    }

    @Test(arguments: ["/version", "/api", "/apis", "/api/v1", "/api/v1/namespaces", "/api/v1/namespaces/kube-system"])
    func discoveryIsJSON(_ path: String) async throws {
        try await withCluster { _, client in
            let response = try await client.get(path)

            #expect(response.head.status == 200)
            #expect(response.head.value("Content-Type") == "application/json")
            #expect(response.head.value("Audit-Id")?.count == 36)
            _ = try JSONSerialization.jsonObject(with: Data(response.body))
        }
    }

    @Test func aTableHasARowForEachEvent() async throws {
        try await withCluster { cluster, client in
            await cluster.apply([.added(draft(1)), .added(draft(2, type: "Warning", reason: "BackOff"))])

            let response = try await client.get(
                "/api/v1/events",
                accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
            )

            let table = try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
            let rows = try #require(table["rows"] as? [[String: Any]])
            let cells = try #require(rows.last?["cells"] as? [Any])
            #expect(table["kind"] as? String == "Table")
            #expect(rows.count == 2)
            #expect(cells[1...3].compactMap { $0 as? String } == ["Warning", "BackOff", "pod/pod-2"])
            #expect((table["columnDefinitions"] as? [Any])?.count == cells.count)
        }
    }

    @Test func aTakenPortIsAnError() async throws {
        try await withCluster { cluster, _ in
            let port = await cluster.port
            let second = DemoCluster()

            await #expect(throws: DemoError.self) { try await second.start(port: port) }
        }
    }
}
