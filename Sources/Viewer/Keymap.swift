package import TextGrid

/// The one table of keys: it drives what keys do, the hint line, the help overlay and the README.
package enum Keymap {
    package enum Context: Sendable, Hashable {
        case list, detail, help, streams
    }

    package enum Group: String, Sendable, CaseIterable {
        case move = "MOVE"
        case filter = "FILTER"
        case live = "LIVE"
        case detail = "DETAIL"
        case forwarding = "FORWARDING"
        case other = "OTHER"
    }

    /// A place on the hint line.
    package struct Hint: Sendable, Equatable {
        /// When the hint helps.
        package enum Condition: Sendable, Equatable {
            case always, held, frozen, stale, filtered, hasSink
        }

        package var text: String
        /// Hints of low priority go first when the line is short.
        package var priority: Int
        package var condition = Condition.always
    }

    /// One line of the table.
    package struct Entry: Sendable {
        package var keys: [Key]
        /// The keys as people read them: `^D PgDn`.
        package var label: String
        package var command: Command
        package var help: String
        package var group: Group
        package var contexts: Set<Context>
        package var hint: Hint?
    }

    /// What `key` does in `context`, if anything.
    package static func command(for key: Key, in context: Context) -> Command? {
        commands[context]?[key]
    }

    private static let commands: [Context: [Key: Command]] = {
        var commands: [Context: [Key: Command]] = [:]
        for entry in entries {
            for context in entry.contexts {
                for key in entry.keys where commands[context]?[key] == nil {
                    commands[context, default: [:]][key] = entry.command
                }
            }
        }
        return commands
    }()
}
