import Basics

/// What events of a bucket have in common that are counted together.
///
/// The text is as the cluster sent it. The hashes are worked out once: keys move from bucket to bucket.
struct OverviewKey: Sendable {
    /// What is told apart, the finest first.
    enum Grain: Int, Sendable, CaseIterable {
        case object, namespace, reason, kind
    }

    let kind: EventClass
    let topics: OverviewTopics
    let cluster: String
    let namespace: String
    let reason: String
    /// Its name is empty where single objects are not told apart.
    let object: ObjectName
    let node: String
    let cause: CommonCause?
    let grain: Grain
    /// Whether it stands for things that there was no place for, not for what nobody asks to tell apart.
    let isFolded: Bool
    let hash: Int
    /// The hash of all but the object's name, the node and the grain.
    let group: Int

    init(
        kind: EventClass,
        topics: OverviewTopics = [],
        cluster: String = "",
        namespace: String = "",
        reason: String,
        object: ObjectName = ObjectName(),
        node: String = "",
        cause: CommonCause? = nil,
        grain: Grain = .object,
        isFolded: Bool = false
    ) {
        self.kind = kind
        self.topics = topics
        self.cluster = cluster
        self.namespace = namespace
        self.reason = reason
        self.object = object
        self.node = node
        self.cause = cause
        self.grain = grain
        self.isFolded = isFolded
        var hasher = Hasher()
        hasher.combine(kind)
        hasher.combine(topics)
        hasher.combine(cluster)
        hasher.combine(namespace)
        hasher.combine(reason)
        hasher.combine(object.kind)
        hasher.combine(cause)
        group = hasher.finalize()
        hasher.combine(object.name)
        hasher.combine(node)
        hasher.combine(grain)
        hash = hasher.finalize()
    }

    /// A kind and a name.
    struct ObjectName: Sendable, Hashable {
        var kind = ""
        var name = ""

        var isEmpty: Bool { name.isEmpty && kind.isEmpty }
    }

    /// The same with less told apart: all objects of a kind in the namespace, then all of the reason, then all.
    var wider: OverviewKey {
        switch grain {
        case .object:
            OverviewKey(
                kind: kind,
                topics: topics,
                cluster: cluster,
                namespace: namespace,
                reason: reason,
                object: ObjectName(kind: object.kind),
                cause: cause,
                grain: .namespace,
                isFolded: true
            )
        case .namespace:
            OverviewKey(kind: kind, topics: topics, reason: reason, cause: cause, grain: .reason, isFolded: true)
        case .reason, .kind: OverviewKey(kind: kind, reason: Overview.others, grain: .kind, isFolded: true)
        }
    }
}

extension OverviewKey: Hashable {
    static func == (left: OverviewKey, right: OverviewKey) -> Bool {
        left.hash == right.hash && left.kind == right.kind && left.topics == right.topics
            && left.grain == right.grain && left.isFolded == right.isFolded && left.reason == right.reason
            && left.object == right.object && left.namespace == right.namespace && left.node == right.node
            && left.cluster == right.cluster && left.cause == right.cause
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

extension OverviewKey.ObjectName {
    /// `payments/web-1`, with the kind where it is no pod.
    func title(in namespace: String) -> String {
        let place = namespace.isEmpty ? name : namespace + "/" + name
        return kind == "Pod" || name.isEmpty ? place : kind.lowercased() + " " + place
    }
}
