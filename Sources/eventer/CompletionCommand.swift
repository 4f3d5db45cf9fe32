import ArgumentParser
import EventerApp

/// `eventer completion`.
struct CompletionCommand: EventerCommand {
    enum Target: String, CaseIterable, ExpressibleByArgument { case bash, zsh, fish, kubectl }

    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print a script that completes commands, flags and contexts in a shell, or in kubectl eventer."
    )

    @Argument(help: "bash, zsh, fish, or kubectl for the helper kubectl_complete-eventer.")
    var target: Target

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        print(script)
        return .done
    }

    private var script: String {
        switch target {
        case .bash: Eventer.completionScript(for: .bash)
        case .zsh: Eventer.completionScript(for: .zsh)
        case .fish: Eventer.completionScript(for: .fish)
        case .kubectl: Self.kubectlHelper
        }
    }

    /// kubectl runs `kubectl_complete-eventer` with the words after `kubectl eventer`, and takes a line for each proposal; the last
    /// line holds a colon and what the shell is to do, 4 being "do not propose files".
    private static let kubectlHelper = """
        #!/usr/bin/env sh
        # Completes `kubectl eventer`: put this on the PATH as kubectl_complete-eventer, and make it executable.
        eventer complete-words -- "$@"
        echo ":4"
        """
}

/// What completes a word, asked by the helper of kubectl.
struct CompleteWordsCommand: EventerCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete-words",
        abstract: "Print what completes the last word.",
        shouldDisplay: false
    )

    @Argument(parsing: .captureForPassthrough) var words: [String] = []

    func run(_ process: ProcessContext) async throws -> EventerApp.ExitCode {
        let words = words.first == "--" ? Array(words.dropFirst()) : words
        let found = try Completion.proposals(for: words, contexts: { Application(process: process).contextNames })
        if !found.isEmpty { print(found.joined(separator: "\n")) }
        return .done
    }
}

/// What could complete a command line.
enum Completion {
    /// The words that begin as the last one does: contexts after `--context`, flags after a dash, else commands.
    static func proposals(for words: [String], contexts: () -> [String]) throws -> [String] {
        let last = words.last ?? ""
        let before = words.dropLast().last ?? ""
        if before == "--context" { return contexts().filter { $0.hasPrefix(last) } }
        let commands = try CommandTree.commands()
        let command = commands.first { $0.name == words.first } ?? commands.first { $0.name == "view" }
        if last.hasPrefix("-") {
            let flags = (command?.options ?? []).flatMap { $0.label.split(separator: " ").map(String.init) }
            return flags.map { $0.trimmingSuffix(",") }.filter { $0.hasPrefix("--") && $0.hasPrefix(last) }.sorted()
        }
        return words.count <= 1 ? commands.map(\.name).filter { !$0.contains(" ") && $0.hasPrefix(last) } : []
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
