import Basics

/// Picks context, cluster and user out of a kubeconfig and lays the flags over them.
struct ConfigurationResolver {
    var config: Kubeconfig
    var overrides: ClusterOverrides
    var sources: ConfigurationSources

    func resolve() throws(KubernetesError) -> ClusterConfiguration {
        let context = try self.context()
        let clusterName = overrides.cluster ?? context?.text("cluster") ?? ""
        let userName = overrides.user ?? context?.text("user") ?? ""
        let cluster = try entry(clusterName, of: config.clusters, kind: "cluster")
        let user = try entry(userName, of: config.users, kind: "user")
        let server = try server(of: cluster)
        let trust = try trust(of: cluster)
        let identity = try identity(of: user, cluster: cluster)
        return ClusterConfiguration(
            server: server,
            cluster: clusterName,
            context: overrides.context ?? config.currentContext,
            user: userName,
            namespace: overrides.namespace ?? context?.text("namespace"),
            source: config.files.isEmpty ? "--server" : config.files.joined(separator: ":"),
            skipsVerification: trust.skips,
            proxy: try cluster.flatMap(proxy),
            acceptsCompression: !(cluster?.flag("disable-compression") ?? false),
            impersonation: try impersonation(of: user),
            warnings: warnings(server: server, skipsVerification: trust.skips, user: identity),
            credentials: Credentials(
                user: identity,
                authorities: trust.authorities,
                serverName: trust.serverName,
                skipsVerification: trust.skips
            )
        )
    }

    private func context() throws(KubernetesError) -> Kubeconfig.Entry? {
        let name = overrides.context ?? config.currentContext
        guard !name.isEmpty else {
            if overrides.server != nil || overrides.cluster != nil { return nil }
            guard config.contexts.isEmpty else {
                throw KubernetesError(
                    .configuration,
                    "no context is chosen: the kubeconfig \(config.files.joined(separator: ":")) has no current-context",
                    hint: "choose one with --context: \(names(of: config.contexts))"
                )
            }
            throw KubernetesError(
                .noConfiguration,
                "no cluster is configured: no kubeconfig names one, and this is no pod",
                hint: "give one with --kubeconfig or KUBECONFIG, or try `eventer demo`, which needs no cluster"
            )
        }
        return try entry(name, of: config.contexts, kind: "context")
    }

    private func entry(_ name: String, of entries: [String: Kubeconfig.Entry], kind: String) throws(KubernetesError)
        -> Kubeconfig.Entry?
    {
        if name.isEmpty { return nil }
        if let entry = entries[name] { return entry }
        let files = config.files.isEmpty ? "" : " in \(config.files.joined(separator: ":"))"
        throw KubernetesError(
            .configuration,
            "the \(kind) \(name) does not exist\(files)",
            hint: entries.isEmpty ? nil : "there are: \(names(of: entries))"
        )
    }

    private func names(of entries: [String: Kubeconfig.Entry]) -> String {
        entries.keys.sorted().prefix(10).joined(separator: ", ") + (entries.count > 10 ? ", …" : "")
    }

    private func server(of cluster: Kubeconfig.Entry?) throws(KubernetesError) -> String {
        guard let given = overrides.server ?? cluster?.text("server") else {
            throw cluster?.problem("server is missing", hint: "give it with --server")
                ?? KubernetesError(.configuration, "the context names no cluster", hint: "choose one with --cluster")
        }
        var server = String(given.prefix { $0 != "?" && $0 != "#" })
        if !server.contains("://") { server = "https://" + server }
        while server.hasSuffix("/") { server.removeLast() }
        let scheme = server.prefix { $0 != ":" }.lowercased()
        guard scheme == "https" || scheme == "http", !server.dropFirst(scheme.count + 3).isEmpty,
            server.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !server.contains("@")
        else {
            let text = "server is no address such as https://host:6443"
            throw cluster?.problem(text) ?? KubernetesError(.configuration, "--server: \(text)")
        }
        return server
    }

