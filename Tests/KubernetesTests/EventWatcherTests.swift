import Basics
import Events
import HTTP
import Kubernetes
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct EventWatcherTests {
    private let cluster = ClusterConfiguration(server: "https://api.test:6443/prefix")

    @Test func listsWatchesAndReconnectsFromTheLastVersion() async {
        let http = CannedHTTP([
            .json(list([3, 1], at: 10, continueToken: "a=")),
            .json(list([2], at: 11)),
            .json(lines([12, 13]) + line("BOOKMARK", 20)),
            .silence(status: 200),
        ])
        let seen = await run(http, until: .requests(4))

        #expect(seen.versions == [3, 1, 2, 12, 13])
        #expect(seen.resumePoints == [10, 20])
        #expect(
            http.requests.map(\.url) == [
                "https://api.test:6443/prefix/api/v1/events?limit=500",
                "https://api.test:6443/prefix/api/v1/events?limit=500&continue=a%3D",
                "https://api.test:6443/prefix/api/v1/events?"
                    + "watch=1&allowWatchBookmarks=true&resourceVersion=10&timeoutSeconds=265",
                "https://api.test:6443/prefix/api/v1/events?"
                    + "watch=1&allowWatchBookmarks=true&resourceVersion=20&timeoutSeconds=265",
            ]
        )
        #expect(seen.states.contains(.live))
        #expect(seen.states.last == .ended)
    }

    @Test func aChunkIsOneBatchHoweverItIsCut() async {
        let text = lines([11, 12, 13])
        let http = CannedHTTP([
            .json(list([], at: 10)),
            .stream(
                status: 200,
                headers: [],
                chunks: [Array(text.prefix(150)), Array(text.dropFirst(150))],
                failure: nil
            ),
            .silence(status: 200),
        ])
        let seen = await run(http, until: .requests(3))

        #expect(seen.versions == [11, 12, 13])
    }

    @Test func aCutLastLineDoesNotMoveTheResumePoint() async {
        let http = CannedHTTP([
            .json(list([], at: 10)),
            .stream(
                status: 200,
                headers: [],
                chunks: [lines([11]) + Array(lines([12]).dropLast(20))],
                failure: HTTPError(code: .closed, url: "u", detail: "reset")
            ),
            .silence(status: 200),
        ])
        let seen = await run(http, until: .requests(3), skippingPauses: true)

        #expect(seen.versions == [11])
        #expect(http.requests.last?.url.contains("resourceVersion=11&") == true)
    }

    @Test(
        arguments: [
            (.json([]), .ended),
            (.json(error(410)), .expired), (.stream(status: 410, headers: [], chunks: [], failure: nil), .expired),
            (.json(error(500)), .refused), (.stream(status: 403, headers: [], chunks: [], failure: nil), .refused),
            (.failure(HTTPError(code: .refused, url: "u", detail: "refused")), .network),
            (.failure(HTTPError(code: .timedOut, url: "u", detail: "late")), .timeout),
        ] as [(CannedHTTP.Answer, RequestCounters.WatchEnd)]
    )
    func theEndOfAWatchIsCountedByItsReason(answer: CannedHTTP.Answer, end: RequestCounters.WatchEnd) async {
        let http = CannedHTTP([.json(list([5], at: 10)), answer])

        let seen = await run(http, until: .watchEnd, skippingPauses: true)

        #expect(seen.watchEnds == [end: 1])
    }

    private static func error(_ code: Int) -> [UInt8] {
        Array(#"{"type":"ERROR","object":{"kind":"Status","code":\#(code),"reason":"R"}}"#.utf8) + [10]
    }

    @Test func goneInTheStreamAndAsAStatusListAgain() async {
        let gone = Array(#"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}"#.utf8) + [10]
        let http = CannedHTTP([
            .json(list([5], at: 10)),
            .json(lines([11]) + gone),
            .json(list([5, 11, 15], at: 20)),
            .stream(status: 410, headers: [], chunks: [Array(#"{"kind":"Status","code":410}"#.utf8)], failure: nil),
            .json(list([15, 25], at: 30)),
            .silence(status: 200),
        ])
        let seen = await run(http, until: .requests(6), skippingPauses: true)

        #expect(seen.versions == [5, 11, 15, 25])
        #expect(seen.gaps == [.expired, .expired])
    }

    @Test func aServerThatLiesAboutAnExpiredVersionIsListedSoon() async {
        let empty = CannedHTTP.Answer.json([])
        let check = CannedHTTP.Answer.json(list([], at: 10))
        let http = CannedHTTP([
            .json(list([], at: 10)), empty, check, empty, .json(list([12], at: 20)), .silence(status: 200),
        ])
        let seen = await run(http, until: .requests(6), skippingPauses: true)

        #expect(seen.versions == [12])
        #expect(seen.gaps == [.empty])
    }

    @Test func aLoginPageIsNoApiServer() async {
        let page = CannedHTTP.Answer.stream(
            status: 200,
            headers: [("Content-Type", "text/html")],
            chunks: [Array("<html>".utf8)],
            failure: nil
        )
        let seen = await run(CannedHTTP([page]), until: .state { if case .waiting = $0 { true } else { false } })

        #expect(seen.versions.isEmpty)
    }

    @Test func pokingEndsThePause() async {
        let signal = RetrySignal()
        let http = CannedHTTP([
            .stream(
                status: 403,
                headers: [],
                chunks: [Array(#"{"kind":"Status","message":"no right"}"#.utf8)],
                failure: nil
            ),
            .json(list([], at: 10)), .silence(status: 200),
        ])
        let seen = await run(http, until: .requests(3), signal: signal, poking: true)

        #expect(
            seen.states.contains { if case .denied(let reason, _) = $0 { reason.hasSuffix("no right") } else { false } }
        )
    }

    @Test func aStoppedServerIsNoticedWithinAMinute() async {
        let http = CannedHTTP([.json(list([], at: 10)), .silence(status: 200), .silence(status: 200)], isAlive: false)
        let clock = ManualClock()
        let watcher = watcher(http, clock)
        let seen = Locked(Seen())
        let watching = Task { await watcher.run { update in seen.withLock { $0.take(update) } } }
        while http.requests.count < 3 {
            await clock.waitForSleepers()
            clock.advance(by: .seconds(1))
            await Task.yield()
        }
        let time = clock.now.offset
        watching.cancel()
        _ = await watching.value

        #expect(http.questionCount == 2)
        #expect(time <= .seconds(60))
        let states = seen.withLock(\.states)
        let live = states.firstIndex(of: .live)
        #expect(live.map { states[$0...].dropFirst().first?.isWaiting == true } == true)
        #expect(http.requests.last?.url.contains("resourceVersion=10&") == true)
    }

    @Test func aQuietClusterStaysLive() async {
        let http = CannedHTTP([.json(list([], at: 10)), .silence(status: 200)])
        let clock = ManualClock()
        let watcher = watcher(http, clock)
        let seen = Locked(Seen())
        let watching = Task { await watcher.run { update in seen.withLock { $0.take(update) } } }
        while http.questionCount < 5 {
            await clock.waitForSleepers()
            clock.advance(by: .seconds(1))
            await Task.yield()
        }
        watching.cancel()
        _ = await watching.value

        #expect(http.requests.count == 2)
        #expect(clock.now.offset >= .seconds(150))
        #expect(seen.withLock { !$0.states.contains(where: \.isWaiting) })
    }

    @Test func aForbiddenStreamMayEnd() async {
        let refusal = Array(#"{"kind":"Status","code":403,"message":"no right"}"#.utf8)
        let http = CannedHTTP([.stream(status: 403, headers: [], chunks: [refusal], failure: nil)])
        let watcher = EventWatcher(client: http, cluster: cluster, endsWhenForbidden: true)

        let error = await watcher.run { _ in }

        #expect(error?.kind == .forbidden)
        #expect(http.requests.count == 1)
    }

    @Test func theProofAsksForTheLastEventInItsNamespace() async {
        let anchor = ResumePoint.Anchor(
            key: .init(uid: "u", resourceVersion: .version(9)),
            namespace: "shop",
            name: "a b"
        )
        let http = CannedHTTP([.json(list([1], at: 12)), .json(list([9], at: 12)), .silence(status: 200)])
        let point = ResumePoint(resourceVersion: .version(10), anchor: anchor)

        _ = await run(http, start: .resume(point, keptAt: nil), until: .requests(3))

        #expect(
            http.requests.dropFirst().first?.url == "https://api.test:6443/prefix/api/v1/namespaces/shop/events?"
                + "limit=1&fieldSelector=metadata.name%3Da%20b&resourceVersion=10&resourceVersionMatch=Exact"
        )
    }

    @Test func listOnceGivesAllPagesSorted() async throws {
        let http = CannedHTTP([.json(list([3, 1], at: 10, continueToken: "a")), .json(list([2], at: 10))])
        let watcher = EventWatcher(client: http, cluster: cluster, namespace: "my ns")

        let (events, version) = try await watcher.listOnce()

        #expect(events.map(\.key.resourceVersion.value) == [1, 2, 3])
        #expect(version == .version(10))
        #expect(http.requests.first?.url.contains("/namespaces/my%20ns/events") == true)
    }

    @Test func listOnceThrowsWhatTheServerSays() async {
        let body = Array(#"{"kind":"Status","message":"who are you?","code":401}"#.utf8)
        let http = CannedHTTP([.stream(status: 401, headers: [], chunks: [body], failure: nil)])

        await #expect {
            try await EventWatcher(client: http, cluster: cluster).listOnce()
        } throws: { error in
            (error as? KubernetesError)?.kind == .unauthorized && "\(error)".contains("who are you?")
        }
    }

    @Test func versionAndIdentityAreRead() async throws {
        let http = CannedHTTP([
            .json(Array(#"{"gitVersion":"v1.36.2"}"#.utf8)), .json(Array(#"{"metadata":{"uid":"u-1"}}"#.utf8)),
            .stream(status: 403, headers: [], chunks: [], failure: nil),
        ])
        let client = ClusterClient(http: http, cluster: cluster)

        #expect(try await client.version() == "v1.36.2")
        #expect(try await client.uid() == "u-1")
        #expect(try await client.uid() == nil)
    }

    // MARK: Running

    private enum Goal {
        case requests(Int)
        case watchEnd
        case state(@Sendable (StreamStatus.State) -> Bool)
    }

    private func run(
        _ http: CannedHTTP,
        start: StartPoint = .list,
        until goal: Goal,
        skippingPauses: Bool = false,
        signal: RetrySignal = RetrySignal(),
        poking: Bool = false
    ) async -> Seen {
        let clock = ManualClock()
        let watcher = watcher(http, clock, start: start, signal: signal)
        let seen = Locked(Seen())
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let watching = Task {
            await watcher.run { update in
                seen.withLock { $0.take(update) }
                let isReached =
                    switch (goal, update) {
                    case (.requests(let count), .status(let status)):
                        http.requests.count >= count && status.state == .live
                    case (.watchEnd, .status(let status)): !status.counters.requests.watchEnds.isEmpty
                    case (.state(let matches), .status(let status)): matches(status.state)
                    default: false
                    }
                if isReached { reach.yield() }
            }
        }
        let skipping = Task {
            while !Task.isCancelled, skippingPauses || poking {
                await clock.waitForSleepers()
                // Not the sleep of whoever looks after an open watch.
                guard seen.withLock(\.isPausing) else {
                    await Task.yield()
                    continue
                }
                // Lists stay 10 s apart, whoever asks; the pause after a 403 is 30 s.
                clock.advance(by: .seconds(poking ? 10 : 60))
                if poking { signal.poke() }
                await Task.yield()
            }
        }
        for await _ in reached { break }
        skipping.cancel()
        watching.cancel()
        _ = await watching.value
        return seen.withLock { $0 }
    }

    private func watcher(
        _ http: CannedHTTP,
        _ clock: ManualClock,
        start: StartPoint = .list,
        signal: RetrySignal = RetrySignal()
    ) -> EventWatcher {
        EventWatcher(
            client: http,
            cluster: cluster,
            start: start,
            clock: clock,
            now: { Timestamp(seconds: 1000) },
            random: { 0.5 },
            signal: signal
        )
    }

    private func list(_ versions: [Int], at version: Int, continueToken: String = "") -> [UInt8] {
        let items = versions.map { #"{"metadata":{"uid":"u","resourceVersion":"\#($0)"},"involvedObject":{}}"# }
        return Array(
            (#"{"kind":"EventList","metadata":{"resourceVersion":"\#(version)","continue":"\#(continueToken)"},"items":["#
                + items.joined(separator: ",") + "]}").utf8
        )
    }

    private func lines(_ versions: [Int]) -> [UInt8] {
        versions.flatMap { line("ADDED", $0) }
    }

    private func line(_ type: String, _ version: Int) -> [UInt8] {
        Array(
            #"{"type":"\#(type)","object":{"kind":"Event","metadata":{"uid":"u","resourceVersion":"\#(version)"}}}"#
                .utf8
        ) + [10]
    }
}

/// What a watcher delivered.
private struct Seen: Sendable {
    var versions: [Int64] = []
    var resumePoints: [Int64] = []
    var gaps: [Gap.Reason] = []
    var states: [StreamStatus.State] = []
    /// Up to the first.
    var watchEnds: [RequestCounters.WatchEnd: Int] = [:]

    var isPausing: Bool { states.last?.isWaiting == true }

    mutating func take(_ update: WatchUpdate) {
        switch update {
        case .status(let status):
            states.append(status.state)
            if watchEnds.isEmpty { watchEnds = status.counters.requests.watchEnds }
        case .batch(let batch):
            versions += batch.events.map(\.key.resourceVersion.value)
            resumePoints += batch.resumePoint.map { [$0.value] } ?? []
            gaps += batch.gap.map { [$0.reason] } ?? []
        }
    }
}

extension StreamStatus.State {
    fileprivate var isWaiting: Bool {
        switch self {
        case .waiting, .denied: true
        default: false
        }
    }
}

extension CannedHTTP.Answer {
    static func json(_ body: [UInt8]) -> CannedHTTP.Answer {
        .stream(
            status: 200,
            headers: [("content-type", "application/json")],
            chunks: body.isEmpty ? [] : [body],
            failure: nil
        )
    }
}
