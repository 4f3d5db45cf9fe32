import Basics
import Events

/// The metrics page, in Prometheus' text format.
///
/// Where kube-eventer has a metric of the same meaning its name is kept; no label has values that the cluster chooses.
/// https://prometheus.io/docs/instrumenting/exposition_formats/
enum Metrics {
    static func text(_ picture: Health.Picture, version: String) -> String {
        var page = Page()
        let counters = picture.streams.values.map(\.counters)
        let delivery = picture.delivery
        let ledger = delivery.ledger
        page.gauge("eventer_build_info", "The version that runs.", [("version", version, 1)], label: "version")
        page.gauge("process_start_time_seconds", "When the process began.", Double(picture.started.seconds))
        page.counter(
            "eventer_scraper_events_total_number",
            "Event versions read from the cluster.",
            counters.sum(\.events)
        )
        let last = picture.streams.values.compactMap(\.lastReceived).max()
        page.gauge("eventer_scraper_last_time_seconds", "When the cluster was last heard.", Double(last?.seconds ?? 0))
        page.gauge(
            "eventer_source_connected",
            "Whether every stream is live.",
            !picture.streams.isEmpty && picture.streams.values.allSatisfy { $0.state == .live } ? 1 : 0
        )
        page.counter(
            "eventer_source_duplicates_total",
            "Versions seen again and not handed on.",
            counters.sum(\.duplicates)
        )
        page.counter("eventer_source_malformed_total", "Lines that were no event.", counters.sum(\.malformed))
        page.counter("eventer_source_oversize_total", "Frames above the size limit.", counters.sum(\.oversize))
        page.counter(
            "eventer_source_gaps_total",
            "Interruptions that history may not cover.",
            Gap.Reason.allCases.map {
                ($0 == .clusterChanged ? "cluster_changed" : $0.rawValue, picture.gaps[$0] ?? 0)
            },
            label: "reason"
        )
        let states = picture.streams.values.map { Self.word(for: $0.state) }
        page.gauge(
            "eventer_source_streams",
            "Streams by their state.",
            Self.words.map { word in ("state", word, Double(states.count { $0 == word })) },
            label: "state"
        )
        page.gauge(
            "eventer_journal_keeping",
            "Whether events are kept on disk.",
            { if case .keeping = picture.journal { 1 } else { 0 } }()
        )
        page.counter(
            "eventer_sink_records_total",
            "Event versions by what became of them.",
            [
                ("acknowledged", ledger.acknowledged), ("dead", ledger.dead), ("filtered", ledger.filtered),
                ("dropped", ledger.dropped), ("lost", ledger.lost),
            ],
            label: "result"
        )
        page.counter("eventer_sink_seen_total", "Event versions that were to be delivered.", ledger.seen)
        page.gauge("eventer_sink_waiting", "Event versions that wait for delivery.", Double(ledger.waiting))
        page.gauge(
            "eventer_sink_oldest_waiting_timestamp_seconds",
            "When the oldest waiting event was received.",
            Double(delivery.oldestWaiting?.seconds ?? 0)
        )
        page.counter("eventer_sink_bytes_total", "Compressed bytes sent.", delivery.bytesSent)
        page.counter("eventer_sink_retries_total", "Requests sent again.", delivery.retries)
        page.counter("eventer_sink_errors_total", "Requests that failed.", delivery.errors)
        page.gauge(
            "eventer_sink_in_flight_requests",
            "Requests without an answer yet.",
            Double(delivery.requestsInFlight)
        )
        let quantiles = [("0.5", delivery.latencyP50), ("0.99", delivery.latencyP99)]
        page.gauge(
            "eventer_sink_delivery_latency_seconds",
            "From an event's creation to its acknowledgement.",
            quantiles.compactMap { name, value in value.map { ("quantile", name, $0.seconds) } },
            label: "quantile"
        )
        return page.text
    }

    private static let words = ["connecting", "listing", "live", "waiting", "denied", "paused", "ended"]

    private static func word(for state: StreamStatus.State) -> String {
        switch state {
        case .connecting: "connecting"
        case .listing: "listing"
        case .live: "live"
        case .waiting: "waiting"
        case .denied: "denied"
        case .paused: "paused"
        case .ended: "ended"
        }
    }

    private struct Page {
        var text = ""

        mutating func gauge(_ name: String, _ help: String, _ value: Double) {
            head(name, help, "gauge")
            text += "\(name) \(plain(value))\n"
        }

        mutating func gauge(_ name: String, _ help: String, _ values: [(String, String, Double)], label: String) {
            head(name, help, "gauge")
            for (_, value, number) in values { text += "\(name){\(label)=\"\(value)\"} \(plain(number))\n" }
        }

        mutating func counter(_ name: String, _ help: String, _ value: Int) {
            head(name, help, "counter")
            text += "\(name) \(value)\n"
        }

        mutating func counter(_ name: String, _ help: String, _ values: [(String, Int)], label: String) {
            head(name, help, "counter")
            for (value, number) in values { text += "\(name){\(label)=\"\(value)\"} \(number)\n" }
        }

        private mutating func head(_ name: String, _ help: String, _ type: String) {
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        }

        private func plain(_ value: Double) -> String {
            value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
        }
    }
}

extension [StreamCounters] {
    fileprivate func sum(_ counter: KeyPath<StreamCounters, Int>) -> Int {
        reduce(0) { $0 + $1[keyPath: counter] }
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
