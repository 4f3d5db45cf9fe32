import Basics
package import Events
import FoundationEssentials
import HTTP

/// Who the API server takes one for.
package struct UserReview: Sendable, Equatable {
    package var name: String
    package var groups: [String]
}

/// Whether something is allowed.
package struct AccessReview: Sendable, Equatable {
    package var isAllowed: Bool
    /// The server's words, often none.
    package var reason: String
}

/// What a list of one event tells.
package struct EventSample: Sendable, Equatable {
    package var version: ResourceVersion?
    /// How many events there are; nil when the server does not tell.
    package var count: Int?
}

/// What a preflight asks, once, and in an order of its own.
extension ClusterClient {
    /// An event may have 16 MiB.
    private static let answerLimit = 17 << 20
    private static let groupLimit = 100

    /// Asks who the API server takes the credential for.
    ///
    /// - Returns: Nil when it does not tell: too old, or not allowed.
    /// - Throws: For any other answer.
    package func whoAmI() async throws(KubernetesError) -> UserReview? {
        for version in ["v1", "v1beta1"] {
            let group = "authentication.k8s.io/\(version)"
            let question = Question(kind: "SelfSubjectReview", apiVersion: group)
            guard let answer = try await post(question, to: "selfsubjectreviews", doing: "ask who I am") else {
                continue
            }
            let decoder = EventDecoder()
            guard let name = decoder.text(atPointer: "/status/userInfo/username", in: answer) else {
                throw KubernetesError(
                    .notKubernetes,
                    "the answer of \(cluster.server) to \(question.kind) names no user"
                )
            }
            let groups = (0..<Self.groupLimit).lazy.map {
                decoder.text(atPointer: "/status/userInfo/groups/\($0)", in: answer)
            }
            return UserReview(name: name, groups: groups.prefix { $0 != nil }.compactMap { $0 })
        }
        return nil
    }

    /// Asks whether `verb` is allowed on the events of a namespace, or of all when it is nil.
    ///
    /// - Returns: Nil when the server does not tell.
    /// - Throws: For any other answer.
    package func reviewAccess(_ verb: String, in namespace: String?) async throws(KubernetesError) -> AccessReview? {
        let attributes = Question.Attributes(namespace: namespace ?? "", verb: verb, resource: "events")
        let question = Question(
            kind: "SelfSubjectAccessReview",
            apiVersion: "authorization.k8s.io/v1",
            spec: Question.Spec(resourceAttributes: attributes)
        )
        let doing = "ask for the right to \(verb) events"
        guard let answer = try await post(question, to: "selfsubjectaccessreviews", doing: doing) else { return nil }
        let decoder = EventDecoder()
        guard let isAllowed = decoder.flag(atPointer: "/status/allowed", in: answer) else {
            throw KubernetesError(.notKubernetes, "the answer of \(cluster.server) to \(question.kind) has no verdict")
        }
        let reason = decoder.text(atPointer: "/status/reason", in: answer) ?? ""
        return AccessReview(isAllowed: isAllowed, reason: reason)
    }

    /// Lists one event.
    package func sample(in namespace: String?) async throws(KubernetesError) -> EventSample {
        let doing = "list events"
        let stream = try await open(Self.events(of: namespace), "limit=1", doing: doing)
        let bytes = try await whole(stream, limit: Self.answerLimit, doing: doing)
        guard
            case .list(let list) = EventDecoder(limit: Self.answerLimit).decode(
                bytes.span,
                received: Timestamp(seconds: 0)
            )
        else {
            throw KubernetesError(.notKubernetes, "cannot list events at \(cluster.server): the answer is no list")
        }
        let here =
            EventDecoder(limit: Self.answerLimit).text(atPointer: "/items/0/metadata/name", in: bytes) == nil ? 0 : 1
        // A server that tells nonsense tells nothing.
        let remaining = list.remaining.flatMap { (0..<1 << 40).contains($0) ? $0 : nil }
        let count = remaining.map { $0 + here } ?? (list.continueToken == nil ? here : nil)
        return EventSample(version: list.resourceVersion, count: count)
    }

    /// Opens a watch and closes it as soon as the server has agreed.
    package func openWatch(in namespace: String?, from version: ResourceVersion) async throws(KubernetesError) {
        let query = "watch=1&allowWatchBookmarks=true&resourceVersion=\(version)&timeoutSeconds=30"
        // The stream ends with its last reader, and there is none.
        _ = try await open(Self.events(of: namespace), query, doing: "watch events")
    }

    private static func events(of namespace: String?) -> String {
        namespace.map { "/api/v1/namespaces/\(percentEncoded($0))/events" } ?? "/api/v1/events"
    }
}

// MARK: Requests

extension ClusterClient {
    /// The object that a review begins as.
    private struct Question: Encodable {
        struct Spec: Encodable { var resourceAttributes: Attributes }

        struct Attributes: Encodable {
            var namespace: String
            var verb: String
            var resource: String
        }

        var kind: String
        var apiVersion: String
        var spec: Spec?
    }

    /// Nil when the server does not know the question or does not allow it.
    private func post(_ question: Question, to resource: String, doing: String) async throws(KubernetesError)
        -> [UInt8]?
    {
        // Texts alone can always be encoded.
        let body = (try? JSONEncoder().encode(question)).map { [UInt8]($0) } ?? []
        do {
            let stream = try await open("/apis/\(question.apiVersion)/\(resource)", body: body, doing: doing)
            return try await whole(stream, limit: Self.answerLimit, doing: doing)
        } catch {
            if error.kind == .notFound || error.kind == .forbidden { return nil }
            throw error
        }
    }
}
