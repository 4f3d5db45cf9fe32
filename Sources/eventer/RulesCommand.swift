import ArgumentParser
import EventerApp

/// `eventer rules`.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "List the alert rules that hold, check a file with rules, or try rules on recorded events.",
        discussion: "Rules stand in the configuration file under alerts; a file with rules may also hold these alone.",
        subcommands: [List.self, Check.self, Test.self],
        defaultSubcommand: List.self
    )

    struct List: EventerCommand {
        static let configuration = CommandConfiguration(abstract: "A line for each rule that holds; the default.")

        @Option(help: ArgumentHelp("Configuration file in place of the usual one; none for none.", valueName: "file"))
        var config: String?
        @Flag(help: "Rules that are off, too.")
        var all = false
        @Option(name: .shortAndLong, help: "Write table, wide or json.")
        var output = RulesFormat.table

        func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
            try Application(process: process).listRules(configuration: config, format: output, showsAll: all)
        }
    }

    struct Check: EventerCommand {
        static let configuration = CommandConfiguration(abstract: "Tell every fault of the rules in a file.")

        @Argument(help: "A configuration file, or what stands there under alerts.", completion: .file())
        var file: String

        func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
            try Application(process: process).checkRules(file)
        }
    }

    struct Test: EventerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell which incidents rules would have made of recorded events.",
            discussion: "The clock is that of the events. Without a file the built-in rules are tried."
        )

        @Argument(help: "A configuration file, or what stands there under alerts.", completion: .file())
        var file: String?
        @Option(
            help: ArgumentHelp(
                "The recording, as eventer replay takes it; - reads standard input.",
                valueName: "events"
            ),
            completion: .file()
        )
        var replay: String
        @Option(
            help: "List incidents from this severity on: low, medium or high.",
            completion: .list(["low", "medium", "high"])
        )
        var severity = "medium"
        @Option(name: .shortAndLong, help: "Write table, wide or json.")
        var output = RulesFormat.table

        func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
            try await Application(process: process).testRules(file, replay: replay, from: severity, format: output)
        }
    }
}

extension RulesFormat: ExpressibleByArgument {}
