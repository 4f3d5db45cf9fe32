/// `eventer history`.
package struct HistorySettings: Sendable {
    package var cluster: ClusterSettings
    package var view: ViewSettings
    package var state: String?
    /// The journal as it was then: a duration ago, a time of the day or a date, if given.
    package var until: String?
    /// The newest of those that match.
    package var limit: Int?
    /// Every version, in place of the newest of each event.
    package var hasAllVersions = false

    package init(cluster: ClusterSettings, view: ViewSettings, state: String?) {
        self.cluster = cluster
        self.view = view
        self.state = state
    }
}
