import ArgumentParser
import EventerApp

/// `eventer replay`.
struct ReplayCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "View recorded events: a list, a watch stream, or what `kubectl get events -o json -w` prints."
    )

    @Argument(help: "The recording; - reads standard input.")
    var file: String

    @OptionGroup(title: "View") var view: ViewOptions

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        try await Application(process: process).replay(file, view: view.settings)
    }
}
