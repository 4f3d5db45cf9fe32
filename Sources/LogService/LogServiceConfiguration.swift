/// How a signature is made.
package enum LogServiceSignature: String, Sendable, CaseIterable {
    case v1, v4
}

/// How the `eventId` field writes the event.
package enum EventIDFormat: String, Sendable, CaseIterable {
    /// As kube-eventer does, one space a level.
    case indented
    case compact
}

/// Which of a sink's settings named the endpoint.
package enum EndpointSource: Sendable {
    /// The host of the sink's URL.
    case url
    /// `SLS_ENDPOINT`.
    case environment
    /// The region, from which its name follows.
    case region
    /// The region that this machine's metadata names.
    case metadata

    /// For people, after "from".
    package var name: String {
        switch self {
        case .url: "the sink's URL"
        case .environment: "SLS_ENDPOINT"
        case .region: "the region"
        case .metadata: "the region of this machine"
        }
    }
}

/// Where and how logs are sent, checked and complete.
package struct LogServiceConfiguration: Sendable, Equatable {
    /// A field that every record carries.
    package struct Label: Sendable, Equatable {
        package var key: String
        package var value: String

        package init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    package var endpoint: LogServiceEndpoint
    package var endpointSource = EndpointSource.url
    package var project: String
    package var logstore: String
    package var topic: String
    package var labels: [Label]
    /// The region of the project, when known.
    package var region: String?
    package var credentialSource: CredentialSource
    package var signature: LogServiceSignature
    package var compression: LogCompression
    /// The path of a file of PEM certificates to trust in place of the system's.
    package var authoritiesFile: String?
    /// What `authoritiesFile` holds, once someone has read it.
    package var authorities: [UInt8]?
    package var eventIDFormat: EventIDFormat
    package var keepsManagedFields: Bool
    package var sendsGapRecords: Bool
    /// What a person should know about the sink, in the order it was found.
    ///
    /// Holds no secret.
    package var warnings: [String]

    package init(
        endpoint: LogServiceEndpoint,
        project: String,
        logstore: String,
        credentialSource: CredentialSource,
        region: String? = nil,
        signature: LogServiceSignature? = nil,
        topic: String = "",
        labels: [Label] = []
    ) {
        self.endpoint = endpoint
        self.project = project
        self.logstore = logstore
        self.topic = topic
        self.labels = labels
        self.region = region
        self.credentialSource = credentialSource
        self.signature = signature ?? (region == nil ? .v1 : .v4)
        compression = .deflate
        eventIDFormat = .indented
        keepsManagedFields = false
        sendsGapRecords = false
        warnings = []
    }

    /// With a key that does not change.
    package init(
        endpoint: LogServiceEndpoint,
        project: String,
        logstore: String,
        credentials: LogServiceCredentials,
        region: String? = nil,
        labels: [Label] = []
    ) {
        self.init(
            endpoint: endpoint,
            project: project,
            logstore: logstore,
            credentialSource: .fixed(credentials, origin: "the sink's URL"),
            region: region,
            labels: labels
        )
    }
}

extension LogServiceConfiguration: CustomStringConvertible {
    /// One line for logs and the status bar, without a secret.
    package var description: String {
        var parts = [
            "project=\(project)", "logstore=\(logstore)", "endpoint=\(endpoint) (from \(endpointSource.name))",
        ]
        if let region { parts.append("region=\(region)") }
        parts += ["signature=\(signature.rawValue)", "compression=\(compression.rawValue)"]
        if !topic.isEmpty { parts.append("topic=\(topic)") }
        if !labels.isEmpty { parts.append("labels=\(labels.map(\.key).joined(separator: ","))") }
        return "sls " + parts.joined(separator: " ")
    }
}
