import Basics
import Crypto
import Foundation
import HTTP
import Testing

@testable import Demo

@Suite(.timeLimit(.minutes(5)))
struct LogReceiverQueryTests {
    private let now = SignedVector.time

    /// A receiver with three logs: at 10, 5 and 0 seconds ago.
    private func filled(hasIndex: Bool = true) async throws -> TestReceiver {
        let receiver = try await TestReceiver(hasIndex: hasIndex)
        for number in [1, 2, 3] {
            let time = now.advanced(by: .seconds(5 * (number - 3)))
            let response = try await receiver.put(try logGroup(event: number, time: time))
            try #require(response.head.status == 200)
        }
        return receiver
    }

    private func body(_ changes: [String: Any] = [:]) throws -> [UInt8] {
        var members: [String: Any] = ["from": now.seconds - 60, "to": now.seconds + 1, "query": "*", "line": 100]
        members.merge(changes) { $1 }
        return Array(try JSONSerialization.data(withJSONObject: members))
    }

    private func answer(_ response: HTTPAnswer) throws -> (meta: [String: Any], times: [String]) {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
        let data = try #require(object["data"] as? [[String: String]])
        return (try #require(object["meta"] as? [String: Any]), data.compactMap { $0["__time__"] })
    }

    private func ago(_ seconds: Int64...) -> [String] { seconds.map { String(now.seconds - $0) } }

    @Test func logsComeInTheOrderThatIsAskedFor() async throws {
        let receiver = try await filled()

        let oldest = try answer(await receiver.post("/logs", body()))
        let newest = try answer(await receiver.post("/logs", body(["reverse": true])))
        let page = try answer(await receiver.post("/logs", body(["reverse": true, "offset": 1, "line": 1])))

        #expect(oldest.times == ago(10, 5, 0))
        #expect(newest.times == ago(0, 5, 10))
        #expect(page.times == ago(5))
        #expect(newest.meta["count"] as? Int == 3)
        #expect(newest.meta["progress"] as? String == "Complete")
        await receiver.stop()
    }

    /// The first second counts, the last does not.
    @Test func theTimeIsHalfOpen() async throws {
        let receiver = try await filled()

        let found = try answer(await receiver.post("/logs", body(["from": now.seconds - 5, "to": now.seconds])))

        #expect(found.times == ago(5))
        await receiver.stop()
    }

    @Test func aLogComesAsItWasStored() async throws {
        let receiver = try await filled()

        let response = try await receiver.post("/logs", body(["query": "level: 中文", "line": 1]))

        let object = try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
        let log = try #require((object["data"] as? [[String: String]])?.first)
        #expect(log["level"] == "中文 \n")
        #expect(log["__topic__"] == "demo")
        #expect(log["eventId"]?.contains(#""resourceVersion": "77""#) == true)
        await receiver.stop()
    }

    @Test func theFirstVersionTellsInHeaders() async throws {
        let receiver = try await filled()
        let query = "?type=log&from=\(now.seconds - 60)&to=\(now.seconds + 1)&query=*&line=2&reverse=true"

        let response = try await receiver.get(query)

        let logs = try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [[String: String]])
        #expect(logs.compactMap { $0["__time__"] } == ago(0, 5))
        #expect(response.head.value("x-log-progress") == "Complete")
        #expect(response.head.value("x-log-count") == "2")
        await receiver.stop()
    }

