package import TextGrid

/// The key table with the keys that a person gave to actions in place of its own.
package struct KeyBindings: Sendable, Equatable {
    /// Two actions that one key would stand for in one place.
    package struct Conflict: Sendable, Equatable {
        package var key: Key
        package var first: Command
        package var second: Command
    }

    /// The keys of the actions that do not have their usual ones; none means the action has no key.
    package private(set) var changes: [Command: [Key]]
    private let commands: [Keymap.Context: [Key: Command]]

    package init(changes: [Command: [Key]] = [:]) {
        self.changes = changes
        commands = Self.commands(Self.entries(changes))
    }

    /// The table that keys, hints and help go by.
    package var entries: [Keymap.Entry] { Self.entries(changes) }

    /// What `key` does in `context`, if anything; an arrow with Shift or Ctrl that has no meaning of its own is the plain arrow.
    package func command(for key: Key, in context: Keymap.Context) -> Command? {
        commands[context]?[key] ?? (key.unmodified == key ? nil : commands[context]?[key.unmodified])
    }

    /// The keys that two actions claim since one of them was changed.
    package var conflicts: [Conflict] {
        var found: [Conflict] = []
        var owners: [Keymap.Context: [Key: Command]] = [:]
        for entry in entries {
            for context in entry.contexts.sorted(by: { "\($0)" < "\($1)" }) {
                for key in entry.keys {
                    guard let owner = owners[context]?[key], owner != entry.command else {
                        owners[context, default: [:]][key] = entry.command
                        continue
                    }
                    let conflict = Conflict(key: key, first: owner, second: entry.command)
                    let isOurs = changes[owner] != nil || changes[entry.command] != nil
                    if isOurs, !found.contains(conflict) { found.append(conflict) }
                }
            }
        }
        return found
    }

    private static func entries(_ changes: [Command: [Key]]) -> [Keymap.Entry] {
        Keymap.entries.map { entry in
            guard let keys = changes[entry.command] else { return entry }
            var entry = entry
            entry.keys = keys
            entry.label = keys.compactMap(\.name).joined(separator: " ")
            return entry
        }
    }

    private static func commands(_ entries: [Keymap.Entry]) -> [Keymap.Context: [Key: Command]] {
        var commands: [Keymap.Context: [Key: Command]] = [:]
        for entry in entries {
            for context in entry.contexts {
                for key in entry.keys where commands[context]?[key] == nil {
                    commands[context, default: [:]][key] = entry.command
                }
            }
        }
        return commands
    }
}

extension Keymap {
    /// The actions that keys can be given to, by name: `half-page-down`.
    package static let actions: [String: Command] = Dictionary(
        entries.map { ($0.command.name, $0.command) },
        uniquingKeysWith: { first, _ in first }
    )
}

extension Command {
    /// The name in the configuration file: that of the case, in lower case with dashes.
    package var name: String {
        var name: [Character] = []
        var wasLower = false
        for character in "\(self)" {
            // showJSON is show-json.
            if character.isUppercase, wasLower { name.append("-") }
            wasLower = character.isLowercase
            name += character.lowercased()
        }
        return String(name)
    }
}
