import Basics
import Events
import Foundation
import HTTP
import Journal
import Kubernetes
import TestSupport
import Testing

@testable import EventerApp

/// How a cluster's watch begins: which cluster it is, and what of it may be read.
@Suite(.timeLimit(.minutes(5))) struct ClusterSourceTests {
    // MARK: Answers of an API server

    private static func answer(_ status: Int = 200, _ text: String) -> CannedHTTP.Answer {
        .stream(
            status: status,
            headers: [(name: "Content-Type", value: "application/json")],
            chunks: [Array(text.utf8)],
            failure: nil
        )
    }

    private static let forbidden = answer(
        403,
        #"{"kind":"Status","status":"Failure","message":"events is forbidden: User \"dev\"","reason":"Forbidden","code":403}"#
    )

    private static func list(_ version: Int, _ items: String = "") -> CannedHTTP.Answer {
        answer(
            200,
            #"{"kind":"EventList","apiVersion":"v1","metadata":{"resourceVersion":"\#(version)"},"items":[\#(items)]}"#
        )
    }

    private static func system(_ uid: String) -> CannedHTTP.Answer {
        answer(200, #"{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"kube-system","uid":"\#(uid)"}}"#)
    }

    // MARK: A source under test

    private struct Run {
        private let canned: CannedHTTP
        let source: ClusterSource

        init(_ answers: [CannedHTTP.Answer], _ change: (inout ClusterSettings) -> Void = { _ in }) {
            self.init(CannedHTTP(answers), change)
        }

        init(_ http: any HTTPClient, _ change: (inout ClusterSettings) -> Void = { _ in }) {
            canned = http as? CannedHTTP ?? CannedHTTP([])
            var settings = ClusterSettings()
            change(&settings)
            let cluster = ClusterConfiguration(server: "http://a:1", context: "dev", namespace: "team-a")
            source = ClusterSource(
                cluster: cluster,
                scope: Scope(settings, cluster),
                client: http,
                clock: ContinuousClock(),
                now: { Timestamp(seconds: 1000) }
            )
        }

        var paths: [String] { canned.requests.map { String($0.url.dropFirst("http://a:1".count)) } }

        /// Runs until `isLast` says so, and gives all reports.
        func reports(_ journal: Journal? = nil, until isLast: @escaping @Sendable (SourceReport) -> Bool) async
            -> [SourceReport]
        {
            let (reports, feed) = AsyncStream.makeStream(of: SourceReport.self)
            let task = Task {
                await source.run(journal) { report in
                    if case .update(.batch(let batch)) = report { await journal?.append(batch) }
                    feed.yield(report)
                }
            }
            var all: [SourceReport] = []
            for await report in reports {
                all.append(report)
                if isLast(report) { break }
            }
            task.cancel()
            await task.value
            return all
        }
    }

    private static let isLive: @Sendable (SourceReport) -> Bool = {
        if case .update(.status(let status)) = $0 { status.state == .live } else { false }
    }

    private static let isRefused: @Sendable (SourceReport) -> Bool = {
        if case .update(.status(let status)) = $0, case .denied = status.state { true } else { false }
    }

    private static func gaps(_ reports: [SourceReport]) -> [Gap] {
        reports.compactMap { if case .update(.batch(let batch)) = $0 { batch.gap } else { nil } }
    }

    /// A journal that was at version 5 of the cluster `uid` at `server`.
    private static func journal(uid: String? = "one", server: String = "http://a:1") async throws -> Journal {
        let journal = try Journal.inMemory(reason: "a test", clock: ContinuousClock(), now: { Timestamp(seconds: 0) })
        await journal.append(EventBatch(stream: .all, events: [.sample(5)], resumePoint: ResourceVersion(5)))
        try await journal.flush()
        if let uid { try await journal.setProperty("cluster-uid", to: uid) }
        try await journal.setProperty("server", to: server)
        return journal
    }

    // MARK: Rights

    @Test func missingRightToAllNarrowsToTheContextsNamespaceAtOnce() async throws {
        let run = Run([Self.forbidden, Self.list(7), .silence(status: 200)])

        let reports = await run.reports(until: Self.isLive)

        let narrowings = reports.compactMap {
            if case .narrowed(_, let stream, let text) = $0 { (stream, text) } else { nil }
        }
        let narrowing = try #require(narrowings.first)
        #expect(narrowing.0 == .namespace("team-a"))
        #expect(
            narrowing.1 == "listing events in all namespaces is forbidden; showing team-a only (context dev)"
        )
        #expect(run.paths.prefix(2) == ["/api/v1/events?limit=500", "/api/v1/namespaces/team-a/events?limit=500"])
        #expect(run.paths.last?.hasPrefix("/api/v1/namespaces/team-a/events?watch=1") == true)
    }

    @Test func allNamespacesAskedForAreNotNarrowed() async {
        let run = Run([Self.forbidden]) { $0.allNamespaces = true }

        let reports = await run.reports(until: Self.isRefused)

        guard case .update(.status(let status)) = reports.last, case .denied(let reason, _) = status.state else {
            Issue.record("not denied")
            return
        }
        #expect(reason.hasPrefix("may not list events in all namespaces, try -n NAMESPACE: events is forbidden"))
        #expect(run.paths.count == 1)
    }

    @Test func aRefusedNamespaceLeavesTheOthersLive() async {
        let http = RoutedHTTP(routes: [
            "/namespaces/a/": CannedHTTP([Self.forbidden]),
            "/namespaces/b/": CannedHTTP([Self.list(7), .silence(status: 200)]),
        ])
        let run = Run(http) { $0.namespaces = ["a", "b", "a"] }

        let states = Locked<[StreamID: StreamStatus.State]>([:])
        _ = await run.reports { report in
            guard case .update(.status(let status)) = report else { return false }
            return states.withLock { states in
                states[status.stream] = status.state
                guard case .denied = states[.namespace("a")] else { return false }
                return states[.namespace("b")] == .live
            }
        }

        #expect(Set(states.withLock { $0.keys }) == [.namespace("a"), .namespace("b")])
    }

    @Test func listingOnceNarrowsToo() async {
        let run = Run([Self.forbidden, Self.list(7)])

        let listing = await run.source.listOnce()

        #expect(listing.errors.isEmpty)
        #expect(listing.notes.count == 1)
        #expect(run.paths == ["/api/v1/events?limit=500", "/api/v1/namespaces/team-a/events?limit=500"])
    }

    // MARK: Identity

    @Test func sameClusterAtAnotherAddressIsResumed() async throws {
        let journal = try await Self.journal(server: "http://old:1")
        let run = Run([Self.system("one"), Self.list(5), Self.list(5), Self.list(6), .silence(status: 200)])

        _ = await run.reports(journal, until: Self.isLive)

        #expect(run.paths.first == "/api/v1/namespaces/kube-system")
        #expect(run.paths.dropFirst().first?.contains("resourceVersion=5&resourceVersionMatch=Exact") == true)
        #expect(try await journal.reader.property("server") == "http://a:1")
    }

    @Test func anotherClusterAtTheSameAddressIsListedAndAGap() async throws {
        let journal = try await Self.journal()
        let run = Run([Self.system("two"), Self.list(3), .silence(status: 200)])

        let reports = await run.reports(journal, until: Self.isLive)
        try await journal.flush()

        #expect(Self.gaps(reports).map(\.reason) == [.clusterChanged])
        #expect(Self.gaps(reports).first?.from == Timestamp(seconds: 5))
        #expect(try await journal.reader.gaps().map(\.gap.reason) == [.clusterChanged])
        #expect(try await journal.reader.resumePoint(of: .all)?.resourceVersion == ResourceVersion(3))
        #expect(try await journal.reader.property("cluster-uid") == "two")
    }

    @Test func withoutTheRightTheAddressDecides() async throws {
        let journal = try await Self.journal(server: "http://old:1")
        let run = Run([Self.forbidden, Self.list(3), .silence(status: 200)])

        let reports = await run.reports(journal, until: Self.isLive)

        #expect(Self.gaps(reports).map(\.reason) == [.clusterChanged])
        #expect(try await journal.reader.property("cluster-uid") == "")
    }

    @Test(arguments: [
        (found: "a", server: "x", keptUID: "a", keptServer: "y", isSame: true),
        (found: "a", server: "x", keptUID: "b", keptServer: "x", isSame: false),
        (found: "a", server: "x", keptUID: nil, keptServer: "x", isSame: true),
        (found: "a", server: "x", keptUID: nil, keptServer: "y", isSame: false),
        (found: nil, server: "x", keptUID: "a", keptServer: "x", isSame: true),
        (found: nil, server: "x", keptUID: "a", keptServer: "y", isSame: false),
        (found: nil, server: "x", keptUID: nil, keptServer: nil, isSame: true),
    ])
    func uidsDecideAndElseTheAddress(
        found: String?,
        server: String,
        keptUID: String?,
        keptServer: String?,
        isSame: Bool
    ) {
        let verdict = ClusterIdentity.isSame(found: found, server: server, keptUID: keptUID, keptServer: keptServer)

        #expect(verdict == isSame)
    }

    @Test func aClusterAwayAtTheStartIsSaidAndAskedAgain() async throws {
        let journal = try await Self.journal()
        let away = HTTPError(code: .timedOut, url: "http://a:1", detail: "no answer in 30 s")
        let answers = [Self.system("one"), Self.list(5), Self.list(5), Self.list(6), .silence(status: 200)]
        let run = Run([.failure(away)] + answers)

        let reports = await run.reports(journal) { report in
            // As the user's `r`: the pause need not be sat out.
            run.source.retry()
            return Self.isLive(report)
        }

        let states = reports.compactMap { if case .update(.status(let status)) = $0 { status.state } else { nil } }
        let isSaid = states.contains {
            if case .waiting(let reason, _) = $0 { reason.contains("no answer") } else { false }
        }
        #expect(isSaid)
        #expect(run.paths.prefix(2) == ["/api/v1/namespaces/kube-system", "/api/v1/namespaces/kube-system"])
    }

    @Test func freshJournalLearnsTheIdentityWithoutWaitingForIt() async throws {
        let journal = try Journal.inMemory(reason: "a test", clock: ContinuousClock(), now: { Timestamp(seconds: 0) })
        let run = Run([Self.system("one")])
        let identity = ClusterIdentity(source: run.source, journal: journal)

        let history = await identity.settle { _ in }
        #expect(run.paths.isEmpty)
        guard case .some(.none) = history else {
            Issue.record("there is nothing to resume from")
            return
        }
        await identity.learn()

        #expect(run.paths == ["/api/v1/namespaces/kube-system"])
        #expect(try await journal.reader.property("cluster-uid") == "one")
    }
}

/// Several clients behind one: the first whose path is part of the URL answers.
private struct RoutedHTTP: HTTPClient {
    let routes: KeyValuePairs<String, CannedHTTP>

    func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        for (path, http) in routes where request.url.contains(path) { return try await http.open(request) }
        throw HTTPError(code: .refused, url: request.url, detail: "no route")
    }
}
