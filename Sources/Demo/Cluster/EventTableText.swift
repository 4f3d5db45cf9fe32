import Basics

/// Events as a `meta.k8s.io/v1` Table, which kubectl asks for and prints: cells as kube-apiserver 1.36 fills them.
struct EventTableText {
    var now: Timestamp

    static let columns = columnDefinitions([
        ("Last Seen", "", 0), ("Type", "", 0), ("Reason", "", 0), ("Object", "", 0), ("Subobject", "", 1),
        ("Source", "", 1), ("Message", "", 0), ("First Seen", "", 1), ("Count", "", 1), ("Name", "name", 1),
    ])

    func appendRow(_ event: EventObject, to json: inout JSONText) {
        let subject = event.draft.subject
        json.raw(#"{"cells":["#)
        json.string(age(event.last))
        for cell in [event.draft.type, event.draft.reason, subject.kind.lowercased() + "/" + subject.name] {
            json.raw(",")
            json.string(cell)
        }
        json.raw(",")
        json.string(subject.fieldPath)
        json.raw(",")
        json.string(event.host.isEmpty ? event.component : event.component + ", " + event.host)
        json.raw(",")
        json.string(event.draft.message)
        json.raw(",")
        json.string(age(event.first))
        json.raw(",")
        json.number(event.count)
        json.raw(",")
        json.string(event.draft.name)
        json.raw(#"],"object":{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"#)
        json.member("name", event.draft.name)
        json.member("namespace", event.draft.namespace)
        json.member("uid", event.draft.uid)
        json.member("resourceVersion", String(event.resourceVersion))
        json.member("creationTimestamp", event.first.rfc3339())
        json.raw("}}}")
    }

    /// A list as a Table.
    func list(_ page: EventPage) -> [UInt8] {
        var json = JSONText(capacity: page.items.count * 600 + 4096)
        json.raw(#"{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":"#)
        page.appendMetadata(to: &json)
        json.raw(#","columnDefinitions":"#)
        json.raw(Self.columns)
        json.raw(#","rows":["#)
        for (index, version) in page.items.enumerated() {
            if index > 0 { json.raw(",") }
            appendRow(version.object, to: &json)
        }
        json.raw("]}\n")
        return json.bytes
    }

    /// The object of a watch line: a Table with one row; only the first of a stream defines the columns.
    func single(_ event: EventObject, withColumns: Bool, to json: inout JSONText) {
        json.raw(#"{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":""#)
        json.number(event.resourceVersion)
        json.raw(#""},"columnDefinitions":"#)
        if withColumns { json.raw(Self.columns) } else { json.raw("null") }
        json.raw(#","rows":["#)
        appendRow(event, to: &json)
        json.raw("]}")
    }

    /// `5s`, `3m12s`, `42m`, `3h5m`: how kubectl writes a duration.
    func age(_ time: Timestamp) -> String {
        let seconds = max(0, now.seconds - time.seconds)
        switch seconds {
        case ..<120: return "\(seconds)s"
        case ..<600: return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds / 60)m\(seconds % 60)s"
        case ..<10_800: return "\(seconds / 60)m"
        case ..<28_800: return seconds / 60 % 60 == 0 ? "\(seconds / 3600)h" : "\(seconds / 3600)h\(seconds / 60 % 60)m"
        case ..<172_800: return "\(seconds / 3600)h"
        default: return "\(seconds / 86_400)d"
        }
    }

    /// The JSON of `columnDefinitions`, all columns being text.
    static func columnDefinitions(_ columns: [(name: String, format: String, priority: Int)]) -> [UInt8] {
        var json = JSONText()
        json.raw("[")
        for (index, column) in columns.enumerated() {
            json.raw(index == 0 ? "{" : ",{")
            json.member("name", column.name)
            json.member("type", "string")
            json.member("format", column.format)
            json.member("description", "")
            json.raw(#","priority":"#)
            json.number(column.priority)
            json.raw("}")
        }
        json.raw("]")
        return json.bytes
    }
}

extension EventPage {
    /// The `metadata` of a list.
    func appendMetadata(to json: inout JSONText) {
        json.raw("{")
        json.member("resourceVersion", String(resourceVersion))
        if let continuation { json.member("continue", continuation) }
        if let remaining {
            json.raw(#","remainingItemCount":"#)
            json.number(remaining)
        }
        json.raw("}")
    }

    /// The whole list as an `EventList`.
    var json: [UInt8] {
        var json = JSONText(capacity: items.count * 1300 + 512)
        json.raw(#"{"kind":"EventList","apiVersion":"v1","metadata":"#)
        appendMetadata(to: &json)
        json.raw(#","items":["#)
        for (index, version) in items.enumerated() {
            json.raw(index == 0 ? "{" : ",{")
            json.raw(version.body)
        }
        json.raw("]}\n")
        return json.bytes
    }
}
