import Basics
import Events
import FoundationEssentials
import HTTP
import Kubernetes
import LogService

extension Application {
    /// Finds the cluster of each context that is named, or that of the current one.
    ///
    /// - Parameters:
    ///   - settings: What the flags say.
    ///   - plugins: Which exec plugins may be run.
    /// - Returns: How to reach each.
    /// - Throws: ``AppError`` for all that is wrong with the configuration.
    func clusters(_ settings: ClusterSettings, plugins: ConfigurationSources.PluginPolicy = .all) throws(AppError)
        -> [ClusterConfiguration]
    {
        try checkSelector(settings)
        var found: [ClusterConfiguration] = []
        for context in try contexts(settings) {
            let cluster = try resolve(settings, context, plugins)
            if let other = found.first(where: { $0.leadsWhere(cluster) }) {
                throw AppError(
                    "the contexts \(other.context) and \(cluster.context) lead to the same API server, \(cluster.server)",
                    hint: "name one of them, else every event came twice; -n A,B watches several namespaces",
                    code: .usage
                )
            }
            found.append(cluster)
        }
        return found
    }

    private func checkSelector(_ settings: ClusterSettings) throws(AppError) {
        guard let text = settings.fieldSelector else { return }
        do {
            _ = try FieldSelector(parsing: text)
        } catch {
            throw AppError("--field-selector: \(error.message)", code: .usage)
        }
    }

    /// The contexts of `--context a,b`, each once; one whose name has a comma is taken whole.
    private func contexts(_ settings: ClusterSettings) throws(AppError) -> [String?] {
        guard !settings.contexts.isEmpty else { return [nil] }
        // A kubeconfig may be a pipe, which is read once.
        let mayBeSeveral = settings.contexts.contains { $0.contains(",") }
        let known: Set<String>
        do {
            known = mayBeSeveral ? try ClusterConfiguration.contexts(sources(settings, .all)) : []
        } catch {
            throw AppError(error)
        }
        var names: [String] = []
        for given in settings.contexts {
            let parts = known.contains(given) ? [given] : given.split(separator: ",").map(String.init)
            names += parts.filter { !names.contains($0) }
        }
        guard !names.isEmpty else { throw AppError("--context needs a name", code: .usage) }
        return names
    }

    /// The contexts of the kubeconfig, for completion; none where it cannot be read.
    package var contextNames: [String] {
        ((try? ClusterConfiguration.contexts(sources(ClusterSettings(), .all))) ?? []).sorted()
    }

    private func resolve(
        _ settings: ClusterSettings,
        _ context: String?,
        _ plugins: ConfigurationSources.PluginPolicy
    ) throws(AppError) -> ClusterConfiguration {
        do {
            return try ClusterConfiguration.resolve(sources(settings, plugins), overrides(settings, context))
        } catch {
            throw AppError(error)
        }
    }

    func sources(_ settings: ClusterSettings, _ plugins: ConfigurationSources.PluginPolicy)
        -> ConfigurationSources
    {
        var inCluster: ConfigurationSources.InCluster?
        if let host = process.environment["KUBERNETES_SERVICE_HOST"],
            let port = process.environment["KUBERNETES_SERVICE_PORT"]
        {
            inCluster = .init(host: host, port: port, namespace: process.environment["POD_NAMESPACE"])
        }
        var sources = ConfigurationSources(
            explicitPath: settings.kubeconfig,
            listedPaths: settings.usesServiceAccount ? nil : process.environment["KUBECONFIG"],
            home: settings.usesServiceAccount ? nil : process.home,
            inCluster: inCluster,
            environment: environmentOfPrograms,
            pluginPolicy: plugins
        )
        sources.usesServiceAccount = settings.usesServiceAccount
        return sources
    }

    /// That of this program; one that it runs has no use for what opens Log Service.
    var environmentOfPrograms: [String: String] { process.environment.filter { !Self.ownSecrets.contains($0.key) } }

    private static let ownSecrets = ["EVENTER_SINK", "AccessKeyId", "AccessKeySecret"]

    private func overrides(_ settings: ClusterSettings, _ context: String?) -> ClusterOverrides {
        ClusterOverrides(
            context: context,
            cluster: settings.cluster,
            user: settings.user,
            server: settings.server,
            certificateAuthority: settings.certificateAuthority,
            skipsTLSVerification: settings.skipsVerification,
            tlsServerName: settings.tlsServerName,
            tokenFile: settings.tokenFile,
            impersonation: Impersonation(
                user: settings.impersonate ?? "",
                uid: settings.impersonateUID ?? "",
                groups: settings.impersonateGroups
            )
        )
    }

