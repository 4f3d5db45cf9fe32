import Basics
import Events
import TestSupport
import Testing
import TextGrid
import Viewer

@testable import EventerApp

/// The forwarder's pane and the metrics page tell the same of one status.
@Suite struct ForwarderTruthTests {
    private static let status: DeliveryStatus = {
        var status = DeliveryStatus(state: .on, target: "p/l", endpoint: "e")
        status.ledger.acknowledged = 1001
        status.ledger.waiting = 1002
        status.ledger.dead = 1003
        status.ledger.filtered = 1004
        status.ledger.dropped = 1005
        status.ledger.lost = 1006
        status.ledger.seen = 6021
        status.requestsInFlight = 3
        status.counters.requests = [200: 71, 403: 72]
        status.credentials = CredentialFigures(source: "RRSA")
        status.credentials?.renewals = 9
        status.credentials?.failedRenewals = 8
        return status
    }()

    private var metrics: String {
        let health = Health(version: "test", now: { Timestamp(seconds: 1000) }, uptime: { .zero })
        health.note(Self.status, journal: .keeping(path: "/j"), figures: JournalFigures())
        return Metrics(picture: health.current, process: .current(), version: health.version).text
    }

    private var pane: String {
        var state = ViewState(
            configuration: ViewConfiguration(context: "c"),
            size: Size(columns: 120, rows: 40),
            now: Timestamp(seconds: 1000)
        )
        _ = update(&state, .delivery(Self.status))
        _ = update(&state, .key(.character("f")))
        return render(state).text
    }

    @Test(arguments: [
        (#"eventer_sink_records_total{result="acked"} 1001"#, "acked 1,001"),
        ("eventer_sink_waiting 1002", "waiting 1,002"),
        ("eventer_sink_dead_letters 1003", "dead 1,003"),
        (#"eventer_sink_records_total{result="filtered"} 1004"#, "filtered 1,004"),
        (#"eventer_sink_records_total{result="dropped"} 1005"#, "dropped 1,005"),
        (#"eventer_sink_records_total{result="lost"} 1006"#, "lost 1,006"),
        ("eventer_sink_seen_total 6021", "seen 6,021"),
        (#"eventer_sink_requests_total{code="200"} 71"#, "200: 71"),
        (#"eventer_sink_requests_total{code="403"} 72"#, "403: 72"),
        ("eventer_sink_in_flight_batches 3", "in flight 3"),
        (#"eventer_auth_refresh_total{kind="sts",result="ok"} 9"#, "renewed 9 times"),
        (#"eventer_auth_refresh_total{kind="sts",result="failed"} 8"#, "failed 8"),
    ])
    func eachFigureIsOnBoth(metric: String, words: String) {
        #expect(metrics.split(separator: "\n").contains { $0 == metric })
        #expect(pane.contains(words))
    }
}
