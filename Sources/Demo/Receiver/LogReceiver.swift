package import Basics
import FlyingFox
import Foundation

/// What the receiver has counted since it started.
package struct ReceiverCounters: Sendable, Equatable {
    /// PutLogs requests, refused and failed ones too.
    package var requests = 0
    /// Logs stored.
    package var logs = 0
    /// Bytes of stored bodies as they came over the wire.
    package var bytes = 0
    /// Requests refused, by error code; faults count too.
    package var refused: [String: Int] = [:]
    /// Stored event versions that had been stored before.
    package var duplicates = 0
    /// Stored logs that hold no event with a uid and a resourceVersion.
    package var unidentified = 0

    package init() {}
}

/// An SLS-compatible receiver on 127.0.0.1 and plain HTTP, which checks what Log Service checks and keeps what it accepts.
///
/// Each log becomes one JSON line of a file.
///
/// The line is handed to the system before the request is answered.
package actor LogReceiver {
    /// What the receiver is called, and who may write to it.
    package struct Identity: Sendable {
        package var project = "demo"
        package var logstore = "k8s-event"
        package var region = "cn-hangzhou"
        package var accessKeyID: String
        package var accessKeySecret: Secret
        /// What a temporary key comes with.
        package var securityToken: Secret?

        package init(accessKeyID: String, accessKeySecret: Secret) {
            self.accessKeyID = accessKeyID
            self.accessKeySecret = accessKeySecret
        }

        /// A key that nobody knows yet.
        static func generated() -> Identity {
            let digits = { (count: Int) in String((0..<count).map { _ in "abcdef0123456789".randomElement() ?? "0" }) }
            return Identity(accessKeyID: "demo" + digits(12), accessKeySecret: Secret(digits(30)))
        }
    }

    package let identity: Identity
    /// The keys that requests may be signed with.
    package nonisolated let keys: KeyRing
    private(set) package var port: UInt16 = 0
    private(set) package var counters = ReceiverCounters()
    /// The event versions stored at least once.
    private(set) package var received: Set<VersionKey> = []
    var plan: FaultPlan
    private var file: ReceivedFile
    /// What queries look through, by logstore.
    private var searchable: [String: SearchableLogs] = [:]
    private var server: LoopbackServer?
    private let check: SignatureCheck
    private let now: @Sendable () -> Timestamp
    /// Those that exist, by name.
    var logstores: [String: ReceiverLogstore]

    /// Opens the file at `path`, which is appended to and created with mode 0600.
    ///
    /// Without its logstore it answers 404 until someone creates it; without an index, nothing in it can be searched.
    package init(
        identity: Identity,
        path: String,
        hasLogstore: Bool = true,
        hasIndex: Bool = false,
        fault: Fault = .none,
        seed: UInt64 = 1,
        now: @escaping @Sendable () -> Timestamp = { Timestamp.now() }
    ) throws(DemoError) {
        self.identity = identity
        self.now = now
        let index = hasIndex ? Array(IndexRules.ofEvents.utf8) : nil
        logstores = hasLogstore ? [identity.logstore: ReceiverLogstore(index: index)] : [:]
        file = try ReceivedFile(path: path)
        plan = FaultPlan(fault, seed: seed)
        keys = KeyRing(
            id: identity.accessKeyID,
            secret: identity.accessKeySecret,
            token: identity.securityToken
        )
        check = SignatureCheck(keys: keys)
    }

    /// Begins to listen.
    ///
    /// Port 0 lets the system choose; ``port`` is the answer.
    package func start(port: UInt16 = 0) async throws(DemoError) {
        let server = try LoopbackServer(port: port, bodyLimit: 16 << 20) { [weak self] request in
            guard let self else { return HTTPResponse(statusCode: .serviceUnavailable) }
            return await self.respond(to: request)
        }
        self.port = try await server.start()
        self.server = server
    }

    package func stop() async {
        await server?.stop()
        server = nil
    }

    /// By the receiver's own clock, which a fault may set wrong.
    var time: Timestamp { now().advanced(by: .seconds(plan.fault.clockError)) }

    /// From now on requests meet `fault`, each with this probability.
    package func inject(_ fault: Fault, probability: Double = 0.3) {
        plan.fault = fault
        plan.probability = probability
    }

    private func respond(to request: HTTPRequest) async -> HTTPResponse {
        let isPutLogs = request.method == .POST && Self.isPutLogs(request.target.path())
        let outcome = isPutLogs ? plan.next() : nil
        if isPutLogs { counters.requests += 1 }
        do throws(Refusal) {
            return try await answer(request, outcome)
        } catch {
            if isPutLogs { counters.refused[error.code, default: 0] += 1 }
            return response(error.status, body: error.json)
        }
    }

    /// As the fault wants it.
    private func answer(_ request: HTTPRequest, _ outcome: FaultPlan.Outcome?) async throws(Refusal) -> HTTPResponse {
        switch outcome {
        case .refuse(let refusal): throw refusal
        case .page(let status):
            counters.refused["page", default: 0] += 1
            return Self.page(status)
        case .delay(let pause): try? await Task.sleep(for: pause)
        case .silence(let afterStoring):
            if afterStoring { _ = try await answer(request) }
            counters.refused["silence", default: 0] += 1
            // Until the client goes away, or the receiver stops.
            try? await Task.sleep(for: .seconds(86_400))
            return Self.page(502)
        case .cut(let afterStoring):
            if afterStoring { _ = try await answer(request) }
            return cut(request)
        case .cutAnswer:
            let whole = try await answer(request)
            counters.refused["cutAnswer", default: 0] += 1
            let body = HTTPBodySequence(from: CutBody(), count: 64)
            return HTTPResponse(statusCode: whole.statusCode, headers: whole.headers, body: body)
        case .limit, .poison, nil: break
        }
        return try await answer(request, limitedBy: outcome)
    }

    private func answer(_ request: HTTPRequest, limitedBy outcome: FaultPlan.Outcome? = nil) async throws(Refusal)
        -> HTTPResponse
    {
        let received = try await Self.read(request)
        try PutLogs.checkHeaders(received)
        guard received.project == identity.project else {
            throw Refusal(404, "ProjectNotExist", "The Project does not exist : \(received.project)")
        }
        // Off this actor, so that requests are decoded side by side.
        let lines = try await Self.examine(received, check: check, now: time)
        guard let lines else {
            guard let search = try SearchRequest(received) else { return try control(received) }
            return try await answer(search)
        }
        try checkLogstore(of: received)
        if case .limit(let bytes) = outcome, Int(received.header("x-log-bodyrawsize")) ?? 0 > bytes {
            throw PutLogs.tooLarge(bytes)
        }
        if case .poison = outcome { try FaultPlan.check(lines.keys) }
        try store(lines, in: received.logstore, bytes: received.body.count)
        return response(200)
    }

    /// Checks the signature of any request, and decodes the logs of PutLogs.
    @concurrent
    private static func examine(_ request: ReceivedRequest, check: SignatureCheck, now: Timestamp) async throws(Refusal)
        -> ReceivedLines?
    {
        try check.verify(request, now: now)
        guard request.method == "POST", isPutLogs(request.path) else { return nil }
        return ReceivedLines(try PutLogs.decode(request, now: now))
    }

    private func store(_ lines: ReceivedLines, in logstore: String, bytes: Int) throws(Refusal) {
        let start = file.end
        guard file.append(lines.text.bytes) else {
            throw Refusal(500, "InternalServerError", "The received file cannot be written.")
        }
        searchable[logstore, default: SearchableLogs()].append(lines.lines, from: start)
        counters.logs += lines.count
        counters.bytes += bytes
        counters.unidentified += lines.count - lines.keys.count
        remember(lines.keys)
    }

    /// The places of the logs in `logstore` of that time, and a way to read them.
    func places(in logstore: String, from: Int64, to: Int64) -> ([SearchableLogs.Place], ReceivedFileReader?) {
        (searchable[logstore]?.places(from: from, to: to) ?? [], file.reader())
    }

    /// Takes note of stored event versions.
    func remember(_ keys: [VersionKey]) {
        for key in keys where !received.insert(key).inserted { counters.duplicates += 1 }
    }

    private func cut(_ request: HTTPRequest) -> HTTPResponse {
        counters.refused["cut", default: 0] += 1
        if case .ip4(_, let client) = request.remoteAddress {
            _ = ConnectionCutter.cut(clientPort: client, serverPort: port)
        }
        return HTTPResponse(statusCode: .badGateway)
    }
}