    @Test func theHistogramCountsEveryLogOnce() async throws {
        let receiver = try await filled()
        let query = "?type=histogram&from=\(now.seconds - 3600)&to=\(now.seconds + 1)&query=*%20%7C%20select%20count(1)"

        let response = try await receiver.get(query)

        let bars = try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [[String: Any]])
        #expect(bars.compactMap { $0["count"] as? Int }.reduce(0, +) == 3)
        #expect(bars.first?["from"] as? Int64 == now.seconds - 3600)
        #expect(bars.last?["to"] as? Int64 == now.seconds + 1)
        #expect(bars.count <= 60)
        #expect(response.head.value("x-log-count") == "3")
        await receiver.stop()
    }

    @Test(
        arguments: [
            (["query": "level:"], "ParameterInvalid"), (["query": "nothing: x"], "ParameterInvalid"),
            (["query": "* | select 1"], "ParameterInvalid"), (["line": 101], "ParameterInvalid"),
            (["offset": -1], "ParameterInvalid"), (["from": 10, "to": 10], "ParameterInvalid"),
            (["from": Int64.min, "to": Int64.max], "ParameterInvalid"), (["to": Int64.max], "ParameterInvalid"),
        ] as [([String: any Sendable], String)]
    )
    func whatCannotBeAnsweredIsRefused(_ changes: [String: any Sendable], _ code: String) async throws {
        let receiver = try await filled()

        let response = try await receiver.post("/logs", body(changes))

        #expect(response.head.status == 400)
        #expect(errorCode(response) == code)
        await receiver.stop()
    }

    @Test func withoutAnIndexNothingIsSearched() async throws {
        let receiver = try await filled(hasIndex: false)

        let response = try await receiver.post("/logs", body())

        #expect(response.head.status == 400)
        #expect(errorCode(response) == "IndexConfigNotExist")
        await receiver.stop()
    }

    @Test func faultsHitQueries() async throws {
        let receiver = try await filled()

        await receiver.receiver.inject(.incomplete)
        let incomplete = try answer(await receiver.post("/logs", body()))
        _ = try await receiver.post("/logs", body())
        let complete = try answer(await receiver.post("/logs", body()))
        await receiver.receiver.inject(.readQuota)
        let quota = try await receiver.post("/logs", body())
        await receiver.receiver.inject(.noReadRight)
        let denied = try await receiver.post("/logs", body())
        let stored = try await receiver.put(try logGroup(event: 4))

        #expect(incomplete.meta["progress"] as? String == "Incomplete")
        #expect(incomplete.times.count < 3)
        #expect(complete.times.count == 3)
        #expect(errorCode(quota) == "ReadQuotaExceed")
        #expect(denied.head.status == 401)
        #expect(stored.head.status == 200)
        await receiver.stop()
    }

    @Test func aReceiverThatWasStartedAgainKeepsItsPlaces() async throws {
        let receiver = try await filled()
        let second = try LogReceiver(
            identity: TestReceiver.identity,
            path: receiver.path,
            hasIndex: true,
            now: { SignedVector.time }
        )
        try await second.start()
        let other = receiver.redirected(to: await second.port)

        _ = try await other.put(try logGroup(event: 4))
        let found = try answer(await other.post("/logs", body()))

        #expect(found.times == ago(0))
        await second.stop()
        await receiver.stop()
    }
}

extension TestReceiver {
    fileprivate func post(_ path: String, _ body: [UInt8]) async throws -> HTTPAnswer {
        try await signed("POST", path, "", body)
    }

    fileprivate func get(_ query: String) async throws -> HTTPAnswer { try await signed("GET", "", query, []) }

    /// As v1 signs it.
    private func signed(_ method: String, _ path: String, _ query: String, _ body: [UInt8]) async throws -> HTTPAnswer {
        let path = "/logstores/k8s-event" + path
        var headers = [
            "Host": "k8s-events-demo.cn-hangzhou.log.aliyuncs.com", "x-log-apiversion": "0.6.0",
            "x-log-signaturemethod": "hmac-sha1", "x-log-bodyrawsize": String(body.count),
            "Date": SignedVector.time.httpDate,
        ]
        if !body.isEmpty {
            headers["Content-Type"] = "application/json"
            headers["Content-MD5"] = Hex.upper(Insecure.MD5.hash(data: body))
        }
        let signed = headers.filter { $0.key.hasPrefix("x-log-") }.sorted { $0.key < $1.key }
        let parameters = query.dropFirst().split(separator: "&").sorted().joined(separator: "&")
        let resource = path + (parameters.isEmpty ? "" : "?" + (parameters.removingPercentEncoding ?? ""))
        let text =
            ([method] + ["Content-MD5", "Content-Type", "Date"].map { headers[$0] ?? "" }
            + signed.map { $0.key + ":" + $0.value } + [resource]).joined(separator: "\n")
        let key = SymmetricKey(data: Data("demo-secret".utf8))
        let mac = Data(HMAC<Insecure.SHA1>.authenticationCode(for: Data(text.utf8), using: key)).base64EncodedString()
        headers["Authorization"] = "LOG demo-key:" + mac
        return try await send(method, path + query, headers, body)
    }
}
