import TextGrid

// What the groups of entries are written with.

extension Keymap {
    /// All but the help, where letters search.
    static let everywhere = Set(Context.allCases).subtracting([.help])

    static func entry(
        _ label: String,
        _ keys: [Key],
        _ command: Command,
        _ help: String,
        _ group: Group,
        _ contexts: Set<Context>,
        _ hint: Hint? = nil
    ) -> Entry {
        Entry(keys: keys, label: label, command: command, help: help, group: group, contexts: contexts, hint: hint)
    }
}
