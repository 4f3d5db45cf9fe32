import Basics
import Demo
import Events
import HTTP
import Kubernetes
import TestSupport
import Testing

/// A watcher on a cluster that does wrong what it is told to, on real sockets, without the pauses of real life.
struct FaultRig: Sendable {
    struct Options: Sendable {
        var start = StartPoint.list
        /// So many events are there when the watcher begins.
        var events = 3
        /// For pauses and silence; that of requests is real time.
        var clock = FastClock(.rushed)
        /// Silence is never doubted unless a test wants it.
        var patience = Patience(head: .seconds(5), silence: .seconds(3600))
        /// History begins anew, and brings again what was before.
        var mayRepeat = false
        var credentials = Credentials()
        /// Speaks https, to be allowed to show a credential.
        var isEncrypted = false
        var now: @Sendable () -> Timestamp = { Timestamp.now() }
        var serverNow: @Sendable () -> Timestamp = { Timestamp.now() }
        /// Returns once the first watch is open.
        var waitsForLive = true
    }

    let cluster: FaultyCluster
    let witness = Witness()
    let clock: FastClock

    /// Runs `body` beside a watcher, then judges what that has delivered.
    static func run(_ options: Options = Options(), _ body: (FaultRig) async throws -> Void) async throws {
        let cluster = FaultyCluster(now: options.serverNow)
        try await cluster.start()
        await cluster.emit(options.events)
        try await run(options, on: cluster, body)
        await cluster.stop()
    }

    /// The same on a cluster that is there already.
    static func run(_ options: Options, on cluster: FaultyCluster, _ body: (FaultRig) async throws -> Void) async throws
    {
        let rig = FaultRig(cluster: cluster, clock: options.clock)
        let watching = try await rig.watch(options)
        if options.waitsForLive { #expect(await rig.witness.wait { $0.isLive }) }
        do {
            try await body(rig)
        } catch {
            watching.cancel()
            throw error
        }
        watching.cancel()
        await watching.value
        let account = rig.witness.account
        if !options.mayRepeat { #expect(account.repeated == []) }
        #expect(account.setbacks == [])
    }

    /// Expects that everything that was to be seen is delivered before long.
    func settle(sourceLocation: SourceLocation = #_sourceLocation) async {
        let expected = await cluster.expected
        _ = await witness.wait { expected.subtracting($0.versions).isEmpty }
        let missing = expected.subtracting(witness.account.versions)
        #expect(missing == [], "of \(expected.count)", sourceLocation: sourceLocation)
    }

    /// What was asked so far, as far as it is of these kinds.
    func requests(_ verbs: ClusterVerb...) async -> [ClusterRequest] {
        await cluster.requests.filter { verbs.contains($0.verb) }
    }

    /// Waits until so many requests of a kind have come.
    func requested(_ verb: ClusterVerb, times: Int) async -> Bool {
        await cluster.wait(atMost: .seconds(120)) { $0.count { $0.verb == verb } >= times }
    }

    private func watch(_ options: Options) async throws -> Task<Void, Never> {
        let address = "127.0.0.1:\(await cluster.port)"
        let http = CurlClient()
        let watcher = EventWatcher(
            client: options.isEncrypted ? BareHTTPS(http) : http,
            cluster: ClusterConfiguration(
                server: (options.isEncrypted ? "https://" : "http://") + address,
                credentials: options.credentials
            ),
            start: options.start,
            clock: clock,
            now: options.now,
            patience: options.patience
        )
        let witness = witness
        return Task {
            await watcher.run { witness.take($0) }
            http.shutdown()
        }
    }
}

/// Sends what was meant for https without encryption: credentials travel, and the server can be badly behaved.
private struct BareHTTPS: HTTPClient {
    private let http: any HTTPClient

    init(_ http: any HTTPClient) {
        self.http = http
    }

    func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        var request = request
        request.url = request.url.replacing("https://", with: "http://")
        return try await http.open(request)
    }
}

extension Witness.Account {
    /// What was delivered, in the words of the server.
    var versions: Set<VersionKey> {
        Set(
            counts.keys.compactMap {
                VersionKey(uid: Array($0.uid.utf8), resourceVersion: Array($0.resourceVersion.description.utf8))
            }
        )
    }

    func saw(_ reason: Gap.Reason) -> Bool { gaps.contains(reason) }
}
