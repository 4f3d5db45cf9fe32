/// The kinds that have events, under the names that kubectl takes for them.
enum ObjectKinds {
    static let shortNames = [
        "cj": "CronJob", "cm": "ConfigMap", "deploy": "Deployment", "ds": "DaemonSet", "ep": "Endpoints",
        "hpa": "HorizontalPodAutoscaler", "ing": "Ingress", "no": "Node", "ns": "Namespace",
        "pdb": "PodDisruptionBudget", "po": "Pod", "pv": "PersistentVolume", "pvc": "PersistentVolumeClaim",
        "rc": "ReplicationController", "rs": "ReplicaSet", "sa": "ServiceAccount", "sts": "StatefulSet",
        "svc": "Service",
    ]

    private static let plurals = Dictionary(
        uniqueKeysWithValues: (shortNames.values + ["Job", "Secret", "Lease", "Event"]).map { (plural($0), $0) }
    )

    /// The kind that `name` is short for or the plural of, else `name`.
    static func kind(of name: String) -> String {
        let lower = name.lowercased()
        return shortNames[lower] ?? plurals[lower] ?? name
    }

    fileprivate static func canonical(_ name: String) -> String {
        let kind = kind(of: name)
        let known = Set(shortNames.values).union(plurals.values)
        return known.first { $0.lowercased() == kind.lowercased() } ?? kind
    }

    private static func plural(_ kind: String) -> String {
        let kind = kind.lowercased()
        if kind.hasSuffix("ss") { return kind + "es" }
        return kind.hasSuffix("s") ? kind : kind + "s"
    }
}

extension ObjectReference {
    /// The kind that kubectl's `name` stands for as the API server writes it: `Pod` for `po`, `pods`, `pod`; else `name`.
    package static func kind(named name: String) -> String { ObjectKinds.canonical(name) }
}
