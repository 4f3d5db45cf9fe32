import Basics

/// A program that a kubeconfig names to get credentials: `aws eks get-token` and its kin.
///
/// `client.authentication.k8s.io/v1` and `v1beta1`. It runs without input and terminal, at most 60 s, and may print 1 MiB; what
/// it prints is never shown, what it says on standard error is, cut short. It is never run so that it can ask a person:
/// whoever has to log in does so before, by running it by hand.
struct ExecPlugin: Sendable {
    /// What is told to a plugin whose entry says `provideClusterInfo`.
    struct Cluster: Sendable {
        var server: String
        var serverName: String?
        var skipsVerification = false
        var authorities: Material?
        var proxy: Secret?
        var declinesCompression = false
        /// JSON: the cluster's extension named `client.authentication.k8s.io/exec`.
        var config: String?
    }

    private static let versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]
    private static let modes = ["Never", "IfAvailable", "Always"]

    let command: String
    let arguments: [String]
    /// This program's with what the kubeconfig adds.
    let environment: [String: String]
    let apiVersion: String
    let installHint: String?
    /// `users[dev] in the kubeconfig /home/dev/.kube/config`, for errors.
    let origin: String
    let cluster: Cluster?
    var limits = ChildProcess.Limits()

    /// Reads an entry; each thing wrong with it is a problem of its own.
    ///
    /// - Returns: Nil when something is wrong.
    static func read(
        _ entry: Kubeconfig.Entry,
        of user: Kubeconfig.Entry,
        cluster: Cluster,
        environment own: [String: String],
        _ problems: inout Problems
    ) -> ExecPlugin? {
        let command = entry.text("command")
        if command == nil { problems.add(entry.problem("command is missing")) }
        let version = entry.text("apiVersion")
        if version.map(versions.contains) != true { problems.add(wrongVersion(version, in: entry)) }
        check(mode: entry.text("interactiveMode"), version, in: entry, &problems)
        var environment = own
        for variable in entry.children("env") {
            guard let name = variable.text("name") else {
                problems.add(variable.problem("an entry has no name"))
                continue
            }
            environment[name] = variable.text("value") ?? ""
        }
        guard let command, let version, problems.isEmpty else { return nil }
        return ExecPlugin(
            command: command.contains("/") ? entry.resolved(command) : command,
            arguments: entry.texts("args"),
            environment: environment,
            apiVersion: version,
            installHint: entry.text("installHint"),
            origin: "\(user.place) in the kubeconfig \(user.file)",
            cluster: entry.flag("provideClusterInfo") ? cluster : nil
        )
    }

    private static func wrongVersion(_ version: String?, in entry: Kubeconfig.Entry) -> KubernetesError {
        entry.problem(
            version.map { "apiVersion \($0) is not supported" } ?? "apiVersion is missing",
            hint: "update the plugin and write client.authentication.k8s.io/v1 here"
        )
    }

    private static func check(
        mode: String?,
        _ version: String?,
        in entry: Kubeconfig.Entry,
        _ problems: inout Problems
    ) {
        guard let mode else {
            if version == versions[0] {
                let hint = "write IfAvailable, or Never when the plugin never asks a person"
                problems.add(entry.problem("interactiveMode is missing", hint: hint))
            }
            return
        }
        if !modes.contains(mode) {
            problems.add(entry.problem("interactiveMode is none of \(modes.joined(separator: ", "))"))
        } else if mode == "Always" {
            problems.add(
                entry.problem(
                    "interactiveMode is Always, but eventer keeps the terminal for itself",
                    hint: "log in first by running the plugin by hand, as `kubectl get --raw /version` does, "
                        + "and write interactiveMode: IfAvailable here"
                )
            )
        }
    }
}

/// Its environment and arguments may hold secrets.
extension ExecPlugin: CustomStringConvertible, CustomReflectable {
    var description: String { command }
    var customMirror: Mirror { Mirror(self, children: []) }
}
