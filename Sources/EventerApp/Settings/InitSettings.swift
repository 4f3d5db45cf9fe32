/// `eventer init`.
package struct InitSettings: Sendable {
    package var sink: SinkSettings
    /// How long Log Service keeps a record; 3650 means for ever.
    package var retentionDays = 30
    package var shardCount = 2
    /// Say what would be done, and do nothing.
    package var isDryRun = false
    package var output = OutputFormat.lines
    package var noColour = false

    package init(sink: SinkSettings) {
        self.sink = sink
    }
}
