package import Events
package import LogService

/// What is sent, and how.
package struct ForwardingOptions: Sendable {
    /// `project/logstore` and the endpoint, for the status.
    package var target = ""
    package var endpoint = ""

    package var mapping = EventLog()
    package var topic = ""
    package var source = ""
    package var compression = LogCompression.deflate
    /// What it hides is not sent, and counted as filtered.
    package var filter = EventFilter.everything
    /// Whether a gap is sent too, whatever `filter` says, as a record in its place among the events.
    package var sendsGapRecords = false
    /// The cluster that the rows are of, for the filter; empty when there is but one.
    package var cluster = ""

    /// How long a batch that is not full waits for more.
    package var linger: Duration = .milliseconds(500)
    /// A batch is full at this size before compression, or this many logs.
    package var batchBytes = 512 << 10
    package var batchLogs = 4096
    /// Batches read from the journal and not behind the cursor yet: what a crash may repeat.
    package var maximumInFlight = 4
    package var retry = RetryPolicy()

    package init() {}
}
