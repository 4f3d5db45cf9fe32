package import Basics

/// What to watch: kubectl's flags for scope and access.
package struct ClusterSettings: Sendable {
    package var kubeconfig: String?
    /// Those to watch; empty means the kubeconfig's current one.
    package var contexts: [String] = []
    package var cluster: String?
    package var user: String?
    package var server: String?
    /// Empty means all namespaces.
    package var namespaces: [String] = []
    /// What of them the API server selects, as kubectl's `--field-selector`; nil for everything.
    package var fieldSelector: String?
    /// All namespaces are asked for: no smaller scope will do.
    package var allNamespaces = false
    package var certificateAuthority: String?
    package var skipsVerification = false
    package var tlsServerName: String?
    package var tokenFile: String?
    package var impersonate: String?
    package var impersonateUID: String?
    package var impersonateGroups: [String] = []
    /// Use the pod's service account and nothing else, as kube-eventer does by default.
    package var usesServiceAccount = false

    package init() {}
}

/// Where to forward to.
package struct SinkSettings: Sendable {
    /// Which of the events that are there at the first start are forwarded too.
    package enum Start: String, Sendable, CaseIterable { case all, now }

    /// kube-eventer's sink text, `sls:https://…?project=…`; secret because it may hold an access key.
    package var sink: Secret?
    /// The text came from argv, where everyone on the machine can read it.
    package var isInArguments = false
    /// The kinds of other sinks that were given, and are not sent to: `kafka`.
    package var passedOver: [String] = []
    /// Contact a host that is no known Log Service endpoint.
    package var allowsCustomEndpoint = false
    /// Plain http to a host that is not this machine.
    package var allowsInsecure = false
    package var start: Start?
    /// What of the events is forwarded, in the grammar of the view's filter; empty means all.
    package var forwardFilter = ""

    package init() {}
}

/// How findings, steps and dead letters are written; events have an ``EventFormat``.
package enum OutputFormat: String, Sendable, CaseIterable { case lines, jsonl, json }

/// The viewer and its lines.
package struct ViewSettings: Sendable {
    package var filter = ""
    /// Nil decides by whether stdout is a terminal.
    package var output: EventFormat?
    /// List and end.
    package var once = false
    /// kubectl's `--for`: `KIND/NAME`, if given.
    package var about: String?
    /// kubectl's `--types`; empty means all.
    package var types: [String] = []
    /// Only what was last seen after this: a duration, a time of the day or a date, if given.
    package var since: String?
    /// How tables tell times.
    package var times = TimeText.Style.relative
    package var hasHeader = true
    /// End with code 5 when an event matches this filter.
    package var failOn: String?
    package var look = LookSettings()
    package var alerts = AlertFlags()

    package init() {}
}

/// What the process was given from outside, read once at the start.
package struct ProcessContext: Sendable {
    package var environment: [String: String]
    package var isOutputTerminal: Bool
    package var isInputTerminal: Bool
    package var isErrorTerminal = false
    package var version: String
    /// What a person should know about the command line.
    package var notes: [String] = []

    package init(environment: [String: String], isOutputTerminal: Bool, isInputTerminal: Bool, version: String) {
        self.environment = environment
        self.isOutputTerminal = isOutputTerminal
        self.isInputTerminal = isInputTerminal
        self.version = version
    }

    /// The user's home directory, or `/` for a user without one.
    package var home: String { environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/" }

    /// Whether colours are unwanted: `NO_COLOR` is set, to anything but nothing (https://no-color.org).
    package var forbidsColour: Bool { !(environment["NO_COLOR"] ?? "").isEmpty }
}
