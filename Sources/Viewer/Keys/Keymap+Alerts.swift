import TextGrid

extension Keymap {
    static let alertEntries: [Entry] = [
        entry("! F7", [.character("!"), .function(7)], .alerts, "alerts: what fires and fired", .alerts, everywhere),
        entry(
            "Enter",
            [.enter],
            .detail,
            "show its events",
            .alerts,
            [.alerts],
            Hint(text: "show events", priority: 85)
        ),
        entry(
            "a",
            [.character("a")],
            .acknowledge,
            "acknowledge: somebody knows",
            .alerts,
            [.alerts],
            Hint(text: "acknowledge", priority: 80, condition: .hasIncident)
        ),
        entry(
            "z",
            [.character("z")],
            .snoozeAlert,
            "snooze: silent for a while",
            .alerts,
            [.alerts],
            Hint(text: "snooze", priority: 75, condition: .hasIncident)
        ),
        entry(
            "u",
            [.character("u")],
            .reopen,
            "take an acknowledgement or a snooze back",
            .alerts,
            [.alerts],
            Hint(text: "take back", priority: 55, condition: .hasIncident)
        ),
        entry(
            "Tab r",
            [.tab, .backTab, .character("r")],
            .alertRules,
            "the rules that are on, and back",
            .alerts,
            [.alerts],
            Hint(text: "rules", priority: 70)
        ),
        entry("c", [.character("c")], .copy, "copy the incident as a line", .alerts, [.alerts]),
    ]
}
