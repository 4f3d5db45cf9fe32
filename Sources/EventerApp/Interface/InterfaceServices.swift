import Events
import Viewer

/// What the effects of the viewer need of the program around.
struct InterfaceServices: Sendable {
    var setForwarding: @Sendable (Bool) async -> Void
    var retryStreams: @Sendable () async -> Void
    var object: @Sendable (KubeEvent.Key, String) async -> [UInt8]?
    /// Delivers what waits, and tells whether nothing is left.
    var flush: @Sendable (Duration) async -> Bool
    var drop: @Sendable () async -> Void
    var export: @Sendable (ExportRequest) async -> ExportOutcome
    /// Objects as a text of that format.
    var objects: @Sendable ([EventRow], ExportFormat) async -> String
    var remember: @Sendable (PromptKind, String) async -> Void
    /// Tells what went wrong, if something did.
    var saveView: @Sendable (SavedView) async -> String?
    /// Gets ready to leave for other contexts; tells why that cannot be.
    var prepare: @Sendable ([String]) async -> String?
}
