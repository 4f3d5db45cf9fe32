import ArgumentParser
import EventerApp

/// `eventer init`.
struct InitCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Create the sink's logstore, and the index that K8s Event Center reads, in an existing project.",
        discussion: """
            Looks first, creates what is missing, and changes nothing that is there: a second run has nothing to do. An index \
            that is there gets the missing fields and keeps its own. Needs the RAM actions log:GetLogStore, \
            log:CreateLogStore, log:GetIndex, log:CreateIndex and log:UpdateIndex, which forwarding does not.
            """
    )

    @OptionGroup(title: "Log Service") var sink: SinkOptions

    @Option(help: ArgumentHelp("Days that a new logstore keeps records; 3650 is for ever.", valueName: "days"))
    var ttl = 30

    @Option(help: ArgumentHelp("Shards of a new logstore; more are made as the load grows.", valueName: "n"))
    var shards = 2

    @Flag(help: "Say what would be done, and do nothing.")
    var dryRun = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write lines, or a JSON object for each step.", valueName: "format")
    )
    var output = OutputFormat.lines

    @Flag(help: "No colours; also when $NO_COLOR is set.")
    var noColor = false

    func validate() throws {
        guard (1...3650).contains(ttl) else { throw ValidationError("--ttl must be 1 to 3650") }
        guard (1...100).contains(shards) else { throw ValidationError("--shards must be 1 to 100") }
    }

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        var settings = InitSettings(sink: try sink.settings(process))
        settings.retentionDays = ttl
        settings.shardCount = shards
        settings.isDryRun = dryRun
        settings.output = output
        settings.noColour = noColor
        return try await Application(process: process).initialise(settings)
    }
}
