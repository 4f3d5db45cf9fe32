import ArgumentParser
import EventerApp

/// `eventer history`.
struct HistoryCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List what the local journal holds, or the logstore: also what the cluster has long forgotten.",
        discussion: """
            Reads the journal of the cluster that the flags name, as the viewer and `forward` keep it, also while one of them \
            does; contacts no cluster. Gives the newest version of each event, oldest first; where events may be missing, \
            a line begins with --- gap.

            With --from sls it reads the logstore of the sink instead. Then the arguments are a search in Log Service's own \
            language, as in 'level: Warning and eventId.reason: BackOff', * without any; -f is still eventer's filter, and \
            chooses among what was found. Without --since it reads the last 24 hours, without --limit the newest 1,000 events. \
            The key needs log:GetLogStoreLogs, and the logstore an index.
            """
    )

    @Option(help: "Where to read: journal or sls, the logstore that --sink names.")
    var from = HistorySource.journal

    @OptionGroup(title: "Scope and access") var cluster: ClusterOptions
    @OptionGroup(title: "View") var choice: EventOptions

    @Option(
        help: ArgumentHelp("The journal as it was then: only what was last seen until this time.", valueName: "time")
    )
    var until: String?

    @Option(help: ArgumentHelp("The newest of those that match; 1,000 with --from sls.", valueName: "n"))
    var limit: Int?

    @Flag(help: "Every version of each event, not the newest only.")
    var allVersions = false

    @OptionGroup var state: StateOptions
    @OptionGroup(title: "Logstore") var sink: SinkOptions

    func validate() throws {
        if from == .journal { try choice.refuseTwoFilters() }
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        var settings = HistorySettings(cluster: cluster.settings, view: choice.settings, state: state.state)
        if from == .sls {
            settings.logstore = try sink.settings(process)
            settings.query = choice.words.joined(separator: " ")
            settings.view.filter = choice.filter ?? ""
        }
        settings.until = until
        settings.limit = limit
        settings.hasAllVersions = allVersions
        return try await Application(process: process).history(settings)
    }
}

/// Where `history` reads.
enum HistorySource: String, ExpressibleByArgument, CaseIterable { case journal, sls }
