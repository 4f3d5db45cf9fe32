/// A part of an event, or of a group of events, that a filter can name.
///
/// The raw value is the name as the help shows it; ``label`` and ``annotation`` stand for many names, `label.app` among them.
package enum FilterField: String, CaseIterable, Sendable {
    case namespace = "ns"
    case kind
    case name
    case object = "obj"
    case reason
    case type
    case message = "msg"
    case source = "src"
    case node
    case count
    case last
    case first
    case rate
    case duration = "dur"
    case flag = "is"
    case cluster
    case uid
    case container
    case action
    case related = "rel"
    case label = "label.KEY"
    case annotation = "ann.KEY"
    case text
    case any

    /// Of what a term asks.
    package enum Level: Sendable {
        /// Of each event, as SQL's WHERE of each row.
        case event
        /// Of the totals of all events that are shown as one row, as SQL's HAVING of each group.
        case group
    }

    /// What a value of the field is.
    package enum Kind: Sendable {
        case text, number, rate, duration, time, flag
    }

    package var level: Level { kind == .text ? .event : .group }

    package var kind: Kind {
        switch self {
        case .count: .number
        case .rate: .rate
        case .duration: .duration
        case .last, .first: .time
        case .flag: .flag
        default: .text
        }
    }

    /// Other spellings, all lower case.
    package var aliases: [String] {
        switch self {
        case .namespace: ["namespace"]
        case .kind: ["k"]
        case .object: ["object"]
        case .reason: ["r"]
        case .type: ["t"]
        case .message: ["m", "message"]
        case .source: ["source", "component"]
        case .node: ["host"]
        case .cluster: ["ctx", "context"]
        case .container: ["fieldpath"]
        case .related: ["related"]
        case .annotation: ["annotation.KEY"]
        case .count: ["n", "occ"]
        case .duration: ["duration"]
        case .name, .uid, .action, .label, .text, .any, .rate, .last, .first, .flag: []
        }
    }

    /// What the field holds, for the help and the README.
    package var summary: String {
        switch self {
        case .namespace: "namespace of the object, or of the event"
        case .kind: "kind of the object; short names as in kubectl (po, deploy, no)"
        case .name: "name of the object"
        case .object: "kind/name of the object: `obj:po/web-*`"
        case .reason: "reason"
        case .type: "Normal, Warning, or what the reporter wrote"
        case .message: "message; `:` finds a part of it"
        case .source: "component that reported"
        case .node: "host that reported; of a Node without one, its name"
        case .cluster: "context of the cluster, when several are shown"
        case .uid: "uid of the object"
        case .container: "container that it is about, or its field path"
        case .action: "what the reporter did, where it says so"
        case .related: "kind/name of the second object, where there is one"
        case .label: "label of the event itself: `label.app:web`"
        case .annotation: "annotation of the event itself"
        case .text: "reason, object, message and namespace, as a bare word does; `:` finds a part"
        case .any: "any text but labels and annotations; `:` finds a part"
        case .count: "how often it happened; `:` is at least: `count>100`"
        case .rate: "times a minute; `:` is at least"
        case .duration: "from first to last; `:` is at least: `dur>10m`"
        case .last: "when it last happened: `last:15m` is within, `last:14:00..14:10`"
        case .first: "when it first happened: `first>2026-11-22T10:00`"
        case .flag: "new, marked, snoozed, critical or stale"
        }
    }

    /// Whether `:` finds a part of the text; else the whole value, with `*` and `?` as globs.
    var findsParts: Bool { self == .message || self == .text || self == .any }

    /// Whether a cell of this field may be included and excluded by its value.
    package var isText: Bool { kind == .text }
}

// MARK: Columns

extension FilterField {
    /// A text that an event has.
    enum Column: Sendable {
        case namespace, kind, name, object, reason, type, message, source, node, cluster, objectUID, eventUID
        /// `involvedObject.fieldPath`, and the container's name in it: `app` of `spec.containers{app}`.
        case fieldPath, container
        /// What ``RareFields`` found.
        case rare
    }

    /// The texts of which one must pass a term of this field; none for a field that is no text.
    var columns: [Column] {
        switch self {
        case .namespace: [.namespace]
        case .kind: [.kind]
        case .name: [.name]
        case .object: [.object]
        case .reason: [.reason]
        case .type: [.type]
        case .message: [.message]
        case .source: [.source]
        case .node: [.node]
        case .cluster: [.cluster]
        case .uid: [.objectUID, .eventUID]
        case .container: [.container, .fieldPath]
        case .action, .related, .label, .annotation: [.rare]
        case .text: [.reason, .name, .namespace, .object, .message]
        case .any:
            [
                .reason, .name, .namespace, .kind, .object, .type, .source, .node, .cluster, .objectUID, .eventUID,
                .message,
            ]
        case .count, .rate, .duration, .last, .first, .flag: []
        }
    }

    /// The name of the container in a field path, UTF-8; empty when it names none.
    static func containerName(in fieldPath: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard let end = fieldPath.lastIndex(of: UInt8(ascii: "}")),
            let start = fieldPath[..<end].lastIndex(of: UInt8(ascii: "{"))
        else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(rebasing: fieldPath[(start + 1)..<end])
    }
}
