package import HTTP

/// Why the cluster cannot be used, for people: what was being done, to what, why it failed, and the next step.
///
/// Never holds a secret. Text from outside may be in it: sanitise before showing.
package struct KubernetesError: Error, Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// Nothing says which cluster to use.
        case noConfiguration
        /// A kubeconfig, flag or file is wrong.
        case configuration
        /// No credential could be had: an unreadable token, a failed exec plugin.
        case credentials
        /// No connection; the reason is in the message.
        case unreachable
        /// No answer within the time for it.
        case timedOut
        /// The connection broke, or brought what no one can read, before the answer ended.
        case broken
        /// The server's certificate is not trusted.
        case untrusted
        case unauthorized
        case forbidden
        case notFound
        /// The resource version is compacted.
        case expired
        /// The resource version is from the future.
        case future
        /// Any other answer that is no success, with its status.
        case refused(Int)
        /// A success that is no answer of an API server: a login page, a redirect.
        case notKubernetes
    }

    package var kind: Kind
    package var message: String
    /// The next step, where there is one.
    package var hint: String?
    /// When the server asks to come back.
    package var retryAfter: Duration?

    package init(_ kind: Kind, _ message: String, hint: String? = nil, retryAfter: Duration? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.retryAfter = retryAfter
    }
}

extension KubernetesError {
    /// Whether no server can have seen the request.
    var isUnsent: Bool {
        switch kind {
        case .unreachable, .untrusted, .credentials, .configuration, .noConfiguration: true
        default: false
        }
    }

    /// A request that got no answer.
    package init(_ error: HTTPError, doing what: String) {
        let message = "cannot \(what) at \(error.url): \(error.detail)"
        switch error.code {
        case .untrusted:
            let hint = "check certificate-authority and tls-server-name of the kubeconfig; was the certificate renewed?"
            self.init(.untrusted, message, hint: hint)
        case .tls:
            let hint = "does this port speak TLS, and does it accept the client certificate, if there is one?"
            self.init(.unreachable, message, hint: hint)
        case .closed where error.url.hasPrefix("http:"):
            self.init(.unreachable, message, hint: Self.encryptionHint)
        case .unresolved:
            self.init(.unreachable, message, hint: "does the server name of the kubeconfig still exist?")
        default:
            let kind: Kind =
                switch error.code {
                case .timedOut: .timedOut
                case .closed, .badEncoding, .bodyTooLarge, .headTooLarge: .broken
                default: .unreachable
                }
            self.init(
                kind,
                message,
                hint: "is the API server up? `kubectl get --raw /healthz` asks it the same question"
            )
        }
    }

    /// An answer that is no success, with its `Status` where it has one.
    package init(_ head: HTTPHead, status: KubernetesStatus?, doing what: String, url: String) {
        let place = String(url.prefix { $0 != "?" })
        let said = status.map(\.message).flatMap { $0.isEmpty ? nil : $0 } ?? "HTTP \(head.status)"
        let kind = Self.kind(head.status, status)
        // The right that is missing comes first: it is what has to be put right, and a screen cuts the end.
        let scope = kind == .forbidden ? Self.scope(of: place) : nil
        self.init(kind, scope.map { "may not \(what) in \($0): \(said)" } ?? "cannot \(what) at \(place): \(said)")
        retryAfter = RetryAfter.parse(head.value("Retry-After"), date: head.date) ?? status?.retryAfter
        switch kind {
        case .unauthorized: hint = "the credential of this kubeconfig user is not accepted; has the token expired?"
        case .forbidden:
            hint =
                "ask for the right to list and watch events there; `kubectl auth can-i list events` tells when it is given"
        case .notKubernetes: hint = "is this the address of an API server? a proxy or login page may be in between"
        case .refused(400) where url.hasPrefix("http:"): hint = Self.encryptionHint
        default: break
        }
    }

    /// What a URL of events covers.
    private static func scope(of place: String) -> String? {
        if place.hasSuffix("/api/v1/events") { return "all namespaces, try -n NAMESPACE" }
        guard place.hasSuffix("/events"), let range = place.firstRange(of: "/api/v1/namespaces/") else { return nil }
        return "namespace " + place[range.upperBound...].dropLast("/events".count)
    }

    private static let encryptionHint = "is this an API server's port? those want https:// in front, not http://"

    private static func kind(_ code: Int, _ status: KubernetesStatus?) -> Kind {
        if code == 410 || status?.isExpired == true { return .expired }
        if status?.isFromTheFuture == true { return .future }
        return switch code {
        case 401: .unauthorized
        case 403: .forbidden
        case 404: .notFound
        case 200..<400: .notKubernetes
        default: .refused(code)
        }
    }
}
