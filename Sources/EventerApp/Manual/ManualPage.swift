import Events

/// The manual page, in roff: https://man7.org/linux/man-pages/man7/groff_man.7.html.
package struct ManualPage: Sendable {
    /// What the command line's own definitions say of a command.
    package struct Command: Sendable {
        package struct Option: Sendable {
            /// `-o, --output <format>`.
            package var label: String
            package var text: String

            package init(label: String, text: String) {
                self.label = label
                self.text = text
            }
        }

        package var name: String
        package var summary: String
        package var options: [Option]

        package init(name: String, summary: String, options: [Option]) {
            self.name = name
            self.summary = summary
            self.options = options
        }
    }

    private let commands: [Command]
    private let version: String

    /// - Parameters:
    ///   - commands: In the order that they are shown; an option is described at the first command that has it.
    ///   - version: Of the program.
    package init(commands: [Command], version: String) {
        self.commands = commands
        self.version = version
    }

    /// The page.
    package var roff: String {
        let parts = [
            [".TH EVENTER 1 \"\" \"eventer \(Self.escaped(version))\" \"User Commands\""],
            section("NAME", ["eventer \\- show and forward the events of a Kubernetes cluster"]),
            section("SYNOPSIS", synopsis), section("DESCRIPTION", description), section("COMMANDS", commandList),
            section("OPTIONS", options), section("FILTER", filter), section("CONFIGURATION", configuration),
            section("FILES", files), section("ENVIRONMENT", environment), section("EXIT STATUS", exitStatus),
            section("SEE ALSO", [".BR kubectl (1)"]),
        ]
        return parts.joined().joined(separator: "\n") + "\n"
    }

    private var synopsis: [String] {
        [".B eventer", "[\\fIOPTION\\fR]... [\\fIFILTER\\fR]...", ".br"]
            + [".B eventer", "\\fICOMMAND\\fR [\\fIOPTION\\fR]..."]
    }

    private var description: [String] {
        [
            Self.escaped(
                "Lists and watches the events of the cluster that the kubeconfig names, shows them in a table that can be filtered "
                    + "while they come, keeps them in a journal, and forwards them to Alibaba Cloud Log Service when a sink is given."
            ),
            ".PP",
            Self.escaped(
                "When standard output is no terminal, or with -o, lines are written in place of the screen. Press ? for the keys. "
                    + "Installed as kubectl-eventer it is a plugin: kubectl eventer."
            ),
        ]
    }

    private var commandList: [String] {
        commands.flatMap { tagged(Self.bold($0.name), Self.escaped($0.summary)) }
    }

    private var options: [String] {
        var lines: [String] = []
        var seen: Set<String> = []
        for command in commands {
            let own = command.options.filter { seen.insert($0.label).inserted }
            guard !own.isEmpty else { continue }
            lines.append(".SS " + Self.escaped(command.name))
            for option in own { lines += tagged(Self.bold(option.label), Self.escaped(option.text)) }
        }
        return lines
    }

    private var filter: [String] {
        let intro = [
            Self.escaped(
                "Words are looked for in the texts of an event; FIELD:VALUE in one of its fields, =, !=, ~ (regular expression), > and < "
                    + "in place of the colon. A space is AND, | is OR, ! is NOT, parentheses group, quotes hold a phrase together."
            )
        ]
        return intro
            + FilterField.allCases.flatMap { field in
                let names = ([field.rawValue] + field.aliases).joined(separator: ", ")
                return tagged(Self.bold(names), Self.escaped(field.summary.replacing("`", with: "")))
            }
    }

    private var configuration: [String] {
        let intro =
            "A flag beats the environment, which beats the file. `eventer config --example` prints a file with all keys."
        return [Self.escaped(intro.replacing("`", with: "\""))]
            + PreferenceKey.all.flatMap { key in
                let text = key.summary.replacing("`", with: "") + " Values: " + key.form + "."
                return tagged(Self.bold(key.name), Self.escaped(text))
            }
    }

    private var files: [String] {
        let files = [
            ("~/.config/eventer/config.yaml", "Preferences; under $XDG_CONFIG_HOME where that is set."),
            (
                "~/.local/state/eventer/CLUSTER",
                "The journal, under $XDG_STATE_HOME where that is set; --state names another directory."
            ),
            ("~/.kube/config", "The clusters; $KUBECONFIG or --kubeconfig name others."),
        ]
        return files.flatMap { tagged("\\fI" + Self.escaped($0.0) + "\\fR", Self.escaped($0.1)) }
    }

    private var environment: [String] {
        let variables = [
            ("EVENTER_SINK", "The sink to forward to, in place of --sink."),
            (
                "AccessKeyId, AccessKeySecret",
                "The access key of the sink; the README lists where else it is looked for."
            ),
            ("EVENTER_CONFIG", "The configuration file, or none."),
            (
                "EVENTER_KEY",
                "A key of the configuration by its name in capitals, such as EVENTER_THEME or EVENTER_MAX_EVENTS."
            ),
            (
                "NO_COLOR, CLICOLOR_FORCE, FORCE_COLOR, COLORTERM",
                "Whether colours are used, and how many, in this order."
            ),
            ("KUBECONFIG, STATE_DIRECTORY, XDG_CONFIG_HOME, XDG_STATE_HOME, TERM, TZ", "As everywhere."),
        ]
        return variables.flatMap { tagged(Self.bold($0.0), Self.escaped($0.1)) }
    }

    private var exitStatus: [String] {
        ExitCode.allCases.flatMap { tagged(Self.bold("\($0.rawValue)"), Self.escaped($0.summary)) }
    }
}

// MARK: Roff

extension ManualPage {
    private func section(_ title: String, _ lines: [String]) -> [String] { [".SH \"\(title)\""] + lines }

    private func tagged(_ tag: String, _ text: String) -> [String] { [".TP", tag, text] }

    private static func bold(_ text: String) -> String { "\\fB" + escaped(text) + "\\fR" }

    /// `text` as one line that roff takes for nothing but text.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.replacing("\n", with: " ") {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "'": escaped += "\\(aq"
            case "`": escaped += "\\(ga"
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            case "…": escaped += "..."
            default: escaped.append(character)
            }
        }
        // A period at the start of a line would be a request.
        return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
    }
}

extension ExitCode {
    /// What it tells, for the manual.
    package var summary: String {
        switch self {
        case .done: "Done."
        case .failed: "Failed."
        case .usage: "Wrong flags, filter or configuration."
        case .unreachable: "The cluster (for check, also Log Service) is out of reach, or refuses the credentials."
        case .undelivered: "Quit with events neither delivered nor kept."
        case .matched: "An event matched the filter of --fail-on."
        case .held: "Another process holds the journal."
        case .interrupted: "Interrupted."
        }
    }
}
