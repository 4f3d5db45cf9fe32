import ArgumentParser
import EventerApp

/// `eventer check`.
struct CheckCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tell whether cluster and sink can be used, a line for each finding; changes nothing.",
        discussion: """
            Asks what the viewer and the forwarder will need, with the same flags, and says what to do about what is wrong. \
            Each question has 10 seconds. Ends with 0 when nothing failed, 2 for wrong configuration, 3 for a cluster or \
            Log Service that is out of reach or refuses the credentials, else 1.
            """
    )

    @OptionGroup(title: "Scope and access") var cluster: ClusterOptions
    @OptionGroup(title: "Forwarding") var sink: SinkOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write lines, or a JSON object for each finding.", valueName: "format")
    )
    var output = OutputFormat.lines

    @Flag(help: "No colours; also when $NO_COLOR is set.")
    var noColor = false

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        var settings = CheckSettings(cluster: cluster.settings, sink: try sink.settings(process))
        settings.output = output
        settings.noColour = noColor
        return try await Application(process: process).check(settings)
    }
}
