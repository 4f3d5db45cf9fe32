/// What the alert rules say now, for screen, metrics and log: one value of all clusters of a run.
package struct AlertBoard: Sendable, Equatable {
    /// A rule that is on, as people see it.
    package struct Rule: Sendable, Equatable {
        package var name: String
        package var title: String
        package var severity: AlertSeverity
        /// The condition in one line: `count 1 in 6m of reason:Failed kind:Pod by ns, name, node`.
        package var condition: String
        /// Shows the events that it counts, in the filter grammar; empty when that cannot be said.
        package var filter: String
        /// Incidents that are open now.
        package var open: Int
        /// Incidents since the program began, open ones among them.
        package var total: Int

        package init(
            name: String,
            title: String = "",
            severity: AlertSeverity = .medium,
            condition: String = "",
            filter: String = "",
            open: Int = 0,
            total: Int = 0
        ) {
            self.name = name
            self.title = title
            self.severity = severity
            self.condition = condition
            self.filter = filter
            self.open = open
            self.total = total
        }
    }

    /// In their order (``AlertIncident/precedes(_:)``); those over are kept for a day, and 200 of them at most.
    package var incidents: [AlertIncident]
    /// Those that are on, in their order.
    package var rules: [Rule]
    /// What is wrong with rules or hooks, one line each, for people; not sanitised.
    package var problems: [String]

    package init(incidents: [AlertIncident] = [], rules: [Rule] = [], problems: [String] = []) {
        self.incidents = incidents
        self.rules = rules
        self.problems = problems
    }

    /// Open incidents of at least that severity.
    package func open(from severity: AlertSeverity = .medium) -> Int {
        incidents.count { $0.isOpen && $0.severity >= severity }
    }
}
