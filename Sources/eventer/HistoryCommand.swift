import ArgumentParser
import EventerApp

/// `eventer history`.
struct HistoryCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List what the local journal holds, also what the cluster has long forgotten.",
        discussion: """
            Reads the journal of the cluster that the flags name, as the viewer and `forward` keep it, also while one of them \
            does; contacts no cluster. Gives the newest version of each event, oldest first; where events may be missing, \
            a line begins with --- gap.
            """
    )

    @OptionGroup(title: "Scope and access") var cluster: ClusterOptions
    @OptionGroup(title: "View") var choice: EventOptions

    @Option(
        help: ArgumentHelp("The journal as it was then: only what was last seen until this time.", valueName: "time")
    )
    var until: String?

    @Option(help: ArgumentHelp("The newest of those that match.", valueName: "n"))
    var limit: Int?

    @Flag(help: "Every version of each event, not the newest only.")
    var allVersions = false

    @OptionGroup var state: StateOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        var settings = HistorySettings(cluster: cluster.settings, view: choice.settings, state: state.state)
        settings.until = until
        settings.limit = limit
        settings.hasAllVersions = allVersions
        return try await Application(process: process).history(settings)
    }
}
