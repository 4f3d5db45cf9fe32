package import Basics

/// What a ``Lifecycle`` is told by.
package protocol LifecycleEvent {
    var key: KubeEvent.Key { get }
    var type: String { get }
    var reason: String { get }
    var message: String { get }
    var object: ObjectReference { get }
    var count: Int { get }
    var firstSeen: Timestamp { get }
    /// When it was last seen, but not later than it was received.
    var order: Timestamp { get }
}

extension KubeEvent: LifecycleEvent {}
extension EventRow: LifecycleEvent {}

/// One event with all its versions: what it says, and the times when it is known to have occurred.
struct Telling: Equatable {
    var reason: String
    var message: String
    var isWarning: Bool
    /// `app`, `init:setup`; empty when it is about the object as a whole.
    var container: String
    var count: Int
    var version: Int64
    /// The event's own, not that of the object.
    var uid: String
    /// Of the object that it is about, not of the one whose life is told.
    var isOfOwner = false
    /// At least one, the oldest first, each once.
    var times: [Timestamp]

    /// Whether it occurred at times beside those known.
    var isPartlyKnown: Bool { count > max(2, times.count) }

    private init(_ event: some LifecycleEvent, object: ObjectReference) {
        reason = event.reason
        message = event.message
        isWarning = event.type == "Warning"
        container = Self.container(in: event.object.fieldPath)
        count = max(1, event.count)
        version = event.key.resourceVersion.value
        uid = event.key.uid
        isOfOwner = event.object.path != object.path
        times = [event.order]
    }

    private static func container(in path: String) -> String {
        guard let open = path.firstIndex(of: "{"), path.last == "}" else { return "" }
        let name = String(path[path.index(after: open)...].dropLast())
        return path.hasPrefix("spec.initContainers") ? "init:" + name : name
    }
}

extension Telling {
    /// The events that tell of an object.
    ///
    /// - Returns: Those, and how many other objects had its name before.
    static func all(of object: ObjectReference, in events: [some LifecycleEvent]) -> (own: [Telling], formerLives: Int)
    {
        let about = events.filter { $0.object.path == object.path }
        let uids = about.filter { !$0.object.uid.isEmpty }.sorted { $0.order < $1.order }.map(\.object.uid)
        // A kubelet writes the name of its node where the uid belongs: what has no namespace goes by its name.
        let uid = object.namespace.isEmpty ? "" : object.uid.isEmpty ? uids.last ?? "" : object.uid
        let own = about.filter { uid.isEmpty || $0.object.uid.isEmpty || $0.object.uid == uid }
        let former = object.namespace.isEmpty ? 0 : Set(uids).subtracting([uid]).count
        var tellings = merged(own, object)
        guard object.kind == "Pod" else { return (tellings, former) }
        tellings += ownerTellings(of: object, in: events, first: tellings.compactMap(\.times.first).min())
        return (tellings, former)
    }

    private static func merged(_ events: [some LifecycleEvent], _ object: ObjectReference) -> [Telling] {
        Dictionary(grouping: events, by: \.key.uid).values.compactMap { versions in
            let versions = versions.sorted { ($0.key.resourceVersion, $0.order) < ($1.key.resourceVersion, $1.order) }
            guard let newest = versions.last, let oldest = versions.first else { return nil }
            var telling = Telling(newest, object: object)
            let last = newest.order
            // Of an event that occurred once, or that some reporter gave an odd first time, there is but one time.
            let first = newest.count > 1 ? [min(newest.firstSeen, oldest.firstSeen, last)] : []
            telling.times = Array(Set(first + versions.map { min($0.order, last) })).sorted()
            return telling
        }
    }

    /// What controllers said of a pod that they made or deleted: its own events do not tell when it was made.
    private static func ownerTellings(of pod: ObjectReference, in events: [some LifecycleEvent], first: Timestamp?)
        -> [Telling]
    {
        let words = ["SuccessfulCreate", "SuccessfulDelete"]
        let others = events.filter { event in
            words.contains(event.reason) && event.object.namespace == pod.namespace && event.object.kind != "Pod"
                && event.message.split { $0 == " " || $0 == ":" }.contains(Substring(pod.name))
        }
        return merged(others, pod).compactMap { telling in
            var telling = telling
            telling.isOfOwner = true
            // One of the same name was made before, and may be made again.
            let made =
                first.map { first in
                    telling.times.last { $0 <= first.advanced(by: .seconds(1)) }
                } ?? telling.times.last
            let time = telling.reason == "SuccessfulCreate" ? made : telling.times.last { $0 >= first ?? $0 }
            guard let time else { return nil }
            telling.times = [time]
            telling.count = 1
            return telling
        }
    }
}

/// A time when an event is known to have occurred.
struct Moment {
    var time: Timestamp
    var telling: Telling
    var isFirst: Bool
    var isLast: Bool

    /// The times of all, in the order that things happen in.
    ///
    /// Kubelets tell whole seconds, the scheduler microseconds, and both may speak of the same second. There what the scheduler
    /// and controllers do comes first; then that decides in which order the API server took the events, or where that is not
    /// known of all of them, the order that is natural.
    static func inOrder(_ tellings: [Telling]) -> [Moment] {
        let moments = tellings.flatMap { telling in
            telling.times.enumerated().map { place, time in
                Moment(time: time, telling: telling, isFirst: place == 0, isLast: place == telling.times.count - 1)
            }
        }
        return Dictionary(grouping: moments, by: \.time.seconds).sorted { $0.key < $1.key }.flatMap { _, moments in
            let isVersioned = moments.allSatisfy(\.isOfVersion)
            return moments.map { (Key($0, isVersioned: isVersioned), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// The version of an event that occurred again is that of the last time.
    private var isOfVersion: Bool { isLast && !telling.isOfOwner }

    /// Unlike for any two moments: what comes out does not hang on the order of what went in.
    private struct Key: Comparable {
        let stage: Int
        let order: Int64
        let time: Timestamp
        let words: String
        let version: Int64
        let uid: String

        init(_ moment: Moment, isVersioned: Bool) {
            let telling = moment.telling
            stage = Story.stage(of: telling)
            order = isVersioned ? telling.version : Story.naturalPlace(of: telling)
            time = moment.time
            words = telling.reason + telling.container + telling.message
            version = telling.version
            uid = telling.uid + (telling.isOfOwner ? "/owner" : "")
        }

        static func < (left: Key, right: Key) -> Bool {
            (left.stage, left.order, left.time, left.words, left.version, left.uid)
                < (right.stage, right.order, right.time, right.words, right.version, right.uid)
        }
    }
}
