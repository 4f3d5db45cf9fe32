import ArgumentParser
import EventerApp

/// `eventer dead`.
struct DeadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract: "List, show, send again or give up the records that Log Service refused for good.",
        discussion: """
            Reads the journal of the cluster that the flags name, as the viewer and `forward` keep it; contacts neither \
            cluster nor Log Service. While another eventer holds the journal, that one is told what to do.
            """,
        subcommands: [List.self, Show.self, Retry.self, Drop.self],
        defaultSubcommand: List.self
    )

    /// Which of them.
    struct Letters: ParsableArguments {
        @Argument(help: "Their numbers, as `eventer dead list` shows them.")
        var ids: [Int64] = []

        @Flag(help: "All of them.")
        var all = false

        func validate() throws {
            if all, !ids.isEmpty { throw ValidationError("--all and numbers exclude each other") }
            if !all, ids.isEmpty { throw ValidationError("name dead letters by their numbers, or all with --all") }
        }

        var choice: DeadSettings.Choice { all ? .all : .some(ids) }
    }

    struct List: EventerCommand {
        static let configuration = CommandConfiguration(abstract: "One line for each; the default.")

        @OptionGroup var journal: JournalPlace
        @Option(name: .shortAndLong, help: "Write lines, jsonl or json.")
        var output = OutputFormat.lines

        func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
            var settings = journal.settings(.list, .all)
            settings.output = output
            return try await Application(process: process).dead(settings)
        }
    }

    struct Show: EventerCommand {
        static let configuration = CommandConfiguration(abstract: "The refusal and the whole event.")

        @OptionGroup var letters: Letters
        @OptionGroup var journal: JournalPlace
        @Option(name: .shortAndLong, help: "Write lines, jsonl or json.")
        var output = OutputFormat.lines

        func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
            var settings = journal.settings(.show, letters.choice)
            settings.output = output
            return try await Application(process: process).dead(settings)
        }
    }

    struct Retry: EventerCommand {
        static let configuration = CommandConfiguration(abstract: "Send them again, after what waits already.")

        @OptionGroup var letters: Letters
        @OptionGroup var journal: JournalPlace

        func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
            try await Application(process: process).dead(journal.settings(.retry, letters.choice))
        }
    }

    struct Drop: EventerCommand {
        static let configuration = CommandConfiguration(abstract: "Give them up, counted as dropped.")

        @OptionGroup var letters: Letters
        @OptionGroup var journal: JournalPlace

        func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
            try await Application(process: process).dead(journal.settings(.drop, letters.choice))
        }
    }
}

extension JournalPlace {
    fileprivate func settings(_ task: DeadSettings.Task, _ choice: DeadSettings.Choice) -> DeadSettings {
        DeadSettings(task: task, cluster: cluster.settings, state: state.state, choice: choice)
    }
}
