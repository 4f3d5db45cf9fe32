package import Events

/// When a person should be told: so many occurrences of these events within such a time, for each group of them.
package struct AlertRule: Sendable, Equatable {
    /// The usual window: ACK's rules look at the last 360 s every 5 minutes (`spec/kube-eventer.md` 6.1).
    package static let usualWindow = Duration.seconds(360)
    /// The usual ``quiet`` where an event tells the end.
    package static let longestQuiet = Duration.seconds(86_400)

    /// Lower case letters, digits and `-`; no two rules have the same.
    package var name: String
    /// What it is about, in a few words.
    package var title: String
    package var severity: AlertSeverity
    /// What counts.
    package var filter: EventFilter
    /// What does not count although `filter` shows it; shows nothing when there is no such thing.
    package var ignore: EventFilter?
    /// Occurrences within `window` that it takes, at least 1.
    package var count: Int
    package var window: Duration
    /// What the events of one incident share, beside the cluster; empty for one incident a cluster.
    package var grouping: [FilterField]
    /// How long the condition must hold before it fires.
    package var pending: Duration
    /// What ends an incident of the same group at once.
    package var recovery: EventFilter?
    /// How long no event must come until an incident is over; nil for ``usualQuiet``.
    package var quiet: Duration?
    /// Counts only what no other rule's `filter` shows, whether that ignores it or not.
    package var takesRest: Bool

    package init(
        name: String,
        title: String = "",
        severity: AlertSeverity = .medium,
        filter: EventFilter,
        ignore: EventFilter? = nil,
        count: Int = 1,
        window: Duration = usualWindow,
        grouping: [FilterField] = [],
        pending: Duration = .zero,
        recovery: EventFilter? = nil,
        quiet: Duration? = nil,
        takesRest: Bool = false
    ) {
        self.name = name
        self.title = title
        self.severity = severity
        self.filter = filter
        self.ignore = ignore
        self.count = count
        self.window = window
        self.grouping = grouping
        self.pending = pending
        self.recovery = recovery
        self.quiet = quiet
        self.takesRest = takesRest
    }

    /// How long no event must come until an incident is over, when the rule says nothing: the window, and a day where an event
    /// tells the end.
    package var usualQuiet: Duration { recovery == nil ? window : Self.longestQuiet }
}
