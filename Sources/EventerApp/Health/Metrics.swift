import Basics
import Events

/// The metrics page: what a process knows of itself, of the cluster, its journal and Log Service.
///
/// Names are those of `spec/reliability.md` 6.2, with `journal` where that says `spool`.
///
/// Where kube-eventer has a metric of the same meaning its name is kept; one that breaks Prometheus' rules is left untyped. No
/// label has values that the cluster chooses.
struct Metrics {
    let picture: Health.Picture
    let process: ProcessFigures
    let version: String

    var text: String {
        var page = MetricsPage()
        addProcess(to: &page)
        addSource(to: &page)
        addStreams(to: &page)
        addJournal(to: &page)
        addDelivery(to: &page)
        addRequests(to: &page)
        addCredentials(to: &page)
        addAlerts(to: &page)
        return page.text
    }

    private func addProcess(to page: inout MetricsPage) {
        let started = Double(picture.started.microseconds) / 1e6
        page.add(
            .gauge,
            "eventer_build_info",
            "The version that runs.",
            [.init(labels: ["version": version], value: 1)]
        )
        page.add(.gauge, "eventer_start_time_seconds", "When eventer began.", started)
        page.add(
            .gauge,
            "eventer_manager_last_time_seconds",
            "Last sign of life of the main loop.",
            Double(picture.heartbeat.seconds)
        )
        page.add(.counter, "process_cpu_seconds_total", "CPU time used.", process.cpuSeconds)
        page.add(.gauge, "process_virtual_memory_bytes", "Memory mapped.", process.virtualBytes)
        page.add(.gauge, "process_resident_memory_bytes", "Memory held.", process.residentBytes)
        page.add(.gauge, "process_open_fds", "Open files.", process.openFiles)
        page.add(.gauge, "process_max_fds", "Open files that are allowed.", process.maximumFiles)
        page.add(.gauge, "process_start_time_seconds", "When the process began.", started)
    }

    private func addStreams(to page: inout MetricsPage) {
        let streams = picture.streams.values
        let states = streams.map { Self.word(for: $0.state) }
        let isConnected = !streams.isEmpty && streams.allSatisfy { $0.state == .live }
        let heard = streams.compactMap(\.lastReceived).max()?.seconds ?? 0
        page.add(.gauge, "eventer_source_connected", "Whether every stream is live.", isConnected ? 1 : 0)
        page.add(
            .gauge,
            "eventer_source_streams",
            "Streams by their state.",
            by: "state",
            Self.words.map { word in (word, states.count { $0 == word }) }
        )
        page.add(.gauge, "eventer_scraper_last_time_seconds", "When the cluster was last heard.", Double(heard))
        page.add(
            .gauge,
            "eventer_source_last_line_timestamp_seconds",
            "When the cluster was last heard.",
            Double(heard)
        )
        page.add(
            .gauge,
            "eventer_source_tls_verify",
            "Whether every API server has to prove its name.",
            picture.verifiesServers ? 1 : 0
        )
        page.add(
            .counter,
            "eventer_source_gaps_total",
            "Interruptions that history may not cover.",
            by: "reason",
            Gap.Reason.allCases.map { (Self.word(for: $0), picture.gaps[$0]?.count ?? 0) }
        )
        let length = picture.gaps.values.reduce(0) { $0 + $1.length.seconds }
        page.add(.counter, "eventer_source_gap_seconds_total", "Time within those interruptions.", length)
    }

    private func addJournal(to page: inout MetricsPage) {
        let isKeeping = if case .keeping = picture.journal { true } else { false }
        page.add(.gauge, "eventer_journal_keeping", "Whether events are kept on disk.", isKeeping ? 1 : 0)
        let figures = picture.figures
        page.add(.gauge, "eventer_journal_bytes", "Bytes of the journal in use.", figures.usedBytes)
        page.add(.gauge, "eventer_journal_capacity_bytes", "Bytes the journal may take.", figures.maximumBytes)
        page.add(.gauge, "eventer_journal_records", "Event versions kept.", figures.rows)
        page.add(
            .gauge,
            "eventer_journal_oldest_record_timestamp_seconds",
            "When the oldest event that waits for delivery was received, 0 without one.",
            Double(picture.delivery.oldestWaiting?.seconds ?? 0)
        )
        page.add(
            "eventer_journal_sync_duration_seconds",
            "How long commits take, until they are on the disk.",
            [([:], figures.commitTimes)]
        )
        page.add(
            .counter,
            "eventer_journal_errors_total",
            "Operations of the journal that failed.",
            by: "op",
            figures.errors.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        )
        page.add(
            .counter,
            "eventer_journal_recovered_records_total",
            "Event versions saved from a damaged file.",
            figures.recovered
        )
        page.add(
            .counter,
            "eventer_journal_lost_records_total",
            "Event versions lost to damage.",
            figures.damaged
        )
    }

