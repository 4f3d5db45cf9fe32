/// `eventer history`.
package struct HistorySettings: Sendable {
    package var cluster: ClusterSettings
    package var view: ViewSettings
    package var state: String?
    /// The sink whose logstore is read, in place of the journal.
    package var logstore: SinkSettings?
    /// What is looked for there, in Log Service's search language; empty means everything.
    package var query = ""
    /// The journal as it was then: a duration ago, a time of the day or a date, if given.
    package var until: String?
    /// The newest of those that match; nil means all of a journal, 1,000 of a logstore.
    package var limit: Int?
    /// Every version, in place of the newest of each event.
    package var hasAllVersions = false

    package init(cluster: ClusterSettings, view: ViewSettings, state: String?) {
        self.cluster = cluster
        self.view = view
        self.state = state
    }
}
