package import Basics

/// What became of one event version on its way to the sink.
package enum EventFate: Sendable, Equatable {
    /// No sink is configured, or the journal does not hold the version.
    case unknown
    case waiting
    /// The sink is done with it: acknowledged, unless the forward filter or an order of a person held it back.
    case passed
    /// It was read from the sink.
    case readBack
    /// Refused for good; the text is from outside.
    case dead(at: Timestamp, status: Int, reason: String)
}

/// A record that a sink refused for good, for people.
///
/// All text but the cluster's is from outside: sanitise before showing.
package struct DeadLetterEntry: Sendable, Equatable {
    package var id: Int64
    /// As in ``KubeEvent/cluster``.
    package var cluster: String
    package var at: Timestamp
    package var status: Int
    package var code: String
    package var message: String
    package var reason: String
    package var object: ObjectReference
    /// The event as canonical JSON; empty when the copy is damaged.
    package var json: [UInt8]

    package init(
        id: Int64,
        cluster: String = "",
        at: Timestamp,
        status: Int,
        code: String,
        message: String,
        reason: String = "",
        object: ObjectReference = ObjectReference(),
        json: [UInt8] = []
    ) {
        self.id = id
        self.cluster = cluster
        self.at = at
        self.status = status
        self.code = code
        self.message = message
        self.reason = reason
        self.object = object
        self.json = json
    }
}
