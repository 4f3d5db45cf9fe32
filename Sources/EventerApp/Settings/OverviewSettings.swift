/// `eventer overview`.
package struct OverviewSettings: Sendable {
    /// How it is written.
    package enum Output: String, Sendable, CaseIterable { case text, json }

    /// How far back it goes; the names are those of the viewer's windows.
    package enum Window: String, Sendable, CaseIterable {
        case quarter = "15m"
        case hour = "1h"
        case sixHours = "6h"
        case day = "24h"
    }

    package var cluster: ClusterSettings
    /// What is counted; empty means all.
    package var filter = ""
    package var state: String?
    package var window = Window.hour
    /// The end of the window: a duration ago, a time of the day or a date, if given.
    package var until: String?
    /// A recording in place of a journal; `-` for standard input.
    package var recording: String?
    /// Lists the cluster too.
    package var isLive = false
    package var output = Output.text
    package var isASCII = false

    package init(cluster: ClusterSettings, state: String?) {
        self.cluster = cluster
        self.state = state
    }
}
