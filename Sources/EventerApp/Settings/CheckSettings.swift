/// `eventer check`.
package struct CheckSettings: Sendable {
    package var cluster: ClusterSettings
    package var sink: SinkSettings
    package var output = OutputFormat.lines
    package var noColour = false

    package init(cluster: ClusterSettings, sink: SinkSettings) {
        self.cluster = cluster
        self.sink = sink
    }
}
