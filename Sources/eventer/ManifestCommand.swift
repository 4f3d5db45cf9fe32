import ArgumentParser
import EventerApp

/// `eventer manifest`.
struct ManifestCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest",
        abstract: "Print what runs the forwarder in a cluster: service account, rights, Deployment; changes nothing.",
        discussion: """
            For `kubectl apply -f -`. The key of the sink is left out and referred to: by default it is in a Secret called \
            NAME-sls with the members AccessKeyId and AccessKeySecret. Everything else of the sink is printed as it was given. \
            The file of --rules is checked and printed as a ConfigMap, without its comments; a secret in it is refused.
            """
    )

    @OptionGroup(title: "Log Service") var sink: SinkOptions
    @OptionGroup(title: "Log Service") var choice: ForwardingChoice

    @Option(help: ArgumentHelp("Name of every object, and of the Deployment.", valueName: "name"))
    var name = "eventer"

    @Option(name: .shortAndLong, help: ArgumentHelp("Namespace to run in.", valueName: "namespace"))
    var namespace = "kube-system"

    @Flag(help: "Print the namespace too.")
    var createNamespace = false

    @Option(help: ArgumentHelp("Image to run; else eventer and this version.", valueName: "image"))
    var image: String?

    @Flag(help: "Print the Secret too, with placeholders for the key.")
    var withSecret = false

    @Flag(
        name: .customLong("no-secret"),
        help: "Refer to no Secret: the node's RAM role, or ACK's own token, is the key."
    )
    var hasNoSecret = false

    @Option(
        help: ArgumentHelp(
            "RAM role that the service account takes on (RRSA), in place of a Secret.",
            valueName: "role"
        )
    )
    var serviceAccountRole: String?

    @Option(
        help: ArgumentHelp(
            "Keep the journal on a volume of this size, 2Gi; else for as long as the pod stays.",
            valueName: "size"
        )
    )
    var pvc: String?

    @OptionGroup(title: "Alerts") var alerts: AlertOptions

    @Option(
        help: ArgumentHelp(
            "Secret that has the variables and files which the hooks of --rules name.",
            valueName: "secret"
        )
    )
    var alertSecret: String?

    @Flag(help: "Print the container file of the image in place of the manifest.")
    var containerfile = false

    func validate() throws {
        guard [withSecret, hasNoSecret, serviceAccountRole != nil].count(where: \.self) <= 1 else {
            throw ValidationError("--with-secret, --no-secret and --service-account-role exclude each other")
        }
    }

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        let application = Application(process: process)
        guard !containerfile else {
            print(application.containerfile, terminator: "")
            return .done
        }
        var settings = ManifestSettings(
            sink: try sink.settings(process, choice),
            image: image ?? "eventer:\(process.version)"
        )
        settings.name = name
        settings.namespace = namespace
        settings.createsNamespace = createNamespace
        settings.key = serviceAccountRole.map { .role($0) } ?? (hasNoSecret ? .node : .secret(isPrinted: withSecret))
        settings.volumeSize = pvc
        settings.alerts = alerts.flags
        settings.alertSecret = alertSecret
        print(try application.manifest(settings), terminator: "")
        return .done
    }
}
