import Events

/// One cluster of a run: where its events come from, where they are kept, and how they are forwarded.
///
/// Nothing is shared between sites, so that a slow or dead one holds up no other.
struct Site: Sendable {
    /// Marks its streams and events; empty when it is the only one.
    var label = ""
    let store: Store
    let forwarding: ForwardingSwitch
    /// What watches it; nil for a replay, which is fed from elsewhere.
    var source: ClusterSource?
    /// Watches its events by rules; nil for a run without.
    var alerts: AlertKeeper?

    /// `text` with the label in front, where there is one.
    func labelled(_ text: String) -> String { label.isEmpty ? text : label + ": " + text }
}

/// What a site tells of its source.
enum SourceReport: Sendable {
    case update(WatchUpdate)
    /// A stream may not be had and gives way to a smaller one; the text says why.
    case narrowed(StreamID, to: StreamID, String)
}
