package import TextGrid

/// The keys that a person gave to actions in place of their usual ones.
package struct KeyBindings: Sendable, Equatable {
    /// Two actions that one key would stand for in one place.
    package struct Conflict: Sendable, Equatable {
        package var key: Key
        package var first: Command
        package var second: Command
    }

    /// None means the action has no key.
    package var changes: [Command: [Key]]

    package init(changes: [Command: [Key]] = [:]) {
        self.changes = changes
    }

    /// The table that keys, hints and help go by.
    package var keymap: Keymap {
        guard !changes.isEmpty else { return .standard }
        return Keymap(
            Keymap.standard.entries.map { entry in
                guard let keys = changes[entry.command] else { return entry }
                var entry = entry
                entry.keys = keys
                entry.label = keys.compactMap(\.name).joined(separator: " ")
                return entry
            }
        )
    }

    /// The keys that two actions claim since one of them was changed.
    package var conflicts: [Conflict] {
        var found: [Conflict] = []
        var owners: [Keymap.Context: [Key: Command]] = [:]
        for entry in keymap.entries {
            for context in entry.contexts.sorted(by: { $0.rawValue < $1.rawValue }) {
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
}

extension Keymap {
    /// The actions that keys can be given to, by name: `half-page-down`.
    package static let actions: [String: Command] = Dictionary(
        standard.entries.map { ($0.command.name, $0.command) },
        uniquingKeysWith: { first, _ in first }
    )
}

extension Command {
    /// The name in the configuration file: the raw value in lower case with dashes.
    package var name: String {
        rawValue.reduce(into: "") { name, character in
            name += character.isUppercase ? "-" + character.lowercased() : String(character)
        }
    }
}
