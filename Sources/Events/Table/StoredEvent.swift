import Basics

/// The newest version of one event as the table holds it: texts as numbers of the table's pool.
struct StoredEvent: Sendable {
    var cluster: Symbol
    /// As the filter's `ns:` sees it: the object's, else the event's own.
    var namespace: Symbol
    var eventNamespace: Symbol
    var name: Symbol
    var type: Symbol
    var reason: Symbol
    var message: Symbol
    var kind: Symbol
    var object: Symbol
    var objectNamespace: Symbol
    var objectUID: Symbol
    var fieldPath: Symbol
    var component: Symbol
    var host: Symbol
    /// The host that reported; of a Node without one, its name.
    var node: Symbol
    var uid: Symbol
    /// What only few events have: labels, annotations, action, related object.
    var rare: Symbol
    /// `Pod/web-0`.
    var path: Symbol
    /// What tells objects apart: the uid, else kind, namespace and name.
    var subject: Symbol
    var version: ResourceVersion
    var count: Int
    var firstSeen: Timestamp
    var lastSeen: Timestamp
    var received: Timestamp
    /// When its first version was received.
    var firstReceived: Timestamp
    /// When its occurrences were; nil for evenly between `firstSeen` and the last.
    var trail: OccurrenceTrail?

    // What the table notes about it.
    var group: Int32 = -1
    /// The other events of its group.
    var next: Int32 = -1
    var previous: Int32 = -1
    var matches = FilterMatches()

    init(_ event: KubeEvent, in pool: inout TextPool) {
        let object = event.object
        cluster = pool.symbol(for: event.cluster)
        eventNamespace = pool.symbol(for: event.namespace)
        objectNamespace = pool.symbol(for: object.namespace)
        namespace = object.namespace.isEmpty ? eventNamespace : objectNamespace
        name = pool.symbol(for: event.name)
        type = pool.symbol(for: event.type)
        reason = pool.symbol(for: event.reason)
        message = pool.symbol(for: event.message)
        kind = pool.symbol(for: object.kind)
        self.object = pool.symbol(for: object.name)
        objectUID = pool.symbol(for: object.uid)
        fieldPath = pool.symbol(for: object.fieldPath)
        component = pool.symbol(for: event.component)
        host = pool.symbol(for: event.host)
        node = event.host.isEmpty && object.kind == "Node" ? self.object : host
        uid = pool.symbol(for: event.key.uid)
        rare = pool.symbol(for: RareFields.text(in: event.json))
        path = pool.symbol(for: object.kind + "/" + object.name)
        subject = object.hasTrustedUID ? objectUID : pool.symbol(for: object.fullPath)
        version = event.key.resourceVersion
        count = event.count
        firstSeen = event.firstSeen
        lastSeen = event.lastSeen
        received = event.received
        firstReceived = event.received
    }

    /// The place in time: one from the future must not pin an event to the top.
    var order: Timestamp { min(lastSeen, received) }
}

extension ObjectReference {
    /// Kubelets give a Node's name for its uid, others the uid: for Nodes neither can be relied on.
    var hasTrustedUID: Bool { !uid.isEmpty && kind != "Node" }

    /// `Pod/payments/web-0`.
    var fullPath: String { "\(kind)/\(namespace)/\(name)" }
}
