/// A part of an event that a filter can name.
package enum FilterField: String, CaseIterable, Sendable {
    case cluster
    case namespace = "ns"
    case kind
    case name
    case object = "obj"
    case reason
    case type
    case message = "msg"
    case source = "src"
    case node
    case uid
    case count
    case any

    /// Other spellings, all lower case.
    package var aliases: [String] {
        switch self {
        case .cluster: ["context", "ctx"]
        case .namespace: ["namespace"]
        case .kind: ["k"]
        case .object: ["object"]
        case .reason: ["r"]
        case .type: ["t"]
        case .message: ["m", "message"]
        case .source: ["source", "component"]
        case .node: ["host"]
        case .count: ["n"]
        case .name, .uid, .any: []
        }
    }

    /// What the field holds, for the help and the README.
    package var summary: String {
        switch self {
        case .cluster: "context of the cluster, when several are shown"
        case .namespace: "namespace of the object, or of the event"
        case .kind: "kind of the object; short names as in kubectl (po, deploy, no)"
        case .name: "name of the object"
        case .object: "kind/name of the object"
        case .reason: "reason"
        case .type: "Normal, Warning, or what the reporter wrote"
        case .message: "message; `:` finds a part of it"
        case .source: "component that reported"
        case .node: "host that reported"
        case .uid: "uid of the object"
        case .count: "how often it happened: `count>100`"
        case .any: "any of the texts; `:` finds a part"
        }
    }

    /// Whether `:` finds a part of the text; else the whole value, with `*` and `?` as globs.
    var findsParts: Bool { self == .message || self == .any }

    init?(name: String) {
        let name = name.lowercased()
        guard let field = Self.allCases.first(where: { $0.rawValue == name || $0.aliases.contains(name) }) else {
            return nil
        }
        self = field
    }

    /// The field whose name is nearest to `name`, if it is near at all.
    static func nearest(to name: String) -> String? {
        let name = Array(name.lowercased())
        let names = allCases.flatMap { [$0.rawValue] + $0.aliases }.filter { $0.count > 1 }
        let nearest = names.map { ($0, editDistance(name, Array($0))) }.min { $0.1 < $1.1 }
        return nearest.flatMap { $0.1 <= max(1, name.count / 3) ? $0.0 : nil }
    }

    /// kubectl's short names for the kinds that have events.
    static let shortKinds = [
        "cj": "CronJob", "cm": "ConfigMap", "deploy": "Deployment", "ds": "DaemonSet", "ep": "Endpoints",
        "hpa": "HorizontalPodAutoscaler", "ing": "Ingress", "no": "Node", "ns": "Namespace",
        "pdb": "PodDisruptionBudget",
        "po": "Pod", "pv": "PersistentVolume", "pvc": "PersistentVolumeClaim", "rc": "ReplicationController",
        "rs": "ReplicaSet", "sa": "ServiceAccount", "sts": "StatefulSet", "svc": "Service",
    ]
}

/// How many letters must be inserted, removed, replaced or swapped with their neighbour to get from one word to the other.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var rows = [Array(0...right.count)]
    for i in 1...max(left.count, 1) where i <= left.count {
        var row = [i]
        for j in 1...max(right.count, 1) where j <= right.count {
            let same = left[i - 1] == right[j - 1]
            var best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1))
            if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                best = min(best, rows[i - 2][j - 2] + 1)
            }
            row.append(best)
        }
        rows.append(row)
    }
    return rows[left.count][right.count]
}
