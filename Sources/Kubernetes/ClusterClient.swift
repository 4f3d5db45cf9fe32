import Basics
import Events
package import HTTP

/// The few questions that eventer asks an API server.
package struct ClusterClient: Sendable {
    private static let errorLimit = 64 << 10
    /// So many items of a list are handed on at once; more than a page has when the server honours its limit.
    private static let itemLimit = 512

    package let http: any HTTPClient
    package let cluster: ClusterConfiguration
    private let agent: String

    package init(http: any HTTPClient, cluster: ClusterConfiguration, agent: String = "eventer (linux)") {
        self.http = http
        self.cluster = cluster
        self.agent = agent
    }

    /// The server's version, `v1.36.2`.
    package func version() async throws(KubernetesError) -> String {
        let body = try await get("/version", doing: "ask the version")
        guard let version = EventDecoder().text(at: "gitVersion", in: body) else {
            throw KubernetesError(.notKubernetes, "the answer of \(cluster.server)/version is none of an API server")
        }
        return version
    }

    /// What identifies the cluster across renames and new certificates: the uid of the namespace kube-system.
    ///
    /// Nil when the right to read it is missing.
    package func uid() async throws(KubernetesError) -> String? {
        do {
            let body = try await get("/api/v1/namespaces/kube-system", doing: "read the namespace kube-system")
            return EventDecoder().text(at: "metadata", "uid", in: body)
        } catch {
            if error.kind == .forbidden || error.kind == .notFound { return nil }
            throw error
        }
    }

    /// Whether the server answers anything at all within `limit`, on a connection of its own.
    ///
    /// A refusal is an answer. Nil when there is no credential to ask with, which says nothing of the server.
    func isAnswering(within limit: Duration) async -> Bool? {
        let limits = HTTPLimits(connect: limit, head: limit, total: limit)
        guard let proof = try? await cluster.proof() else { return nil }
        let request = cluster.request(path: "/livez", proof: proof, limits: limits, isCompressed: false, agent: agent)
        return (try? await http.send(request)) != nil
    }

    /// One answer of a list, read item by item.
    ///
    /// - Parameters:
    ///   - step: What to list.
    ///   - path: Where.
    ///   - selector: What of it, if not everything.
    ///   - decoder: Reads the items.
    ///   - received: The time they get.
    ///   - handOn: Takes pieces of a long answer as it arrives.
    /// - Returns: The rest of it.
    /// - Throws: ``KubernetesError``.
    func page(
        _ step: WatchMachine.Step,
        path: String,
        selector: String? = nil,
        decoder: EventDecoder,
        received: Timestamp,
        handOn: ([KubeEvent]) async -> Void
    ) async throws(KubernetesError) -> ListPage {
        let doing = "list events"
        // A whole list in one answer may take its time.
        let limits = step.isWholeList ? HTTPLimits(total: .seconds(600)) : HTTPLimits()
        let query = step.query(selecting: selector)
        let stream = try await open(step.path(path), query, isCompressed: true, limits: limits, doing: doing)
        var page = ListPage()
        var splitter = JSONSplitter()
        try await read(stream, doing: doing) { chunk throws(KubernetesError) in
            splitter.feed(chunk.span) { frame, bytes in page.take(frame, bytes, decoder, received) }
            guard page.events.count >= Self.itemLimit else { return }
            await handOn(page.events)
            page.events = []
        }
        guard page.metadata != nil, splitter.finish().isEmpty else {
            throw KubernetesError(
                .notKubernetes,
                "cannot list events at \(cluster.server): the answer is no list of events"
            )
        }
        return page
    }

    /// Opens a stream of watch lines.
    ///
    /// - Parameters:
    ///   - query: What to watch.
    ///   - path: Where.
    ///   - head: How long the head may take.
    ///   - total: How long the whole watch may take; past that the connection is dead.
    ///   - gathering: How long lines are let gather.
    /// - Returns: The head, with success, and the body.
    /// - Throws: ``KubernetesError``.
    func watch(
        _ query: String,
        path: String,
        head: Duration,
        total: Duration,
        gathering: Duration
    ) async throws(KubernetesError) -> HTTPStream {
        let limits = HTTPLimits(connect: min(head, .seconds(10)), head: head, total: total, gathering: gathering)
        return try await open(path, query, limits: limits, doing: "watch events")
    }

    /// Hands on the chunks of a body, and says in this module's words why it broke.
    func read(
        _ stream: HTTPStream,
        doing: String,
        _ body: ([UInt8]) async throws(KubernetesError) -> Void
    ) async throws(KubernetesError) {
        var chunks = stream.body.makeAsyncIterator()
        while true {
            let next: [UInt8]?
            do {
                next = try await chunks.next(isolation: #isolation)
            } catch {
                throw KubernetesError(error, doing: doing)
            }
            guard let chunk = next else { return }
            try await body(chunk)
        }
    }

    private func get(_ path: String, doing: String) async throws(KubernetesError) -> [UInt8] {
        try await whole(try await open(path, doing: doing), limit: 1 << 20, doing: doing)
    }

    /// The body of an answer, whole.
    func whole(_ stream: HTTPStream, limit: Int, doing: String) async throws(KubernetesError) -> [UInt8] {
        var bytes: [UInt8] = []
        try await read(stream, doing: doing) { chunk throws(KubernetesError) in
            bytes += chunk
            guard bytes.count <= limit else {
                throw KubernetesError(.notKubernetes, "cannot \(doing): the answer is larger than \(limit >> 20) MiB")
            }
        }
        return bytes
    }

    /// Sends a request, a GET unless it has a body, and gives the answer when it is a success.
    func open(
        _ path: String,
        _ query: String = "",
        body: [UInt8]? = nil,
        isCompressed: Bool = false,
        limits: HTTPLimits = HTTPLimits(),
        doing: String
    ) async throws(KubernetesError) -> HTTPStream {
        let proof = try await cluster.proof()
        var request = cluster.request(
            path: path,
            query: query,
            proof: proof,
            limits: limits,
            isCompressed: isCompressed,
            agent: agent
        )
        if let body {
            request.method = .post
            request.headers.append(HTTPHeader("Content-Type", "application/json"))
            request.body = body
        }
        let stream: HTTPStream
        do {
            stream = try await http.open(request)
        } catch {
            // A certificate may have been renewed on either side: read the files again.
            if error.code == .tls { await cluster.credentials.refused(proof, by: .handshake) }
            if error.code == .untrusted { await cluster.credentials.refused(proof, by: .untrusted) }
            throw KubernetesError(error, doing: doing)
        }
        let type = stream.head.value("Content-Type") ?? "application/json"
        if (200...201).contains(stream.head.status), type.lowercased().hasPrefix("application/json") { return stream }
        let status = EventDecoder(limit: Self.errorLimit).decodeStatus(await start(of: stream))
        var error = KubernetesError(stream.head, status: status, doing: doing, url: request.url)
        if stream.head.status == 401, let stale = await cluster.credentials.refused(proof, by: .unauthorized) {
            error.hint = stale
        }
        throw error
    }

    /// The first bytes of an error's body; what breaks here does not matter.
    private func start(of stream: HTTPStream) async -> [UInt8] {
        var bytes: [UInt8] = []
        var chunks = stream.body.makeAsyncIterator()
        while bytes.count < Self.errorLimit, let chunk = try? await chunks.next(isolation: #isolation) {
            bytes += chunk
        }
        return Array(bytes.prefix(Self.errorLimit))
    }
}

/// What one answer of a list held.
struct ListPage {
    var events: [KubeEvent] = []
    var metadata: ListMetadata?
    /// Items that are no events.
    var malformed = 0
    var oversize = 0
    var lastProblem: String?

    mutating func take(
        _ frame: JSONSplitter.Frame,
        _ bytes: Span<UInt8>,
        _ decoder: EventDecoder,
        _ received: Timestamp
    ) {
        if frame == .oversize {
            oversize += 1
            lastProblem = "a listed event larger than \(EventDecoder.frameLimit >> 20) MiB"
            return
        }
        switch decoder.decode(bytes, received: received) {
        case .event(let event) where frame == .item: events.append(event)
        case .list(let list) where frame == .document: metadata = list
        case .malformed(let reason): problem(reason)
        default: problem("a listed item that is no event")
        }
    }

    private mutating func problem(_ text: String) {
        malformed += 1
        lastProblem = text
    }
}
