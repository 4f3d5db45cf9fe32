package import Basics

/// The newest version of one event as the table shows it: a ``KubeEvent`` without its JSON.
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

    init(_ event: StoredEvent, in pool: TextPool) {
        key = KubeEvent.Key(uid: pool.text(event.uid), resourceVersion: event.version)
        cluster = pool.text(event.cluster)
        namespace = pool.text(event.eventNamespace)
        name = pool.text(event.name)
        type = pool.text(event.type)
        reason = pool.text(event.reason)
        message = pool.text(event.message)
        object = ObjectReference(
            kind: pool.text(event.kind),
            namespace: pool.text(event.objectNamespace),
            name: pool.text(event.object),
            uid: pool.text(event.objectUID),
            fieldPath: pool.text(event.fieldPath)
        )
        component = pool.text(event.component)
        host = pool.text(event.host)
        count = event.count
        firstSeen = event.firstSeen
        lastSeen = event.lastSeen
        received = event.received
    }

    package var id: ID { ID(cluster: cluster, uid: key.uid) }

    package var isWarning: Bool { type == "Warning" }

    /// As the filter's `ns:` sees it: the object's, else the event's own.
    package var shownNamespace: String { object.namespace.isEmpty ? namespace : object.namespace }

    /// As the filter's `node:` sees it: the host that reported; of a Node without one, its name.
    package var node: String { host.isEmpty && object.kind == "Node" ? object.name : host }

    /// The place in the table: a time from the future must not pin an event to the top.
    package var order: Timestamp { min(lastSeen, received) }
}

/// A row of the table: events that ``Grouping`` puts together, as far as the filter shows them.
package struct EventGroup: Sendable, Equatable, Identifiable {
    package var id: GroupID
    /// The newest of its events.
    package var newest: EventRow
    /// How often they occurred, together.
    package var count: Int
    /// How many events they are.
    package var eventCount: Int
    package var firstSeen: Timestamp
    /// When the first of its events was received: since then there is such a row.
    package var firstReceived: Timestamp
    /// As in ``EventRow/lastSeen``, of the newest.
    package var lastSeen: Timestamp { newest.lastSeen }
    package var isWarning: Bool
    package var isMarked: Bool
    /// Whether it is hidden for a while.
    package var isSnoozed: Bool
    package var isCritical: Bool
    /// Where it stands in the order of the table.
    let rank: GroupRank

    package static func == (left: EventGroup, right: EventGroup) -> Bool {
        left.id == right.id && left.newest == right.newest && left.count == right.count
            && left.eventCount == right.eventCount && left.firstSeen == right.firstSeen
            && left.firstReceived == right.firstReceived && left.isWarning == right.isWarning
            && left.isMarked == right.isMarked
            && left.isSnoozed == right.isSnoozed && left.isCritical == right.isCritical
    }
}

/// The place of an event among all, by time.
struct TimeRank: Sendable, Hashable, Comparable {
    var time: Int64 = 0
    var version: Int64 = 0
    /// Of the event; no two share one.
    var slot: EventTable.Slot = -1

    /// Below all that events have, and above.
    static let least = TimeRank(time: .min, version: .min, slot: .min)
    static let greatest = TimeRank(time: .max, version: .max, slot: .max)

    static func < (left: TimeRank, right: TimeRank) -> Bool {
        if left.time != right.time { return left.time < right.time }
        return (left.version, left.slot) < (right.version, right.slot)
    }
}

/// What orders groups: a text or a number, then the rank of the newest event.
struct GroupRank: Sendable {
    /// In the numbers of the table's pool as it is now.
    var text = Symbol.empty
    var number: Int64 = 0
    var newest = TimeRank()
}

extension GroupRank: Equatable {}

extension TextPool {
    /// Whether `left` is below `right`: the least is at the bottom of the screen, so the first text is the greatest.
    func precedes(_ left: GroupRank, _ right: GroupRank) -> Bool {
        if left.text != right.text { return precedes(right.text, left.text) }
        if left.number != right.number { return left.number < right.number }
        return left.newest < right.newest
    }
}
