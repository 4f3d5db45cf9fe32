import Basics

/// The events of the demo cluster and their history, as etcd would keep them.
///
/// Pure: time comes in as a parameter.
///
/// Versions rise by more than one, because other objects change too. History is bounded; what it has forgotten answers 410.
struct ClusterStore {
    /// The bounds of what is kept.
    struct Limits: Sendable {
        /// Changes that a watch can be resumed from.
        var changes = 100_000
        /// Live events; the oldest expire early beyond it.
        var objects = 100_000
        /// How long an event lives after its last change.
        var timeToLive: Duration = .seconds(3600)
    }

    struct Change: Sendable {
        enum Kind: String, Sendable { case added = "ADDED", modified = "MODIFIED", deleted = "DELETED" }

        var kind: Kind
        var version: EventVersion
        var previous: EventVersion?
    }

    let limits: Limits
    private(set) var resourceVersion: Int64
    /// The newest version that history has forgotten.
    private(set) var compacted: Int64
    private(set) var objects: [String: EventVersion] = [:]
    private(set) var history: [Change] = []
    /// Versions that were there to be seen: superseded ones only if a list or watch had been served before.
    private(set) var emitted: Set<VersionKey> = []
    /// Event versions made, deletions not counted.
    private(set) var made = 0
    /// Set once a client has listed or watched.
    var isObserved = false

    private var leases = LeaseQueue()
    private var times = TimeTexts()
    private var random: SeededGenerator

    init(limits: Limits = Limits(), seed: UInt64 = 1) {
        self.limits = limits
        random = SeededGenerator(seed: seed &+ 0x5EED)
        resourceVersion = 41_000
        compacted = 41_000
    }

    /// Performs what happens, at the time it happens.
    ///
    /// A repetition of an event that is gone creates it again, as client-go's recorder does when its PATCH finds nothing.
    mutating func apply(_ beat: Beat, at now: Timestamp) {
        switch beat {
        case .added(let draft):
            store(EventObject(draft: draft, resourceVersion: 0, count: 1, first: now, last: now))
        case .repeated(let draft):
            let former = objects[draft.namespace + "/" + draft.name]?.object
            store(
                EventObject(
                    draft: draft,
                    resourceVersion: 0,
                    count: (former?.count ?? 0) + 1,
                    first: former?.first ?? now,
                    last: now
                )
            )
        case .removed(let draft):
            delete(draft.namespace + "/" + draft.name)
        }
    }

    /// Stores an event with a past of its own, for the backlog.
    mutating func insert(_ draft: EventDraft, count: Int, first: Timestamp, last: Timestamp) {
        store(EventObject(draft: draft, resourceVersion: 0, count: count, first: first, last: last))
    }

    /// Deletes what has outlived its time or does not fit.
    mutating func expire(at now: Timestamp) {
        while let lease = leases.first, lease.expires <= now || objects.count > limits.objects {
            leases.removeFirst()
            guard objects[lease.key]?.object.resourceVersion == lease.resourceVersion else { continue }
            delete(lease.key)
        }
    }

    /// Forgets all history; nobody will see what was superseded in it and had not been watched.
    mutating func compact() {
        for case let key? in history.map(\.previous?.object.versionKey) { emitted.remove(key) }
        compacted = resourceVersion
        history = []
    }

    /// Goes back to a version that history still has; what came after never was.
    mutating func rewind(to version: Int64) {
        guard let past = snapshot(at: version), let dropped = changes(after: version, limit: .max >> 1) else { return }
        for case let key? in dropped.map(\.version.object.versionKey) { emitted.remove(key) }
        history.removeLast(dropped.count)
        objects = Dictionary(uniqueKeysWithValues: past.map { ($0.key, $0) })
        resourceVersion = version
    }

    private mutating func store(_ object: EventObject) {
        var object = object
        object.resourceVersion = nextVersion()
        let version = EventVersion(object, times: &times)
        let previous = objects.updateValue(version, forKey: version.key)
        record(Change(kind: previous == nil ? .added : .modified, version: version, previous: previous))
        made += 1
        if let key = object.versionKey { emitted.insert(key) }
        let expires = object.last.advanced(by: limits.timeToLive)
        leases.append(Lease(key: version.key, resourceVersion: object.resourceVersion, expires: expires))
    }

    private mutating func delete(_ key: String) {
        guard let previous = objects.removeValue(forKey: key) else { return }
        var object = previous.object
        object.resourceVersion = nextVersion()
        record(Change(kind: .deleted, version: EventVersion(object, times: &times), previous: previous))
    }

    private mutating func record(_ change: Change) {
        if !isObserved, let key = change.previous?.object.versionKey { emitted.remove(key) }
        history.append(change)
        // A quarter at a time, so that the cost of moving the rest is spread.
        guard history.count > limits.changes + limits.changes / 4 else { return }
        let dropped = history.count - limits.changes
        compacted = history[dropped - 1].version.object.resourceVersion
        history.removeFirst(dropped)
    }

    private mutating func nextVersion() -> Int64 {
        resourceVersion += Int64.random(in: 1...4, using: &random)
        return resourceVersion
    }
}

extension ClusterStore.Limits {
    /// Leaves as much room beside a backlog as there is without one.
    init(backlog: Int) {
        self.init()
        objects += backlog
    }
}

/// When an event expires, unless it has changed since.
private struct Lease {
    var key: String
    var resourceVersion: Int64
    var expires: Timestamp
}

/// Leases in order of expiry.
///
/// They are appended in time order because all live equally long.
private struct LeaseQueue {
    private var leases: [Lease] = []
    private var head = 0

    var first: Lease? { head < leases.count ? leases[head] : nil }

    mutating func append(_ lease: Lease) { leases.append(lease) }

    mutating func removeFirst() {
        head += 1
        guard head > 1024, head > leases.count / 2 else { return }
        leases.removeFirst(head)
        head = 0
    }
}
