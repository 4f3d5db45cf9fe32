import ArgumentParser
import EventerApp

/// `eventer`, the viewer.
struct ViewCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "view",
        abstract: "Show events live; the default. Writes lines when stdout is no terminal.",
        shouldDisplay: true
    )

    @OptionGroup(title: "Scope and access") var cluster: ClusterOptions
    @OptionGroup(title: "View") var view: ViewOptions
    @OptionGroup(title: "Forwarding") var sink: SinkOptions
    @OptionGroup(title: "Forwarding") var choice: ForwardingChoice
    @OptionGroup(title: "Journal") var state: StateOptions
    @OptionGroup(title: "Journal") var journal: JournalLimits

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        try await Application(process: process).view(
            cluster: cluster.settings,
            view: view.settings,
            sink: sink.settings(process, choice),
            journal: journal.settings,
            state: state.state
        )
    }
}

/// How events are shown, by the viewer and by lines.
struct ViewOptions: ParsableArguments {
    @Argument(help: "Filter, as in the viewer: ns:payments type:Warning \"no space\".")
    var filter: [String] = []

    @Option(name: .shortAndLong, help: "Write lines, jsonl or json in place of the viewer.")
    var output: OutputFormat?

    @Flag(help: "List the events that are there, and end.")
    var once = false

    @Option(help: ArgumentHelp("End with code 5 when an event matches this filter.", valueName: "filter"))
    var failOn: String?

    @OptionGroup var look: LookOptions

    var settings: ViewSettings {
        var settings = ViewSettings()
        settings.filter = filter.joined(separator: " ")
        settings.output = output
        settings.once = once
        settings.failOn = failOn
        settings.look = look.settings
        return settings
    }
}

extension OutputFormat: ExpressibleByArgument {}
