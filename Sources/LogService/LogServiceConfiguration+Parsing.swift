extension LogServiceConfiguration {
    /// Reads kube-eventer's sink, `sls:https://{endpoint}?project=…&logStore=…`, with eventer's own parameters.
    ///
    /// - Parameters:
    ///   - sink: The text as given, variables not yet replaced.
    ///   - isInArguments: Whether the text came from argv, where others can read a key in it.
    ///   - environment: The process's variables. What the URL says beats what they say.
    ///   - home: Where profiles of Alibaba Cloud's tools may be; nil looks for none.
    ///   - fileExists: Whether there is a file that may hold a key.
    ///   - instanceRegion: The region that this machine is in, for a sink that names none.
    ///   - customEndpoint: Accept a host that is none of Alibaba Cloud's.
    ///   - insecureSink: Accept plain http to other machines.
    /// - Throws: ``LogServiceConfigurationError``, for the first thing without which nothing can be sent.
    package init(
        sink: String,
        isInArguments: Bool = true,
        environment: [String: String],
        home: String? = nil,
        fileExists: @escaping (String) -> Bool = { _ in false },
        instanceRegion: String? = nil,
        customEndpoint: Bool = false,
        insecureSink: Bool = false
    ) throws(LogServiceConfigurationError) {
        guard sink.hasPrefix("sls:") else { throw .notLogService }
        let source = String(sink.dropFirst(4))
        let expanded = ExpandedText(source, environment: environment)
        guard expanded.text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .controlCharacter }
        var reader = SinkReader(url: SinkURL(expanded.text), environment: environment, instanceRegion: instanceRegion)
        reader.warnOfVariables(expanded)
        reader.warnOfURL(written: SinkURL(source), isInArguments: isInArguments)

        let project = try reader.name("project")
        let logstore = try reader.name("logStore")
        let endpoint = try reader.endpoint(project: project)
        guard endpoint.isKnown || endpoint.isLoopback || customEndpoint else { throw .unknownHost(endpoint.host) }
        guard endpoint.scheme == .https || endpoint.isLoopback || insecureSink else {
            throw .plainHTTP(host: endpoint.host)
        }
        let region = try reader.region(of: endpoint)
        var chain = CredentialChain(url: reader.url, environment: environment, home: home, fileExists: fileExists)
        chain.customEndpoint = customEndpoint
        chain.insecureSink = insecureSink
        self.init(
            endpoint: endpoint,
            project: project,
            logstore: logstore,
            credentialSource: try chain.source(),
            region: region,
            signature: try reader.choice("signature"),
            topic: try reader.topic(),
            labels: reader.labels()
        )
        guard signature == .v1 || region != nil else { throw .noRegionForV4 }
        endpointSource = reader.endpointSource
        compression = try reader.choice("compression") ?? .deflate
        eventIDFormat = try reader.choice("eventIdFormat") ?? .indented
        keepsManagedFields = try reader.flag("keepManagedFields")
        sendsGapRecords = try reader.flag("gapRecords")
        authoritiesFile = reader.given("caFile")
        warnings = reader.warnings + chain.warnings
    }
}
