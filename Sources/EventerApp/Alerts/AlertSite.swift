import Events
import Journal

/// The cluster that alerts are about, and where they are kept.
struct AlertSite: Sendable {
    /// As its events are marked; empty when there is but one.
    var label = ""
    /// Its name for those who see no more than a notice.
    var title = ""
    /// Nil while another process holds it.
    var journal: Journal?
    var reader: JournalReader?
    /// The process that holds the journal, where it is another one.
    var holder: String?
    /// Where the journal of that process is.
    var heldDirectory: String?

    /// `text` with the label in front, where there is one.
    func labelled(_ text: String) -> String { label.isEmpty ? text : label + ": " + text }
}

extension KubeEvent {
    /// As an event of the cluster that is marked so.
    func labelled(_ label: String) -> KubeEvent {
        guard cluster != label else { return self }
        var event = self
        event.cluster = label
        return event
    }
}
