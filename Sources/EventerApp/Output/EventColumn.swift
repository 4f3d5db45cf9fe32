import Basics
import Events

/// What a column of a table shows of an event; the names are kubectl's where kubectl has it.
enum EventColumn: Sendable {
    case cluster, namespace, type, reason
    case lastSeen
    /// With how often it was.
    case interval
    /// `Pod/web-0`, as `kubectl events` has it.
    case object
    /// `pod/web-0`, as `kubectl get events` has it.
    case lowerObject
    case subobject, source, message, firstSeen
    case count, name
    /// Of the formats for programs.
    case firstTime, lastTime, kind, objectName, component, host, uid, version

    /// The columns of a format, none for a format without.
    static func columns(of format: EventFormat, _ style: EventDocument.Style) -> [EventColumn] {
        let place: [EventColumn] = (style.showsCluster ? [.cluster] : []) + (style.showsNamespace ? [.namespace] : [])
        return switch format {
        case .table: place + [.interval, .type, .reason, .object, .message]
        case .wide:
            place + [
                .lastSeen, .type, .reason, .lowerObject, .subobject, .source, .message, .firstSeen, .count, .name,
            ]
        case .markdown: place + [.lastSeen, .type, .count, .reason, .object, .message]
        case .csv:
            [
                .cluster, .namespace, .firstTime, .lastTime, .count, .type, .reason, .kind, .objectName, .component,
                .host, .message, .name, .uid, .version,
            ]
        case .lines, .json, .jsonl, .yaml, .name: []
        }
    }

    /// Above the column.
    var title: String {
        switch self {
        case .cluster: "CLUSTER"
        case .namespace: "NAMESPACE"
        case .lastSeen, .interval: "LAST SEEN"
        case .type: "TYPE"
        case .reason: "REASON"
        case .object, .lowerObject: "OBJECT"
        case .subobject: "SUBOBJECT"
        case .source: "SOURCE"
        case .message: "MESSAGE"
        case .firstSeen: "FIRST SEEN"
        case .count: "COUNT"
        case .name: "NAME"
        case .firstTime: "FIRST"
        case .lastTime: "LAST"
        case .kind: "KIND"
        case .objectName: "OBJECT"
        case .component: "COMPONENT"
        case .host: "HOST"
        case .uid: "UID"
        case .version: "VERSION"
        }
    }

    /// What `event` has in it, as the cluster sent it: not sanitised.
    func text(_ event: KubeEvent, _ times: TimeText, _ now: Timestamp) -> String {
        switch self {
        case .cluster: event.cluster
        case .namespace: event.namespace
        case .lastSeen: times.text(event.lastSeen, at: now)
        case .interval: times.interval(of: event, at: now)
        case .type: event.type
        case .reason: event.reason
        case .object: event.object.kind + "/" + event.object.name
        case .lowerObject: event.object.kind.lowercased() + "/" + event.object.name
        case .subobject: event.object.fieldPath
        case .source: [event.component, event.host].filter { !$0.isEmpty }.joined(separator: ", ")
        case .message: event.message.trimmed
        case .firstSeen: times.text(event.firstSeen, at: now)
        case .count: String(event.count)
        case .name: event.name
        case .firstTime: event.firstSeen.rfc3339()
        case .lastTime: event.lastSeen.rfc3339()
        case .kind: event.object.kind
        case .objectName: event.object.name
        case .component: event.component
        case .host: event.host
        case .uid: event.key.uid
        case .version: String(event.key.resourceVersion.value)
        }
    }
}

extension String {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        // Most begin and end with a letter of ASCII, and letters by themselves take long to tell from parts of larger ones.
        if let first = utf8.first, let last = utf8.last, (0x21..<0x7F).contains(first), (0x21..<0x7F).contains(last) {
            return self
        }
        let text = drop { $0.isWhitespace }
        guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(text[...last])
    }
}
