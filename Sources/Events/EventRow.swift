package import Basics

/// The newest version of one event as the table holds it: a ``KubeEvent`` without its JSON.
package struct EventRow: Sendable, Equatable {
    /// What names one event among all of a run, whatever its version: a cluster restored from another's backup repeats its uids.
    package struct ID: Sendable, Hashable {
        package var cluster: String
        package var uid: String

        package init(cluster: String = "", uid: String) {
            self.cluster = cluster
            self.uid = uid
        }
    }

    package var key: KubeEvent.Key
    /// As in ``KubeEvent/cluster``.
    package var cluster: String
    package var namespace: String
    package var name: String
    package var type: String
    package var reason: String
    package var message: String
    package var object: ObjectReference
    package var component: String
    package var host: String
    package var count: Int
    package var firstSeen: Timestamp
    package var lastSeen: Timestamp
    package var received: Timestamp

    package init(_ event: KubeEvent) {
        key = event.key
        cluster = event.cluster
        namespace = event.namespace
        name = event.name
        type = event.type
        reason = event.reason
        message = event.message
        object = event.object
        component = event.component
        host = event.host
        count = event.count
        firstSeen = event.firstSeen
        lastSeen = event.lastSeen
        received = event.received
    }

    package var id: ID { ID(cluster: cluster, uid: key.uid) }

    package var isWarning: Bool { type == "Warning" }

    /// The place in the table: a time from the future must not pin an event to the top.
    package var order: Timestamp { min(lastSeen, received) }
}
