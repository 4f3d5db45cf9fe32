import Basics
import Events
import HTTP
import Kubernetes

/// Asks one cluster what viewer and forwarder will need of it, and tells each answer as it comes.
struct ClusterCheck {
    private let cluster: ClusterConfiguration
    private let namespaces: [String?]
    private let http: CheckHTTP
    private let client: ClusterClient
    private let stopwatch: Stopwatch
    private let tell: (Finding) -> Void

    /// - Parameters:
    ///   - cluster: The one to ask.
    ///   - namespaces: What is to be watched; nil stands for all.
    ///   - http: Performs the requests.
    ///   - stopwatch: For how long answers take.
    ///   - tell: Takes each finding.
    init(
        _ cluster: ClusterConfiguration,
        namespaces: [String?],
        http: CheckHTTP,
        stopwatch: Stopwatch,
        tell: @escaping (Finding) -> Void
    ) {
        self.cluster = cluster
        self.namespaces = namespaces
        self.http = http
        self.stopwatch = stopwatch
        self.tell = tell
        client = ClusterClient(http: http, cluster: cluster)
    }

    /// Returns when everything is told.
    func run() async {
        tellConfiguration()
        guard await checkCredentials() else {
            return skip([.server] + Self.afterServer, "a credential has to be there first")
        }
        guard await checkServer() else {
            skip(Self.afterServer, "the API server has to answer first")
            return checkClock()
        }
        tellTLS()
        await checkUser()
        await checkIdentity()
        for namespace in namespaces { await checkScope(namespace) }
        checkClock()
    }

    private static let afterServer: [Finding.Subject] = [.user, .cluster, .rights, .events, .watch]

    private func skip(_ subjects: [Finding.Subject], _ reason: String) {
        for subject in subjects { tell(Finding(subject, .skipped, "not tried: \(reason)")) }
    }

    private func tellConfiguration() {
        let names = [("context", cluster.context), ("cluster", cluster.cluster), ("user", cluster.user)]
        let parts = names.filter { !$0.1.isEmpty }.map { "\($0) \($1)" }
        let text = ([cluster.source] + (cluster.source == "in-cluster" ? ["the pod's service account"] : parts))
            .joined(separator: ", ")
        tell(Finding(.configuration, .ok, text))
        for warning in cluster.warnings { tell(Finding(.configuration, .warning, warning)) }
    }

    private func checkCredentials() async -> Bool {
        var text = cluster.credentials.summary
        if !cluster.impersonation.isEmpty { text += ", acting as \(cluster.impersonation.user)" }
        // In the clear none is sent, and so none is read.
        guard cluster.isEncrypted else {
            tell(Finding(.credentials, .note, text))
            return true
        }
        do {
            _ = try await cluster.credentials.current()
        } catch {
            tell(Finding(.credentials, error))
            return false
        }
        tell(Finding(.credentials, .ok, text))
        return true
    }

    private func checkServer() async -> Bool {
        let time = stopwatch.start()
        let way = cluster.proxy == nil ? "" : " through the kubeconfig's proxy"
        do {
            let version = try await client.version()
            tell(Finding(.server, .ok, "Kubernetes \(version) at \(cluster.server)\(way), answered in \(time())"))
        } catch {
            guard error.kind == .forbidden else {
                tell(Finding(.server, error))
                return false
            }
            tell(Finding(.server, .note, "\(cluster.server)\(way) answers, but may not tell its version"))
        }
        return true
    }

    private func tellTLS() {
        if !cluster.isEncrypted {
            tell(Finding(.tls, .note, "none: anyone on the way can read and change what is sent"))
        } else if cluster.skipsVerification {
            tell(Finding(.tls, .note, "any certificate is taken"))
        } else {
            tell(Finding(.tls, .ok, "verified with \(cluster.credentials.trust)"))
        }
    }

    private func checkUser() async {
        do {
            guard let user = try await client.whoAmI() else {
                let text = "unknown: the server is too old to tell (before Kubernetes 1.28), or does not allow to ask"
                return tell(Finding(.user, .note, text))
            }
            let groups = user.groups.prefix(5).joined(separator: ", ") + (user.groups.count > 5 ? ", …" : "")
            let text = user.name + (groups.isEmpty ? "" : ", in \(groups)")
            guard user.name == "system:anonymous" else { return tell(Finding(.user, .ok, text)) }
            tell(Finding(.user, .warning, text, hint: "no credential was sent; does the context name a user?"))
        } catch {
            tell(Finding(.user, error))
        }
    }

