import ArgumentParser
import EventerApp

/// `eventer config`.
struct ConfigCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Print the configuration that holds, and where each value comes from; or an example file."
    )

    @Flag(help: "Print a file with every key, what it means and its default.")
    var example = false

    @OptionGroup(title: "View") var look: LookOptions

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        print(try Application(process: process).config(look.settings(time: nil), isExample: example))
        return .done
    }
}
