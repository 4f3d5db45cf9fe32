package import Events

/// One line of a watch stream.
package enum WatchFrame: Sendable, Equatable {
    case added(KubeEvent)
    case modified(KubeEvent)
    /// The event expired or was deleted at this version; never handed on.
    case deleted(ResourceVersion)
    case bookmark(ResourceVersion, endsInitialEvents: Bool)
    /// An `ERROR` line, or any line whose object is a `Status`.
    case status(KubernetesStatus)
    /// A type this program does not know. Does not move the resume point.
    case unknown(type: String)
    /// No JSON, or no event; `reason` is for people.
    case malformed(reason: String)
    /// Larger than the limit, and drained.
    ///
    /// With the version of its event, where the start of the line shows it.
    case oversize(ResourceVersion?)
}

/// A document outside a watch, as files and lists hold them.
package enum KubernetesDocument: Sendable, Equatable {
    case frame(WatchFrame)
    case event(KubeEvent)
    /// A list whose `items` were read before, or are none.
    case list(ListMetadata)
    case status(KubernetesStatus)
    /// An object of another kind; `Table`, `Pod`, or empty when it has none.
    case other(kind: String)
    case malformed(reason: String)
}

/// The `metadata` of a list.
package struct ListMetadata: Sendable, Equatable {
    package var kind: String
    package var resourceVersion: ResourceVersion?
    /// Asks for the next page; nil on the last.
    package var continueToken: String?
    /// How many items the following pages hold, where the server knows.
    package var remaining: Int?

    package init(
        kind: String,
        resourceVersion: ResourceVersion?,
        continueToken: String? = nil,
        remaining: Int? = nil
    ) {
        self.kind = kind
        self.resourceVersion = resourceVersion
        self.continueToken = continueToken
        self.remaining = remaining
    }
}

/// `metav1.Status`: how the API server says no.
package struct KubernetesStatus: Sendable, Equatable {
    package struct Cause: Sendable, Equatable {
        package var reason: String
        package var message: String

        package init(reason: String, message: String) {
            self.reason = reason
            self.message = message
        }
    }

    /// 0 when missing.
    package var code: Int
    package var reason: String
    /// From outside: sanitise before showing.
    package var message: String
    package var retryAfter: Duration?
    package var causes: [Cause]

    package init(
        code: Int,
        reason: String = "",
        message: String = "",
        retryAfter: Duration? = nil,
        causes: [Cause] = []
    ) {
        self.code = code
        self.reason = reason
        self.message = message
        self.retryAfter = retryAfter
        self.causes = causes
    }

    /// The resource version is compacted: only a list helps.
    package var isExpired: Bool { code == 410 || reason == "Expired" || reason == "Gone" }

    /// The resource version is from the future: a lagging server, or a history that is not ours.
    package var isFromTheFuture: Bool {
        causes.contains { $0.reason == "ResourceVersionTooLarge" } || message.contains("Too large resource version")
            || message.contains("required revision is a future revision")
    }
}
