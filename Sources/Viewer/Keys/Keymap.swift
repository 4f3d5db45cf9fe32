package import TextGrid

/// The one table of keys: it drives what keys do, the hint line, the help overlay and the README.
package struct Keymap: Sendable, Equatable {
    /// Where a key is pressed.
    package enum Context: String, Sendable, Hashable, CaseIterable {
        case list, facets, histogram, detail, forwarder, streams, alerts, overview, help
    }

    package enum Group: String, Sendable, CaseIterable {
        case move = "MOVE"
        case filter = "FILTER"
        case live = "LIVE"
        case view = "VIEW"
        case facets = "FACETS"
        case detail = "DETAIL"
        case forwarding = "FORWARDING"
        case alerts = "ALERTS"
        case other = "OTHER"
    }

    /// A place on the hint line.
    package struct Hint: Sendable, Equatable {
        /// When the hint helps.
        package enum Condition: Sendable, Equatable {
            case always, held, frozen, stale, filtered, hasRow, hasSink, hasPhase, hasIncident
        }

        /// What the key does, in a word or two; the line puts the key before it.
        package var text: String
        /// Hints of low priority go first when the line is short.
        package var priority: Int
        package var condition = Condition.always
    }

    /// One line of the table.
    package struct Entry: Sendable, Equatable {
        package var keys: [Key]
        /// The keys as people read them: `^D PgDn`.
        package var label: String
        package var command: Command
        package var help: String
        package var group: Group
        package var contexts: Set<Context>
        package var hint: Hint?
    }

    /// All keys, in the order that help and README show them.
    package let entries: [Entry]
    private let commands: [Context: [Key: Command]]

    init(_ entries: [Entry]) {
        self.entries = entries
        var commands: [Context: [Key: Command]] = [:]
        for entry in entries {
            for context in entry.contexts {
                for key in entry.keys where commands[context]?[key] == nil {
                    commands[context, default: [:]][key] = entry.command
                }
            }
        }
        self.commands = commands
    }

    /// What `key` does in `context`, if anything; an arrow with Shift or Ctrl that has no meaning of its own is the plain arrow.
    package func command(for key: Key, in context: Context) -> Command? {
        commands[context]?[key] ?? (key.unmodified == key ? nil : commands[context]?[key.unmodified])
    }

    /// The keys as they are unless the configuration changes them.
    package static let standard = Keymap(
        movingEntries + filterEntries + liveEntries + viewEntries + overviewEntries + facetEntries + detailEntries
            + forwardingEntries + alertEntries + otherEntries
    )
}
