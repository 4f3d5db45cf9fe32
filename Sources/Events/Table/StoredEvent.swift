import Basics

/// The newest version of one event as the table holds it: texts as numbers of the table's pool.
///
/// Numbers only: a copy costs no reference count.
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

    // What the table notes about it.
    var group = StoredEvent.free
    /// The other events of its group.
    var next: Int32 = -1
    var previous: Int32 = -1
    var matches = FilterMatches()

    /// In place of a group: that the slot has no event, and that the event is in no group yet.
    static let free: Int32 = -1
    static let unlinked: Int32 = -2

    /// The numbers for an event.
    ///
    /// - Parameters:
    ///   - event: A version.
    ///   - former: The version before, most of whose texts are the same.
    ///   - pool: Takes the texts that are new.
    init(_ event: KubeEvent, after former: StoredEvent?, in pool: inout TextPool) {
        let object = event.object
        cluster = pool.symbol(for: event.cluster, formerly: former?.cluster)
        eventNamespace = pool.symbol(for: event.namespace, formerly: former?.eventNamespace)
        objectNamespace = pool.symbol(for: object.namespace, formerly: former?.objectNamespace ?? eventNamespace)
        namespace = object.namespace.isEmpty ? eventNamespace : objectNamespace
        name = pool.symbol(for: event.name, formerly: former?.name)
        type = pool.symbol(for: event.type, formerly: former?.type ?? .warning)
        reason = pool.symbol(for: event.reason, formerly: former?.reason)
        message = pool.symbol(for: event.message, formerly: former?.message)
        kind = pool.symbol(for: object.kind, formerly: former?.kind)
        self.object = pool.symbol(for: object.name, formerly: former?.object)
        objectUID = pool.symbol(for: object.uid, formerly: former?.objectUID)
        fieldPath = pool.symbol(for: object.fieldPath, formerly: former?.fieldPath)
        component = pool.symbol(for: event.component, formerly: former?.component)
        host = pool.symbol(for: event.host, formerly: former?.host)
        node = event.host.isEmpty && object.kind == "Node" ? self.object : host
        uid = pool.symbol(for: event.key.uid, formerly: former?.uid)
        rare = pool.symbol(for: RareFields.text(in: event.json), formerly: former?.rare ?? .empty)
        if let former, former.kind == kind, former.object == self.object {
            path = former.path
        } else {
            path = pool.symbol(for: object.kind + "/" + object.name)
        }
        subject = object.hasTrustedUID ? objectUID : pool.symbol(for: object.fullPath, formerly: former?.subject)
        version = event.key.resourceVersion
        count = event.count
        firstSeen = event.firstSeen
        lastSeen = event.lastSeen
        received = event.received
        firstReceived = former?.firstReceived ?? event.received
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
