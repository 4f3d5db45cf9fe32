import ArgumentParser
import EventerApp
import Foundation

/// kubectl's flags for scope and access.
struct ClusterOptions: ParsableArguments {
    @Option(
        help: "Path of the kubeconfig; else $KUBECONFIG, ~/.kube/config, or the pod's service account.",
        completion: .file()
    )
    var kubeconfig: String?

    @Option(
        help: "Context of the kubeconfig; several with commas, or repeated, are shown as one list.",
        completion: .custom { _, _, _ in
            let process = ProcessContext(
                environment: ProcessInfo.processInfo.environment,
                isOutputTerminal: false,
                isInputTerminal: false,
                version: ""
            )
            return Application(process: process).contextNames
        }
    )
    var context: [String] = []

    @Option(help: "Cluster of the kubeconfig, in place of the context's.")
    var cluster: String?

    @Option(help: "User of the kubeconfig, in place of the context's.")
    var user: String?

    @Option(name: .shortAndLong, help: "URL of the API server.")
    var server: String?

    @Option(
        name: .shortAndLong,
        help: "Watch and forward these namespaces only: a name, or several with commas; may be repeated."
    )
    var namespace: [String] = []

    @Flag(
        name: [.customShort("A"), .long],
        help: "Watch all namespaces; without it (the default) the context's own where all are forbidden."
    )
    var allNamespaces = false

    @Option(help: "PEM file of the authorities that may sign the API server's certificate.")
    var certificateAuthority: String?

    @Flag(help: "Do not check the API server's certificate.")
    var insecureSkipTlsVerify = false

    @Option(help: "Name to expect in the API server's certificate.")
    var tlsServerName: String?

    @Option(help: "File that holds the bearer token; read again as it changes.")
    var tokenFile: String?

    @Option(name: .customLong("as"), help: "User to impersonate.")
    var impersonate: String?

    @Option(name: .customLong("as-group"), help: "Group to impersonate; may be repeated.")
    var impersonateGroup: [String] = []

    @Option(name: .customLong("as-uid"), help: "Uid to impersonate.")
    var impersonateUID: String?

    func validate() throws {
        if allNamespaces, !namespace.isEmpty { throw ValidationError("-A and -n exclude each other") }
        if !namespace.isEmpty, namespaces.isEmpty { throw ValidationError("-n needs a namespace") }
        if let wrong = namespaces.first(where: { $0.wholeMatch(of: #/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/#) == nil }) {
            throw ValidationError(
                "-n: \"\(wrong)\" is no name of a namespace: lower-case letters, digits and -, at most 63"
            )
        }
        if !impersonateGroup.isEmpty, impersonate == nil { throw ValidationError("--as-group needs --as") }
        if impersonateUID != nil, impersonate == nil { throw ValidationError("--as-uid needs --as") }
    }

    /// Each once.
    private var namespaces: [String] {
        namespace.flatMap { $0.split(separator: ",").map(String.init) }
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    var settings: ClusterSettings {
        var settings = ClusterSettings()
        settings.kubeconfig = kubeconfig
        settings.contexts = context
        settings.cluster = cluster
        settings.user = user
        settings.server = server
        settings.namespaces = namespaces
        settings.allNamespaces = allNamespaces
        settings.certificateAuthority = certificateAuthority
        settings.skipsVerification = insecureSkipTlsVerify
        settings.tlsServerName = tlsServerName
        settings.tokenFile = tokenFile
        settings.impersonate = impersonate
        settings.impersonateUID = impersonateUID
        settings.impersonateGroups = impersonateGroup
        return settings
    }
}

/// What of the scope is watched.
struct SelectorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Watch, keep and forward only what the API server selects: type=Warning,involvedObject.kind!=Pod.",
            valueName: "selector"
        )
    )
    var fieldSelector: String?

    /// `settings` with the selector.
    func applied(to settings: ClusterSettings) -> ClusterSettings {
        var settings = settings
        settings.fieldSelector = fieldSelector.flatMap { $0.isEmpty ? nil : $0 }
        return settings
    }
}
