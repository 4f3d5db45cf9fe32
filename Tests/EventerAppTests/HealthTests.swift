import Basics
import Events
import TestSupport
import Testing

@testable import EventerApp

@Suite struct HealthTests {
    /// By the clock that tells signs of life.
    private let time = Locked(Duration.seconds(1000))
    private let health: Health

    init() {
        health = Health(
            version: "test",
            now: { Timestamp(seconds: 0) },
            uptime: { [time] in time.withLock { $0 } }
        )
    }

    private func status(_ stream: StreamID, lists: Int = 0, state: StreamStatus.State = .connecting) -> SourceReport {
        var status = StreamStatus(stream: stream, state: state, since: .init(seconds: 0))
        status.counters.lists = lists
        status.counters.events = 10
        return .update(.status(status))
    }

    @Test func readyOnceEveryStreamWasRead() {
        let (one, two) = (StreamID(cluster: "one", namespace: nil), StreamID(cluster: "two", namespace: nil))
        health.expect(one)
        health.expect(two)
        health.note(status(one, lists: 1))
        health.note(status(two))
        #expect(health.problem(.sources) == "not read yet: two all")

        health.note(status(two, lists: 1))

        #expect(health.problem(.sources) == nil)
    }

    @Test func aStreamThatGaveWayIsNotWaitedFor() {
        health.expect(.all)
        health.note(status(.all))
        health.note(.narrowed(.all, to: .namespace("a"), "forbidden"))
        #expect(health.problem(.sources) == "not read yet: ns/a")

        health.note(status(.namespace("a"), lists: 1))

        #expect(health.problem(.sources) == nil)
        #expect(health.current.streams.keys.contains(.all) == false)
    }

    @Test func anOutageDoesNotAskForARestart() {
        health.expect(.all)
        health.note(status(.all, state: .waiting(reason: "refused", retryAt: .init(seconds: 2000))))

        #expect(Health.Check.live.allSatisfy { health.problem($0) == nil })
        time.withLock { $0 = .seconds(1061) }
        #expect(health.problem(.heartbeat) != nil)
    }

    @Test func aJournalThatKeepsNothingIsNotReady() {
        health.note(DeliveryStatus(), journal: .notKeeping(reason: "disk full"))
        #expect(health.problem(.journal) == "nothing is kept on disk: disk full")

        health.note(DeliveryStatus(), journal: .keeping(path: "/j"))

        #expect(health.problem(.journal) == nil)
    }

    private func answer(_ line: String) -> (status: Int, body: String)? {
        HealthRequest(head: line + " HTTP/1.1\r\nHost: a").map { health.answer($0) }.map { ($0.status, $0.body) }
    }