    /// Reads the sink's text, or gives nil when none is set; says what a person should know of it.
    ///
    /// Where nothing names a region that is needed, this machine's metadata is asked.
    ///
    /// - Parameters:
    ///   - settings: What the flags say.
    ///   - http: Asks the metadata.
    ///   - pauses: How many times the metadata is asked again, after growing pauses.
    ///   - clock: Times them.
    /// - Returns: The sink, checked.
    /// - Throws: ``AppError`` with code `usage`.
    func sink(
        _ settings: SinkSettings,
        _ http: any HTTPClient = CurlClient(),
        pauses: Int = 0,
        clock: any Clock<Duration> = ContinuousClock()
    ) async throws(AppError) -> LogServiceConfiguration? {
        guard let text = settings.sink else { return nil }
        var configuration: LogServiceConfiguration
        do {
            configuration = try read(text, settings)
        } catch {
            guard error.lacksRegion, !InstanceMetadata.isDisabled(in: process.environment),
                let metadata = try? InstanceMetadata(environment: process.environment)
            else {
                throw AppError(error)
            }
            let region: String
            do {
                region = try await Self.region(metadata, http, pauses: pauses, clock)
            } catch let problem {
                throw AppError("the sink: \(error), and \(problem.problem)", hint: error.hint, code: .usage)
            }
            do {
                configuration = try read(text, settings, instanceRegion: region)
            } catch {
                throw AppError(error)
            }
        }
        configuration.warnings += settings.passedOver.map { "eventer has no sink \($0): nothing is sent there" }
        if let path = configuration.authoritiesFile {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw AppError("the sink: cannot read caFile \(path)", code: .usage)
            }
            configuration.authorities = Array(data)
        }
        return configuration
    }

    private static func region(
        _ metadata: InstanceMetadata,
        _ http: any HTTPClient,
        pauses: Int,
        _ clock: any Clock<Duration>
    ) async throws(CredentialError) -> String {
        let backoff = Backoff(initial: .seconds(2), jitter: 0)
        for failures in 1..<pauses + 1 {
            if let region = try? await metadata.region(http) { return region }
            let pause = backoff.delay(afterFailures: failures, random: 0)
            guard (try? await clock.sleep(for: pause)) != nil else { break }
        }
        return try await metadata.region(http)
    }

    /// Reads a sink for another machine: this one's metadata has nothing to say about it.
    func sinkAsWritten(_ text: Secret, _ settings: SinkSettings) throws(AppError) -> LogServiceConfiguration {
        do {
            return try read(text, settings)
        } catch {
            throw AppError(error)
        }
    }

    private func read(
        _ text: Secret,
        _ settings: SinkSettings,
        instanceRegion: String? = nil
    ) throws(LogServiceConfigurationError) -> LogServiceConfiguration {
        try LogServiceConfiguration(
            sink: text.reveal(),
            isInArguments: settings.isInArguments,
            environment: process.environment,
            home: process.home,
            fileExists: { FileManager.default.fileExists(atPath: $0) },
            instanceRegion: instanceRegion,
            customEndpoint: settings.allowsCustomEndpoint,
            insecureSink: settings.allowsInsecure
        )
    }

    /// The filter of the command line, or an error with a caret under the fault.
    func filter(_ text: String, of source: String) throws(AppError) -> EventFilter {
        guard !text.isEmpty else { return .everything }
        do {
            let now = self.now()
            return try EventFilter(parsing: text, clock: FilterClock(now: now, zone: .system(around: now)))
        } catch {
            let caret =
                String(repeating: " ", count: error.range.lowerBound)
                + String(repeating: "^", count: max(1, error.range.count))
            throw AppError("\(source): \(error.message)\n  \(text)\n  \(caret)", code: .usage)
        }
    }
}

extension AppError {
    fileprivate init(_ error: LogServiceConfigurationError) {
        self.init("the sink: \(error)", hint: error.hint, code: .usage)
    }

    init(_ error: KubernetesError) {
        let code: ExitCode =
            switch error.kind {
            case .configuration, .noConfiguration: .usage
            default: .unreachable
            }
        self.init(error.message, hint: error.hint, code: code)
    }
}

extension ClusterSettings {
    /// As the header shows it.
    var scope: String {
        let places = "ns:" + (namespaces.isEmpty ? "*" : namespaces.joined(separator: ","))
        return fieldSelector.map { places + " " + $0 } ?? places
    }
}
