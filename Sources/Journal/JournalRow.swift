package import Events

/// What the journal has taken in, in the order it arrived: an event version, or a gap before those that follow.
package struct JournalRow: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        case event(KubeEvent)
        case gap(StreamGap)
        /// An event that does not match its checksum: what it held is lost.
        case damaged
    }

    /// Rises with every row and is never used again.
    package var id: Int64
    package var content: Content

    package init(id: Int64, content: Content) {
        self.id = id
        self.content = content
    }

    /// Nil for a gap, and for a row that is damaged.
    package var event: KubeEvent? {
        if case .event(let event) = content { event } else { nil }
    }
}
