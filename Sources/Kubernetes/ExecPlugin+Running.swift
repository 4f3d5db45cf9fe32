import Basics
import Glibc

extension ExecPlugin {
    /// What a plugin gave.
    struct Credential: Sendable {
        var token: Secret?
        var certificate: [UInt8]?
        var key: Secret?
        /// From now to its end; nil when it says none.
        var lifetime: Duration?
    }

    /// Nobody waits for the credential any more; never shown.
    static let cancelled = KubernetesError(.credentials, "the exec plugin is not needed any more")

    /// Runs the program and reads what it prints.
    func run() async throws(KubernetesError) -> Credential {
        var environment = environment
        environment["KUBERNETES_EXEC_INFO"] = try input()
        let child = ChildProcess(
            path: try path(),
            arguments: arguments,
            environment: environment,
            limits: limits
        )
        let outcome = await child.run()
        guard outcome.ending == .exited(0) else { throw failure(outcome) }
        return try credential(in: outcome.output)
    }

    /// The `ExecCredential` that tells a plugin what is wanted.
    private func input() throws(KubernetesError) -> String {
        var spec = #""interactive":false"#
        if let cluster { spec += #","cluster":"# + (try cluster.json()) }
        return #"{"kind":"ExecCredential","apiVersion":\#(JSONText.quoted(apiVersion)),"spec":{\#(spec)}}"#
    }

    /// Finds the program as Go does: no folder of `PATH` counts that depends on where this program was started.
    private func path() throws(KubernetesError) -> String {
        let candidates =
            command.contains("/")
            ? [command]
            : (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(command)" }
        let files = candidates.filter(Self.isFile)
        if let path = files.first(where: { access($0, X_OK) == 0 }) { return path }
        guard let file = files.first else {
            throw problem("is not installed", hint: installHint ?? "install it, or choose another user with --user")
        }
        throw problem("is not executable", hint: "chmod +x \(file)")
    }

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private func failure(_ outcome: ChildProcess.Outcome) -> KubernetesError {
        let text =
            switch outcome.ending {
            case .exited(let code): "failed with status \(code)"
            case .killed(let signal): "was ended by signal \(signal)"
            case .notStarted(let number): "cannot be run: \(systemText(number))"
            case .tookTooLong: "did not end within \(limits.time.components.seconds) s and was stopped"
            case .printedTooMuch: "printed more than \(limits.outputBytes >> 10) KiB and was stopped"
            case .cancelled: Self.cancelled.message
            }
        let said = Complaint.readable(outcome.complaint)
        return problem(said.isEmpty ? text : "\(text): \(said)")
    }

    private func problem(_ text: String, hint: String? = nil) -> KubernetesError {
        KubernetesError(
            .credentials,
            "the exec plugin \(command) of \(origin) \(text)",
            hint: hint ?? "`kubectl get --raw /version` runs it too, and lets it ask you to log in"
        )
    }
}

// MARK: What it prints

extension ExecPlugin {
    private func credential(in output: [UInt8]) throws(KubernetesError) -> Credential {
        let decoder = EventDecoder(limit: limits.outputBytes)
        func text(_ key: String) -> String? {
            decoder.text(at: "status", key, in: output).flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let kind = decoder.text(at: "kind", in: output) else {
            throw problem(output.isEmpty ? "printed nothing" : "printed something that is no ExecCredential as JSON")
        }
        guard kind == "ExecCredential" else { throw problem("printed an object that is no ExecCredential") }
        // What it says instead is not shown: nothing that it prints is.
        guard decoder.text(at: "apiVersion", in: output) == apiVersion else {
            throw problem(
                "printed an ExecCredential of another version than \(apiVersion)",
                hint: "write in apiVersion of the kubeconfig what the plugin speaks, or update the plugin"
            )
        }
        let (token, certificate, key) = (text("token"), text("clientCertificateData"), text("clientKeyData"))
        guard (certificate == nil) == (key == nil) else {
            throw problem("gave a client \(key == nil ? "certificate without its key" : "key without its certificate")")
        }
        guard token != nil || certificate != nil else { throw problem("gave neither a token nor a certificate") }
        guard token?.hasControlCharacter != true else { throw problem("gave a token with a line break in it") }
        return Credential(
            token: token.map { Secret($0) },
            certificate: try certificate.map { text throws(KubernetesError) in try checked(text, as: .certificate) },
            key: try key.map { text throws(KubernetesError) in
                Secret(String(decoding: try checked(text, as: .key), as: UTF8.self))
            },
            lifetime: try lifetime(text("expirationTimestamp"))
        )
    }

    private func checked(_ text: String, as use: Material.Use) throws(KubernetesError) -> [UInt8] {
        do {
            return try Material.data(Array(text.utf8)).read(as: use)
        } catch {
            throw problem("gave something useless: \(error.message)")
        }
    }

    private func lifetime(_ text: String?) throws(KubernetesError) -> Duration? {
        guard let text else { return nil }
        guard let end = Timestamp(rfc3339: text) else {
            throw problem("gave an expirationTimestamp that is no time of RFC 3339")
        }
        return end.since(.now())
    }
}

extension ExecPlugin.Cluster {
    /// As `spec.cluster` of an `ExecCredential`.
    func json() throws(KubernetesError) -> String {
        var fields = [("server", JSONText.quoted(server))]
        if let serverName { fields.append(("tls-server-name", JSONText.quoted(serverName))) }
        if skipsVerification { fields.append(("insecure-skip-tls-verify", "true")) }
        if let authorities, !skipsVerification {
            let data = try authorities.read(as: .authority)
            fields.append(("certificate-authority-data", JSONText.quoted(base64(data))))
        }
        if let proxy { fields.append(("proxy-url", JSONText.quoted(proxy.reveal()))) }
        if declinesCompression { fields.append(("disable-compression", "true")) }
        if let config { fields.append(("config", config)) }
        return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }
}