    @Test func eachPathSaysWhatItIsAskedFor() throws {
        health.expect(.all)
        health.note(status(.all, lists: 1))
        #expect(try #require(answer("GET /livez")) == (200, "ok"))
        #expect(try #require(answer("HEAD /healtz")) == (200, "ok"))
        #expect(try #require(answer("GET /livez?verbose")) == (200, "[+] heartbeat\nok"))
        #expect(try #require(answer("GET /readyz")) == (503, "[-] journal: not opened yet"))
        #expect(
            try #require(answer("GET /readyz?exclude=journal&verbose=1")) == (200, "[+] heartbeat\n[+] sources\nok")
        )
        #expect(try #require(answer("GET /metrics")).body.contains("\n# TYPE eventer_source_connected gauge\n"))
        #expect(answer("GET /")?.status == 404)
        #expect(answer("POST /livez")?.status == 405)
    }

    @Test(arguments: ["", "GET", "GET /livez", "GET /livez HTTP/2", "GET livez HTTP/1.1", "GET  /livez HTTP/1.1"])
    func whatIsNoRequestIsNone(head: String) {
        #expect(HealthRequest(head: head) == nil)
    }

    @Test func countersGoOnWhenAWatcherBeginsAnew() {
        health.expect(.all)
        health.note(status(.all, lists: 2))
        for _ in 0..<2 { health.note(.update(.status(StreamStatus(stream: .all, state: .connecting, since: .now())))) }
        #expect(health.current.counters(of: .all).events == 10)
        #expect(health.problem(.sources) == nil)
        health.note(status(.all, lists: 1))

        #expect(health.current.counters(of: .all).events == 20)
        #expect(health.current.counters(of: .all).lists == 3)
    }

    @Test func countersOfAStreamThatGaveWayStay() {
        health.note(status(.all, lists: 1))
        health.note(.narrowed(.all, to: .namespace("a"), "forbidden"))
        health.note(status(.namespace("a"), lists: 1))

        #expect(health.current.counters.reduce(0) { $0 + $1.events } == 20)
    }

    @Test func metricsSumOverStreamsAndCountGapsByReason() {
        health.note(status(StreamID(cluster: "one", namespace: nil), state: .live))
        health.note(status(StreamID(cluster: "two", namespace: nil)))
        for reason in [Gap.Reason.expired, .expired, .clusterChanged] {
            let gap = Gap(reason: reason, from: .init(seconds: 1), to: .init(seconds: 2))
            health.note(.update(.batch(EventBatch(stream: .all, events: [], resumePoint: nil, gap: gap))))
        }

        let text = Metrics(picture: health.current, process: ProcessFigures(), version: "test").text

        #expect(text.contains("eventer_scraper_events_total_number 20\n"))
        #expect(text.contains("eventer_source_connected 0\n"))
        #expect(text.contains("eventer_source_streams{state=\"live\"} 1\n"))
        #expect(text.contains("eventer_source_gaps_total{reason=\"expired\"} 2\n"))
        #expect(text.contains("eventer_source_gaps_total{reason=\"cluster_changed\"} 1\n"))
    }
}

@Suite struct DeliverySumTests {
    private func part(_ state: DeliveryStatus.State, acknowledged: Int = 0, waiting: Int = 0) -> DeliveryStatus {
        var status = DeliveryStatus(state: state)
        status.ledger.acknowledged = acknowledged
        status.ledger.waiting = waiting
        status.ledger.seen = acknowledged + waiting
        return status
    }

    @Test func countsAddUpAndTheWorstStateShows() {
        var slow = part(.retrying(retryAt: .init(seconds: 5)), acknowledged: 1, waiting: 7)
        slow.latencyP99 = .seconds(3)
        slow.oldestWaiting = Timestamp(seconds: 4)
        var fast = part(.on, acknowledged: 10)
        fast.latencyP99 = .seconds(1)

        let sum = DeliveryStatus(summing: [fast, slow])

        #expect(sum.state == .retrying(retryAt: .init(seconds: 5)))
        #expect(sum.ledger.acknowledged == 11)
        #expect(sum.ledger.waiting == 7)
        #expect(sum.ledger.isBalanced)
        #expect(sum.latencyP99 == .seconds(3))
        #expect(sum.oldestWaiting == Timestamp(seconds: 4))
    }

    @Test func keysOfAllPartsAreTheOneThatEndsFirst() {
        var parts = [part(.on), part(.on), part(.on)]
        for (index, expiry) in [nil, 900, 600].enumerated() {
            var key = CredentialFigures(source: "RRSA")
            key.expiry = expiry.map { Timestamp(seconds: Int64($0)) }
            key.renewals = index
            key.failedRenewals = 1
            key.lastFailure = index == 1 ? "no answer" : nil
            parts[index].credentials = key
        }

        let sum = DeliveryStatus(summing: parts + [part(.on)]).credentials

        #expect(sum?.source == "RRSA")
        #expect(sum?.expiry == Timestamp(seconds: 600))
        #expect(sum?.renewals == 3)
        #expect(sum?.failedRenewals == 3)
        #expect(sum?.lastFailure == "no answer")
    }

    @Test func onePartThatCannotForwardIsSaidBesideTheOthers() {
        let sum = DeliveryStatus(summing: [part(.on), part(.unavailable("two: another process holds the journal"))])

        #expect(sum.state == .on)
        #expect(sum.unavailableParts == ["two: another process holds the journal"])
        #expect(DeliveryStatus(summing: [part(.unavailable("a")), part(.unavailable("b"))]).state == .unavailable("a"))
    }
}
