package import Basics
import FlyingFox
import FlyingSocks
import Glibc

/// A ``DemoCluster`` behind a server of its own that does wrong what it is told to, down to resets and silence.
///
/// Its clients are judged by ``expected``: what they must have seen once all faults are over.
package actor FaultyCluster {
    package nonisolated let cluster: DemoCluster
    package private(set) var port: UInt16 = 0
    /// All requests so far.
    package private(set) var requests: [ClusterRequest] = []
    private let pool: any AsyncSocketPool = HTTPServer.defaultPool()
    private let valve = Valve()
    private var plan = ClusterFaultPlan()
    private var pooling: Task<Void, any Error>?
    private var accepting: Task<Void, Never>?
    private var serving: [Int: Task<Void, Never>] = [:]
    private var nextID = 0
    private var drafts: [EventDraft] = []
    private var made = 0
    private var token: String?
    private var waiters: [Int: Waiter] = [:]

    private struct Waiter {
        var isMet: @Sendable ([ClusterRequest]) -> Bool
        var continuation: CheckedContinuation<Bool, Never>
    }

    init(_ cluster: DemoCluster) {
        self.cluster = cluster
    }

    /// A cluster without events that forgets nothing by itself.
    ///
    /// - Parameter now: The wall clock that its events show.
    package init(now: @escaping @Sendable () -> Timestamp = { Timestamp.now() }) {
        self.init(DemoCluster(now: now))
    }

    /// Begins to listen; port 0 lets the system choose.
    package func start(port: UInt16 = 0) async throws(DemoError) {
        do {
            try await pool.prepare()
        } catch {
            throw DemoError(action: "wait for sockets", reason: "\(error)")
        }
        let pool = pool
        pooling = Task { try await pool.run() }
        // Watches end on the tick after their time is over.
        await cluster.beginTicking(every: .milliseconds(200))
        self.port = port
        try listen()
    }

    /// Closes everything, for good.
    package func stop() async {
        await refuse()
        await cluster.stop()
        pooling?.cancel()
        for id in waiters.keys { giveUp(id) }
    }

    /// The address, without a slash at the end.
    package var url: String { "http://127.0.0.1:\(port)" }
}

// MARK: Requests

extension FaultyCluster {
    /// Waits until the requests so far are as wanted.
    ///
    /// - Parameters:
    ///   - limit: When to give up.
    ///   - isMet: Whether they are.
    /// - Returns: False when they were not within the limit.
    package func wait(
        atMost limit: Duration,
        until isMet: @escaping @Sendable ([ClusterRequest]) -> Bool
    ) async -> Bool {
        if isMet(requests) { return true }
        nextID += 1
        let id = nextID
        let timer = Task {
            try await Task.sleep(for: limit)
            giveUp(id)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { waiters[id] = Waiter(isMet: isMet, continuation: $0) }
    }

    private func giveUp(_ id: Int) {
        waiters.removeValue(forKey: id)?.continuation.resume(returning: false)
    }
}

// MARK: Faults

extension FaultyCluster {
    /// From now on requests of these verbs meet `fault`, after the faults that were there before.
    ///
    /// - Parameters:
    ///   - fault: What goes wrong.
    ///   - verbs: With which requests.
    ///   - times: How often; nil until ``heal()``.
    package func inject(_ fault: ClusterFault, on verbs: Set<ClusterVerb>, times: Int? = 1) {
        plan.add(fault, on: verbs, times: times)
    }

    /// Forgets all faults, answers again, listens again.
    ///
    /// What hangs goes on hanging.
    package func heal() throws(DemoError) {
        plan.clear()
        valve.open()
        if accepting == nil { try listen() }
    }

    /// Answers 401 to whoever does not show this bearer token.
    package func require(token: String) {
        self.token = token
    }

    /// Does nothing any more, on no connection, as under SIGSTOP; the system goes on accepting.
    package func freeze() {
        valve.close()
    }

    /// Goes on where it froze.
    package func thaw() {
        valve.open()
    }

    /// Closes the port and all connections, as when the process is gone.
    package func refuse() async {
        accepting?.cancel()
        await accepting?.value
        accepting = nil
        await cutAll()
    }

    /// Closes all connections and goes on listening.
    package func cutAll() async {
        let all = serving.values
        for task in all { task.cancel() }
        for task in all { await task.value }
    }
}

// MARK: Events

extension FaultyCluster {
    /// Event versions, by uid and version, that a client must have seen in the end.
    ///
    /// Without what was superseded before anybody looked, or before history forgot it.
    package var expected: Set<VersionKey> {
        get async { await cluster.emitted }
    }

