import Alerts
import ArgumentParser
import Basics
import EventerApp
import Events
import Foundation
import Testing
import Viewer

@testable import eventer

/// Holds the tables of the README equal to the code they describe.
@Suite(.serialized) struct ReadmeTests {
    private static let readme = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "README.md")

    /// Compares the table after `<!-- mark -->` with `rows`; with `EVENTER_UPDATE_README` set, writes them there first.
    private func check(_ mark: String, _ rows: [String]) throws {
        var lines = try String(contentsOf: Self.readme, encoding: .utf8).components(separatedBy: "\n")
        let start = try #require(lines.firstIndex(of: "<!-- \(mark) -->")) + 3
        let end = try #require(lines[start...].firstIndex { !$0.hasPrefix("|") })
        if ProcessInfo.processInfo.environment["EVENTER_UPDATE_README"] != nil {
            lines.replaceSubrange(start..<end, with: rows)
            try Data(lines.joined(separator: "\n").utf8).write(to: Self.readme)
            return
        }

        #expect(lines[start..<end].joined(separator: "\n") == rows.joined(separator: "\n"))
    }

    @Test func keysAreThoseOfTheKeymap() throws {
        let rows = Keymap.standard.entries.map { entry in
            let keys = entry.label.split(separator: " ").map { "`\($0.replacing("|", with: "\\|"))`" }.joined(
                separator: " "
            )
            let places = Keymap.Context.allCases.filter(entry.contexts.contains).map { "\($0)" }
            return "| \(keys) | \(entry.help) | \(places.joined(separator: ", ")) |"
        }

        try check("keys", rows)
    }

    @Test func commandsAreThoseOfThePrompt() throws {
        let rows = TypedCommand.allCases.map { command in
            let aliases = command.aliases.map { "`:\($0)`" }.joined(separator: " ")
            return "| `\(command.usage.replacing("|", with: "\\|"))` | \(aliases) | \(command.summary) |"
        }

        try check("commands", rows)
    }

    @Test func fieldsAreThoseOfTheFilter() throws {
        let rows = FilterField.allCases.map { field in
            let aliases = field.aliases.map { "`\($0)`" }.joined(separator: " ")
            return "| `\(field.rawValue)` | \(aliases) | \(field.summary.replacing("|", with: "\\|")) |"
        }

        try check("fields", rows)
    }

    @Test func optionsAreThoseOfTheCommands() throws {
        let commands: [(String, any ParsableCommand.Type)] = [
            ("view", ViewCommand.self), ("demo", DemoCommand.self), ("forward", ForwardCommand.self),
            ("check", CheckCommand.self), ("init", InitCommand.self), ("manifest", ManifestCommand.self),
            ("overview", OverviewCommand.self), ("history", HistoryCommand.self), ("lifecycle", LifecycleCommand.self),
            ("rules", RulesCommand.List.self), ("rules", RulesCommand.Test.self), ("dead", DeadCommand.List.self),
            ("dead", DeadCommand.Show.self), ("alerts", AlertsCommand.List.self), ("alerts", AlertsCommand.Snooze.self),
            ("replay", ReplayCommand.self), ("config", ConfigCommand.self),
        ]
        var order: [String] = []
        var uses: [String: (text: String, commands: [String])] = [:]
        for (name, command) in commands {
            for (option, text) in options(of: command) {
                if uses[option] == nil { order.append(option) }
                if uses[option]?.commands.last != name { uses[option, default: (text, [])].commands.append(name) }
            }
        }
        let rows = order.map {
            "| `\($0)` | \(uses[$0]?.commands.joined(separator: ", ") ?? "") | \(uses[$0]?.text ?? "") |"
        }

        try check("options", rows)
    }

    @Test func keysOfTheConfigurationAreThoseOfItsTable() throws {
        let rows = PreferenceKey.all.map { key in
            let flag = key.flag.map { "`\($0)`" } ?? ""
            let value = key.defaultText.count > 40 ? "the usual ones" : "`\(key.defaultText)`"
            return "| `\(key.name)` | \(key.form) | \(value) | \(flag) | \(key.summary) |"
        }

        try check("configuration", rows)
    }

    @Test func alertRulesAreThoseThatAreBuiltIn() throws {
        let rows = BuiltInRules.all.map { entry in
            let rule = entry.rule
            let times = rule.count == 1 ? "" : "\(rule.count) times in \(DurationText.text(rule.window)): "
            let wait = rule.pending == .zero ? "" : ", for \(DurationText.text(rule.pending))"
            let isNot = rule.ignore.map { " but not `\($0.text)`" } ?? ""
            let filter = "`\(rule.filter.text)`\(isNot)".replacing("|", with: "\\|")
            return "| `\(rule.name)` | \(entry.set.rawValue) | \(entry.ackID) | \(rule.severity.rawValue) | "
                + "\(rule.title): \(times)\(filter)\(wait) |"
        }

        try check("alert-rules", rows)
    }

    @Test func partsOfARuleAreThoseOfItsTable() throws {
        let rows = RuleKey.all.map { key in
            "| `\(key.name)` | \(key.form) | \(key.usual.isEmpty ? "" : "`\(key.usual)`") | \(key.summary) |"
        }

        try check("rule-keys", rows)
    }

    /// What the help of `command` says: the flags with their value, and the text beside them.
    private func options(of command: any ParsableCommand.Type) -> [(String, String)] {
        let help = Eventer.helpMessage(for: command, includeHidden: false, columns: 100_000)
        var options: [(String, String)] = []
        for line in help.split(separator: "\n") {
            if let match = line.wholeMatch(of: #/ {2}((?:-[\w-]+(?:, |\/)?)+(?: <[^>]+>)?)\s*(.*)/#) {
                options.append((String(match.1), String(match.2)))
            } else if let last = options.indices.last, options[last].1.isEmpty, line.hasPrefix("      ") {
                // A long flag has its text on the next line.
                options[last].1 = line.trimmingCharacters(in: .whitespaces)
            }
        }
        return options.filter { !$0.0.contains("--help") && !$0.0.contains("--version") }
            .map { ($0.0, $0.1.replacing("|", with: "\\|")) }
    }
}

extension DurationText {
    fileprivate static func text(_ duration: Duration) -> String { text(duration.components.seconds * 1_000_000) }
}
