/// `eventer lifecycle`.
package struct LifecycleSettings: Sendable {
    /// `KIND/NAME` as it was written.
    package var object: String
    package var cluster: ClusterSettings
    package var state: String?
    package var format = LifecycleFormat.text
    package var times = TimeText.Style.local
    /// A recording to read in place of the journal.
    package var recording: String?

    package init(object: String, cluster: ClusterSettings, state: String?) {
        self.object = object
        self.cluster = cluster
        self.state = state
    }
}

/// How a life is written.
package enum LifecycleFormat: String, Sendable, CaseIterable { case text, json }
