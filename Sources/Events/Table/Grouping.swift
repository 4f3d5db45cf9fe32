/// Which events share a row.
package enum Grouping: String, Sendable, CaseIterable {
    case objectAndReason = "object+reason"
    case none
    case reason
    case object
    case namespace
    case node
    case source
    /// Messages that differ only in numbers, names of pods and the like.
    case message

    /// For menus and help.
    package var summary: String {
        switch self {
        case .objectAndReason: "events of one object and reason"
        case .none: "each event by itself"
        case .reason: "events of one reason"
        case .object: "events of one object"
        case .namespace: "events of one namespace"
        case .node: "events of one node"
        case .source: "events of one reporter"
        case .message: "events whose messages are alike"
        }
    }
}

/// Names a row of the table, whatever the filter and the order; it stays the same as events come.
package struct GroupID: Sendable, Hashable {
    package var grouping: Grouping
    package var cluster: String
    /// What the events have in common; of an object its uid, else kind, namespace and name.
    package var subject: String
    /// Of ``Grouping/objectAndReason``.
    package var reason: String

    package init(grouping: Grouping, cluster: String = "", subject: String, reason: String = "") {
        self.grouping = grouping
        self.cluster = cluster
        self.subject = subject
        self.reason = reason
    }
}

/// A ``GroupID`` in the numbers of a pool.
struct GroupKey: Sendable, Hashable {
    var cluster: Symbol
    /// Of an event by itself its slot.
    var subject: Symbol
    var reason = Symbol.empty
}

/// The order of the rows.
package struct GroupOrder: Sendable, Hashable {
    package enum Field: String, Sendable, CaseIterable {
        case last, first, count, type, namespace, reason, object, cluster, source, node, message

        /// Times and numbers begin with the greatest, texts with the first.
        package var isText: Bool {
            switch self {
            case .last, .first, .count: false
            default: true
            }
        }
    }

    package var field: Field
    /// Whether it is turned round: the oldest first, the smallest count.
    package var isInverted: Bool

    package init(_ field: Field = .last, isInverted: Bool = false) {
        self.field = field
        self.isInverted = isInverted
    }

    /// Reads `FIELD`, `FIELD:asc` or `FIELD:desc`.
    package init?(_ text: String) {
        let parts = text.lowercased().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let field = parts.first.flatMap({ Field(rawValue: String($0)) }) else { return nil }
        switch parts.count == 2 ? parts[1] : "" {
        case "" where parts.count == 1: self.init(field)
        case "asc": self.init(field, isInverted: !field.isText)
        case "desc": self.init(field, isInverted: field.isText)
        default: return nil
        }
    }

    /// As ``init(_:)`` reads it.
    package var text: String {
        guard isInverted else { return field.rawValue }
        return field.rawValue + (field.isText ? ":desc" : ":asc")
    }
}

/// The shape of a message: what varies from one to the next is replaced, so that `pod web-7d9f: 503` and `pod web-x2k4: 500` are alike.
///
/// Words with a digit in them become `#`; quoted and bracketed parts stay, but for such words.
func messageShape(_ message: String) -> String {
    var shape = ""
    var word: [UInt8] = []
    func close() {
        guard !word.isEmpty else { return }
        let varies = word.contains { (0x30...0x39).contains($0) }
        shape += varies ? "#" : String(decoding: word, as: UTF8.self)
        word.removeAll(keepingCapacity: true)
    }
    for byte in message.utf8.prefix(1024) {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80..., UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            word.append(byte)
        default:
            close()
            shape.unicodeScalars.append(Unicode.Scalar(byte))
        }
    }
    close()
    return shape
}
