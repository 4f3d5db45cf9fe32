import Basics
import Events
import Foundation
import TestSupport
import Testing

@testable import EventerApp

/// Reads the metrics page as strictly as Prometheus does, and as promtool where that is installed.
@Suite(.timeLimit(.minutes(5))) struct MetricsTests {
    private let health = Health(version: "te\"st", now: { Timestamp(seconds: 1000) }, uptime: { .zero })

    /// A page with a value in every metric.
    private func page() -> String {
        var status = StreamStatus(
            stream: .all,
            state: .live,
            since: .init(seconds: 0),
            lastReceived: .init(seconds: 999)
        )
        status.counters.requests.count(.list, code: 200, time: .milliseconds(30))
        status.counters.requests.count(.watch, code: 410)
        status.counters.requests.count(.expired)
        status.counters.frames.modified = 7
        health.note(.update(.status(status)))
        let gap = Gap(reason: .expired, from: .init(seconds: 1), to: .init(seconds: 3))
        health.note(.update(.batch(EventBatch(stream: .all, events: [], resumePoint: nil, gap: gap))))
        var delivery = DeliveryStatus()
        delivery.latencyP50 = .milliseconds(1500)
        delivery.counters.requests = [200: 4, 403: 1]
        delivery.counters.errors = ["throttled": 1]
        delivery.counters.retries = ["throttled": 1]
        delivery.counters.latencies.add(.milliseconds(300))
        delivery.ledger.drops = [.policy: 2]
        delivery.ledger.dead = 5
        delivery.credentials = CredentialFigures(source: "RRSA")
        delivery.credentials?.expiry = Timestamp(seconds: 5000)
        delivery.credentials?.renewals = 3
        var figures = JournalFigures()
        figures.errors = ["append": 1]
        figures.commitTimes.add(.milliseconds(3))
        figures.commitTimes.add(.seconds(10))
        health.note(delivery, journal: .keeping(path: "/j"), figures: figures)
        var alerts = AlertFigures()
        alerts.rules = [.init(name: "node-down", open: 2, fired: 5), .init(name: "pod-oom", open: 0, fired: 0)]
        alerts.states = [.firing: 1, .snoozed: 1]
        alerts.hooks = [
            .init(name: "pager", figures: .init(counts: .init(sent: 4, retried: 3, dropped: 2), waiting: 1))
        ]
        health.note(alerts)
        return Metrics(picture: health.current, process: .current(), version: health.version).text
    }

    @Test func everyLineIsWhatPrometheusReads() throws {
        var types: [String: String] = [:]
        var helped: Set<String> = []
        var samples: Set<String> = []
        let label = #/[a-z][a-z_]*="(?:[^"\\\n]|\\[\\"n])*"/#
        for line in page().split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let match = line.wholeMatch(of: #/# HELP (?<name>[a-z_]+) (?<text>[A-Z].*\.)/#) {
                #expect(helped.insert(String(match.name)).inserted)
            } else if let match = line.wholeMatch(
                of: #/# TYPE (?<name>[a-z_]+) (?<type>counter|gauge|histogram|untyped)/#
            ) {
                #expect(helped.contains(String(match.name)))
                types[String(match.name)] = String(match.type)
            } else {
                let match = try #require(
                    line.wholeMatch(
                        of: #/(?<name>[a-z][a-z0-9_]*)(?<labels>\{[^\n]*\})? (?<value>-?[0-9.]+(?:e-?[0-9]+)?)/#
                    ),
                    "\(line)"
                )
                #expect(samples.insert("\(match.name)\(match.labels ?? "")").inserted, "\(line)")
                let inside = match.labels?.dropFirst().dropLast() ?? ""
                #expect(inside.isEmpty || !inside.replacing(label, with: "").contains { $0 != "," })
                let family = String(match.name).replacing(#/_(bucket|sum|count)$/#, with: "")
                let type = try #require(types[String(match.name)] ?? types[family], "\(line)")
                #expect((type == "counter") == match.name.hasSuffix("_total") || type == "untyped", "\(line)")
            }
        }
        #expect(types.count > 50)
    }

    @Test func histogramsAddUp() {
        let page = page()

        #expect(page.contains("eventer_journal_sync_duration_seconds_bucket{le=\"0.002\"} 0\n"))
        #expect(page.contains("eventer_journal_sync_duration_seconds_bucket{le=\"0.005\"} 1\n"))
        #expect(page.contains("eventer_journal_sync_duration_seconds_bucket{le=\"+Inf\"} 2\n"))
        #expect(page.contains("eventer_journal_sync_duration_seconds_count 2\n"))
        #expect(page.contains("eventer_journal_sync_duration_seconds_sum 10.003\n"))
        #expect(page.contains("eventer_source_request_duration_seconds_bucket{verb=\"list\",le=\"0.05\"} 1\n"))
    }

    @Test func whatHappenedIsCountedByKind() {
        let page = page()

        #expect(page.contains("eventer_source_requests_total{verb=\"watch\",code=\"410\"} 1\n"))
        #expect(page.contains("eventer_source_reconnects_total{reason=\"expired\"} 1\n"))
        #expect(page.contains("eventer_source_events_total{type=\"modified\",origin=\"watch\"} 7\n"))
        #expect(page.contains("eventer_source_gap_seconds_total 2\n"))
        #expect(page.contains("eventer_sink_requests_total{code=\"403\"} 1\n"))
        #expect(page.contains("eventer_sink_dropped_records_total{reason=\"policy\"} 2\n"))
        // What falls is no counter.
        #expect(page.contains("# TYPE eventer_sink_dead_letters gauge\neventer_sink_dead_letters 5\n"))
        #expect(!page.contains("deadletter\""))
        #expect(page.contains("eventer_auth_expiry_timestamp_seconds{kind=\"sts\"} 5000\n"))
        #expect(page.contains("eventer_build_info{version=\"te\\\"st\"} 1\n"))
    }

    @Test func alertsAreCountedByRuleAndHook() {
        let page = page()

        #expect(
            page.contains("eventer_alerts_firing{rule=\"node-down\"} 2\neventer_alerts_firing{rule=\"pod-oom\"} 0\n")
        )
        #expect(page.contains("eventer_alerts_open{state=\"firing\"} 1\n"))
        #expect(page.contains("eventer_alerts_open{state=\"acknowledged\"} 0\n"))
        #expect(page.contains("eventer_alerts_fired_total{rule=\"node-down\"} 5\n"))
        #expect(page.contains("eventer_alert_notifications_total{hook=\"pager\",result=\"dropped\"} 2\n"))
        #expect(page.contains("eventer_alert_notifications_waiting{hook=\"pager\"} 1\n"))
        let silent = Health(version: "", now: { Timestamp(seconds: 0) }, uptime: { .zero })
        #expect(!Metrics(picture: silent.current, process: .init(), version: "").text.contains("eventer_alert"))
    }

    @Test func theProcessIsMeasured() {
        let figures = ProcessFigures.current()

        #expect(figures.cpuSeconds > 0)
        #expect(figures.residentBytes > 1 << 20)
        #expect(figures.openFiles > 2)
        #expect(figures.maximumFiles >= figures.openFiles)
    }

    @Test func typesAreCountedUnlessUnwanted() {
        let events = ["Normal", "Warning", "Warning", "Error"].enumerated().map { index, type in
            KubeEvent.sample(Int64(index + 1)) { $0.type = type }
        }
        let silent = Health(version: "", countsTypes: false, now: { Timestamp(seconds: 0) }, uptime: { .zero })
        for health in [health, silent] {
            health.note(.update(.batch(EventBatch(stream: .all, events: events, resumePoint: nil))))
        }

        #expect(health.current.types == .init(normal: 1, warning: 2, other: 1))
        #expect(page().contains("eventer_events_warning_total 2\n"))
        let text = Metrics(picture: silent.current, process: .init(), version: "").text
        #expect(!text.contains("eventer_events_"))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool"), "promtool is not installed"))
    func promtoolHasNothingToSay() async throws {
        let directory = try TemporaryDirectory()
        try page().write(toFile: directory.path + "/page", atomically: true, encoding: .utf8)

        let (status, output) = try await Program(
            "/bin/sh",
            ["-c", "/usr/bin/promtool check metrics < \"$0\"", directory.path + "/page"]
        ).end()

        #expect(output == "")
        #expect(status == 0)
    }
}
