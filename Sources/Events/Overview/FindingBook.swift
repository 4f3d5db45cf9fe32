import Basics

/// Findings of a window: what is told apart in its buckets, put together by what it is about.
struct FindingBook: Sendable {
    private static let capacity = 4096
    private static let mostRestarts = 256

    /// Nil where too little time is known to tell a trend.
    let middle: Timestamp?
    private let conditions: NodeConditions
    private(set) var findings: [Finding.Key: Finding] = [:]
    /// Containers that started once more: where, and when.
    private(set) var restarts: [OverviewSums.Place: [Restart]] = [:]
    /// Of pods whose image cannot be pulled, since not each message names it.
    private var images: [OverviewSums.Object: String] = [:]
    /// The nodes that pods were on when these went away.
    private var carriers: [OverviewSums.Object: String] = [:]
    /// Looked at when images and carriers are known.
    private var deferred: [(key: OverviewKey, cell: OverviewCell)] = []

    /// A container that started once more.
    struct Restart: Sendable {
        var workload: Finding.Key
        var title: String
        var at: Timestamp
    }

    init(middle: Timestamp?, conditions: NodeConditions) {
        self.middle = middle
        self.conditions = conditions
    }

    mutating func add(_ key: OverviewKey, _ cell: OverviewCell) {
        if let cause = key.cause { return add(key, cell, (place(of: key, cause), false)) }
        // Of what is not told apart no more is known than the reason.
        guard !key.object.name.isEmpty || (key.isFolded && key.topics.isEmpty && key.grain != .kind) else { return }
        noteRestart(key, cell)
        switch key.topics.first {
        case .image:
            deferred.append((key, cell))
            if let image = Self.image(in: cell.message) { images[object(of: key)] = image }
        case .node where key.object.kind == "Pod":
            let node = key.node.isEmpty ? conditions.nodeLost(near: cell.first, cluster: key.cluster) : key.node
            if let node { carriers[object(of: key)] = node }
            add(key, cell, (Finding.Key(key, .eviction, subject: node ?? "", reason: Finding.affected), false))
        case .eviction: deferred.append((key, cell))
        case nil where key.kind == .normal: return
        case .memory where key.object.kind == "Node":
            guard let pod = KilledPod(cell.message).map({ key.with($0) }) else {
                return add(key, cell, (Finding.Key(key, .memory, subject: key.object.name), false))
            }
            add(pod, cell, workload(of: pod, .memory))
        case let topic: add(key, cell, place(of: key, cell, topic))
        }
    }

    /// To be called after the last cell.
    mutating func finish() {
        for (key, cell) in deferred {
            switch key.topics.first {
            case .image: finish(image: key, cell)
            default: finish(eviction: key, cell)
            }
        }
        deferred = []
    }

    private mutating func finish(image key: OverviewKey, _ cell: OverviewCell) {
        guard let image = images[object(of: key)] else { return add(key, cell, workload(of: key, .image)) }
        var place = Finding.Key(key, .image, subject: image)
        place.namespace = key.namespace
        add(key, cell, (place, false))
    }

    /// What a pod did itself is told of its workload, and what was done to it of the node.
    private mutating func finish(eviction key: OverviewKey, _ cell: OverviewCell) {
        guard !Self.isOfPod(cell.message) else { return add(key, cell, workload(of: key, .eviction)) }
        let carrier = carriers[object(of: key)] ?? conditions.onlyNodeAway(at: cell.first, cluster: key.cluster)
        let node = key.node.isEmpty ? carrier : key.node
        add(key, cell, (Finding.Key(key, .eviction, subject: node ?? ""), false))
    }

    private static func isOfPod(_ message: String) -> Bool {
        message.contains("exceed") && !message.contains("low on resource")
    }

    private func object(of key: OverviewKey) -> OverviewSums.Object {
        OverviewSums.Object(cluster: key.cluster, namespace: key.namespace, name: key.object)
    }

    private mutating func add(_ key: OverviewKey, _ cell: OverviewCell, _ place: (key: Finding.Key, isStem: Bool)) {
        guard findings.count < Self.capacity || findings[place.key] != nil else { return }
        findings[place.key, default: Finding(place.key)].add(key, cell, isLater: middle.map { cell.last >= $0 })
        if place.isStem { findings[place.key]?.isStem = true }
    }

