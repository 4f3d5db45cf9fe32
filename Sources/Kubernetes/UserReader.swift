import Basics

/// Reads how a user proves to be one: a user's entry with the flags over it.
struct UserReader {
    let overrides: ClusterOverrides
    let sources: ConfigurationSources
    let config: Kubeconfig

    func identity(of user: Kubeconfig.Entry?, cluster: ExecPlugin.Cluster, _ problems: inout Problems)
        -> Credentials.User
    {
        var identity = Credentials.User()
        if let user { readCertificate(of: user, into: &identity, &problems) }
        if let file = overrides.tokenFile {
            identity.tokenFile = file
            problems.attempt { () throws(KubernetesError) in try Credentials.readToken(file) }
            return identity
        }
        guard let user else { return identity }
        readToken(of: user, into: &identity, &problems)
        identity.name = user.text("username")
        identity.password = user.text("password").map { Secret($0) }
        if identity.name != nil, identity.token != nil || identity.tokenFile != nil {
            problems.add(
                user.problem(
                    "both a password and a token",
                    hint: "keep the token: API servers take no passwords any more"
                )
            )
        }
        readPlugin(of: user, cluster: cluster, into: &identity, &problems)
        return identity
    }

    private func readCertificate(
        of user: Kubeconfig.Entry,
        into identity: inout Credentials.User,
        _ problems: inout Problems
    ) {
        let certificate = "client-certificate"
        let key = "client-key"
        identity.certificate = problems.attempt { () throws(KubernetesError) in
            try user.material(certificate, as: .certificate)
        }
        identity.key = problems.attempt { () throws(KubernetesError) in try user.material(key, as: .key) }
        guard user.names(certificate) == user.names(key) else {
            problems.add(user.problem("client-certificate and client-key must both be given"))
            return
        }
    }

    private func readToken(
        of user: Kubeconfig.Entry,
        into identity: inout Credentials.User,
        _ problems: inout Problems
    ) {
        if let token = user.text("token") {
            if token.hasControlCharacter { problems.add(user.problem("token has a line break in it")) }
            identity.token = Secret(token)
        }
        guard let file = user.path("tokenFile") else { return }
        identity.tokenFile = file
        // A token beside it stands in until the file can be read.
        guard identity.token == nil else { return }
        problems.attempt { () throws(KubernetesError) in
            do throws(KubernetesError) {
                _ = try Credentials.readToken(file)
            } catch {
                throw user.problem(error.message)
            }
        }
    }

    private func readPlugin(
        of user: Kubeconfig.Entry,
        cluster: ExecPlugin.Cluster,
        into identity: inout Credentials.User,
        _ problems: inout Problems
    ) {
        if let provider = user.child("auth-provider") {
            let name = provider.text("name") ?? ""
            problems.add(
                user.problem(
                    "the auth-provider \(name) is not supported; kubectl has removed it too",
                    hint: "use an exec plugin instead: gke-gcloud-auth-plugin, kubelogin, or `kubectl oidc-login`"
                )
            )
        }
        guard let exec = user.child("exec") else { return }
        var own = Problems()
        let plugin = ExecPlugin.read(exec, of: user, cluster: cluster, environment: sources.environment, &own)
        // As client-go, which runs it only for who has nothing else.
        if plugin != nil, !identity.isStatic, let refusal = refusal(of: exec) { own.add(refusal) }
        problems.add(own)
        identity.plugin = plugin
    }

    private func refusal(of exec: Kubeconfig.Entry) -> KubernetesError? {
        guard sources.pluginPolicy == .fromProtectedFiles,
            let source = config.sources.first(where: { $0.path == exec.file }), !source.isProtected
        else { return nil }
        return exec.problem(
            "no plugin is run headless from a file that others can have written: \(source.rights)",
            hint: "make the file root's or this user's, and `chmod go-w` it; or use a service account or tokenFile"
        )
    }
}

extension Kubeconfig.Entry {
    fileprivate func names(_ key: String) -> Bool {
        text(key) != nil || text(key + "-data") != nil
    }
}
