import Basics
import HTTP
import Testing
import TestSupport

@testable import Demo

@Suite(.timeLimit(.minutes(5)))
struct FaultyClusterTests {
    private let http = CurlClient()

    @Test func withoutAFaultItIsAnOrdinaryCluster() async throws {
        try await withFaulty { cluster in
            await cluster.emit(3)

            let list = try await get(cluster, "/api/v1/events?limit=2")

            #expect(list.head.status == 200)
            #expect(String(decoding: list.body, as: UTF8.self).contains(#""remainingItemCount":1"#))
            #expect(try await get(cluster, "/livez").body == Array("ok".utf8))
            #expect(try await get(cluster, "/api/v1/nothing").head.status == 404)
            #expect(await cluster.requests.map(\.verb) == [.list, .livez, .other])
        }
    }

    @Test(arguments: [0, 1, 100, 700])
    func aCutBodyHoldsExactlyThatMuch(count: Int) async throws {
        try await withFaulty { cluster in
            await cluster.emit(1)
            let whole = try await get(cluster, "/api/v1/events").body
            await cluster.inject(.cuts(after: count, reset: false), on: [.list])

            let stream = try await http.open(HTTPRequest(url: await cluster.url + "/api/v1/events"))
            var body: [UInt8] = []
            var isCut = false
            do {
                for try await chunk in stream.body { body += chunk }
            } catch {
                isCut = true
            }

            #expect(isCut)
            #expect(body == Array(whole.prefix(count)))
        }
    }

    @Test func aFaultHitsItsVerbAndThatOften() async throws {
        try await withFaulty { cluster in
            await cluster.inject(.answers(.forbidden), on: [.probe], times: 2)
            await cluster.inject(.answers(.gone), on: [.probe], times: 1)

            var statuses: [Int] = []
            for _ in 0..<4 { statuses.append(try await get(cluster, "/api/v1/events?limit=1").head.status) }

            #expect(statuses == [403, 403, 410, 200])
            #expect(try await get(cluster, "/api/v1/events").head.status == 200)
        }
    }

    @Test func aFrozenServerTakesTheConnectionAndSaysNothing() async throws {
        try await withFaulty { cluster in
            await cluster.freeze()
            let limits = HTTPLimits(head: .milliseconds(100))
            let request = HTTPRequest(url: await cluster.url + "/livez", limits: limits)

            #expect(await failure(request) == .timedOut)

            await cluster.thaw()
            let answer = try await get(cluster, "/livez")
            #expect(answer.head.status == 200)
        }
    }

    @Test func aClosedPortRefusesAndComesBackTheSame() async throws {
        try await withFaulty { cluster in
            let request = HTTPRequest(url: await cluster.url + "/livez")
            await cluster.refuse()

            #expect(await failure(request) == .refused)

            try await cluster.listen()
            #expect(try await http.send(request).head.status == 200)
        }
    }

    @Test func onlyWhatCanStillBeSeenIsExpected() async throws {
        try await withFaulty { cluster in
            _ = try await get(cluster, "/api/v1/events")
            await cluster.emit(3)
            let past = await cluster.version
            await cluster.repeatLast(1)
            #expect(await cluster.expected.count == 4)

            await cluster.compact()
            #expect(await cluster.expected.count == 3, "the first version of the last event is gone")

            let now = await cluster.version
            await cluster.emit(2)
            await cluster.rewind(to: now)
            #expect(await cluster.expected.count == 3)

            await cluster.rewind(to: past)
            #expect(await cluster.version == now, "history does not reach back there")
        }
    }

    @Test func aCompressedAnswerUnpacksToItsBody() async throws {
        try await withFaulty { cluster in
            let body = Array(#"{"kind":"EventList"}"#.utf8)
            let answer = try CannedAnswer.compressed(body)
            await cluster.inject(.answers(answer), on: [.list])
            let request = HTTPRequest(url: await cluster.url + "/api/v1/events", acceptsCompression: true)

            #expect(try await http.send(request).body == body)
        }
    }

    @Test func theDemosClusterCanBeInTrouble() async throws {
        let folder = try TemporaryDirectory()
        var options = DemoOptions(receivedFile: folder.path + "/received")
        options.clusterFault = .denied
        let servers = try await DemoServers.start(options)
        let server = try #require(servers.kubeconfig.split(separator: "server: ").last?.split(separator: "\n").first)
        let playing = Task { await servers.play(grace: .zero) }

        let request = HTTPRequest(url: server + "/api/v1/events")
        while try await http.send(request).head.status != 403 { await Task.yield() }

        #expect(try await http.send(HTTPRequest(url: server + "/version")).head.status == 200)
        playing.cancel()
        await playing.value
        await servers.stop()
    }

    private func failure(_ request: HTTPRequest) async -> HTTPError.Code? {
        do {
            _ = try await http.send(request)
            return nil
        } catch {
            return error.code
        }
    }

    private func get(_ cluster: FaultyCluster, _ path: String) async throws -> HTTPResponse {
        try await http.send(HTTPRequest(url: await cluster.url + path))
    }

    private func withFaulty(_ body: (FaultyCluster) async throws -> Void) async throws {
        let cluster = FaultyCluster()
        try await cluster.start()
        do {
            try await body(cluster)
        } catch {
            await cluster.stop()
            throw error
        }
        await cluster.stop()
    }
}
