import Basics
import Glibc

extension ClusterConfiguration {
    /// Finds the cluster to use: `--kubeconfig`, then `KUBECONFIG`, then `~/.kube/config`, then the pod's service account.
    ///
    /// - Throws: All that is wrong, told together.
    package static func resolve(_ sources: ConfigurationSources, _ overrides: ClusterOverrides = ClusterOverrides())
        throws(KubernetesError) -> ClusterConfiguration
    {
        let config = try load(sources)
        // Who names an entry of a kubeconfig does not mean the pod's service account.
        let isEmpty =
            config.clusters.isEmpty && config.contexts.isEmpty
            && (sources.usesServiceAccount
                || overrides.context == nil && overrides.cluster == nil && overrides.user == nil)
        if isEmpty, overrides.server == nil || sources.usesServiceAccount, let pod = sources.inCluster {
            return try inCluster(pod, overrides, missing: config.missing)
        }
        if sources.usesServiceAccount, isEmpty {
            throw KubernetesError(
                .noConfiguration,
                "the pod's service account is asked for, but this is no pod",
                hint: "outside a cluster use --kubeconfig, or inClusterConfig=false in --source"
            )
        }
        return try ConfigurationResolver(config: config, overrides: overrides, sources: sources).resolve()
    }

    /// The names of the contexts that the kubeconfig has.
    package static func contexts(_ sources: ConfigurationSources) throws(KubernetesError) -> Set<String> {
        Set(try load(sources).contexts.keys)
    }

    private static func load(_ sources: ConfigurationSources) throws(KubernetesError) -> Kubeconfig {
        var config = Kubeconfig()
        if let path = sources.explicitPath {
            try config.add(file: path)
            return config
        }
        var paths: [String] = []
        let listed = sources.listedPaths.flatMap { $0.isEmpty ? nil : $0 }
        for path in (listed ?? "").split(separator: ":").map(String.init) where !paths.contains(path) {
            paths.append(path)
        }
        if listed == nil, let home = sources.home { paths = [home + "/.kube/config"] }
        var problems = Problems()
        for path in paths {
            if access(path, F_OK) != 0, errno == ENOENT {
                if listed != nil { config.missing.append(path) }
                continue
            }
            problems.attempt { () throws(KubernetesError) in try config.add(file: path) }
        }
        try problems.report()
        return config
    }

    private static func inCluster(
        _ pod: ConfigurationSources.InCluster,
        _ overrides: ClusterOverrides,
        missing: [String]
    ) throws(KubernetesError) -> ClusterConfiguration {
        var problems = Problems()
        // client-go goes on with the system's roots when these cannot be read; a credential is not worth that.
        let authorities = Material.file(overrides.certificateAuthority ?? pod.directory + "/ca.crt")
        if !overrides.skipsTLSVerification {
            problems.attempt { () throws(KubernetesError) in try authorities.read(as: .authority) }
        }
        var user = Credentials.User()
        let token = overrides.tokenFile ?? pod.directory + "/token"
        user.tokenFile = token
        problems.attempt { () throws(KubernetesError) in try Credentials.readToken(token) }
        do {
            try problems.report()
        } catch {
            let hint = "is the service account mounted? see automountServiceAccountToken of the pod"
            throw KubernetesError(.configuration, "the pod's service account: \(error.message)", hint: hint)
        }
        let written = try? FileContent(pod.directory + "/namespace", limit: 1024, as: "namespace").bytes
        let namespace = written.map { String(String(decoding: $0, as: UTF8.self).trimming(\.isWhitespace)) }
        let host = pod.host.contains(":") ? "[\(pod.host)]" : pod.host
        return ClusterConfiguration(
            server: overrides.server ?? "https://\(host):\(pod.port)",
            cluster: "in-cluster",
            context: "in-cluster",
            user: "service account",
            namespace: overrides.namespace ?? pod.namespace ?? namespace,
            source: "in-cluster",
            skipsVerification: overrides.skipsTLSVerification,
            impersonation: overrides.impersonation,
            warnings: missing.isEmpty
                ? [] : ["there is no \(missing.joined(separator: ", ")): the pod's service account is used"],
            credentials: Credentials(
                user: user,
                authorities: overrides.skipsTLSVerification ? nil : authorities,
                serverName: overrides.tlsServerName,
                skipsVerification: overrides.skipsTLSVerification
            )
        )
    }
}
