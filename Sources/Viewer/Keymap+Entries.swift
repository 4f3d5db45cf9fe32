import TextGrid

extension Keymap {
    /// All keys, in the order that help and README show them.
    package static let entries: [Entry] = [
        entry("j Down", [.character("j"), .down], .down, "one line down", .move, everywhere),
        entry("k Up", [.character("k"), .up], .up, "one line up", .move, everywhere),
        entry("^D", [.control("d")], .halfPageDown, "half a page down", .move, everywhere),
        entry("^U", [.control("u")], .halfPageUp, "half a page up", .move, everywhere),
        entry("^F PgDn", [.control("f"), .pageDown], .pageDown, "a page down", .move, everywhere),
        entry("^B PgUp", [.control("b"), .pageUp], .pageUp, "a page up", .move, everywhere),
        entry("g Home", [.character("g"), .home], .first, "newest, and follow", .move, everywhere),
        entry("G End", [.character("G"), .end], .last, "oldest; last line", .move, everywhere),
        entry("l Right", [.character("l"), .right], .messageRight, "scroll messages right", .move, [.list]),
        entry("h Left", [.character("h"), .left], .messageLeft, "scroll messages left", .move, [.list]),

        entry(
            "/ & F4",
            [.character("/"), .character("&"), .function(4)],
            .filter,
            "filter, live as you type",
            .filter,
            [.list],
            Hint(text: "/ filter", priority: 90)
        ),
        entry(
            "w",
            [.character("w")],
            .warningsOnly,
            "Warning only",
            .filter,
            [.list],
            Hint(text: "w warnings", priority: 60)
        ),
        entry("N", [.character("N")], .onlyNamespace, "this namespace only", .filter, [.list]),
        entry("R", [.character("R")], .onlyReason, "this reason only", .filter, [.list]),
        entry(
            "Esc",
            [.escape],
            .back,
            "undo the last filter",
            .filter,
            [.list],
            Hint(text: "Esc undo filter", priority: 65, condition: .filtered)
        ),

        entry(
            "F",
            [.character("F")],
            .follow,
            "follow the newest event",
            .live,
            [.list],
            Hint(text: "F follow", priority: 80, condition: .held)
        ),
        entry(
            "=",
            [.character("=")],
            .freeze,
            "freeze the list; thaw it",
            .live,
            [.list],
            Hint(text: "= thaw", priority: 85, condition: .frozen)
        ),
        entry(
            "r",
            [.character("r")],
            .retry,
            "when STALE: try again now",
            .live,
            [.list, .streams],
            Hint(text: "r retry", priority: 85, condition: .stale)
        ),
        entry(
            "s",
            [.character("s")],
            .streams,
            "streams: state of each",
            .live,
            [.list, .detail, .help, .streams],
            Hint(text: "s streams", priority: 45, condition: .stale)
        ),

        entry(
            "Enter",
            [.enter],
            .detail,
            "event with its full JSON",
            .detail,
            [.list],
            Hint(text: "Enter detail", priority: 70)
        ),
        entry(
            "J n",
            [.character("J"), .character("n")],
            .nextEvent,
            "next event",
            .detail,
            [.detail],
            Hint(text: "n/p next, previous", priority: 50)
        ),
        entry("K p", [.character("K"), .character("p")], .previousEvent, "previous event", .detail, [.detail]),
        entry(
            "y",
            [.character("y")],
            .showJSON,
            "JSON; back to the top",
            .detail,
            [.detail],
            Hint(text: "y JSON", priority: 55)
        ),
        entry(
            "Esc q",
            [.escape, .character("q"), .enter],
            .back,
            "close",
            .detail,
            [.detail, .help, .streams],
            Hint(text: "Esc close", priority: 90)
        ),

        entry(
            "^T",
            [.control("t")],
            .forwarding,
            "forwarding on/off (asks)",
            .forwarding,
            [.list, .detail],
            Hint(text: "^T forward", priority: 50, condition: .hasSink)
        ),

        entry(
            "t",
            [.character("t")],
            .time,
            "time: age, local, UTC",
            .other,
            [.list, .detail],
            Hint(text: "t time", priority: 20)
        ),
        entry(
            "c",
            [.character("c")],
            .copy,
            "copy event as a line",
            .other,
            [.list, .detail],
            Hint(text: "c copy", priority: 25)
        ),
        entry("^L", [.control("l")], .redraw, "redraw", .other, everywhere),
        entry("^Z", [.control("z")], .suspend, "suspend", .other, everywhere),
        entry(
            "? F1",
            [.character("?"), .function(1)],
            .help,
            "this help",
            .other,
            everywhere,
            Hint(text: "? help", priority: 95)
        ),
        entry(
            "q F10",
            [.character("q"), .function(10)],
            .quit,
            "quit",
            .other,
            [.list],
            Hint(text: "q quit", priority: 92)
        ),
        entry("^C ^C", [.control("c")], .interrupt, "quit at once", .other, everywhere),
    ]

    private static let everywhere: Set<Context> = [.list, .detail, .help, .streams]

    private static func entry(
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