    private func trust(of cluster: Kubeconfig.Entry?) throws(KubernetesError) -> (
        authorities: Credentials.Material?, serverName: String?, skips: Bool
    ) {
        // As kubectl: either flag replaces all that the kubeconfig says of trust.
        let isReplaced = overrides.skipsTLSVerification || overrides.certificateAuthority != nil
        let authorities =
            isReplaced
            ? overrides.certificateAuthority.map { .file($0) } : try cluster?.material("certificate-authority")
        let skips = overrides.skipsTLSVerification || (!isReplaced && cluster?.flag("insecure-skip-tls-verify") == true)
        if skips, authorities != nil {
            let text = "a certificate authority together with insecure-skip-tls-verify"
            throw isReplaced
                ? KubernetesError(.configuration, text)
                : cluster?.problem(text)
                    ?? KubernetesError(.configuration, text)
        }
        let ownName = overrides.server == nil ? cluster?.text("tls-server-name") : nil
        return (authorities, overrides.tlsServerName ?? ownName, skips)
    }

    private func proxy(of cluster: Kubeconfig.Entry) throws(KubernetesError) -> String? {
        guard let proxy = cluster.text("proxy-url") else { return nil }
        guard ["http://", "https://", "socks5://"].contains(where: proxy.lowercased().hasPrefix) else {
            throw cluster.problem("proxy-url begins neither with http:// nor https:// nor socks5://")
        }
        // As Go: the proxy resolves the name.
        return proxy.lowercased().hasPrefix("socks5://") ? "socks5h" + proxy.dropFirst(6) : proxy
    }

    private func identity(of user: Kubeconfig.Entry?, cluster: Kubeconfig.Entry?) throws(KubernetesError)
        -> Credentials.User
    {
        var identity = Credentials.User()
        guard let user else {
            identity.tokenFile = overrides.tokenFile
            return identity
        }
        identity.token = user.text("token").map { Secret($0) }
        identity.tokenFile = overrides.tokenFile ?? user.path("tokenFile")
        identity.certificate = try user.material("client-certificate")
        identity.key = try user.material("client-key")
        guard (identity.certificate == nil) == (identity.key == nil) else {
            throw user.problem("client-certificate and client-key must both be given")
        }
        identity.name = user.text("username")
        identity.password = user.text("password").map { Secret($0) }
        if identity.name != nil, identity.token != nil || identity.tokenFile != nil {
            throw user.problem(
                "both a password and a token",
                hint: "keep the token: API servers take no passwords any more"
            )
        }
        try addPlugin(of: user, cluster: cluster, to: &identity)
        return identity
    }

    private func addPlugin(of user: Kubeconfig.Entry, cluster: Kubeconfig.Entry?, to identity: inout Credentials.User)
        throws(KubernetesError)
    {
        if let provider = user.child("auth-provider") {
            let name = provider.text("name") ?? ""
            throw user.problem(
                "the auth-provider \(name) is not supported; kubectl has removed it too",
                hint: "use an exec plugin instead, such as gke-gcloud-auth-plugin, kubelogin or `kubectl oidc-login`"
            )
        }
        guard let exec = user.child("exec") else { return }
        identity.plugin = try ExecPlugin(exec, cluster: cluster, environment: sources.environment)
    }

    private func impersonation(of user: Kubeconfig.Entry?) throws(KubernetesError) -> Impersonation {
        var impersonation = overrides.impersonation
        if impersonation.isEmpty, let user {
            impersonation.user = user.text("as") ?? ""
            impersonation.uid = user.text("as-uid") ?? ""
            impersonation.groups = user.texts("as-groups")
            impersonation.extra = user.textLists("as-user-extra")
        }
        guard impersonation.isEmpty || !impersonation.user.isEmpty else {
            throw KubernetesError(
                .configuration,
                "a group, uid or extra to impersonate, but no user",
                hint: "give one with --as"
            )
        }
        return impersonation
    }

    private func warnings(server: String, skipsVerification: Bool, user: Credentials.User) -> [String] {
        var warnings: [String] = []
        if skipsVerification { warnings.append("the API server's certificate is not verified") }
        if !server.lowercased().hasPrefix("https://") {
            warnings.append("\(server) is not encrypted: no credential is sent")
        }
        if user.name != nil { warnings.append("the kubeconfig holds a password; API servers take none since 1.19") }
        return warnings
    }
}
