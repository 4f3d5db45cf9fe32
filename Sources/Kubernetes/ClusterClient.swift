import Basics
import Events
package import HTTP

/// The few questions that eventer asks an API server.
package struct ClusterClient: Sendable {
    private static let errorLimit = 64 << 10
    private static let pageLimit = 256 << 20

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

    /// One answer of a list, read item by item.
    func page(_ query: String, path: String, decoder: EventDecoder, received: Timestamp) async throws(KubernetesError)
        -> ListPage
    {
        let doing = "list events"
        let stream = try await open(path, query, isCompressed: true, limits: HTTPLimits(), doing: doing)
        var page = ListPage()
        var splitter = JSONSplitter()
        var count = 0
        try await read(stream, from: path, doing: doing) { chunk throws(KubernetesError) in
            count += chunk.count
            guard count <= Self.pageLimit else {
                throw KubernetesError(.notKubernetes, "the list of events is larger than \(Self.pageLimit >> 20) MiB")
            }
            splitter.feed(chunk.span) { frame, bytes in page.take(frame, bytes, decoder, received) }
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
    func watch(_ query: String, path: String, timeoutSeconds: Int) async throws(KubernetesError) -> HTTPStream {
        // The server ends the watch after the timeout; past it by 10 s the connection is dead.
        let limits = HTTPLimits(total: .seconds(timeoutSeconds + 10))
        return try await open(path, query, isCompressed: false, limits: limits, doing: "watch events")
    }

    /// Hands on the chunks of a body, and says in this module's words why it broke.
    func read(
        _ stream: HTTPStream,
        from path: String,
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
        let stream = try await open(path, "", isCompressed: false, limits: HTTPLimits(), doing: doing)
        var bytes: [UInt8] = []
        try await read(stream, from: path, doing: doing) { chunk throws(KubernetesError) in
            bytes += chunk
            guard bytes.count <= 1 << 20 else {
                throw KubernetesError(.notKubernetes, "the answer of \(path) is larger than a MiB")
            }
        }
        return bytes
    }

    private func open(_ path: String, _ query: String, isCompressed: Bool, limits: HTTPLimits, doing: String)
        async throws(KubernetesError) -> HTTPStream
    {
        let proof = try await cluster.proof()
        let request = cluster.request(
            path: path,
            query: query,
            proof: proof,
            limits: limits,
            isCompressed: isCompressed,
            agent: agent
        )
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
        if stream.head.status == 200, type.lowercased().hasPrefix("application/json") { return stream }
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
