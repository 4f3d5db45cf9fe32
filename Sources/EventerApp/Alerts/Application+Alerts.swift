import Alerts
import Basics
import Events
import HTTP
import Journal

extension Application {
    /// What watches the events of one cluster by rules; nil for a run without.
    func keeper(_ plan: AlertPlan?, label: String, title: String, _ store: Store, directory: String) -> AlertKeeper? {
        guard let plan else { return nil }
        var site = AlertSite(label: label, title: title, journal: store.journal, reader: store.reader)
        if case .held(let holder) = store.status {
            site.holder = holder
            site.heldDirectory = directory
        }
        return AlertKeeper(site, rules: plan.rules, hooks: plan.hooks, now: now, clock: clock)
    }

    /// The alerts of all sites of a run; nil for a run without.
    ///
    /// - Parameters:
    ///   - plan: What is watched for, and who is told.
    ///   - sites: With their keepers.
    ///   - note: Takes each change, for the log.
    ///   - publish: Takes what changed, for screen and metrics; must not wait.
    /// - Returns: What runs them.
    func desk(
        _ plan: AlertPlan?,
        _ sites: [Site],
        note: @escaping @Sendable (AlertChange) -> Void = { _ in },
        publish: @escaping @Sendable (AlertBoard, AlertFigures) -> Void
    ) -> AlertDesk? {
        guard let plan else { return nil }
        return AlertDesk(
            keepers: sites.compactMap(\.alerts),
            hooks: plan.hooks.map(hook),
            notes: plan.notes,
            publish: publish,
            note: note
        )
    }

    private func hook(_ settings: HookSettings) -> AlertHook {
        AlertHook(settings, sender: sender(settings), clock: clock, now: now)
    }

    private func sender(_ settings: HookSettings) -> any NoticeSender {
        switch settings.target {
        case .command(let words):
            CommandSender(words: words, timeout: settings.timeout, environment: environmentOfPrograms)
        case .webhook(let url):
            // A client each: what curl's thread waits for, such as a slow name server, holds up one hook only.
            WebhookSender(
                url: url,
                headers: settings.headers,
                template: settings.template,
                timeout: settings.timeout,
                http: CurlClient(),
                now: now
            )
        }
    }
}
