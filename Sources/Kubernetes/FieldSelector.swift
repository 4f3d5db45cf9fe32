package import Events

/// Which events the API server lists and watches: kubectl's `--field-selector`, as in `type=Warning,reason!=Pulled`.
///
/// Other than a filter it narrows what is fetched, and so what is kept and forwarded.
package struct FieldSelector: Sendable, Equatable {
    /// A fault in a selector, for people.
    package struct Fault: Error, Equatable {
        package var message: String
    }

    private struct Requirement: Sendable, Equatable {
        var field: Field
        var value: String
        var isEqual: Bool
    }

    /// What the API server can select events by.
    private enum Field: String, Sendable, CaseIterable {
        case name = "metadata.name"
        case namespace = "metadata.namespace"
        case kind = "involvedObject.kind"
        case objectNamespace = "involvedObject.namespace"
        case objectName = "involvedObject.name"
        case uid = "involvedObject.uid"
        case apiVersion = "involvedObject.apiVersion"
        case resourceVersion = "involvedObject.resourceVersion"
        case fieldPath = "involvedObject.fieldPath"
        case reason, reportingComponent, source, type
    }

    private let requirements: [Requirement]

    /// As the API server wants it, in one form whatever was written.
    package var text: String {
        requirements.map { $0.field.rawValue + ($0.isEqual ? "=" : "!=") + Self.escaped($0.value) }
            .joined(separator: ",")
    }

    /// Reads a selector.
    ///
    /// - Parameter text: Requirements such as `type=Warning` with commas between them; `\` takes the next character as it is.
    /// - Throws: ``Fault`` for a field that events cannot be selected by, and for what is no selector.
    package init(parsing text: String) throws(Fault) {
        var requirements: [Requirement] = []
        for term in Self.split(text) { requirements.append(try Self.requirement(term)) }
        self.requirements = requirements
    }

    /// Whether the API server would select `event`, as far as eventer can tell.
    package func mayMatch(_ event: KubeEvent) -> Bool {
        requirements.allSatisfy { requirement in
            let value: String? =
                switch requirement.field {
                case .name: event.name
                case .namespace: event.namespace
                case .kind: event.object.kind
                case .objectNamespace: event.object.namespace
                case .objectName: event.object.name
                case .uid: event.object.uid
                case .fieldPath: event.object.fieldPath
                case .reason: event.reason
                case .type: event.type
                case .source, .reportingComponent: event.component
                case .apiVersion, .resourceVersion: nil
                }
            return value.map { ($0 == requirement.value) == requirement.isEqual } ?? true
        }
    }

    private static func requirement(_ term: [Character]) throws(Fault) -> Requirement {
        guard let place = term.firstIndex(of: "="), place > 0 else {
            throw Fault(message: "\"\(String(term))\" is no FIELD=VALUE")
        }
        let isEqual = term[place - 1] != "!"
        let name = String(term[..<(isEqual ? place : place - 1)])
        guard let field = Field(rawValue: name) else {
            let fields = Field.allCases.map(\.rawValue).joined(separator: ", ")
            throw Fault(message: "events cannot be selected by \"\(name)\", but by \(fields)")
        }
        var rest = term[(place + 1)...]
        if isEqual, rest.first == "=" { rest = rest.dropFirst() }
        return Requirement(field: field, value: try unescaped(rest), isEqual: isEqual)
    }

    private static func unescaped(_ text: ArraySlice<Character>) throws(Fault) -> String {
        var value = ""
        var rest = text
        while let character = rest.popFirst() {
            guard character == "\\" else {
                guard character != "=" else { throw Fault(message: "\"=\" in a value is written \\=") }
                value.append(character)
                continue
            }
            guard let next = rest.popFirst(), "\\,=".contains(next) else {
                throw Fault(message: "\"\\\" in a value is written \\\\")
            }
            value.append(next)
        }
        return value
    }

    /// The parts between commas that no `\` precedes; empty ones are left out.
    private static func split(_ text: String) -> [[Character]] {
        var terms: [[Character]] = [[]]
        var isEscaped = false
        for character in text {
            if character == ",", !isEscaped {
                terms.append([])
            } else {
                terms[terms.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return terms.filter { !$0.isEmpty }
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { $0 += "\\,=".contains($1) ? "\\" + String($1) : String($1) }
    }
}
