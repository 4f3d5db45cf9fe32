import ArgumentParser
import EventerApp
import Foundation

/// Parses the flags, runs a command, prints its error and ends with its exit code: the one place that does.
@main
struct Main {
    static func main() async {
        Signals.ignoreBrokenPipes()
        // A core would hold every secret.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        var process = ProcessContext(
            environment: ProcessInfo.processInfo.environment,
            isOutputTerminal: isatty(STDOUT_FILENO) == 1,
            isInputTerminal: isatty(STDIN_FILENO) == 1,
            version: Eventer.configuration.version
        )
        process.isErrorTerminal = isatty(STDERR_FILENO) == 1
        let arguments = Array(CommandLine.arguments.dropFirst())
        ArgumentVeil.draw()
        let code = await run(arguments, process)
        // Without the exit handlers: OpenSSL's would free what curl's thread may still be closing.
        fflush(nil)
        _exit(code)
    }

    private static func run(_ raw: [String], _ process: ProcessContext) async -> Int32 {
        var (arguments, process) = (raw, process)
        let isForward = raw.first == "forward"
        if isForward || (!subcommands.contains(raw.first ?? "") && KubeEventerArguments.looksLike(raw)) {
            let translated = KubeEventerArguments(isForward ? Array(raw.dropFirst()) : raw)
            arguments = ["forward"] + translated.arguments
            process.notes = translated.ignored.map { "\($0) is kube-eventer's and has no effect here" }
        }
        do {
            var parsed = try Eventer.parseAsRoot(arguments)
            guard let command = parsed as? any EventerCommand else {
                // What asks for help is a command of the library's own, which throws the text.
                try parsed.run()
                return ExitCode.done.rawValue
            }
            return try await command.run(process).rawValue
        } catch let error as AppError {
            report(error.message)
            if let hint = error.hint { write("hint: \(hint)") }
            return error.code.rawValue
        } catch {
            let text = Eventer.fullMessage(for: error)
            guard Eventer.exitCode(for: error) != .success else {
                print(text)
                return ExitCode.done.rawValue
            }
            write(text)
            return ExitCode.usage.rawValue
        }
    }

    private static var subcommands: Set<String> {
        Set(Eventer.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"])
    }

    private static func report(_ message: String) {
        write("eventer: " + message)
    }

    private static func write(_ line: String) {
        StandardError.write(line + "\n")
    }
}

typealias ExitCode = EventerApp.ExitCode