    private mutating func noteRestart(_ key: OverviewKey, _ cell: OverviewCell) {
        guard key.topics.contains(.restart) || key.topics.contains(.crash), !key.node.isEmpty else { return }
        let node = OverviewSums.Place(cluster: key.cluster, name: key.node)
        guard restarts[node, default: []].count < Self.mostRestarts else { return }
        restarts[node, default: []].append(
            Restart(workload: workload(of: key, .memory).key, title: Workload(key).title, at: cell.last)
        )
    }

    // MARK: What belongs together

    private func place(of key: OverviewKey, _ cell: OverviewCell, _ topic: OverviewTopic?) -> (
        key: Finding.Key, isStem: Bool
    ) {
        switch topic {
        case .node: return (Finding.Key(key, topic, subject: key.object.name), false)
        case .scheduling:
            let shortage = Shortage(cell.message)
            var place = Finding.Key(key, topic, subject: shortage.text)
            if !shortage.isOfCluster { place.namespace = key.namespace }
            return (place, false)
        case nil where !key.isFolded && (key.kind == .other || Self.isOfLoadBalancer(key.reason)):
            var place = workload(of: key, nil)
            place.key.reason = key.reason
            return place
        case nil:
            // Of no topic: what many say is one thing, or it would hide the rest.
            return (Finding.Key(key, nil, reason: key.reason), false)
        default: return workload(of: key, topic)
        }
    }

    private func place(of key: OverviewKey, _ cause: CommonCause) -> Finding.Key {
        var place = Finding.Key(key, cause.kind == .metrics ? nil : .start, subject: cause.name)
        if cause.isOfNamespace { place.namespace = key.namespace }
        place.cause = cause.kind
        return place
    }

    private func workload(of key: OverviewKey, _ topic: OverviewTopic?) -> (key: Finding.Key, isStem: Bool) {
        let workload = Workload(key)
        var place = Finding.Key(key, topic, subject: workload.stem)
        place.namespace = workload.namespace
        return (place, workload.isMade)
    }

    /// As the service controller, and those of clouds, call it: `SyncLoadBalancerFailed`, `UnAvailableLoadBalancer`.
    static func isOfLoadBalancer(_ reason: String) -> Bool { reason.contains("LoadBalancer") }

    /// The image that a message names in quotes.
    static func image(in message: String) -> String? {
        guard let start = message.firstRange(of: "image \"")?.upperBound else { return nil }
        let name = message[start...].prefix { $0 != "\"" }
        return name.isEmpty || name.endIndex == message.endIndex ? nil : String(name)
    }
}

/// The pod that node-problem-detector names: `pod was OOM killed. node:n1 pod:web-0 namespace:shop uuid:…`.
struct KilledPod: Equatable {
    var namespace: String
    var name: String

    init?(_ message: String) {
        func word(after label: String) -> String? {
            guard let start = message.firstRange(of: label)?.upperBound else { return nil }
            let word = message[start...].prefix { $0 != " " && $0 != "," && $0 != "\n" }
            return word.isEmpty ? nil : String(word)
        }
        guard let name = word(after: " pod:"), let namespace = word(after: " namespace:") else { return nil }
        self.namespace = namespace
        self.name = name
    }
}

extension OverviewKey {
    /// The same of a pod that a node's event names.
    fileprivate func with(_ pod: KilledPod) -> OverviewKey {
        OverviewKey(
            kind: kind,
            topics: topics,
            cluster: cluster,
            namespace: pod.namespace,
            reason: reason,
            object: ObjectName(kind: "Pod", name: pod.name),
            node: node.isEmpty && object.kind == "Node" ? object.name : node
        )
    }
}

extension Finding.Key {
    fileprivate init(_ key: OverviewKey, _ topic: OverviewTopic?, subject: String = "", reason: String = "") {
        self.init(cluster: key.cluster, topic: topic, namespace: "", subject: subject, reason: reason)
    }
}
