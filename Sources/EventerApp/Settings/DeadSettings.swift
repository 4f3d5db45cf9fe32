/// `eventer dead`.
package struct DeadSettings: Sendable {
    /// Which of the dead letters.
    package enum Choice: Sendable, Equatable {
        case all
        case some([Int64])
    }

    package enum Task: Sendable, Equatable { case list, show, retry, drop }

    package var task: Task
    package var cluster: ClusterSettings
    package var state: String?
    package var choice: Choice
    package var output = OutputFormat.lines

    package init(task: Task, cluster: ClusterSettings, state: String?, choice: Choice) {
        self.task = task
        self.cluster = cluster
        self.state = state
        self.choice = choice
    }
}
