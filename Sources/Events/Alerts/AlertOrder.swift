package import Basics

/// What a person wants done with an incident.
package struct AlertOrder: Sendable, Hashable {
    package enum Wish: Sendable, Hashable {
        case acknowledge
        case snooze(until: Timestamp)
        /// Takes an acknowledgement or a snooze back.
        case reopen
    }

    /// Of the ``AlertIncident``.
    package var id: String
    package var cluster: String
    package var wish: Wish

    package init(id: String, cluster: String = "", wish: Wish) {
        self.id = id
        self.cluster = cluster
        self.wish = wish
    }
}
