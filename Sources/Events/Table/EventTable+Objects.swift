extension EventTable {
    /// The events about any of `objects`, newest first, whatever the filter.
    ///
    /// By kind, namespace and name: an object that was made anew under its old name goes on. Costs one scan.
    package func events(aboutAny objects: [ObjectReference], cluster: String) -> [EventRow] {
        guard let cluster = pool.existing(cluster) else { return [] }
        let paths = objects.compactMap { path(of: $0) }
        guard !paths.isEmpty else { return [] }
        return events { event in
            event.cluster == cluster && paths.contains { $0.isPath(of: event) }
        }
    }

    /// The events about objects of some kinds in a namespace, newest first, whatever the filter; costs one scan.
    package func events(aboutKinds kinds: [String], namespace: String, cluster: String) -> [EventRow] {
        guard let cluster = pool.existing(cluster), let namespace = pool.existing(namespace) else { return [] }
        let kinds = kinds.compactMap { pool.existing($0) }
        return events { event in
            event.cluster == cluster && event.objectNamespace == namespace && kinds.contains(event.kind)
        }
    }

    /// The newest event about an object of that kind and name in any namespace, whatever the filter; costs one scan.
    ///
    /// - Parameters:
    ///   - kind: As kubectl takes it: `po`, `pods`, `Pod`.
    ///   - name: In full.
    /// - Returns: Its row.
    package func newestEvent(ofKind kind: String, name: String) -> EventRow? {
        let wanted = ObjectKinds.kind(of: kind).lowercased()
        guard let name = pool.existing(name) else { return nil }
        return events { $0.object == name }.first { $0.object.kind.lowercased() == wanted }
    }

    private func path(of object: ObjectReference) -> ObjectPath? {
        guard let kind = pool.existing(object.kind), let namespace = pool.existing(object.namespace),
            let name = pool.existing(object.name)
        else { return nil }
        return ObjectPath(kind: kind, namespace: namespace, name: name)
    }
}

/// Kind, namespace and name in the numbers of a pool.
private struct ObjectPath {
    var kind: Symbol
    var namespace: Symbol
    var name: Symbol

    func isPath(of event: StoredEvent) -> Bool {
        name == event.object && kind == event.kind && namespace == event.objectNamespace
    }
}
