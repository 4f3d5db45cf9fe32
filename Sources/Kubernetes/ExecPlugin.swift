package import Basics

/// A program that a kubeconfig names to get credentials: `aws eks get-token` and its kin.
///
/// `client.authentication.k8s.io/v1` and `v1beta1`. It runs with closed input, at most 60 s, and may print 1 MiB; what it prints
/// is never shown, what it says on standard error is, cut short.
package struct ExecPlugin: Sendable {
    /// What a plugin gave.
    package struct Credential: Sendable {
        package var token: Secret?
        package var certificate: [UInt8]?
        package var key: Secret?
        package var expires: Timestamp?

        /// Nil counts as fresh until the server refuses; else refreshed a minute early.
        func isFresh(at now: Timestamp) -> Bool {
            expires.map { now.advanced(by: .seconds(60)) < $0 } ?? true
        }
    }

    private static let versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]

    let command: String
    let arguments: [String]
    /// All of it: the program's own with what the kubeconfig adds.
    let environment: [String: String]
    let apiVersion: String
    let installHint: String

    init(_ entry: Kubeconfig.Entry, cluster: Kubeconfig.Entry?, environment: [String: String])
        throws(KubernetesError)
    {
        guard let command = entry.text("command") else { throw entry.problem("command is missing") }
        guard let version = entry.text("apiVersion") else { throw entry.problem("apiVersion is missing") }
        guard Self.versions.contains(version) else {
            throw entry.problem(
                "apiVersion \(version) is not supported",
                hint: "update the plugin and this entry to client.authentication.k8s.io/v1"
            )
        }
        guard entry.text("interactiveMode") != "Always" else {
            throw entry.problem("interactiveMode is Always, but eventer has the terminal to itself")
        }
        self.command = command.contains("/") ? entry.resolved(command) : command
        arguments = entry.texts("args")
        apiVersion = version
        installHint = entry.text("installHint") ?? ""
        self.environment = try Self.environment(entry, cluster: cluster, version: version, environment)
    }

    private static func environment(
        _ entry: Kubeconfig.Entry,
        cluster: Kubeconfig.Entry?,
        version: String,
        _ own: [String: String]
    ) throws(KubernetesError) -> [String: String] {
        var environment = own
        for variable in entry.children("env") {
            guard let name = variable.text("name") else { throw variable.problem("an entry has no name") }
            environment[name] = variable.text("value") ?? ""
        }
        var fields = ["interactive": "false"]
        if entry.flag("provideClusterInfo"), let cluster { fields["cluster"] = clusterInfo(cluster) }
        let spec = fields.sorted { $0.key > $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
        environment["KUBERNETES_EXEC_INFO"] =
            #"{"kind":"ExecCredential","apiVersion":\#(quoted(version)),"spec":{\#(spec)}}"#
        return environment
    }

    private static func clusterInfo(_ cluster: Kubeconfig.Entry) -> String {
        var fields = ["server", "tls-server-name", "certificate-authority-data", "proxy-url"].compactMap { key in
            cluster.text(key).map { "\(quoted(key)):\(quoted($0))" }
        }
        if cluster.flag("insecure-skip-tls-verify") { fields.append(#""insecure-skip-tls-verify":true"#) }
        return "{" + fields.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\0"..."\u{1F}": quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension ExecPlugin {
    /// Runs the program and reads what it prints.
    func run() async throws(KubernetesError) -> Credential {
        let output = try await ChildProcess(path: try path(), arguments: arguments, environment: environment).run()
        return try credential(in: output)
    }

    private func path() throws(KubernetesError) -> String {
        if command.contains("/") { return command }
        for folder in (environment["PATH"] ?? "").split(separator: ":") {
            let path = "\(folder)/\(command)"
            if ChildProcess.isExecutable(path) { return path }
        }
        throw KubernetesError(
            .credentials,
            "the exec plugin \(command) of the kubeconfig is not installed",
            hint: installHint.isEmpty ? "install it, or choose another user with --user" : installHint
        )
    }

    private func credential(in output: [UInt8]) throws(KubernetesError) -> Credential {
        let decoder = EventDecoder(limit: 1 << 20)
        guard decoder.text(at: "kind", in: output) == "ExecCredential",
            decoder.text(at: "apiVersion", in: output) == apiVersion
        else {
            throw problem("printed no ExecCredential of \(apiVersion)")
        }
        let certificate = decoder.text(at: "status", "clientCertificateData", in: output)
        let key = decoder.text(at: "status", "clientKeyData", in: output)
        let token = decoder.text(at: "status", "token", in: output).flatMap { $0.isEmpty ? nil : Secret($0) }
        guard (certificate == nil) == (key == nil) else {
            throw problem("gave a certificate without its key, or a key alone")
        }
        guard token != nil || certificate != nil else { throw problem("gave neither a token nor a certificate") }
        return Credential(
            token: token,
            certificate: certificate.map { Array($0.utf8) },
            key: key.map { Secret($0) },
            expires: decoder.text(at: "status", "expirationTimestamp", in: output).flatMap { Timestamp(rfc3339: $0) }
        )
    }

    private func problem(_ text: String) -> KubernetesError {
        KubernetesError(.credentials, "the exec plugin \(command) \(text)", hint: "run it by hand to see what it says")
    }
}
