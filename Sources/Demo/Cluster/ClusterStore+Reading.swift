/// What lists and watches read.
extension ClusterStore {
    /// The changes after `version`, oldest first and at most `limit`; nil when history has forgotten some of them.
    func changes(after version: Int64, limit: Int) -> ArraySlice<Change>? {
        guard version >= compacted else { return nil }
        let start = firstIndex(after: version)
        return history[start..<min(start + limit, history.count)]
    }

    /// All events as they were at `version`, by key.
    ///
    /// - Parameter version: Nil means now.
    /// - Returns: Nil when history does not reach back that far.
    func snapshot(at version: Int64?) -> [EventVersion]? {
        var state = objects
        if let version, version < resourceVersion {
            guard version >= compacted else { return nil }
            for change in history[firstIndex(after: version)...].reversed() {
                state[change.version.key] = change.previous
            }
        }
        return state.values.sorted { $0.key < $1.key }
    }

    private func firstIndex(after version: Int64) -> Int {
        history.firstPlace { $0.version.object.resourceVersion <= version }
    }
}

/// One page of a list.
struct EventPage {
    var resourceVersion: Int64
    var items: ArraySlice<EventVersion>
    /// Set when there is more.
    var continuation: String?
    var remaining: Int?
}

/// Lists that are being paged through, so that later pages show the same version as the first.
struct ListSnapshots {
    private var kept: [(version: Int64, events: [EventVersion])] = []
    /// Lists paged through at the same time; the oldest is forgotten beyond it and answers 410.
    var capacity = 4

    mutating func page(of store: ClusterStore, scope: EventScope, options: ListOptions) throws(KubeStatus) -> EventPage
    {
        let token = options.continuation.isEmpty ? nil : try ContinueToken(parsing: options.continuation)
        let version = try version(of: store, options: options, token: token)
        let all = try events(of: store, at: version, token: token)
        // Keys begin with the namespace, and `0` is what follows `/`.
        let start = token?.start ?? (scope.namespace.isEmpty ? "" : scope.namespace + "/")
        let end = scope.namespace.isEmpty ? all.count : all.firstPlace { $0.key < scope.namespace + "0" }
        let rest = all[min(all.firstPlace { $0.key < start }, end)..<end]
        guard options.limit > 0 else {
            return EventPage(resourceVersion: version, items: rest.filter { scope.contains($0.object) }[...])
        }
        // One more than fits tells whether there is another page, without a look at all that follows.
        let visible = Array(rest.lazy.filter { scope.contains($0.object) }.prefix(options.limit + 1))
        guard visible.count > options.limit else { return EventPage(resourceVersion: version, items: visible[...]) }
        let next = ContinueToken(resourceVersion: version, start: visible[options.limit - 1].key + "\u{0}")
        keep(all, version: version)
        return EventPage(
            resourceVersion: version,
            items: visible.prefix(options.limit),
            continuation: next.text,
            remaining: scope.isWhole ? rest.count - options.limit : nil
        )
    }

    private func version(of store: ClusterStore, options: ListOptions, token: ContinueToken?) throws(KubeStatus)
        -> Int64
    {
        if let token { return token.resourceVersion < 0 ? store.resourceVersion : token.resourceVersion }
        guard let asked = options.resourceVersion, asked > 0 else { return store.resourceVersion }
        guard asked <= store.resourceVersion else { throw .tooLarge(asked, current: store.resourceVersion) }
        // With a limit, an unqualified version means exactly that one.
        let isExact = options.match == .exact || (options.match == nil && options.limit > 0)
        return isExact ? asked : store.resourceVersion
    }

    private func events(of store: ClusterStore, at version: Int64, token: ContinueToken?) throws(KubeStatus)
        -> [EventVersion]
    {
        if let known = kept.first(where: { $0.version == version }) { return known.events }
        if let events = store.snapshot(at: version) { return events }
        guard let token else { throw .listExpired }
        throw .continueExpired(ContinueToken(resourceVersion: -1, start: token.start).text)
    }

    private mutating func keep(_ events: [EventVersion], version: Int64) {
        guard !kept.contains(where: { $0.version == version }) else { return }
        if kept.count >= capacity { kept.removeFirst() }
        kept.append((version, events))
    }
}

extension Array {
    /// The first place whose element does not come before; the elements that do are all at the beginning.
    fileprivate func firstPlace(_ comesBefore: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if comesBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
