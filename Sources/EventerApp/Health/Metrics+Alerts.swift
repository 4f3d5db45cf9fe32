import Events

extension Metrics {
    /// What the rules found and whom they told; labels are the names of rules and hooks alone.
    func addAlerts(to page: inout MetricsPage) {
        guard let alerts = picture.alerts else { return }
        page.add(
            .gauge,
            "eventer_alerts_firing",
            "Incidents that go on, by rule; 0 for each rule that is on.",
            by: "rule",
            alerts.rules.map { ($0.name, $0.open) }
        )
        page.add(
            .gauge,
            "eventer_alerts_open",
            "Incidents that go on, by what people said about them.",
            by: "state",
            [AlertIncident.State.firing, .acknowledged, .snoozed].map { ($0.rawValue, alerts.states[$0] ?? 0) }
        )
        page.add(
            .counter,
            "eventer_alerts_fired_total",
            "Incidents that began since the process did, by rule.",
            by: "rule",
            alerts.rules.map { ($0.name, $0.fired) }
        )
        page.add(
            .counter,
            "eventer_alert_events_skipped_total",
            "Events that came faster than the rules could look.",
            alerts.skipped
        )
        addHooks(alerts.hooks, to: &page)
    }

    private func addHooks(_ hooks: [AlertFigures.Hook], to page: inout MetricsPage) {
        guard !hooks.isEmpty else { return }
        let results: [(String, KeyPath<HookQueue.Counts, Int>)] = [
            ("sent", \.sent), ("retried", \.retried), ("dropped", \.dropped),
        ]
        page.add(
            .counter,
            "eventer_alert_notifications_total",
            "Notifications by hook and by what became of them; one that is tried again counts each time.",
            hooks.flatMap { hook in
                results.map { result, count in
                    .init(
                        labels: ["hook": hook.name, "result": result],
                        value: Double(hook.figures.counts[keyPath: count])
                    )
                }
            }
        )
        page.add(
            .gauge,
            "eventer_alert_notifications_waiting",
            "Notifications that wait for their hook.",
            by: "hook",
            hooks.map { ($0.name, $0.figures.waiting) }
        )
    }
}
