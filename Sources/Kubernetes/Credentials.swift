package import Basics
package import HTTP

/// Who to be and whom to trust, with the files behind it read again as they change.
///
/// A token file is read again after 50 s, certificates after five minutes; while a file is missing, empty or unreadable the last
/// good content stays. What a server refused is read again for the next request: see ``refused(_:by:)``.
package actor Credentials {
    /// What a request carries.
    package struct Proof: Sendable {
        package var tls = TLSSettings()
        /// The value of the header `Authorization`.
        package var authorization: Secret?
        /// Tells what of the things kept is older than the request.
        var reading = 0
        var pluginRun = 0

        package init() {}
    }

    /// How the server said no.
    package enum Refusal: Sendable {
        /// 401.
        case unauthorized
        /// Its certificate is not trusted.
        case untrusted
        /// TLS failed otherwise: the client's certificate is refused, or does not belong to its key.
        case handshake
    }

    /// How the user proves to be one.
    package struct User: Sendable {
        package var token: Secret?
        package var tokenFile: String?
        package var name: String?
        package var password: Secret?
        package var certificate: Material?
        package var key: Material?
        var plugin: ExecPlugin?

        package init() {}

        /// Whether there is anything to prove who one is.
        var hasCredential: Bool {
            isStatic || plugin != nil
        }

        /// Whether it needs no plugin.
        var isStatic: Bool {
            token != nil || tokenFile != nil || name != nil || certificate != nil
        }
    }

    private static let tokenAge = Duration.seconds(50)
    private static let materialAge = Duration.seconds(300)
    /// How soon a file that cannot be used is looked at again.
    private static let recheckAge = Duration.seconds(1)

    let user: User
    let authorities: Material?
    let serverName: String?
    let skipsVerification: Bool
    private let plugin: PluginRunner?
    private let elapsed: @Sendable () -> Duration
    /// Counts what was read, so that a refusal hits only what the refused request could know.
    private var reading = 0
    private var token: Kept<Secret>?
    private var roots: Kept<[UInt8]>?
    private var identity: Kept<Identity>?
    /// The pair before ``identity``, to go back to.
    private var formerIdentity: Identity?
    /// What the files hold, but did not work.
    private var badIdentity: Identity?

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
        let elapsed = stopwatch(clock)
        self.elapsed = elapsed
        plugin = user.isStatic ? nil : user.plugin.map { PluginRunner($0, elapsed: elapsed) }
        // The file's last good token wins over this one.
        token = user.token.map { Kept(value: $0, due: .zero, reading: 0) }
    }

    /// The proof of this moment.
    package func current() async throws(KubernetesError) -> Proof {
        var proof = Proof()
        proof.tls = TLSSettings(
            authorities: try currentRoots(),
            skipsVerification: skipsVerification,
            serverName: serverName
        )
        if let identity = try currentIdentity() {
            proof.tls.clientCertificate = identity.certificate
            proof.tls.clientKey = identity.key
        }
        proof.authorization = try currentAuthorization()
        proof.reading = reading
        if let plugin {
            let run = try await plugin.credential()
            proof.pluginRun = run.number
            proof.authorization = run.credential.token.map { Secret("Bearer " + $0.reveal()) }
            proof.tls.clientCertificate = run.credential.certificate
            proof.tls.clientKey = run.credential.key
        }
        return proof
    }

    /// A server refused a request that carried `proof`: what the request knew is not used again unread.
    ///
    /// What was read or given since then stays: another stream has renewed it already.
    ///
    /// - Returns: What could not be renewed of late, for people.
    @discardableResult
    package func refused(_ proof: Proof, by refusal: Refusal) async -> String? {
        let problems = [token?.problem, roots?.problem, identity?.problem].compactMap(\.self)
        switch refusal {
        case .unauthorized:
            token?.expire(upTo: proof.reading)
            identity?.expire(upTo: proof.reading)
            // The pair gone back to is refused too: whatever the files hold now is worth another try.
            badIdentity = nil
        case .untrusted:
            roots?.expire(upTo: proof.reading)
        case .handshake:
            roots?.expire(upTo: proof.reading)
            giveUpIdentity(upTo: proof.reading)
        }
        let concernsPlugin = refusal == .unauthorized || refusal == .handshake && proof.tls.clientCertificate != nil
        if concernsPlugin { await plugin?.refused(proof.pluginRun) }
        return problems.isEmpty ? nil : problems.joined(separator: "; ")
    }
}

