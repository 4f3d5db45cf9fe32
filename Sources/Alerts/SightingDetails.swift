import Events

/// What the newest event of an incident says.
///
/// Shared by the rules that count an event, by its versions that say the same, and by what is made of them: the texts are most of
/// what a group takes.
struct SightingDetails: Sendable {
    private final class Content: Sendable {
        let reason: String
        let message: String
        let object: ObjectReference
        let node: String
        let weight: Int

        init(reason: String, message: String, object: ObjectReference, node: String) {
            self.reason = reason
            self.message = message
            self.object = object
            self.node = node
            let texts = [
                reason, message, object.kind, object.namespace, object.name, object.uid, object.fieldPath, node,
            ]
            let length = texts.reduce(0) { $0 + $1.utf8.count }
            weight = length == 0 ? 0 : length + texts.count * 48
        }
    }

    /// Nothing.
    static let none = SightingDetails(reason: "", message: "", object: ObjectReference(), node: "")
    /// The most of a message that is kept, in bytes; the API server's own limit.
    private static let longestMessage = 1024

    private let content: Content

    var reason: String { content.reason }
    var message: String { content.message }
    var object: ObjectReference { content.object }
    var node: String { content.node }

    /// What it takes, in bytes, more or less; nothing where nothing is said.
    var weight: Int { content.weight }

    /// Whether it is kept only once, so that it is surely equal.
    func isSame(as other: SightingDetails) -> Bool { content === other.content }

    init(reason: String, message: String, object: ObjectReference, node: String) {
        content = Content(reason: reason, message: message, object: object, node: node)
    }

    init(_ event: KubeEvent) {
        let message = event.message
        self.init(
            reason: event.reason,
            message: message.utf8.count > Self.longestMessage
                ? String(decoding: message.utf8.prefix(Self.longestMessage), as: UTF8.self) : message,
            object: event.object,
            node: event.node
        )
    }
}

extension SightingDetails: Equatable {
    static func == (left: SightingDetails, right: SightingDetails) -> Bool {
        left.content === right.content
            || left.message == right.message && left.object == right.object && left.reason == right.reason
                && left.node == right.node
    }
}

extension SightingDetails: Codable {
    private enum CodingKeys: String, CodingKey {
        case reason = "r"
        case message = "m"
        case kind = "k"
        case namespace = "ns"
        case name = "n"
        case uid = "u"
        case path = "p"
        case node = "h"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String { try values.decodeIfPresent(String.self, forKey: key) ?? "" }
        let object = ObjectReference(
            kind: try text(.kind),
            namespace: try text(.namespace),
            name: try text(.name),
            uid: try text(.uid),
            fieldPath: try text(.path)
        )
        self.init(reason: try text(.reason), message: try text(.message), object: object, node: try text(.node))
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        let texts: [(CodingKeys, String)] = [
            (.reason, reason), (.message, message), (.kind, object.kind), (.namespace, object.namespace),
            (.name, object.name), (.uid, object.uid), (.path, object.fieldPath), (.node, node),
        ]
        for (key, text) in texts where !text.isEmpty { try values.encode(text, forKey: key) }
    }
}
