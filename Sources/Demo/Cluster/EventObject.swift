import Basics

/// One version of an event as the API server stores it.
struct EventObject: Sendable {
    var draft: EventDraft
    var resourceVersion: Int64
    var count: Int
    var first: Timestamp
    var last: Timestamp

    /// `namespace/name`, by which lists are ordered.
    var key: String { draft.namespace + "/" + draft.name }

    /// Whether it is written in the style of `events.k8s.io/v1`.
    var isSeries: Bool {
        guard case .scheduler = draft.reporter else { return false }
        return true
    }

    var component: String {
        switch draft.reporter {
        case .node(let component, _): component
        case .controller(let component, _): component
        case .scheduler: "default-scheduler"
        }
    }

    var host: String {
        guard case .node(_, let host) = draft.reporter else { return "" }
        return host
    }

    var versionKey: VersionKey? {
        VersionKey(uid: Array(draft.uid.utf8), resourceVersion: Array(String(resourceVersion).utf8))
    }
}

/// A stored version with its JSON, encoded once and shared by lists and watchers.
final class EventVersion: Sendable {
    let object: EventObject
    let key: String
    /// The JSON object without its opening brace, so that `kind` and `apiVersion` can be put in front.
    let body: [UInt8]

    init(_ object: EventObject, times: inout TimeTexts) {
        self.object = object
        key = object.key
        body = object.encoded(times: &times)
    }

    /// As it stands in a list.
    func appendItem(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        bytes.append(contentsOf: body)
    }

    /// As it stands alone and in a watch line.
    func appendObject(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: #"{"kind":"Event","apiVersion":"v1","#.utf8)
        bytes.append(contentsOf: body)
    }
}

/// RFC 3339 texts of the seconds used lately: formatting them anew would cost more than the rest of an event.
struct TimeTexts {
    private var texts: [Int64: String] = [:]

    mutating func seconds(_ time: Timestamp) -> String {
        if let text = texts[time.seconds] { return text }
        if texts.count >= 8192 { texts.removeAll(keepingCapacity: true) }
        let text = Timestamp(seconds: time.seconds).rfc3339()
        texts[time.seconds] = text
        return text
    }

    mutating func microseconds(_ time: Timestamp) -> String {
        let fraction = pad(time.microseconds - time.seconds * 1_000_000, 6)
        return seconds(time).dropLast() + "." + fraction + "Z"
    }
}