    private func checkIdentity() async {
        do {
            if let uid = try await client.uid() { return tell(Finding(.cluster, .ok, "kube-system is \(uid)")) }
            tell(Finding(.cluster, .note, "namespace kube-system may not be read, and need not be"))
        } catch {
            tell(Finding(.cluster, error))
        }
    }

    private func checkClock() {
        guard let skew = http.clock else { return }
        let hint = "set the clocks with NTP; from about a minute on tokens and certificates fail"
        tell(skew.finding(.clock, of: "the API server's clock", hint: hint))
    }
}

// MARK: One namespace, or all

extension ClusterCheck {
    private func checkScope(_ namespace: String?) async {
        guard await checkRights(in: namespace) else {
            return skip([.events, .watch], "the right has to be there first")
        }
        guard let version = await checkList(in: namespace) else {
            return skip([.watch], "it goes on from a list, and there is none")
        }
        await checkWatch(in: namespace, from: version)
    }

    private func checkRights(in namespace: String?) async -> Bool {
        do {
            guard let denied = try await denied(in: namespace) else {
                tell(Finding(.rights, .note, "the server does not tell them; list and watch will show"))
                return true
            }
            guard !denied.verbs.isEmpty else {
                tell(Finding(.rights, .ok, "list and watch events \(phrase(namespace))"))
                return true
            }
            let verbs = denied.verbs.joined(separator: " and ")
            let reason = denied.reason.isEmpty ? "" : ": \(denied.reason)"
            let text = "may not \(verbs) events \(phrase(namespace))\(reason)"
            tell(Finding(.rights, .failure(.failed), text, hint: await advice(namespace)))
        } catch {
            tell(Finding(.rights, error))
        }
        return false
    }

    /// What is missing of list and watch; nil when the server does not tell.
    private func denied(in namespace: String?) async throws(KubernetesError) -> (verbs: [String], reason: String)? {
        var verbs: [String] = []
        var reason = ""
        for verb in ["list", "watch"] {
            guard let review = try await client.reviewAccess(verb, in: namespace) else { return nil }
            guard !review.isAllowed else { continue }
            verbs.append(verb)
            reason = review.reason
        }
        return (verbs, reason)
    }

    private func advice(_ namespace: String?) async -> String {
        let rule = #"{apiGroups: [""], resources: ["events"], verbs: ["list", "watch"]}"#
        if let namespace { return "ask for this rule in a Role of namespace \(namespace): \(rule)" }
        let wide = "ask for this rule in a ClusterRole: \(rule)"
        let own = cluster.namespace ?? "default"
        guard let denied = try? await denied(in: own), denied.verbs.isEmpty else { return wide }
        return "-n \(own) is allowed; for all namespaces \(wide)"
    }

    private func checkList(in namespace: String?) async -> ResourceVersion? {
        let time = stopwatch.start()
        do {
            let sample = try await client.sample(in: namespace)
            let count = sample.count.map { $0 == 0 ? "none" : $0 == 1 ? "1 event" : "\($0) events" } ?? "some"
            let text = "\(count) \(phrase(namespace)); a list of one took \(time())"
            guard let version = sample.version else {
                let hint = "is this the address of an API server?"
                tell(Finding(.events, .failure(.failed), "the list of events has no version", hint: hint))
                return nil
            }
            tell(Finding(.events, .ok, text))
            return version
        } catch {
            tell(Finding(.events, error))
            return nil
        }
    }

    private func checkWatch(in namespace: String?, from version: ResourceVersion) async {
        let time = stopwatch.start()
        do {
            try await client.openWatch(in: namespace, from: version)
            tell(Finding(.watch, .ok, "opened within \(time()) \(phrase(namespace))"))
        } catch {
            var finding = Finding(.watch, error)
            // Lists work, so the server is there.
            if error.kind == .timedOut { finding.hint = "a proxy in between may hold back answers that do not end" }
            tell(finding)
        }
    }

    private func phrase(_ namespace: String?) -> String {
        namespace.map { "in namespace \($0)" } ?? "in all namespaces"
    }
}
