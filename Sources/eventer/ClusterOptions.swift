import ArgumentParser
import EventerApp

/// kubectl's flags for scope and access.
struct ClusterOptions: ParsableArguments {
    @Option(help: "Path of the kubeconfig; else $KUBECONFIG, ~/.kube/config, or the pod's service account.")
    var kubeconfig: String?

    @Option(help: "Context of the kubeconfig.")
    var context: String?

    @Option(help: "Cluster of the kubeconfig, in place of the context's.")
    var cluster: String?

    @Option(help: "User of the kubeconfig, in place of the context's.")
    var user: String?

    @Option(name: .shortAndLong, help: "URL of the API server.")
    var server: String?

    @Option(name: .shortAndLong, help: "Watch and forward these namespaces only: a name, or several with commas.")
    var namespace: String?

    @Flag(name: [.customShort("A"), .long], help: "Watch all namespaces (the default).")
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
        if allNamespaces, namespace != nil { throw ValidationError("-A and -n exclude each other") }
        if let namespace, namespace.split(separator: ",").isEmpty { throw ValidationError("-n needs a namespace") }
        if !impersonateGroup.isEmpty, impersonate == nil { throw ValidationError("--as-group needs --as") }
        if impersonateUID != nil, impersonate == nil { throw ValidationError("--as-uid needs --as") }
    }

    var settings: ClusterSettings {
        var settings = ClusterSettings()
        settings.kubeconfig = kubeconfig
        settings.context = context
        settings.cluster = cluster
        settings.user = user
        settings.server = server
        settings.namespaces = namespace?.split(separator: ",").map(String.init) ?? []
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
