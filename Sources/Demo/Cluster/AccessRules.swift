import FoundationEssentials

/// What the demo cluster refuses to its only user; nothing, unless a test says so.
struct AccessRules: Sendable {
    static let user = "demo"
    static let group = "system:authenticated"
    private static let allowed: [(resource: String, verbs: [String])] = [
        ("events", ["get", "list", "watch"]), ("namespaces", ["get", "list"]),
    ]

    var denials: [Denial] = []

    /// Whether a request may be done; an empty namespace is the cluster scope.
    func allows(_ verb: String, _ resource: String, in namespace: String) -> Bool {
        Self.allowed.contains { $0.resource == resource && $0.verbs.contains(verb) }
            && !denials.contains { $0.matches(verb, resource, in: namespace) }
    }

    func require(_ verb: String, _ resource: String, in namespace: String, name: String? = nil) throws(KubeStatus) {
        guard !allows(verb, resource, in: namespace) else { return }
        throw .forbidden(verb, resource, namespace: namespace, name: name, user: Self.user)
    }

    /// The answer to a review, which says what was asked and then what is.
    func review(_ kind: String, body: [UInt8]) throws(KubeStatus) -> [UInt8] {
        switch kind {
        case "selfsubjectaccessreviews": return access(try Self.decode(body, kind))
        case "selfsubjectrulesreviews": return rules(try Self.decode(body, kind))
        default: throw .noSuchPath
        }
    }

    /// Who asks.
    static var identity: [UInt8] {
        var json = JSONText()
        json.raw(
            #"{"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1","metadata":{"creationTimestamp":null},"#
        )
        json.raw(#""status":{"userInfo":{"#)
        json.member("username", user)
        json.key("groups")
        json.raw("[")
        json.string(group)
        json.raw("]}}}\n")
        return json.bytes
    }
}

/// Something that is not allowed.
package struct Denial: Sendable {
    package var verb: String
    package var resource: String
    /// Nil is everywhere; empty is the cluster scope alone.
    package var namespace: String?

    package init(_ verb: String, _ resource: String = "events", namespace: String? = nil) {
        self.verb = verb
        self.resource = resource
        self.namespace = namespace
    }

    fileprivate func matches(_ verb: String, _ resource: String, in namespace: String) -> Bool {
        verb == self.verb && resource == self.resource && (self.namespace == nil || self.namespace == namespace)
    }
}

// MARK: Reviews

extension AccessRules {
    /// The parts of a question that the answer depends on, under their names in JSON.
    private struct Question: Decodable {
        struct Spec: Decodable {
            var namespace: String?
            var resourceAttributes: Attributes?
        }

        struct Attributes: Decodable {
            var namespace: String?
            var verb: String?
            var group: String?
            var resource: String?
        }

        var spec: Spec
    }

    private static func decode(_ body: [UInt8], _ kind: String) throws(KubeStatus) -> Question.Spec {
        if let question = try? JSONDecoder().decode(Question.self, from: Data(body)) { return question.spec }
        guard let spec = ProtobufFields(kubernetes: body)?.message(2) else {
            throw .badRequest("the object provided is unrecognized")
        }
        guard kind == "selfsubjectaccessreviews" else { return Question.Spec(namespace: spec.text(1)) }
        let attributes = spec.message(1).map {
            Question.Attributes(namespace: $0.text(1), verb: $0.text(2), group: $0.text(3), resource: $0.text(5))
        }
        return Question.Spec(resourceAttributes: attributes)
    }

    private func access(_ spec: Question.Spec) -> [UInt8] {
        let asked = spec.resourceAttributes
        let isAllowed =
            (asked?.group ?? "").isEmpty
            && allows(asked?.verb ?? "", asked?.resource ?? "", in: asked?.namespace ?? "")
        var json = JSONText()
        json.raw(#"{"kind":"SelfSubjectAccessReview","apiVersion":"authorization.k8s.io/v1","metadata":{},"spec":{},"#)
        json.raw(#""status":{"allowed":"#)
        json.raw((isAllowed ? "true" : "false").utf8)
        json.member("reason", isAllowed ? "the demo cluster allows what it can do" : "")
        json.raw("}}\n")
        return json.bytes
    }

    private func rules(_ spec: Question.Spec) -> [UInt8] {
        var json = JSONText()
        json.raw(#"{"kind":"SelfSubjectRulesReview","apiVersion":"authorization.k8s.io/v1","metadata":{},"spec":{},"#)
        json.raw(#""status":{"resourceRules":["#)
        for (index, rule) in Self.allowed.enumerated() {
            json.raw(index == 0 ? #"{"verbs":["# : #",{"verbs":["#)
            let verbs = rule.verbs.filter { allows($0, rule.resource, in: spec.namespace ?? "") }
            for (index, verb) in verbs.enumerated() {
                if index > 0 { json.raw(",") }
                json.string(verb)
            }
            json.raw(#"],"apiGroups":[""],"resources":["#)
            json.string(rule.resource)
            json.raw("]}")
        }
        json.raw(#"],"nonResourceRules":[],"incomplete":false}}"#)
        json.raw("\n")
        return json.bytes
    }
}
