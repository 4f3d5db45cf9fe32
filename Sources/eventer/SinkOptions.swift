import ArgumentParser
import EventerApp

/// Where to forward to.
struct SinkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Log Service to forward to, as kube-eventer writes it: sls:https://ENDPOINT?project=P&logStore=L&….",
            discussion:
                "Better given as $EVENTER_SINK or --sink-file: arguments are visible to everyone on the machine.",
            valueName: "url"
        )
    )
    var sink: [String] = []

    @Option(help: ArgumentHelp("File that holds the sink's URL.", valueName: "file"))
    var sinkFile: String?

    @Flag(help: "Contact an endpoint that is no known Log Service host.")
    var customEndpoint = false

    @Flag(help: "Send over plain http to a host that is not this machine.")
    var insecureSink = false

    func settings(_ process: ProcessContext, _ choice: ForwardingChoice? = nil) throws -> SinkSettings {
        var settings = try SinkSettings(
            flags: sink,
            file: sinkFile,
            environment: process.environment,
            allowsCustomEndpoint: customEndpoint,
            allowsInsecure: insecureSink,
            start: choice?.start
        )
        settings.forwardFilter = choice?.forwardFilter ?? ""
        return settings
    }
}

/// Which events are forwarded.
struct ForwardingChoice: ParsableArguments {
    @Option(help: "What of the events that are there at the first start is forwarded: all or now.")
    var start: SinkSettings.Start?

    @Option(help: ArgumentHelp("Forward only what this filter shows, as in ns:shop type:Warning.", valueName: "filter"))
    var forwardFilter = ""
}

/// Where events are kept until they are forwarded, and longer.
struct StateOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Directory of the journal.", valueName: "dir"))
    var state: String?
}

extension SinkSettings.Start: ExpressibleByArgument {}
