import Basics

/// Picks context, cluster and user out of a kubeconfig and lays the flags over them.
struct ConfigurationResolver {
    var config: Kubeconfig
    var overrides: ClusterOverrides
    var sources: ConfigurationSources

    /// - Throws: All that is wrong with the chosen entries, in one error.
    func resolve() throws(KubernetesError) -> ClusterConfiguration {
        let context = try self.context()
        let clusterName = overrides.cluster ?? context?.text("cluster") ?? ""
        let userName = overrides.user ?? context?.text("user") ?? ""
        var problems = Problems()
        let cluster = problems.attempt { () throws(KubernetesError) in
            try entry(clusterName, of: config.clusters, kind: "cluster")
        }
        let user = problems.attempt { () throws(KubernetesError) in
            try entry(userName, of: config.users, kind: "user")
        }
        try problems.report()
        let trust = ClusterTrust(of: cluster, overrides, &problems)
        let identity = UserReader(overrides: overrides, sources: sources, config: config)
            .identity(of: user, cluster: trust.pluginView, &problems)
        let impersonation = impersonation(of: user, &problems)
        try problems.report()
        return ClusterConfiguration(
            server: trust.server,
            cluster: clusterName,
            context: overrides.context ?? config.currentContext,
            user: userName,
            namespace: overrides.namespace ?? context?.text("namespace"),
            source: config.sources.isEmpty ? "--server" : config.files,
            skipsVerification: trust.skips,
            proxy: trust.proxy,
            acceptsCompression: !trust.declinesCompression,
            impersonation: impersonation,
            warnings: warnings(trust, identity),
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
                    "no context is chosen: the kubeconfig \(config.files) has no current-context",
                    hint: "choose one with --context: \(names(of: config.contexts))"
                )
            }
            throw noCluster
        }
        return try entry(name, of: config.contexts, kind: "context")
    }

    private var noCluster: KubernetesError {
        var reason = "no kubeconfig names one"
        if !config.missing.isEmpty {
            reason = "KUBECONFIG names what is not there: \(config.missing.joined(separator: ", "))"
        }
        return KubernetesError(
            .noConfiguration,
            "no cluster is configured: \(reason), and this is no pod",
            hint: "give one with --kubeconfig or KUBECONFIG, or try `eventer demo`, which needs no cluster"
        )
    }

    private func entry(_ name: String, of entries: [String: Kubeconfig.Entry], kind: String) throws(KubernetesError)
        -> Kubeconfig.Entry?
    {
        if name.isEmpty { return nil }
        if let entry = entries[name] { return entry }
        let files = config.sources.isEmpty ? "" : " in \(config.files)"
        throw KubernetesError(
            .configuration,
            "the \(kind) \(name) does not exist\(files)",
            hint: entries.isEmpty ? nil : "there are: \(names(of: entries))"
        )
    }

    private func names(of entries: [String: Kubeconfig.Entry]) -> String {
        entries.keys.sorted().prefix(10).joined(separator: ", ") + (entries.count > 10 ? ", …" : "")
    }

    private func impersonation(of user: Kubeconfig.Entry?, _ problems: inout Problems) -> Impersonation {
        var impersonation = overrides.impersonation
        if impersonation.isEmpty, let user {
            impersonation.user = user.text("as") ?? ""
            impersonation.uid = user.text("as-uid") ?? ""
            impersonation.groups = user.texts("as-groups")
            impersonation.extra = user.textLists("as-user-extra")
        }
        let origin = overrides.impersonation.isEmpty ? user : nil
        let place = origin.map { "\($0.place) in the kubeconfig \($0.file): " } ?? ""
        if !impersonation.isEmpty, impersonation.user.isEmpty {
            let text = "\(place)a group, uid or extra to impersonate, but no user"
            problems.add(KubernetesError(.configuration, text, hint: "give one with --as"))
        }
        let texts =
            [impersonation.user, impersonation.uid] + impersonation.groups + impersonation.extra.values.joined()
        if texts.contains(where: \.hasControlCharacter) {
            problems.add(KubernetesError(.configuration, "\(place)a line break in whom to impersonate"))
        }
        return impersonation
    }

    private func warnings(_ trust: ClusterTrust, _ user: Credentials.User) -> [String] {
        var warnings: [String] = []
        if trust.skips { warnings.append("the API server's certificate is not verified") }
        if !trust.server.lowercased().hasPrefix("https://"), user.hasCredential {
            warnings.append("\(trust.server) is not encrypted: no credential is sent")
        }
        if user.name != nil { warnings.append("the kubeconfig holds a password; API servers take none since 1.19") }
        let secretive = Set(config.users.values.filter(\.holdsSecret).map(\.file))
        for source in config.sources where source.isOpenToOthers && secretive.contains(source.path) {
            warnings.append("\(source.path) holds credentials that others can read or change: chmod 600 \(source.path)")
        }
        return warnings
    }
}

extension Kubeconfig.Entry {
    /// Whether a user's entry has a secret in itself.
    fileprivate var holdsSecret: Bool {
        ["token", "password", "client-key-data"].contains { text($0) != nil }
    }
}
