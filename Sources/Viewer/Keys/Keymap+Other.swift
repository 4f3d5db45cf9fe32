import TextGrid

extension Keymap {
    static let otherEntries: [Entry] = [
        entry(
            "@",
            [.character("@")],
            .contexts,
            "switch the context",
            .other,
            [.list, .facets, .streams],
            Hint(text: "context", priority: 84, condition: .stale)
        ),
        entry(":", [.character(":")], .command, "command", .other, everywhere, Hint(text: "command", priority: 20)),
        entry(
            "c",
            [.character("c")],
            .copy,
            "copy the event as a line",
            .other,
            [.list, .detail],
            Hint(text: "copy", priority: 25, condition: .hasRow)
        ),
        entry("C", [.character("C")], .copyMenu, "copy: choose what", .other, [.list, .detail]),
        entry("^S", [.control("s")], .save, "save to a file", .other, [.list, .detail]),
        entry("M F2", [.character("M"), .function(2)], .mouse, "mouse on/off", .other, everywhere),
        entry("^L", [.control("l")], .redraw, "redraw", .other, everywhere),
        entry("^Z", [.control("z")], .suspend, "suspend", .other, everywhere),
        entry(
            "? F1",
            [.character("?"), .function(1)],
            .help,
            "this help",
            .other,
            everywhere,
            Hint(text: "help", priority: 95)
        ),
        entry(
            "q F10",
            [.character("q"), .function(10)],
            .quit,
            "quit",
            .other,
            [.list],
            Hint(text: "quit", priority: 92)
        ),
        entry("Up Down", [.up, .down], .down, "the line before, the next; PgUp PgDn Home End too", .other, [.help]),
        entry(
            "Enter",
            [.enter],
            .detail,
            "run the action under the cursor",
            .other,
            [.help],
            Hint(text: "run", priority: 80)
        ),
        entry(
            "Esc",
            [.escape],
            .back,
            "forget the search, then close; q and ? too",
            .other,
            [.help],
            Hint(text: "close", priority: 90)
        ),
        entry("letters", [.character("a")], .find, "search the help", .other, [.help]),
        entry("^C ^C", [.control("c")], .interrupt, "quit at once", .other, everywhere),
    ]
}
