import Glibc

extension ClusterConfiguration {
    /// Finds the cluster to use: `--kubeconfig`, then `KUBECONFIG`, then `~/.kube/config`, then the pod's service account.
    package static func resolve(_ sources: ConfigurationSources, _ overrides: ClusterOverrides = ClusterOverrides())
        throws(KubernetesError) -> ClusterConfiguration
    {
        let config = try load(sources)
        let isEmpty = config.clusters.isEmpty && config.contexts.isEmpty
        if isEmpty, overrides.server == nil || sources.usesServiceAccount, let pod = sources.inCluster {
            return try inCluster(pod, overrides)
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
        for path in (sources.listedPaths ?? "").split(separator: ":").map(String.init) where !paths.contains(path) {
            paths.append(path)
        }
        if paths.isEmpty, let home = sources.home { paths = [home + "/.kube/config"] }
        for path in paths where access(path, F_OK) == 0 { try config.add(file: path) }
        return config
    }

    private static func inCluster(_ pod: ConfigurationSources.InCluster, _ overrides: ClusterOverrides)
        throws(KubernetesError) -> ClusterConfiguration
    {
        let authority = pod.directory + "/ca.crt"
        // client-go goes on with the system's roots here; a credential is not worth that.
        let authorities = overrides.certificateAuthority ?? authority
        if !overrides.skipsTLSVerification {
            _ = try readFile(authorities, limit: 4 << 20, as: "service account's certificate authority")
        }
        let written = try? readFile(pod.directory + "/namespace", limit: 1024, as: "namespace")
        var user = Credentials.User()
        user.tokenFile = overrides.tokenFile ?? pod.directory + "/token"
        let host = pod.host.contains(":") ? "[\(pod.host)]" : pod.host
        return ClusterConfiguration(
            server: overrides.server ?? "https://\(host):\(pod.port)",
            cluster: "in-cluster",
            context: "in-cluster",
            user: "service account",
            namespace: overrides.namespace ?? pod.namespace ?? written.map { String(decoding: $0, as: UTF8.self) },
            source: "in-cluster",
            skipsVerification: overrides.skipsTLSVerification,
            impersonation: overrides.impersonation,
            credentials: Credentials(
                user: user,
                authorities: overrides.skipsTLSVerification ? nil : .file(authorities),
                serverName: overrides.tlsServerName,
                skipsVerification: overrides.skipsTLSVerification
            )
        )
    }
}
