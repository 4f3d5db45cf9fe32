import Events

/// `eventer alerts`.
package struct AlertsSettings: Sendable {
    package enum Task: Sendable, Equatable {
        case list
        case acknowledge
        case snooze(Duration)
        case reopen
    }

    package enum Output: String, Sendable, CaseIterable { case table, json }

    package var task: Task
    package var cluster: ClusterSettings
    package var state: String?
    /// Of incidents; empty for all where they are listed.
    package var ids: [String]
    /// Those that are over too.
    package var hasAll = false
    package var output = Output.table

    package init(task: Task, cluster: ClusterSettings, state: String?, ids: [String] = []) {
        self.task = task
        self.cluster = cluster
        self.state = state
        self.ids = ids
    }

    /// Reads how long a snooze lasts, `30m`, `1h` or `2d`; nil for anything else, and past 30 days.
    package static func pause(_ text: String) -> Duration? {
        guard let time = DurationText.microseconds(text), (1...30 * 86_400_000_000).contains(time) else { return nil }
        return .microseconds(time)
    }
}
