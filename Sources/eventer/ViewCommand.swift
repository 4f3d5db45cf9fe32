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
    @OptionGroup(title: "Scope and access") var selector: SelectorOptions
    @OptionGroup(title: "View") var view: ViewOptions
    @OptionGroup(title: "Forwarding") var sink: SinkOptions
    @OptionGroup(title: "Forwarding") var choice: ForwardingChoice
    @OptionGroup(title: "Journal") var state: StateOptions
    @OptionGroup(title: "Journal") var journal: JournalLimits

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        try await Application(process: process).view(
            cluster: selector.applied(to: cluster.settings),
            view: view.settings,
            sink: sink.settings(process, choice),
            journal: journal.settings,
            state: state.state
        )
    }
}

/// How events are shown, by the viewer and by lines.
struct ViewOptions: ParsableArguments {
    @OptionGroup var choice: EventOptions

    @Flag(help: "List the events that are there, and end; without it, lines follow what happens.")
    var once = false

    @Flag(name: .shortAndLong, help: "List, then follow: what lines do anyway, said for those who know kubectl.")
    var watch = false

    @Option(help: ArgumentHelp("End with code 5 when an event matches this filter.", valueName: "filter"))
    var failOn: String?

    @OptionGroup var look: LookOptions
    @OptionGroup(title: "Alerts") var alerts: AlertOptions

    func validate() throws {
        try choice.refuseTwoFilters()
        if once, watch { throw ValidationError("--once and --watch exclude each other") }
    }

    var settings: ViewSettings {
        var settings = choice.settings
        settings.once = once
        settings.failOn = failOn
        settings.look = look.settings(time: choice.time?.rawValue)
        settings.alerts = alerts.flags
        return settings
    }
}

/// Which events are shown, and how lines are written.
struct EventOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Filter, as in the viewer: ns:payments type:Warning \"no space\".", valueName: "filter")
    )
    var words: [String] = []

    @Option(name: .shortAndLong, help: "Filter, in place of arguments.")
    var filter: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "Only events about this object: pod/web-0, deploy/web, jobs.batch/nightly.",
            valueName: "kind/name"
        )
    )
    var about: String?

    @Option(help: "Only events of these types: Normal, Warning, or both with a comma.")
    var types: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only what was last seen after this: 2h, 7d, 14:05, 2026-11-22T14:05, RFC 3339.",
            valueName: "time"
        )
    )
    var since: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write events like this in place of the viewer; without it as a table, where stdout is no terminal.",
            valueName: "event-format"
        )
    )
    var output: EventFormat?

    @Option(help: ArgumentHelp("How times are shown: relative, local or utc.", valueName: "style"))
    var time: TimeText.Style?

    @Flag(help: "Leave out the names of the columns.")
    var noHeaders = false

    /// Of most commands the arguments are the filter, too.
    func refuseTwoFilters() throws {
        if filter != nil, !words.isEmpty { throw ValidationError("give the filter as arguments or with -f, not both") }
    }

    var settings: ViewSettings {
        var settings = ViewSettings()
        settings.filter = filter ?? words.joined(separator: " ")
        settings.about = about
        settings.types = types.flatMap { $0.split(separator: ",").map(String.init) }
        settings.since = since
        settings.output = output
        settings.times = time ?? .relative
        settings.hasHeader = !noHeaders
        return settings
    }
}

extension OutputFormat: ExpressibleByArgument {}
extension EventFormat: ExpressibleByArgument {}
extension TimeText.Style: ExpressibleByArgument {}
