import Basics
import Events
import Viewer

/// What the effects of the viewer need of the program around.
struct InterfaceServices: Sendable {
    var setForwarding: @Sendable (Bool) async -> Void
    var retryStreams: @Sendable () async -> Void
    /// The JSON of an event of a cluster, if it is kept, and what became of it on its way to the sink.
    var object: @Sendable (KubeEvent.Key, String) async -> (json: [UInt8]?, fate: EventFate)
    /// Posts what the journal knows of objects of a cluster, until it was read to its beginning or the task is cancelled.
    var timeline: @Sendable ([ObjectReference], String, @Sendable (TimelinePart) -> Void) async -> Void
    /// Gives what the journal has since then, a part at a time.
    var history: @Sendable (Timestamp, (HistoryPart) -> Void) async -> Void
    /// Searches the sink's logstore; nil without a sink.
    var logstore: LogstoreDesk?
    /// What the journals counted in the same time of other days.
    var tallies: @Sendable (OverviewWindow, Timestamp, Timestamp) async -> OverviewTallies
    /// The newest dead letters, newest first.
    var deadLetters: @Sendable () async -> [DeadLetterEntry]
    /// Sends what waits now; false when that was asked just before.
    var retryForwarding: @Sendable () async -> Bool
    /// Delivers what waits, and tells whether nothing is left.
    var flush: @Sendable (Duration) async -> Bool
    var drop: @Sendable () async -> Void
    var alert: @Sendable (AlertOrder) async -> Void
    /// Ages are those of then.
    var export: @Sendable (ExportRequest, Timestamp) async -> ExportOutcome
    /// Objects as a text of that format; ages are those of then.
    var objects: @Sendable ([EventRow], ExportFormat, Timestamp) async -> String
    var remember: @Sendable (PromptKind, String) async -> Void
    /// Tells what went wrong, if something did.
    var saveView: @Sendable (SavedView) async -> String?
    /// Gets ready to leave for other contexts; tells why that cannot be.
    var prepare: @Sendable ([String]) async -> String?
}
