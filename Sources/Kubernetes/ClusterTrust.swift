import Basics

/// Where the API server is and how to know it: a cluster's entry with the flags over it.
struct ClusterTrust {
    private(set) var server = ""
    private(set) var authorities: Material?
    private(set) var serverName: String?
    private(set) var skips = false
    private(set) var proxy: Secret?
    private(set) var declinesCompression = false
    /// The same for exec plugins.
    private(set) var pluginView = ExecPlugin.Cluster(server: "")

    init(of cluster: Kubeconfig.Entry?, _ overrides: ClusterOverrides, _ problems: inout Problems) {
        server = problems.attempt { () throws(KubernetesError) in try Self.server(of: cluster, overrides) } ?? ""
        // As kubectl: either flag replaces all that the kubeconfig says of trust.
        if overrides.skipsTLSVerification || overrides.certificateAuthority != nil {
            skips = overrides.skipsTLSVerification
            authorities = overrides.certificateAuthority.map { .file($0) }
            if let authorities {
                problems.attempt { () throws(KubernetesError) in try authorities.read(as: .authority) }
            }
        } else if let cluster {
            skips = cluster.flag("insecure-skip-tls-verify")
            authorities = problems.attempt { () throws(KubernetesError) in
                try cluster.material("certificate-authority", as: .authority)
            }
        }
        if skips, authorities != nil {
            let text = "a certificate authority together with insecure-skip-tls-verify"
            let hint = "keep one of them"
            problems.add(
                overrides.skipsTLSVerification
                    ? KubernetesError(.configuration, text, hint: hint)
                    : cluster?.problem(text, hint: hint) ?? KubernetesError(.configuration, text, hint: hint)
            )
        }
        serverName = overrides.tlsServerName ?? (overrides.server == nil ? cluster?.text("tls-server-name") : nil)
        proxy = problems.attempt { () throws(KubernetesError) in try cluster.flatMap(Self.proxy) }
        declinesCompression = cluster?.flag("disable-compression") ?? false
        pluginView = pluginView(of: cluster, overrides)
    }

    private func pluginView(of cluster: Kubeconfig.Entry?, _ overrides: ClusterOverrides) -> ExecPlugin.Cluster {
        ExecPlugin.Cluster(
            server: overrides.server ?? cluster?.text("server") ?? "",
            serverName: serverName,
            skipsVerification: skips,
            authorities: authorities,
            proxy: cluster?.text("proxy-url").map { Secret($0) },
            declinesCompression: declinesCompression,
            config: cluster?.children("extensions").first { $0.text("name") == "client.authentication.k8s.io/exec" }?
                .json("extension")
        )
    }

    private static func server(of cluster: Kubeconfig.Entry?, _ overrides: ClusterOverrides) throws(KubernetesError)
        -> String
    {
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
            // Not with what it says: a password may be in it.
            let text = "server is no address such as https://host:6443"
            throw overrides.server == nil
                ? cluster?.problem(text) ?? KubernetesError(.configuration, text)
                : KubernetesError(.configuration, "--server: \(text)")
        }
        return server
    }

    private static func proxy(of cluster: Kubeconfig.Entry) throws(KubernetesError) -> Secret? {
        guard let proxy = cluster.text("proxy-url") else { return nil }
        let scheme = proxy.prefix { $0 != ":" }.lowercased()
        let rest = proxy.dropFirst(scheme.count)
        let host = rest.dropFirst(3).prefix { $0 != "/" }.split(separator: "@", omittingEmptySubsequences: false).last
        guard ["http", "https", "socks5"].contains(scheme), rest.hasPrefix("://"), host?.isEmpty == false,
            proxy.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw cluster.problem("proxy-url is no address such as http://host:3128, https://host or socks5://host")
        }
        // As Go: the proxy resolves the name.
        return Secret(scheme == "socks5" ? "socks5h" + rest : proxy)
    }
}
