import ArgumentParser
import EventerApp

/// `eventer forward`, which also takes kube-eventer's own flags.
struct ForwardCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "forward",
        abstract: "Forward events without a screen; takes kube-eventer's flags too."
    )

    @OptionGroup(title: "Scope and access") var cluster: ClusterOptions
    @OptionGroup(title: "Scope and access") var selector: SelectorOptions
    @OptionGroup(title: "Forwarding") var sink: SinkOptions
    @OptionGroup(title: "Forwarding") var choice: ForwardingChoice
    @OptionGroup(title: "Journal") var state: StateOptions
    @OptionGroup(title: "Journal") var journal: JournalLimits
    @OptionGroup(title: "Alerts") var file: AlertFileOptions
    @OptionGroup(title: "Alerts") var alerts: AlertOptions

    @Option(help: ArgumentHelp("kube-eventer's source: kubernetes:URL?inClusterConfig=true&….", valueName: "url"))
    var source: String?

    @Option(help: "kube-eventer's batch period, 5s to 3m; checked, but events are sent within a second.")
    var frequency: String?

    @Option(name: .customLong("max_procs"), help: "kube-eventer's; accepted without effect.")
    var maxProcs: Int?

    @Option(
        help: ArgumentHelp(
            "kube-eventer's: count events by their type on the metrics page; true unless false is given.",
            valueName: "bool"
        )
    )
    var eventMetrics: String?

    @Option(help: "How stderr is written: json, or text; without it text on a terminal, else json.")
    var logFormat: LogFormat?

    @Option(name: .customLong("healthz-ip"), help: "Address of the health and metrics server.")
    var healthzIP = "0.0.0.0"

    @Option(help: "Port of the health and metrics server; 0 picks a free one.")
    var healthzPort = 8084

    func validate() throws {
        guard (0...65534).contains(healthzPort) else { throw ValidationError("--healthz-port must be 0 to 65534") }
    }

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        var settings = ForwardSettings(
            cluster: selector.applied(to: cluster.settings),
            sink: try sink.settings(process, choice),
            state: state.state
        )
        settings.journal = try journal.settings
        settings.healthAddress = healthzIP
        settings.healthPort = UInt16(healthzPort)
        settings.logFormat = logFormat
        settings.configuration = file.config
        settings.alerts = alerts.flags
        try settings.apply(
            source: source,
            frequency: frequency,
            eventMetrics: eventMetrics,
            environment: process.environment
        )
        return try await Application(process: process).forward(settings)
    }
}

extension LogFormat: ExpressibleByArgument {}
