/// The program's answer to whoever started it; one table for all commands.
package enum ExitCode: Int32, Sendable, CaseIterable {
    /// Done; also `forward` after SIGTERM, whether drained or safely on disk.
    case done = 0
    case failed = 1
    /// Bad flags, filter or configuration.
    case usage = 2
    /// The cluster cannot be reached, or refuses the credentials.
    case unreachable = 3
    /// Quit with events neither delivered nor kept.
    case undelivered = 4
    /// `--fail-on` matched.
    case matched = 5
    /// Another process holds the journal.
    case held = 6
    case interrupted = 130
}

/// Why the program ends other than well, in words for a person.
package struct AppError: Error, Sendable {
    /// One line, lower case, without a period.
    package var message: String
    /// What to do next, when there is something.
    package var hint: String?
    package var code: ExitCode

    package init(_ message: String, hint: String? = nil, code: ExitCode) {
        self.message = message
        self.hint = hint
        self.code = code
    }
}