// MARK: Requests and answers

extension LogReceiver {
    /// `/logstores/{name}/shards/lb`, `…/shards/route`, or the old `/logstores/{name}`.
    private static func isPutLogs(_ path: String) -> Bool {
        let parts = ReceivedRequest(method: "", path: path, query: "", headers: [:], body: []).path.split(
            separator: "/"
        )
        guard parts.count >= 2, parts[0] == "logstores" else { return false }
        return parts.count == 2 || parts[2...] == ["shards", "lb"] || parts[2...] == ["shards", "route"]
    }

    func checkLogstore(of request: ReceivedRequest) throws(Refusal) {
        guard logstores[request.logstore] != nil else {
            throw Refusal(404, "LogStoreNotExist", "logstore \(request.logstore) does not exist")
        }
    }

    private static func read(_ request: HTTPRequest) async throws(Refusal) -> ReceivedRequest {
        var headers: [String: String] = [:]
        for (name, value) in request.headers { headers[name.rawValue.lowercased()] = value }
        if request.method == .POST, headers["content-length"] == nil {
            throw Refusal(411, "MissingContentLength", "Content-Length does not exist.")
        }
        // A longer body has not been read, and is not going to be.
        guard let size = request.bodySequence.count, size <= PutLogs.maximumRawBytes else {
            throw PutLogs.tooLarge(request.bodySequence.count ?? .max)
        }
        let body: [UInt8]
        do {
            body = Array(try await request.bodyData)
        } catch {
            throw Refusal(400, "PostBodyInvalid", "The body ended early.")
        }
        return ReceivedRequest(
            method: request.method.rawValue,
            path: request.target.path(),
            query: request.target.query(),
            headers: headers,
            body: body
        )
    }

    func response(_ status: Int, body: [UInt8] = [], _ more: KeyValuePairs<String, String> = [:]) -> HTTPResponse {
        let time = time
        var headers: HTTPHeaders = [
            HTTPHeader("x-log-requestid"): String(UUID().uuidString.filter { $0 != "-" }.prefix(24)),
            HTTPHeader("x-log-time"): String(time.seconds),
            HTTPHeader("Date"): time.httpDate,
            HTTPHeader("Server"): "eventer-demo",
        ]
        for (name, value) in more { headers[HTTPHeader(name)] = value }
        if !body.isEmpty { headers[.contentType] = "application/json" }
        // What is left of an unread body would be taken for the next request.
        if status == 413 { headers[.connection] = "close" }
        return HTTPResponse(statusCode: .of(status), headers: headers, body: Data(body))
    }

    private static func page(_ status: Int) -> HTTPResponse {
        let title = status == 200 ? "Welcome, please log in" : "\(status) Bad Gateway"
        return HTTPResponse(
            statusCode: .of(status),
            headers: [.contentType: "text/html"],
            body: Data("<html><head><title>\(title)</title></head><body>\(title)</body></html>\n".utf8)
        )
    }
}
