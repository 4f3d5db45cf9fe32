/// A field selector on events: `type=Warning,involvedObject.kind!=Node`.
struct FieldSelector: Sendable, Equatable {
    private struct Term: Sendable, Equatable {
        var field: String
        var value: String
        var isNegated: Bool
    }

    private var terms: [Term] = []

    /// Matches everything.
    init() {}

    init(parsing text: String) throws(KubeStatus) {
        for part in text.split(separator: ",") {
            guard let equals = part.firstIndex(of: "=") else {
                throw .badRequest("invalid selector: '\(text)'; can't understand '\(part)'")
            }
            let isNegated = part[..<equals].hasSuffix("!")
            let field = String(isNegated ? part[..<equals].dropLast() : part[..<equals])
            var value = part[part.index(after: equals)...]
            if value.hasPrefix("=") { value = value.dropFirst() }
            guard Self.labels.contains(field) else { throw .badRequest("field label not supported: \(field)") }
            terms.append(Term(field: field, value: String(value), isNegated: isNegated))
        }
    }

    var isEmpty: Bool { terms.isEmpty }

    func matches(_ event: EventObject) -> Bool {
        terms.allSatisfy { (Self.value(of: $0.field, in: event) == $0.value) != $0.isNegated }
    }

    private static let labels: Set<String> = [
        "metadata.name", "metadata.namespace", "involvedObject.kind", "involvedObject.namespace", "involvedObject.name",
        "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath",
        "reason", "reportingComponent", "source", "type",
    ]

    private static func value(of field: String, in event: EventObject) -> String {
        let subject = event.draft.subject
        return switch field {
        case "metadata.name": event.draft.name
        case "metadata.namespace": event.draft.namespace
        case "involvedObject.kind": subject.kind
        case "involvedObject.namespace": subject.namespace
        case "involvedObject.name": subject.name
        case "involvedObject.uid": subject.uid
        case "involvedObject.apiVersion": subject.apiVersion
        case "involvedObject.resourceVersion": subject.resourceVersion
        case "involvedObject.fieldPath": subject.fieldPath
        case "reason": event.draft.reason
        case "type": event.draft.type
        default: event.component
        }
    }
}
