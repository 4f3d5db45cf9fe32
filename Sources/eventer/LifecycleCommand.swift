import ArgumentParser
import EventerApp

/// `eventer lifecycle`.
struct LifecycleCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "lifecycle",
        abstract: "Tell the life of an object in phases, and where time was lost.",
        discussion: """
            Reads the journal of the cluster that the flags name, or a recording; contacts no cluster. Only events are known: \
            what has none, as the exit of a container, is not seen.
            """
    )

    @Argument(help: ArgumentHelp("The object: pod/web-0, deploy/web, node/n1.", valueName: "kind/name"))
    var object: String

    @OptionGroup(title: "Scope and access") var cluster: ClusterOptions

    @Option(name: .shortAndLong, help: "Write text or json.")
    var output = LifecycleFormat.text

    @Option(help: ArgumentHelp("How times are shown: relative, local or utc.", valueName: "style"))
    var time: TimeText.Style?

    @Option(
        help: ArgumentHelp("Read a recording, as `eventer replay` does, in place of the journal.", valueName: "file")
    )
    var replay: String?

    @OptionGroup var state: StateOptions

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        var settings = LifecycleSettings(object: object, cluster: cluster.settings, state: state.state)
        settings.format = output
        settings.times = time ?? .local
        settings.recording = replay
        return try await Application(process: process).lifecycle(settings)
    }
}

extension LifecycleFormat: ExpressibleByArgument {}