    private func addDelivery(to page: inout MetricsPage) {
        let (delivery, ledger) = (picture.delivery, picture.delivery.ledger)
        page.add(.counter, "eventer_sink_seen_total", "Event versions that were to be delivered.", ledger.seen)
        page.add(
            .counter,
            "eventer_sink_records_total",
            "Event versions by what became of them.",
            by: "result",
            [
                ("acked", ledger.acknowledged), ("filtered", ledger.filtered), ("dropped", ledger.dropped),
                ("lost", ledger.lost),
            ]
        )
        // No counter: it falls when a person sends them again or drops them.
        page.add(.gauge, "eventer_sink_dead_letters", "Event versions that the sink refused for good.", ledger.dead)
        page.add(
            .counter,
            "eventer_sink_dropped_records_total",
            "Event versions given up, by the reason.",
            by: "reason",
            DropReason.allCases.map { ($0.rawValue, ledger.drops[$0] ?? 0) }
        )
        page.add(
            .counter,
            "eventer_sink_gap_records_total",
            "Records of gaps, which gapRecords=true asks for, by what became of them.",
            by: "result",
            [("acked", delivery.counters.gapRecords), ("refused", delivery.counters.refusedGapRecords)]
        )
        page.add(.gauge, "eventer_sink_waiting", "Event versions that wait for delivery.", ledger.waiting)
        page.add(.gauge, "eventer_sink_in_flight_batches", "Requests without an answer yet.", delivery.requestsInFlight)
        let shares = [("50", delivery.latencyP50), ("99", delivery.latencyP99)]
        page.add(
            .gauge,
            "eventer_sink_event_latency_seconds",
            "From an event's creation to its acknowledgement, over the last minutes.",
            shares.compactMap { name, value in value.map { .init(labels: ["percentile": name], value: $0.seconds) } }
        )
    }

    private func addRequests(to page: inout MetricsPage) {
        let counters = picture.delivery.counters
        page.add(
            .counter,
            "eventer_sink_bytes_total",
            "Bytes of log groups sent, before and after compression.",
            by: "encoding",
            [("raw", counters.rawBytes), ("compressed", counters.compressedBytes)]
        )
        page.add(
            .counter,
            "eventer_sink_requests_total",
            "Requests to Log Service by the status of their answer, 0 for none.",
            by: "code",
            counters.requests.sorted { $0.key < $1.key }.map { (String($0.key), $0.value) }
        )
        page.add(
            .counter,
            "eventer_sink_errors_total",
            "Requests to Log Service that failed, by class.",
            by: "class",
            counters.errors.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        )
        page.add(
            .counter,
            "eventer_sink_retries_total",
            "Requests to Log Service sent again, by the class of the failure before.",
            by: "class",
            counters.retries.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        )
        page.add(
            "eventer_sink_request_duration_seconds",
            "From a request to Log Service to its answer.",
            [([:], counters.requestTimes)]
        )
        page.add(
            "eventer_sink_delivery_latency_seconds",
            "From the receipt of an event to its acknowledgement.",
            [([:], counters.latencies)]
        )
    }

    private func addCredentials(to page: inout MetricsPage) {
        guard let figures = picture.delivery.credentials else { return }
        page.add(
            .counter,
            "eventer_auth_refresh_total",
            "Renewals of the key for Log Service.",
            [
                .init(labels: ["kind": "sts", "result": "ok"], value: Double(figures.renewals)),
                .init(labels: ["kind": "sts", "result": "failed"], value: Double(figures.failedRenewals)),
            ]
        )
        guard let expiry = figures.expiry else { return }
        page.add(
            .gauge,
            "eventer_auth_expiry_timestamp_seconds",
            "When the key for Log Service ends.",
            [.init(labels: ["kind": "sts"], value: Double(expiry.seconds))]
        )
    }
}

extension Metrics {
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

    private static func word(for reason: Gap.Reason) -> String {
        switch reason {
        case .expired: "expired"
        case .empty: "empty_200"
        case .rewound: "rv_rewound"
        case .clusterChanged: "cluster_changed"
        case .paused: "paused"
        case .error: "error"
        }
    }
}
