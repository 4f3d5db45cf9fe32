package import Basics

/// One version of a Kubernetes `v1.Event`.
///
/// All text is as the cluster sent it: sanitise before showing.
package struct KubeEvent: Sendable, Equatable {
    /// What names one version of one event, and makes at-least-once delivery de-duplicable.
    package struct Key: Sendable, Hashable {
        package var uid: String
        package var resourceVersion: ResourceVersion

        package init(uid: String, resourceVersion: ResourceVersion) {
            self.uid = uid
            self.resourceVersion = resourceVersion
        }
    }

    package var key: Key
    /// `metadata.namespace` and `metadata.name` of the event itself.
    package var namespace: String
    package var name: String
    /// `Normal`, `Warning`, or whatever the reporter wrote.
    package var type: String
    package var reason: String
    package var message: String
    package var object: ObjectReference
    /// `source.component`, else `reportingComponent`.
    package var component: String
    /// `source.host` and nothing else: the record field `hostname`.
    package var host: String
    /// `series.count`, else `count`, else 1.
    package var count: Int
    /// The first of `eventTime`, `firstTimestamp`, `metadata.creationTimestamp` that is set.
    package var firstSeen: Timestamp
    /// The first of `series.lastObservedTime`, `lastTimestamp`, `eventTime`, `firstTimestamp`, `metadata.creationTimestamp`
    /// that is set, else `received`.
    package var lastSeen: Timestamp
    /// When eventer read it.
    package var received: Timestamp
    /// Which of the clusters of this run it came from; empty when there is but one.
    package var cluster: String
    /// The canonical object: compact JSON in kube-eventer's key order and escaping (`spec/kube-eventer.md` 3.6).
    package var json: [UInt8]

    package init(
        key: Key,
        namespace: String = "",
        name: String = "",
        type: String = "Normal",
        reason: String = "",
        message: String = "",
        object: ObjectReference = ObjectReference(),
        component: String = "",
        host: String = "",
        count: Int = 1,
        firstSeen: Timestamp,
        lastSeen: Timestamp,
        received: Timestamp,
        cluster: String = "",
        json: [UInt8] = []
    ) {
        self.key = key
        self.namespace = namespace
        self.name = name
        self.type = type
        self.reason = reason
        self.message = message
        self.object = object
        self.component = component
        self.host = host
        self.count = count
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.received = received
        self.cluster = cluster
        self.json = json
    }

    package var isWarning: Bool { type == "Warning" }

    /// As a filter's `node:` sees it: the host that reported; of a Node without one, its name.
    package var node: String { host.isEmpty && object.kind == "Node" ? object.name : host }

    /// The place in the table: a time from the future must not pin an event to the top.
    package var order: Timestamp { min(lastSeen, received) }
}

/// `involvedObject`: what the event is about.
package struct ObjectReference: Sendable, Hashable {
    package var kind: String
    package var namespace: String
    package var name: String
    package var uid: String
    package var fieldPath: String

    package init(kind: String = "", namespace: String = "", name: String = "", uid: String = "", fieldPath: String = "")
    {
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.uid = uid
        self.fieldPath = fieldPath
    }
}

extension ObjectReference {
    /// The object whatever its uid: one made anew under the name of another.
    package var path: ObjectReference { ObjectReference(kind: kind, namespace: namespace, name: name) }
}
