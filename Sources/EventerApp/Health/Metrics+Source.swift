import Events

extension Metrics {
    /// What was read from the cluster, summed over the streams.
    func addSource(to page: inout MetricsPage) {
        let counters = picture.counters
        func sum(_ count: KeyPath<StreamCounters, Int>) -> Int { counters.reduce(0) { $0 + $1[keyPath: count] } }
        page.add(
            .untyped,
            "eventer_scraper_events_total_number",
            "Event versions read from the cluster, as kube-eventer names them.",
            sum(\.events)
        )
        page.add(
            .counter,
            "eventer_source_forwarded_events_total",
            "Event versions read from the cluster and handed on.",
            sum(\.events)
        )
        addTypes(to: &page)
        addFrames(counters.map(\.frames), to: &page)
        page.add(
            .counter,
            "eventer_source_duplicates_total",
            "Versions seen again and not handed on.",
            by: "reason",
            [("watermark", sum(\.duplicates))]
        )
        page.add(.counter, "eventer_source_malformed_events_total", "What was no event.", sum(\.malformed))
        page.add(.counter, "eventer_source_oversize_events_total", "Events above the size limit.", sum(\.oversize))
        page.add(
            .counter,
            "eventer_source_scrubbed_events_total",
            "Events whose invalid UTF-8 was replaced.",
            sum(\.scrubbed)
        )
        addRequests(counters.map(\.requests), to: &page)
    }

    /// kube-eventer counts by reason, kind, namespace and name, which has no end; eventer by the type alone.
    private func addTypes(to page: inout MetricsPage) {
        guard let types = picture.types else { return }
        page.add(.counter, "eventer_events_normal_total", "Versions of events of type Normal.", types.normal)
        page.add(.counter, "eventer_events_warning_total", "Versions of events of type Warning.", types.warning)
        page.add(.counter, "eventer_events_error_total", "Versions of events of any other type.", types.other)
    }

    private func addFrames(_ frames: [FrameCounters], to page: inout MetricsPage) {
        let kinds: [(String, String, KeyPath<FrameCounters, Int>)] = [
            ("added", "list", \.listed), ("added", "watch", \.added), ("modified", "watch", \.modified),
            ("deleted", "watch", \.deleted), ("bookmark", "watch", \.bookmarks), ("error", "watch", \.errors),
            ("unknown", "watch", \.unknown),
        ]
        page.add(
            .counter,
            "eventer_source_events_total",
            "What lists and watches brought, handed on or not.",
            kinds.map { type, origin, count in
                .init(
                    labels: ["type": type, "origin": origin],
                    value: Double(frames.reduce(0) { $0 + $1[keyPath: count] })
                )
            }
        )
    }

    private func addRequests(_ requests: [RequestCounters], to page: inout MetricsPage) {
        let sum = requests.reduce(into: RequestCounters()) { $0.merge($1) }
        let answers = sum.answers.sorted { ($0.key.verb.rawValue, $0.key.code) < ($1.key.verb.rawValue, $1.key.code) }
        page.add(
            .counter,
            "eventer_source_requests_total",
            "Requests to the API server by the status of their answer, 0 for none.",
            answers.map {
                .init(labels: ["verb": $0.key.verb.rawValue, "code": String($0.key.code)], value: Double($0.value))
            }
        )
        page.add(
            "eventer_source_request_duration_seconds",
            "How long answers of the API server take, watches left out.",
            RequestCounters.Verb.allCases.compactMap { verb in
                sum.times[verb].map { (labels: ["verb": verb.rawValue], times: $0) }
            }
        )
        page.add(
            .counter,
            "eventer_source_reconnects_total",
            "Watches that ended, by the reason.",
            by: "reason",
            RequestCounters.WatchEnd.allCases.map { ($0.rawValue, sum.watchEnds[$0] ?? 0) }
        )
    }
}
