import ArgumentParser
import EventerApp

/// A command that runs with what the process was given, and tells how it ended.
protocol EventerCommand: ParsableCommand {
    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode
}

/// The root: without a command, it views.
struct Eventer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eventer",
        abstract: "Shows a Kubernetes cluster's events live and forwards them to Alibaba Cloud Log Service.",
        discussion: """
            Without a command, shows the events of the cluster that the kubeconfig names. No cluster at hand? `eventer demo` \
            brings one.
            """,
        version: version,
        subcommands: [
            ViewCommand.self, DemoCommand.self, ForwardCommand.self, CheckCommand.self, InitCommand.self,
            ManifestCommand.self, OverviewCommand.self, HistoryCommand.self, LifecycleCommand.self, RulesCommand.self,
            AlertsCommand.self, DeadCommand.self, ReplayCommand.self, ConfigCommand.self, CompletionCommand.self,
            ManCommand.self, CompleteWordsCommand.self,
        ],
        defaultSubcommand: ViewCommand.self
    )

    static let version = "0.1.0"
}
