import ArgumentParser
import EventerApp
import Foundation

/// `eventer man`.
struct ManCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "man",
        abstract: "Print the manual page: eventer man > /usr/local/share/man/man1/eventer.1"
    )

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        let page = ManualPage(commands: try CommandTree.commands(), version: process.version)
        print(page.roff, terminator: "")
        return .done
    }
}

/// The definitions of all commands, as the library that parses them tells them in JSON.
struct CommandTree: Decodable {
    private struct Name: Decodable {
        var kind: String
        var name: String

        var spelling: String { (kind == "long" ? "--" : "-") + name }
    }

    private struct Argument: Decodable {
        var kind: String
        var shouldDisplay: Bool
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var abstract: String?

        var option: ManualPage.Command.Option? {
            guard shouldDisplay, let names, let abstract,
                !names.contains(where: { ["help", "version"].contains($0.name) })
            else { return nil }
            let value = kind == "option" ? valueName.map { " <\($0)>" } ?? "" : ""
            // Short before long.
            let spellings = names.map(\.spelling).sorted { $0.count < $1.count }
            return .init(label: spellings.joined(separator: ", ") + value, text: abstract)
        }
    }

    private struct Command: Decodable {
        var commandName: String
        var abstract: String?
        var shouldDisplay: Bool?
        var subcommands: [Command]?
        var arguments: [Argument]?

        /// The command and those below it.
        func manual(below parent: String = "") -> [ManualPage.Command] {
            let name = parent.isEmpty ? commandName : parent + " " + commandName
            let options = (arguments ?? []).compactMap(\.option)
            let children = (subcommands ?? []).filter { $0.commandName != "help" }
            let own = ManualPage.Command(name: name, summary: abstract ?? "", options: options)
            return [own] + children.flatMap { $0.manual(below: name) }
        }
    }

    private var command: Command

    /// All commands but the root and the help.
    static func commands() throws -> [ManualPage.Command] {
        let tree = try JSONDecoder().decode(CommandTree.self, from: Data(Eventer._dumpHelp().utf8))
        let children = (tree.command.subcommands ?? []).filter { $0.commandName != "help" }
        return children.flatMap { $0.manual() }
    }
}
