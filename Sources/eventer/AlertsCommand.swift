import ArgumentParser
import EventerApp

/// `eventer alerts`.
struct AlertsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "List the incidents that the alert rules found, acknowledge, snooze or reopen them.",
        discussion: """
            Reads the journal of the cluster that the flags name, as the viewer and `forward` keep it, also while one of them \
            does; contacts no cluster. While another eventer holds the journal, that one is told what to do.
            """,
        subcommands: [List.self, Acknowledge.self, Snooze.self, Reopen.self],
        defaultSubcommand: List.self
    )

    /// Which of them.
    struct Incidents: ParsableArguments {
        @Argument(help: "Their ids, as `eventer alerts` shows them.")
        var ids: [String]
    }

    struct List: EventerCommand {
        static let configuration = CommandConfiguration(abstract: "One line for each that is open; the default.")

        @OptionGroup var journal: JournalPlace
        @Flag(help: "Those that are over too, of the last day.")
        var all = false
        @Option(name: .shortAndLong, help: ArgumentHelp("Write a table, or json.", valueName: "format"))
        var output = AlertsSettings.Output.table

        func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
            var settings = journal.settings(.list)
            settings.hasAll = all
            settings.output = output
            return try await Application(process: process).alerts(settings)
        }
    }

    struct Acknowledge: EventerCommand {
        static let configuration = CommandConfiguration(
            commandName: "ack",
            abstract: "Say that a person knows: nothing rings for them any more."
        )

        @OptionGroup var incidents: Incidents
        @OptionGroup var journal: JournalPlace

        func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
            try await Application(process: process).alerts(journal.settings(.acknowledge, incidents.ids))
        }
    }

    struct Snooze: EventerCommand {
        static let configuration = CommandConfiguration(abstract: "Be told again later, if they still go on then.")

        @OptionGroup var incidents: Incidents
        @Option(name: .customLong("for"), help: ArgumentHelp("How long: 30m, 1h, 2d.", valueName: "duration"))
        var pause = "1h"
        @OptionGroup var journal: JournalPlace

        func validate() throws {
            guard AlertsSettings.pause(pause) != nil else {
                throw ValidationError("--for: \"\(pause)\" is no length of time such as 30m, 1h or 2d, up to 30d")
            }
        }

        func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
            let time = AlertsSettings.pause(pause) ?? .zero
            return try await Application(process: process).alerts(journal.settings(.snooze(time), incidents.ids))
        }
    }

    struct Reopen: EventerCommand {
        static let configuration = CommandConfiguration(abstract: "Take an acknowledgement or a snooze back.")

        @OptionGroup var incidents: Incidents
        @OptionGroup var journal: JournalPlace

        func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
            try await Application(process: process).alerts(journal.settings(.reopen, incidents.ids))
        }
    }
}

extension JournalPlace {
    fileprivate func settings(_ task: AlertsSettings.Task, _ ids: [String] = []) -> AlertsSettings {
        AlertsSettings(task: task, cluster: cluster.settings, state: state.state, ids: ids)
    }
}

/// The configuration file, for commands of which only the alerts in it count.
struct AlertFileOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Configuration file in place of the usual one; none for none.", valueName: "file"))
    var config: String?
}

/// Which rules watch.
struct AlertOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("File with alert rules, in place of those of the configuration file.", valueName: "file"),
        completion: .file()
    )
    var rules: String?

    @Flag(help: "No alert rule watches, and no hook is called.")
    var noAlerts = false

    var flags: AlertFlags { AlertFlags(isOff: noAlerts, rules: rules) }

    func validate() throws {
        if noAlerts, rules != nil { throw ValidationError("--rules and --no-alerts exclude each other") }
    }
}

extension AlertsSettings.Output: ExpressibleByArgument {}
