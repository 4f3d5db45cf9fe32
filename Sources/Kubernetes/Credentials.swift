package import Basics
package import HTTP

/// Who to be and whom to trust, with the files behind it read again as they change.
///
/// A token file is read again after a minute, certificates after five; while a file is missing, empty or unreadable the last good
/// content stays. After a refusal ``forget()`` makes the next request read everything anew.
package actor Credentials {
    /// Bytes given in the kubeconfig, or the path of a file that holds them.
    package enum Material: Sendable, Equatable {
        case data([UInt8])
        case file(String)
    }

    /// What a request carries.
    package struct Proof: Sendable {
        package var tls: TLSSettings
        /// The value of the header `Authorization`.
        package var authorization: Secret?
    }

    /// How the user proves to be one.
    package struct User: Sendable {
        package var token: Secret?
        package var tokenFile: String?
        package var name: String?
        package var password: Secret?
        package var certificate: Material?
        package var key: Material?
        package var plugin: ExecPlugin?

        package init() {}

        /// Whether there is anything to prove who one is.
        var hasCredential: Bool {
            token != nil || tokenFile != nil || name != nil || certificate != nil || plugin != nil
        }
    }

    private static let tokenAge = Duration.seconds(50)
    private static let materialAge = Duration.seconds(300)

    let user: User
    let authorities: Material?
    private let serverName: String?
    let skipsVerification: Bool
    private let clock: any Clock<Duration>
    private var token: Kept<Secret>?
    private var tls: Kept<TLSSettings>?
    private var pluginProof: ExecPlugin.Credential?

    package init(
        user: User = User(),
        authorities: Material? = nil,
        serverName: String? = nil,
        skipsVerification: Bool = false,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.user = user
        self.authorities = authorities
        self.serverName = serverName
        self.skipsVerification = skipsVerification
        self.clock = clock
    }

    /// The proof of this moment.
    package func current() async throws(KubernetesError) -> Proof {
        var proof = Proof(tls: try currentTLS(), authorization: try currentAuthorization())
        guard let plugin = user.plugin, proof.authorization == nil, proof.tls.clientCertificate == nil else {
            return proof
        }
        let credential = try await currentCredential(of: plugin)
        proof.authorization = credential.token.map { Secret("Bearer " + $0.reveal()) }
        proof.tls.clientCertificate = credential.certificate
        proof.tls.clientKey = credential.key
        return proof
    }

    /// The server refused: nothing read before counts any more.
    package func forget() {
        token?.expire()
        tls?.expire()
        pluginProof = nil
    }

    private func currentAuthorization() throws(KubernetesError) -> Secret? {
        if let file = user.tokenFile {
            let age = Self.tokenAge
            let current = try Kept.renewed(token, after: age, clock) { () throws(KubernetesError) in
                try Self.readToken(file)
            }
            token = current
            return Secret("Bearer " + current.value.reveal())
        }
        if let token = user.token { return Secret("Bearer " + token.reveal()) }
        guard let name = user.name, let password = user.password else { return nil }
        return Secret("Basic " + base64(Array((name + ":" + password.reveal()).utf8)))
    }

    private func currentTLS() throws(KubernetesError) -> TLSSettings {
        let current = try Kept.renewed(tls, after: Self.materialAge, clock) { () throws(KubernetesError) in
            try self.readTLS()
        }
        tls = current
        return current.value
    }

    private func currentCredential(of plugin: ExecPlugin) async throws(KubernetesError) -> ExecPlugin.Credential {
        if let kept = pluginProof, kept.isFresh(at: .now()) { return kept }
        let credential = try await plugin.run()
        pluginProof = credential
        return credential
    }

    private func readTLS() throws(KubernetesError) -> TLSSettings {
        TLSSettings(
            authorities: skipsVerification ? nil : try authorities?.read(as: "certificate authority"),
            clientCertificate: try user.certificate?.read(as: "client certificate"),
            clientKey: try user.key?.read(as: "client key").asSecret,
            skipsVerification: skipsVerification,
            serverName: serverName
        )
    }

    private static func readToken(_ path: String) throws(KubernetesError) -> Secret {
        let bytes = try Material.file(path).read(as: "token")
        let text = String(decoding: bytes, as: UTF8.self)
        let trimmed = text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
        guard !trimmed.isEmpty else {
            throw KubernetesError(.credentials, "the token file \(path) is empty")
        }
        return Secret(String(trimmed))
    }
}

/// A value with the time it was read.
private struct Kept<Value: Sendable>: Sendable {
    var value: Value
    var isExpired = false
    var age: @Sendable () -> Duration

    mutating func expire() {
        isExpired = true
    }

    /// Reads again when `kept` is too old; keeps the old value when that fails.
    static func renewed(
        _ kept: Kept?,
        after limit: Duration,
        _ clock: any Clock<Duration>,
        read: () throws(KubernetesError) -> Value
    ) throws(KubernetesError) -> Kept {
        if let kept, !kept.isExpired, kept.age() < limit { return kept }
        do {
            return Kept(value: try read(), age: stopwatch(clock))
        } catch {
            guard let kept else { throw error }
            return kept
        }
    }
}

/// Tells the time since now.
private func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
    let start = clock.now
    return { start.duration(to: clock.now) }
}

extension [UInt8] {
    var asSecret: Secret { Secret(String(decoding: self, as: UTF8.self)) }
}
