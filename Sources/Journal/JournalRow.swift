package import Events

/// An event version in the journal, in the order it arrived.
package struct JournalRow: Sendable, Equatable {
    /// Rises with every row and is never used again.
    package var id: Int64
    /// Nil when the row does not match its checksum: what it held is lost.
    package var event: KubeEvent?

    package init(id: Int64, event: KubeEvent?) {
        self.id = id
        self.event = event
    }
}
