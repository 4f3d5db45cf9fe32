/// Where a cluster's configuration may come from.
///
/// Nothing below reads the environment: the caller does.
package struct ConfigurationSources: Sendable {
    /// What a pod finds around it.
    package struct InCluster: Sendable {
        /// `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT`.
        package var host: String
        package var port: String
        /// `POD_NAMESPACE`.
        package var namespace: String?
        /// Holds `token`, `ca.crt` and `namespace`.
        package var directory: String

        package init(
            host: String,
            port: String,
            namespace: String? = nil,
            directory: String = "/var/run/secrets/kubernetes.io/serviceaccount"
        ) {
            self.host = host
            self.port = port
            self.namespace = namespace
            self.directory = directory
        }
    }

    /// Which exec plugins of a kubeconfig may be run.
    package enum PluginPolicy: Sendable {
        /// All: a person has started this program and sees what happens.
        case all
        /// Those of a kubeconfig that nobody but root and this program's user can have written.
        case fromProtectedFiles
    }

    /// `--kubeconfig`: must exist, used alone.
    package var explicitPath: String?
    /// `KUBECONFIG`: paths parted by colons, the first that says something wins.
    package var listedPaths: String?
    /// `HOME`, for `.kube/config`.
    package var home: String?
    package var inCluster: InCluster?
    /// Take the pod's service account even when a server is given by a flag: kube-eventer's default.
    package var usesServiceAccount = false
    /// The whole environment and `PATH`, for exec plugins only.
    package var environment: [String: String]
    package var pluginPolicy: PluginPolicy

    package init(
        explicitPath: String? = nil,
        listedPaths: String? = nil,
        home: String? = nil,
        inCluster: InCluster? = nil,
        environment: [String: String] = [:],
        pluginPolicy: PluginPolicy = .all
    ) {
        self.explicitPath = explicitPath
        self.listedPaths = listedPaths
        self.home = home
        self.inCluster = inCluster
        self.environment = environment
        self.pluginPolicy = pluginPolicy
    }
}

/// Flags that win over the kubeconfig, named as kubectl's.
package struct ClusterOverrides: Sendable, Equatable {
    package var context: String?
    package var cluster: String?
    package var user: String?
    package var server: String?
    package var namespace: String?
    package var certificateAuthority: String?
    package var skipsTLSVerification: Bool
    package var tlsServerName: String?
    package var tokenFile: String?
    package var impersonation: Impersonation

    package init(
        context: String? = nil,
        cluster: String? = nil,
        user: String? = nil,
        server: String? = nil,
        namespace: String? = nil,
        certificateAuthority: String? = nil,
        skipsTLSVerification: Bool = false,
        tlsServerName: String? = nil,
        tokenFile: String? = nil,
        impersonation: Impersonation = Impersonation()
    ) {
        self.context = context
        self.cluster = cluster
        self.user = user
        self.server = server
        self.namespace = namespace
        self.certificateAuthority = certificateAuthority
        self.skipsTLSVerification = skipsTLSVerification
        self.tlsServerName = tlsServerName
        self.tokenFile = tokenFile
        self.impersonation = impersonation
    }
}
