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

    /// Shared by all copies: an event goes through many hands, and fifteen texts would each be counted in each of them.
    private var shared: Shared

    package var key: Key {
        get { shared.values.key }
        set { change(\.key, to: newValue) }
    }
    /// `metadata.namespace` and `metadata.name` of the event itself.
    package var namespace: String {
        get { shared.values.namespace }
        set { change(\.namespace, to: newValue) }
    }
    package var name: String {
        get { shared.values.name }
        set { change(\.name, to: newValue) }
    }
    /// `Normal`, `Warning`, or whatever the reporter wrote.
    package var type: String {
        get { shared.values.type }
        set { change(\.type, to: newValue) }
    }
    package var reason: String {
        get { shared.values.reason }
        set { change(\.reason, to: newValue) }
    }
    package var message: String {
        get { shared.values.message }
        set { change(\.message, to: newValue) }
    }
    package var object: ObjectReference {
        get { shared.values.object }
        set { change(\.object, to: newValue) }
    }
    /// `source.component`, else `reportingComponent`.
    package var component: String {
        get { shared.values.component }
        set { change(\.component, to: newValue) }
    }
    /// `source.host` and nothing else: the record field `hostname`.
    package var host: String {
        get { shared.values.host }
        set { change(\.host, to: newValue) }
    }
    /// `series.count`, else `count`, else 1.
    package var count: Int {
        get { shared.values.count }
        set { change(\.count, to: newValue) }
    }
    /// The first of `eventTime`, `firstTimestamp`, `metadata.creationTimestamp` that is set.
    package var firstSeen: Timestamp {
        get { shared.values.firstSeen }
        set { change(\.firstSeen, to: newValue) }
    }
    /// The first of `series.lastObservedTime`, `lastTimestamp`, `eventTime`, `firstTimestamp`, `metadata.creationTimestamp`
    /// that is set, else `received`.
    package var lastSeen: Timestamp {
        get { shared.values.lastSeen }
        set { change(\.lastSeen, to: newValue) }
    }
    /// When eventer read it.
    package var received: Timestamp {
        get { shared.values.received }
        set { change(\.received, to: newValue) }
    }
    /// Which of the clusters of this run it came from; empty when there is but one.
    package var cluster: String {
        get { shared.values.cluster }
        set { change(\.cluster, to: newValue) }
    }
    /// The canonical object: compact JSON in kube-eventer's key order and escaping (`spec/kube-eventer.md` 3.6).
    package var json: [UInt8] {
        get { shared.values.json }
        set { change(\.json, to: newValue) }
    }

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
        shared = Shared(
            Values(
                key: key,
                namespace: namespace,
                name: name,
                type: type,
                reason: reason,
                message: message,
                object: object,
                component: component,
                host: host,
                count: count,
                firstSeen: firstSeen,
                lastSeen: lastSeen,
                received: received,
                cluster: cluster,
                json: json
            )
        )
    }

    package var isWarning: Bool { type == "Warning" }

    /// As a filter's `node:` sees it: the host that reported; of a Node without one, its name.
    package var node: String { host.isEmpty && object.kind == "Node" ? object.name : host }

    /// The place in the table: a time from the future must not pin an event to the top.
    package var order: Timestamp { min(lastSeen, received) }

    /// The memory it takes, more or less.
    package var approximateBytes: Int { shared.values.json.count + shared.values.message.utf8.count + 512 }

    package static func == (left: KubeEvent, right: KubeEvent) -> Bool {
        left.shared === right.shared || left.shared.values == right.shared.values
    }
}

extension KubeEvent {
    private struct Values: Sendable, Equatable {
        var key: Key
        var namespace: String
        var name: String
        var type: String
        var reason: String
        var message: String
        var object: ObjectReference
        var component: String
        var host: String
        var count: Int
        var firstSeen: Timestamp
        var lastSeen: Timestamp
        var received: Timestamp
        var cluster: String
        var json: [UInt8]
    }

    private final class Shared: Sendable {
        let values: Values

        init(_ values: Values) {
            self.values = values
        }
    }

    /// For the few events that are changed after they were read.
    private mutating func change<Value>(_ path: WritableKeyPath<Values, Value>, to value: Value) {
        var values = shared.values
        values[keyPath: path] = value
        shared = Shared(values)
    }
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
