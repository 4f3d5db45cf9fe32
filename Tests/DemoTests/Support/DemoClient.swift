import Foundation
import HTTP
import Testing

@testable import Demo

/// Talks to a demo cluster as any client would.
struct DemoClient {
    let http = CurlClient()
    let port: UInt16

    init(_ cluster: DemoCluster) async {
        port = await cluster.port
    }

    func get(_ path: String, accept: String = "application/json") async throws -> HTTPResponse {
        try await http.send(request(path, accept))
    }

    func list(_ query: String = "", namespace: String? = nil) async throws -> EventListBody {
        let response = try await get(Self.path(namespace) + query)
        try #require(response.head.status == 200, "\(String(decoding: response.body, as: UTF8.self))")
        return try JSONDecoder().decode(EventListBody.self, from: Data(response.body))
    }

    /// The Status that a request is refused with.
    func refusal(_ path: String) async throws -> StatusBody {
        let response = try await get(path)
        let status = try JSONDecoder().decode(StatusBody.self, from: Data(response.body))
        #expect(status.code == response.head.status)
        return status
    }

    func watch(_ query: String, namespace: String? = nil) async throws -> WatchLines {
        let stream = try await http.open(request(Self.path(namespace) + "?watch=1" + query, "application/json"))
        #expect(stream.head.status == 200)
        return WatchLines(stream.body)
    }

    private static func path(_ namespace: String?) -> String {
        namespace.map { "/api/v1/namespaces/\($0)/events" } ?? "/api/v1/events"
    }

    private func request(_ path: String, _ accept: String) -> HTTPRequest {
        HTTPRequest(
            url: "http://127.0.0.1:\(port)\(path)",
            headers: [HTTPHeader("Accept", accept)],
            limits: HTTPLimits(total: nil)
        )
    }
}

/// The lines of a watch, one by one.
struct WatchLines {
    private var body: HTTPBody.AsyncIterator
    private var pending: [UInt8] = []

    init(_ body: HTTPBody) {
        self.body = body.makeAsyncIterator()
    }

    mutating func next() async throws -> WatchLine? {
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                let line = Data(pending[..<end])
                pending.removeFirst(end + 1)
                return try JSONDecoder().decode(WatchLine.self, from: line)
            }
            guard let chunk = try await body.next(isolation: #isolation) else { return nil }
            pending += chunk
        }
    }

    mutating func next(_ count: Int) async throws -> [WatchLine] {
        var lines: [WatchLine] = []
        while lines.count < count, let line = try await next() { lines.append(line) }
        return lines
    }
}

struct WatchLine: Decodable {
    var type: String
    var object: EventBody
}

struct EventBody: Decodable {
    struct Metadata: Decodable {
        var name: String?
        var namespace: String?
        var uid: String?
        var resourceVersion: String?
        var annotations: [String: String]?
    }

    var kind: String?
    var metadata: Metadata
    var reason: String?
    var message: String?
    var type: String?
    var count: Int?
    var code: Int?

    var version: Int64 { Int64(metadata.resourceVersion ?? "") ?? 0 }
    var key: String { (metadata.namespace ?? "") + "/" + (metadata.name ?? "") }
}

struct EventListBody: Decodable {
    struct Metadata: Decodable {
        var resourceVersion: String
        var `continue`: String?
        var remainingItemCount: Int?
    }

    var kind: String
    var metadata: Metadata
    var items: [EventBody]
}

struct StatusBody: Decodable {
    struct Metadata: Decodable {
        var `continue`: String?
    }

    var message: String
    var reason: String?
    var code: Int
    var metadata: Metadata
}

/// Calls `body` with a cluster that listens, and stops it afterwards.
func withCluster(
    limits: ClusterStore.Limits = ClusterStore.Limits(),
    _ body: (DemoCluster, DemoClient) async throws -> Void
) async throws {
    let cluster = DemoCluster(limits: limits)
    try await cluster.start()
    let client = await DemoClient(cluster)
    do {
        try await body(cluster, client)
    } catch {
        await cluster.stop()
        throw error
    }
    await cluster.stop()
}

/// An event that needs no story.
func draft(
    _ number: Int,
    namespace: String = "shop",
    type: String = "Normal",
    reason: String = "Started"
) -> EventDraft {
    let digits = String(number)
    let name = "event-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    return EventDraft(
        uid: "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits,
        namespace: namespace,
        name: name,
        subject: EventDraft.Subject(kind: "Pod", namespace: namespace, name: "pod-\(number)", uid: "pod-uid"),
        reason: reason,
        message: "message <\(number)> & \"more\"",
        type: type,
        reporter: .node(component: "kubelet", host: "node-1")
    )
}