    /// Lets so many new events happen.
    package func emit(_ count: Int) async {
        let new = (0..<count).map { EventDraft.plain(made + $0) }
        made += count
        drafts += new
        await cluster.apply(new.map { .added($0) })
    }

    /// Lets the last events happen once more each.
    package func repeatLast(_ count: Int) async {
        await cluster.apply(drafts.suffix(count).map { .repeated($0) })
    }

    /// Deletes the oldest events, as their time runs out.
    package func expire(_ count: Int) async {
        await cluster.apply(drafts.prefix(count).map { .removed($0) })
        drafts.removeFirst(min(count, drafts.count))
    }

    /// Forgets all history; what is there now stays.
    package func compact() async {
        await cluster.compact()
    }

    /// The version of now.
    package var version: Int64 {
        get async { await cluster.resourceVersion }
    }

    /// Goes back to an earlier version, as from a backup: what came after never was.
    package func rewind(to version: Int64) async {
        await cluster.rewind(to: version)
        let kept = await cluster.names
        drafts.removeAll { !kept.contains($0.namespace + "/" + $0.name) }
    }
}

// MARK: Connections

extension FaultyCluster {
    /// Listens at the same port as before, with the same faults.
    package func listen() throws(DemoError) {
        do {
            let socket = try Socket(domain: AF_INET, type: .stream)
            try socket.setValue(true, for: .localAddressReuse)
            try socket.bind(to: .inet(ip4: "127.0.0.1", port: port))
            try socket.listen()
            if case .ip4(_, let port) = try socket.sockname() { self.port = port }
            let listener = try AsyncSocket(socket: socket, pool: pool)
            accepting = Task {
                while let socket = try? await listener.accept() { serve(RawConnection(socket: socket)) }
                try? listener.close()
            }
        } catch {
            throw DemoError(action: "listen on 127.0.0.1:\(port)", reason: "\(error)")
        }
    }

    private func serve(_ connection: RawConnection) {
        nextID += 1
        let id = nextID
        serving[id] = Task {
            // However it ends, the client sees no more than a closed connection.
            try? await connection.requests { try await answer($0, on: connection) }
            connection.close()
            serving[id] = nil
        }
    }

    private func isRefused(_ request: ClusterRequest) -> Bool {
        token.map { request.headers["authorization"] != "Bearer " + $0 } ?? false
    }

    private func note(_ request: ClusterRequest) {
        requests.append(request)
        for (id, waiter) in waiters where waiter.isMet(requests) {
            waiters[id] = nil
            waiter.continuation.resume(returning: true)
        }
    }

    /// Answers as the plan wants it, and says whether the connection stays open.
    private func answer(_ request: ClusterRequest, on connection: RawConnection) async throws -> Bool {
        try await valve.pass()
        note(request)
        let fault = isRefused(request) ? .answers(.unauthorized) : plan.next(for: request.verb)
        switch fault {
        case .answers(let canned):
            try await connection.write(canned.bytes)
            return true
        case .hangsUp(let reset):
            if reset { connection.becomeReset() }
            return false
        case .withholdsHead:
            try await Task.sleep(for: .seconds(86_400))
            return false
        case .delays(let pause): try await Task.sleep(for: pause)
        case .compacts:
            await emit(1)
            await cluster.compact()
        default: break
        }
        let reply = FaultyReply(to: request, of: cluster, on: connection, fault, valve: valve)
        return try await request.verb == .watch ? reply.watch() : reply.whole()
    }
}

extension EventDraft {
    /// An event like any other.
    ///
    /// Lists are ordered by names, and these are not in the order of versions.
    static func plain(_ number: Int) -> EventDraft {
        var generator = SeededGenerator(seed: UInt64(number))
        let digits = pad(Int64(generator.next() >> 40), 8)
        let pod = "web-\(number)"
        return EventDraft(
            uid: "00000000-0000-4000-8000-" + pad(Int64(number), 12),
            namespace: ["shop", "payments", "ml"][number % 3],
            name: "\(digits).\(number)",
            subject: Subject(kind: "Pod", namespace: "shop", name: pod, uid: "pod-uid-\(number)"),
            reason: "Pulled",
            message: "Container image \"web:v\(number)\" already present on machine",
            type: number % 5 == 0 ? "Warning" : "Normal",
            reporter: .node(component: "kubelet", host: "cn-hangzhou.10.0.3.11")
        )
    }
}
