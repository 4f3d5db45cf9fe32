/// An event before the API server stores it: what does not change from one of its versions to the next.
package struct EventDraft: Sendable, Equatable {
    /// What the event is about.
    package struct Subject: Sendable, Equatable {
        package var kind: String
        package var namespace: String
        package var name: String
        package var uid: String
        package var apiVersion: String
        package var resourceVersion: String
        package var fieldPath: String

        package init(
            kind: String,
            namespace: String,
            name: String,
            uid: String,
            apiVersion: String = "v1",
            resourceVersion: String = "",
            fieldPath: String = ""
        ) {
            self.kind = kind
            self.namespace = namespace
            self.name = name
            self.uid = uid
            self.apiVersion = apiVersion
            self.resourceVersion = resourceVersion
            self.fieldPath = fieldPath
        }
    }

    /// Who writes the event, and in which of the two styles.
    package enum Reporter: Sendable, Equatable {
        /// A kubelet or another agent of a node, in the old style: `source`, `count`, two timestamps.
        case node(component: String, host: String)
        /// A controller, in the old style but without a host.
        case controller(component: String, manager: String)
        /// The scheduler, as `events.k8s.io/v1`: `eventTime` and `series`, the old timestamps are null.
        case scheduler(action: String)
    }

    package var uid: String
    package var namespace: String
    package var name: String
    package var subject: Subject
    package var reason: String
    package var message: String
    package var type: String
    package var reporter: Reporter

    package init(
        uid: String,
        namespace: String,
        name: String,
        subject: Subject,
        reason: String,
        message: String,
        type: String,
        reporter: Reporter
    ) {
        self.uid = uid
        self.namespace = namespace
        self.name = name
        self.subject = subject
        self.reason = reason
        self.message = message
        self.type = type
        self.reporter = reporter
    }
}

/// One thing that happens to the events of the cluster.
package enum Beat: Sendable, Equatable {
    /// A new event. Times and versions come from the cluster.
    case added(EventDraft)
    /// It happened again: the count rises.
    case repeated(EventDraft)
    /// The event is deleted.
    case removed(EventDraft)
}
