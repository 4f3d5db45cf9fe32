import ArgumentParser
import EventerApp

/// `eventer replay`.
struct ReplayCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "View recorded events: a list, a watch stream, or what `kubectl get events -o json -w` prints.",
        discussion: """
            The present of a recording is its end: ages, windows, last:15m and alerts are measured from there, and time stands \
            still. A pipe that brings an event less than an hour old is taken to be a watch that goes on: the wall clock tells \
            its time until it ends.
            """
    )

    @Argument(help: "The recording; - reads standard input.")
    var file: String

    @OptionGroup(title: "View") var view: ViewOptions

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        try await Application(process: process).replay(file, view: view.settings)
    }
}