// MARK: Files

extension Credentials {
    private func currentAuthorization() throws(KubernetesError) -> Secret? {
        if let file = user.tokenFile {
            let current = try renewed(token, every: Self.tokenAge) { () throws(KubernetesError) in
                try Self.readToken(file)
            }
            token = current
            return Secret("Bearer " + current.value.reveal())
        }
        if let token = user.token { return Secret("Bearer " + token.reveal()) }
        guard let name = user.name else { return nil }
        return Secret("Basic " + base64(Array((name + ":" + (user.password?.reveal() ?? "")).utf8)))
    }

    private func currentRoots() throws(KubernetesError) -> [UInt8]? {
        guard let authorities, !skipsVerification else { return nil }
        let current = try renewed(roots, every: Self.materialAge) { () throws(KubernetesError) in
            try authorities.read(as: .authority)
        }
        roots = current
        return current.value
    }

    private func currentIdentity() throws(KubernetesError) -> Identity? {
        guard let certificate = user.certificate, let key = user.key else { return nil }
        let before = identity?.value
        var current = try renewed(identity, every: Self.materialAge) { () throws(KubernetesError) in
            let read = Identity(
                certificate: try certificate.read(as: .certificate),
                key: Secret(String(decoding: try key.read(as: .key), as: UTF8.self))
            )
            guard read != badIdentity else {
                throw KubernetesError(.credentials, "the client certificate and key in \(certificate) do not work")
            }
            return read
        }
        if let before, before != current.value {
            formerIdentity = before
            badIdentity = nil
        }
        // Half of a new pair is soon followed by the other half.
        if badIdentity != nil { current.due = min(current.due, elapsed() + Self.recheckAge) }
        identity = current
        return current.value
    }

    /// Goes back to the pair before, when there is one: in the middle of a rotation the files do not belong together, which
    /// only the handshake tells.
    private func giveUpIdentity(upTo reading: Int) {
        guard let current = identity, current.reading <= reading else { return }
        guard let former = formerIdentity else {
            badIdentity = nil
            identity?.due = .zero
            return
        }
        badIdentity = current.value
        formerIdentity = nil
        self.reading += 1
        identity = Kept(value: former, due: elapsed() + Self.recheckAge, reading: self.reading)
    }

    /// Reads again what is due; keeps the old value when that fails.
    private func renewed<Value: Equatable>(
        _ kept: Kept<Value>?,
        every age: Duration,
        read: () throws(KubernetesError) -> Value
    ) throws(KubernetesError) -> Kept<Value> {
        let now = elapsed()
        if let kept, now < kept.due { return kept }
        do {
            let value = try read()
            reading += 1
            return Kept(value: value, due: now + age, reading: reading)
        } catch {
            guard var kept else { throw error }
            kept.due = now + Self.recheckAge
            kept.problem = error.message
            return kept
        }
    }

    /// Reads a bearer token from a file, without the white space around it.
    static func readToken(_ path: String) throws(KubernetesError) -> Secret {
        let bytes = try FileContent(path, limit: 64 << 10, as: "token").bytes
        let token = String(decoding: bytes, as: UTF8.self).trimming(\.isWhitespace)
        guard !token.isEmpty else { throw KubernetesError(.credentials, "the token file \(path) is empty") }
        guard !token.hasControlCharacter else {
            throw KubernetesError(.credentials, "the token file \(path) holds more than one line, or is no text")
        }
        return Secret(String(token))
    }
}

/// Kept out of descriptions and dumps as a whole: it holds keys.
extension Credentials: CustomStringConvertible, CustomReflectable {
    package nonisolated var description: String { "<credentials>" }
    package nonisolated var customMirror: Mirror { Mirror(self, children: []) }
}

/// A client certificate with its key.
private struct Identity: Sendable, Equatable {
    var certificate: [UInt8]
    var key: Secret
}

/// A value that was read, and when to read it again.
private struct Kept<Value: Sendable>: Sendable {
    var value: Value
    var due: Duration
    var reading: Int
    /// Why the last try to renew it failed.
    var problem: String?

    mutating func expire(upTo reading: Int) {
        if self.reading <= reading { due = .zero }
    }
}

/// Tells the time since now.
private func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
    let start = clock.now
    return { start.duration(to: clock.now) }
}
