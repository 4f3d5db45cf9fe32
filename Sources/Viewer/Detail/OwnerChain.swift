import Events

/// Who made an object, as far as events tell.
///
/// Controllers name what they make in their messages. Where those are gone, the name of a pod, set or job still says much, but not
/// for certain.
struct OwnerChain: Sendable, Equatable {
    struct Link: Sendable, Equatable {
        var object: ObjectReference
        /// False for a guess by the name.
        var isCertain: Bool

        /// `ReplicaSet web-7d9f8c6b5d`, with `?` for a guess.
        var text: String { "\(object.kind) \(object.name)\(isCertain ? "" : "?")" }
    }

    /// Those that make others; what they say is all that is looked at.
    static let kinds = [
        "ReplicaSet", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "ReplicationController",
    ]
    private static let longest = 4

    /// The maker, its maker, and so on.
    private(set) var links: [Link] = []

    /// Follows the makers of `object`.
    ///
    /// - Parameters:
    ///   - object: Of any kind; most have no maker.
    ///   - rows: Events about objects of ``kinds`` in its namespace, newest first.
    init(of object: ObjectReference, among rows: [EventRow]) {
        var object = object
        while links.count < Self.longest, let link = Self.maker(of: object, among: rows) {
            // A name that leads back to itself would have no end.
            guard !links.contains(link), link.object.name != object.name || link.object.kind != object.kind else {
                return
            }
            links.append(link)
            object = link.object
        }
    }

    private static func maker(of object: ObjectReference, among rows: [EventRow]) -> Link? {
        let kinds = makers[object.kind] ?? []
        guard !kinds.isEmpty else { return nil }
        let said = rows.first { row in
            kinds.contains(row.object.kind) && row.object.namespace == object.namespace
                && MadeObject(message: row.message)?.isObject(object) == true
        }
        if let said {
            var maker = said.object
            maker.fieldPath = ""
            return Link(object: maker, isCertain: true)
        }
        guard let (kind, name) = WorkloadName.maker(kind: object.kind, name: object.name) else { return nil }
        let guessed = ObjectReference(kind: kind, namespace: object.namespace, name: name)
        return Link(object: guessed, isCertain: false)
    }

    private static let makers = [
        "Pod": ["ReplicaSet", "Job", "DaemonSet", "StatefulSet", "ReplicationController"],
        "ReplicaSet": ["Deployment"], "Job": ["CronJob"], "PersistentVolumeClaim": ["StatefulSet"],
    ]
}

/// What a controller says that it made or took away.
private struct MadeObject {
    /// Nil where the message leaves it open.
    var kind: String
    var name: Substring
    var claim: Substring?

    init?(message: String) {
        let words = message.split(separator: " ", maxSplits: 12)
        func word(after phrase: [String]) -> Substring? {
            guard words.count > phrase.count, zip(words, phrase).allSatisfy({ $0 == $1 }) else { return nil }
            return words[phrase.count]
        }
        func name(_ word: Substring) -> Substring { word.last == "," ? word.dropLast() : word }
        if let pod = word(after: ["Created", "pod:"]) ?? word(after: ["Deleted", "pod:"]) {
            (kind, self.name) = ("Pod", pod)
        } else if let set = word(after: ["Scaled", "up", "replica", "set"])
            ?? word(after: ["Scaled", "down", "replica", "set"])
        {
            (kind, self.name) = ("ReplicaSet", set)
        } else if let job = word(after: ["Created", "job"]) ?? word(after: ["Saw", "completed", "job:"]) {
            (kind, self.name) = ("Job", name(job))
        } else if let pod = word(after: ["create", "Pod"]) ?? word(after: ["delete", "Pod"]) {
            (kind, self.name) = ("Pod", pod)
        } else if let claim = word(after: ["create", "Claim"]) ?? word(after: ["Create", "Claim"]), words.count > 4,
            words[3] == "Pod"
        {
            (kind, self.name, self.claim) = ("Pod", words[4], claim)
        } else {
            return nil
        }
    }

    func isObject(_ object: ObjectReference) -> Bool {
        object.kind == kind
            ? object.name == name : object.kind == "PersistentVolumeClaim" && claim.map { $0 == object.name } ?? false
    }
}
