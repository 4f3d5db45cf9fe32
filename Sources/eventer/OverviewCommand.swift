import ArgumentParser
import EventerApp

/// `eventer overview`.
struct OverviewCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "overview",
        abstract: "What is wrong in the cluster, trends and hot spots: the viewer's overview as text or JSON.",
        discussion: """
            Reads the journal of the cluster that the flags name; where there is none, lists the cluster once. Compares with the \
            same time of yesterday and of last week as far as the journal counts; a recording is compared with nothing.
            """
    )

    @OptionGroup(title: "Scope and access") var cluster: ClusterOptions

    @Argument(
        help: ArgumentHelp("Only what matches this filter: ns:payments type:Warning.", valueName: "filter")
    )
    var words: [String] = []

    @Option(help: ArgumentHelp("How far back: 15m, 1h, 6h or 24h.", valueName: "window"))
    var window = OverviewSettings.Window.hour

    @Option(help: ArgumentHelp("The overview as it was then: 2h, 14:05, RFC 3339.", valueName: "time"))
    var until: String?

    @Option(help: ArgumentHelp("Of a recording, whose end is the present; - reads standard input.", valueName: "file"))
    var replay: String?

    @Flag(help: "List the cluster too, where the journal may not be up to date.")
    var live = false

    @Option(name: .shortAndLong, help: ArgumentHelp("How it is written: text or json.", valueName: "overview-format"))
    var output = OverviewSettings.Output.text

    @Flag(help: "Draw with ASCII only.")
    var ascii = false

    @OptionGroup var state: StateOptions

    func validate() throws {
        if replay != nil, live { throw ValidationError("--replay and --live exclude each other") }
        if until != nil, live { throw ValidationError("--until and --live exclude each other") }
    }

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        var settings = OverviewSettings(cluster: cluster.settings, state: state.state)
        settings.filter = words.joined(separator: " ")
        settings.window = window
        settings.until = until
        settings.recording = replay
        settings.isLive = live
        settings.output = output
        settings.isASCII = ascii
        return try await Application(process: process).overview(settings)
    }
}

extension OverviewSettings.Window: ExpressibleByArgument {}
extension OverviewSettings.Output: ExpressibleByArgument {}
