import Basics

/// Which versions of which events were counted, so that a list that repeats them changes nothing.
///
/// Remembers some hundred thousand events; of those longer silent nothing is known, and a repetition would count again. No key of
/// the cluster is kept: the hash of a uid differs from process to process, so that nobody can make two of them meet.
struct VersionMemory: Sendable {
    private struct Entry: Sendable {
        var oldest: Int64
        var newest: Int64
        /// Of the newest.
        var count: Int
        var order: Timestamp
    }

    /// The most events of each of two generations; the older one is forgotten when the younger is full.
    private let capacity: Int
    private var young: [Int: Entry] = [:]
    private var old: [Int: Entry] = [:]

    init(capacity: Int = 131_072) {
        self.capacity = capacity
    }

    /// What a version adds to what is known of its event.
    struct Growth: Sendable, Equatable {
        /// How often it happened since the version before, 0 when that is counted already.
        var occurrences: Int
        /// Since when.
        var from: Timestamp
    }

    /// A single event cannot count for more, whatever it says.
    private static let most = 1_000_000_000

    /// Takes note of a version; nil when it was counted before.
    mutating func note(_ event: KubeEvent) -> Growth? {
        var hasher = Hasher()
        hasher.combine(event.cluster)
        hasher.combine(event.key.uid)
        let key = hasher.finalize()
        let version = event.key.resourceVersion.value
        let count = min(Self.most, max(1, event.count))
        guard var entry = young[key] ?? old[key] else {
            keep(Entry(oldest: version, newest: version, count: count, order: event.order), key)
            return Growth(occurrences: count, from: count == 1 ? event.order : min(event.firstSeen, event.order))
        }
        if version < entry.oldest {
            // The newer ones told of its occurrences.
            entry.oldest = version
            keep(entry, key)
            return Growth(occurrences: 0, from: event.order)
        }
        guard version > entry.newest else { return nil }
        let growth = count >= entry.count ? count - entry.count : count
        let from = growth > 1 ? min(entry.order, event.order) : event.order
        entry.newest = version
        entry.count = count
        entry.order = event.order
        keep(entry, key)
        return Growth(occurrences: growth, from: from)
    }

    private mutating func keep(_ entry: Entry, _ key: Int) {
        if young.count >= capacity, young[key] == nil {
            swap(&old, &young)
            young.removeAll(keepingCapacity: true)
        }
        young[key] = entry
    }
}
