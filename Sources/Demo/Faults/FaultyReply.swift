import FlyingFox
import Foundation

/// An answer of the cluster, sent the way a fault wants it.
struct FaultyReply {
    private let request: ClusterRequest
    private let cluster: DemoCluster
    private let connection: RawConnection
    private let fault: ClusterFault?
    private var body: FaultyBody

    init(
        to request: ClusterRequest,
        of cluster: DemoCluster,
        on connection: RawConnection,
        _ fault: ClusterFault?,
        valve: Valve
    ) {
        self.request = request
        self.cluster = cluster
        self.connection = connection
        self.fault = fault
        body = FaultyBody(on: connection, fault, valve: valve)
    }

    /// Sends an answer that is known whole, and says whether the connection stays open.
    func whole() async throws -> Bool {
        let response = await cluster.respond(to: request.forFlyingFox)
        var reply = self
        return try await reply.send(
            response.statusCode.code,
            [UInt8](try await response.bodyData),
            response.headers[.contentType]
        )
    }

    /// Streams a watch, and says whether the connection stays open.
    func watch() async throws -> Bool {
        var reply = self
        let options: ListOptions
        do throws(KubeStatus) {
            options = try ListOptions(query: request.query.map { ($0.name, $0.value) })
        } catch {
            return try await reply.send(error.code, error.json, nil)
        }
        let isTable = request.headers["accept"]?.contains("as=Table") ?? false
        let scope = EventScope(namespace: request.namespace, options: options)
        let session = await cluster.watch(scope: scope, options: options, format: isTable ? .table : .json)
        return try await reply.stream(session)
    }

    private mutating func send(_ status: Int, _ bytes: [UInt8], _ type: String?) async throws -> Bool {
        try await writeHead(status, type ?? "application/json")
        try await body.write(bytes)
        try await body.finish()
        return true
    }

    private mutating func stream(_ session: WatchSession) async throws -> Bool {
        var session = session
        var held: [UInt8] = []
        var hasHead = false
        switch fault {
        case .clumps, .buffers: break
        default:
            try await writeHead(200, "application/json")
            hasHead = true
        }
        guard try await begin() else { return true }
        while true {
            if case .clumps(let pause) = fault { try await Task.sleep(for: pause) }
            let next = await cluster.advance(session)
            session = next.session
            guard let bytes = next.bytes else { break }
            if case .buffers = fault {
                held += bytes
                continue
            }
            if !hasHead { try await writeHead(200, "application/json") }
            hasHead = true
            try await body.write(rewritten(bytes))
        }
        try Task.checkCancellation()
        if !hasHead { try await writeHead(200, "application/json") }
        try await body.write(held)
        try await body.finish()
        return true
    }

    /// What comes before the events, and whether they follow.
    private mutating func begin() async throws -> Bool {
        switch fault {
        case .ends, .cuts(after: 0, reset: false):
            try await body.finish()
            return false
        case .cuts(after: 0, reset: true):
            connection.becomeReset()
            throw FaultyBody.IsOver()
        case .keepsSilent:
            try await Task.sleep(for: .seconds(86_400))
            return false
        case .begins(let bytes, let ends):
            try await body.write(bytes)
            if ends { try await body.finish() }
            return !ends
        default:
            return true
        }
    }

    private func rewritten(_ bytes: [UInt8]) -> [UInt8] {
        guard case .rewrites(let rewrite) = fault else { return bytes }
        return rewrite.applied(to: bytes)
    }

    private func writeHead(_ status: Int, _ type: String) async throws {
        let head = "HTTP/1.1 \(status) Status\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\n\r\n"
        try await connection.write(head.utf8)
    }
}

extension ClusterRequest {
    fileprivate var namespace: String {
        let parts = path.split(separator: "/")
        return parts.count == 5 && parts[2] == "namespaces" ? String(parts[3]) : ""
    }

    fileprivate var forFlyingFox: HTTPRequest {
        HTTPRequest(
            method: HTTPMethod(rawValue: method),
            version: .http11,
            path: path,
            query: query.map { HTTPRequest.QueryItem(name: $0.name, value: $0.value) },
            headers: HTTPHeaders(Dictionary(headers.map { (HTTPHeader($0), $1) }, uniquingKeysWith: { $1 })),
            body: HTTPBodySequence(data: Data(body))
        )
    }
}
