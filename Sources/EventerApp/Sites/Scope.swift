import Events
import Kubernetes

/// What of a cluster is watched.
struct Scope: Sendable, Equatable {
    /// In order and without repetitions; empty means all.
    var namespaces: [String]
    /// What is watched when all may not be; nil when the user asked for all, or nothing names one.
    var fallback: String?
    /// What of them the API server selects; nil for everything.
    var selector: FieldSelector?

    /// Reads what the flags and the context say.
    ///
    /// - Parameters:
    ///   - settings: The flags.
    ///   - cluster: Of the context.
    ///   - mayNarrow: Whether less than all is better than nothing: to a person it is, while a forwarder waits for its rights.
    init(_ settings: ClusterSettings, _ cluster: ClusterConfiguration, mayNarrow: Bool = true) {
        namespaces = Set(settings.namespaces).sorted()
        selector = settings.fieldSelector.flatMap { try? FieldSelector(parsing: $0) }
        fallback = !mayNarrow || settings.allNamespaces || !namespaces.isEmpty ? nil : cluster.namespace
    }

    /// One stream for all namespaces, or one for each that is named.
    func streams(of cluster: String) -> [StreamID] {
        namespaces.isEmpty ? [stream(nil, of: cluster)] : namespaces.map { stream($0, of: cluster) }
    }

    /// Those, and the one that may take their place.
    func candidates(of cluster: String) -> [StreamID] {
        streams(of: cluster) + (fallback.map { [stream($0, of: cluster)] } ?? [])
    }

    /// The stream of one namespace, or of all.
    func stream(_ namespace: String?, of cluster: String) -> StreamID {
        StreamID(cluster: cluster, namespace: namespace, selector: selector?.text)
    }
}
