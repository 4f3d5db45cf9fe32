import Basics

/// Events that are taken for one trouble: of one topic, and of one workload, node, image or shortage.
struct Finding: Sendable {
    struct Key: Hashable, Sendable {
        var cluster: String
        /// Nil for Warnings of no topic.
        var topic: OverviewTopic?
        var namespace: String
        /// What the trouble is about: a workload, a node, an image, a shortage.
        var subject: String
        /// Of a Warning of no topic; or ``Finding/affected``.
        var reason: String
        var cause: CommonCause.Kind?
    }

    /// In place of a reason: pods of a node that went away, which need not have been evicted.
    static let affected = "affected"
    /// In place of a reason: a process of which nobody said whose it is.
    static let process = "process"

    private static let mostObjects = 4096
    private static let mostMessages = 8
    private static let mostNamespaces = 64

    var key: Key
    /// Whether `subject` is what the names of several objects begin with.
    var isStem = false
    /// Whether the cluster calls it an error, which is neither Normal nor Warning.
    private(set) var isError = false
    var times = 0
    var earlier = 0
    var later = 0
    var first = Timestamp(microseconds: .max)
    var last = Timestamp(microseconds: .min)
    private(set) var objects: Set<OverviewSums.Object> = []
    private(set) var nodes: Set<String> = []
    private(set) var namespaces: Set<String> = []
    /// The workloads of the objects, `namespace/stem-*`.
    private(set) var workloads: Set<String> = []
    /// The newest of each reason.
    private(set) var messages: [String: (text: String, at: Timestamp)] = [:]

    init(_ key: Key) {
        self.key = key
    }

    /// The newest message of all.
    var message: String {
        messages.max { ($0.value.at, $1.key) < ($1.value.at, $0.key) }?.value.text ?? ""
    }

    mutating func add(_ key: OverviewKey, _ cell: OverviewCell, isLater: Bool?) {
        times += cell.occurrences
        if isLater == true { later += cell.occurrences }
        if isLater == false { earlier += cell.occurrences }
        first = min(first, cell.first)
        last = max(last, cell.last)
        isError = isError || key.kind == .other
        // `Error: ErrImagePull` says less than what came before it.
        let isWeak = cell.message.hasPrefix("Error: ") && key.topics.contains(.image)
        // Of several at the same time the last by its text, whatever the order they are looked at.
        let isNews = messages[key.reason].map { ($0.at, $0.text) < (cell.last, cell.message) && !isWeak }
        if isNews ?? (messages.count < Self.mostMessages) {
            messages[key.reason] = (cell.message, cell.last)
        }
        guard objects.count < Self.mostObjects else { return }
        if !key.node.isEmpty { nodes.insert(key.node) }
        if !key.namespace.isEmpty, namespaces.count < Self.mostNamespaces { namespaces.insert(key.namespace) }
        guard !key.object.name.isEmpty else { return }
        objects.insert(OverviewSums.Object(cluster: key.cluster, namespace: key.namespace, name: key.object))
        workloads.insert(Workload(key).title)
    }

    /// Takes in what a node told of containers that were killed on it.
    mutating func addKills(of other: Finding) {
        var kills = other
        kills.objects = []
        kills.workloads = []
        kills.nodes.insert(other.key.subject)
        add(kills)
    }

    mutating func add(_ other: Finding) {
        times += other.times
        earlier += other.earlier
        later += other.later
        first = min(first, other.first)
        last = max(last, other.last)
        objects.formUnion(other.objects)
        nodes.formUnion(other.nodes)
        namespaces.formUnion(other.namespaces)
        workloads.formUnion(other.workloads)
        messages.merge(other.messages) { $0.at >= $1.at ? $0 : $1 }
    }
}

/// The workload that an object belongs to, by its name.
struct Workload: Hashable {
    var namespace: String
    var stem: String
    /// Whether the object is one of several that the name is common to.
    var isMade: Bool

    init(_ key: OverviewKey) {
        namespace = key.namespace
        (stem, isMade) = WorkloadName.stem(kind: key.object.kind, name: key.object.name)
    }

    /// `payments/web-*`.
    var title: String {
        let name = isMade ? stem + "-*" : stem
        return namespace.isEmpty ? name : namespace + "/" + name
    }
}
