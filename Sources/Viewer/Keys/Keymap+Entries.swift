import TextGrid

extension Keymap {
    static let movingEntries: [Entry] = [
        entry("j Down", [.character("j"), .down], .down, "one line down", .move, everywhere),
        entry("k Up", [.character("k"), .up], .up, "one line up", .move, everywhere),
        entry("^D", [.control("d")], .halfPageDown, "half a page down", .move, everywhere),
        entry("^U", [.control("u")], .halfPageUp, "half a page up", .move, everywhere),
        entry("^F PgDn", [.control("f"), .pageDown], .pageDown, "a page down", .move, everywhere),
        entry("^B PgUp", [.control("b"), .pageUp], .pageUp, "a page up", .move, everywhere),
        entry("g Home", [.character("g"), .home], .first, "first line; in the list follow", .move, everywhere),
        entry("G End", [.character("G"), .end], .last, "last line", .move, everywhere),
        entry(
            "l Right",
            [.character("l"), .right],
            .messageRight,
            "messages right; time cursor",
            .move,
            [.list, .histogram]
        ),
        entry(
            "h Left",
            [.character("h"), .left],
            .messageLeft,
            "messages left; time cursor",
            .move,
            [.list, .histogram]
        ),
        entry("< S-Left", [.character("<"), .shift(.left)], .columnLeft, "column cursor left", .move, [.list]),
        entry("> S-Right", [.character(">"), .shift(.right)], .columnRight, "column cursor right", .move, [.list]),
        entry("Tab", [.tab], .nextPane, "next pane", .move, [.list, .facets, .histogram]),
        entry("S-Tab", [.backTab], .previousPane, "previous pane", .move, [.list, .facets, .histogram]),
        entry("e", [.character("e")], .nextWarning, "next Warning", .move, [.list]),
        entry("E", [.character("E")], .previousWarning, "previous Warning", .move, [.list]),
        entry("u", [.character("u")], .nextMarked, "next marked row", .move, [.list]),
        entry("U", [.character("U")], .previousMarked, "previous marked row", .move, [.list]),
        entry("m", [.character("m")], .setPosition, "remember this row under a letter", .move, [.list]),
        entry("'", [.character("'")], .goToPosition, "go to the row of a letter", .move, [.list]),
    ]

    static let filterEntries: [Entry] = [
        entry(
            "/ & F4",
            [.character("/"), .character("&"), .function(4)],
            .filter,
            "filter, live as you type",
            .filter,
            [.list],
            Hint(text: "filter", priority: 90)
        ),
        entry(
            "w",
            [.character("w")],
            .warningsOnly,
            "Warning only",
            .filter,
            [.list],
            Hint(text: "warnings", priority: 60)
        ),
        entry("+", [.character("+")], .includeValue, "only this value of the column", .filter, [.list]),
        entry("-", [.character("-")], .excludeValue, "without this value of the column", .filter, [.list]),
        entry("0", [.character("0")], .allNamespaces, "all namespaces", .filter, [.list, .facets]),
        entry(
            "1..9",
            "123456789".map { .character($0) },
            .nthNamespace,
            "n-th namespace of the facets",
            .filter,
            [.list, .facets]
        ),
        entry(
            "Esc",
            [.escape],
            .back,
            "undo the last filter",
            .filter,
            [.list],
            Hint(text: "undo filter", priority: 65, condition: .filtered)
        ),
        entry("[", [.character("[")], .historyBack, "filter before this one", .filter, [.list]),
        entry("]", [.character("]")], .historyForward, "filter after this one", .filter, [.list]),
        entry("n", [.character("n")], .findNext, "next match", .filter, [.list, .detail, .streams, .forwarder]),
        entry(
            "N",
            [.character("N")],
            .findPrevious,
            "previous match",
            .filter,
            [.list, .detail, .streams, .forwarder]
        ),
        entry("/", [.character("/")], .find, "find in the text", .filter, [.detail, .streams, .forwarder]),
        entry("^G //", [.control("g")], .find, "find and keep all rows", .filter, [.list]),
        entry("*", [.character("*")], .findValue, "find this value of the column", .filter, [.list]),
        entry("v", [.character("v")], .openView, "open a saved view", .filter, [.list]),
        entry("V", [.character("V")], .saveView, "save this view", .filter, [.list]),
    ]

    static let liveEntries: [Entry] = [
        entry(
            "F",
            [.character("F")],
            .follow,
            "follow the newest event",
            .live,
            [.list, .histogram],
            Hint(text: "follow", priority: 80, condition: .held)
        ),
        entry(
            "=",
            [.character("=")],
            .freeze,
            "freeze the list; thaw it",
            .live,
            [.list],
            Hint(text: "thaw", priority: 85, condition: .frozen)
        ),
        entry("T", [.character("T")], .goToTime, "go to a time", .live, [.list, .histogram]),
        entry("t", [.character("t")], .time, "time: age, local, UTC", .live, [.list, .detail]),
        entry(
            "r",
            [.character("r")],
            .retry,
            "when STALE: try again now",
            .live,
            [.list, .streams],
            Hint(text: "retry now", priority: 85, condition: .stale)
        ),
        entry("R", [.character("R")], .streams, "streams: state of each", .live, everywhere),
    ]

    static let viewEntries: [Entry] = [
        entry(
            "Enter",
            [.enter],
            .detail,
            "detail of the row",
            .view,
            [.list],
            Hint(text: "detail", priority: 70, condition: .hasRow)
        ),
        entry("s", [.character("s")], .split, "split a row into its events", .view, [.list]),
        entry(
            "B F5",
            [.character("B"), .function(5)],
            .groupMenu,
            "group by",
            .view,
            [.list],
            Hint(text: "group", priority: 30)
        ),
        entry("S F6", [.character("S"), .function(6)], .sortMenu, "sort by", .view, [.list]),
        entry("I", [.character("I")], .invertSort, "turn the order round", .view, [.list]),
        entry("O", [.character("O")], .sortByColumn, "sort by the column", .view, [.list]),
        entry("A", [.character("A")], .sortByFirst, "sort by first seen", .view, [.list]),
        entry("L", [.character("L")], .sortByLast, "sort by last seen", .view, [.list]),
        entry("P", [.character("P")], .sortByNamespace, "sort by namespace", .view, [.list]),
        entry("i", [.character("i")], .histogram, "histogram: strip, whole screen, off", .view, [.list, .histogram]),
        entry("z", [.character("z")], .zoomIn, "histogram: zoom in", .view, [.list, .histogram]),
        entry("Z", [.character("Z")], .zoomOut, "histogram: zoom out", .view, [.list, .histogram]),
        entry("{", [.character("{")], .cursorEarlier, "histogram: cursor back in time", .view, [.list, .histogram]),
        entry("}", [.character("}")], .cursorLater, "histogram: cursor forward", .view, [.list, .histogram]),
        entry("Space", [.character(" ")], .mark, "mark the row", .view, [.list]),
        entry("^Space", [.control(" ")], .markRange, "mark up to the last mark", .view, [.list]),
        entry("^\\", [.control("\\")], .clearMarks, "clear all marks", .view, [.list]),
        entry("a", [.character("a")], .snooze, "snooze the row: hide it for a while", .view, [.list]),
        entry("W", [.character("W")], .wrap, "wrap long messages", .view, [.list, .detail]),
    ]

    static let facetEntries: [Entry] = [
        entry(
            "Enter Space",
            [.enter, .character(" ")],
            .include,
            "show this value only, or no longer",
            .facets,
            [.facets],
            Hint(text: "include", priority: 80)
        ),
        entry(
            "-",
            [.character("-")],
            .exclude,
            "without this value",
            .facets,
            [.facets],
            Hint(text: "exclude", priority: 79)
        ),
        entry("*", [.character("*")], .only, "this value and no other", .facets, [.facets]),
        entry("x", [.character("x")], .clearFacet, "all values of this field", .facets, [.facets]),
        entry("+ Right", [.character("+"), .right], .expand, "show all values, or fewer", .facets, [.facets]),
        entry(
            "/",
            [.character("/")],
            .find,
            "search the values",
            .facets,
            [.facets],
            Hint(text: "search", priority: 70)
        ),
        entry(
            "Enter",
            [.enter],
            .include,
            "histogram: filter to that time",
            .view,
            [.histogram],
            Hint(text: "filter to it", priority: 80)
        ),
        entry(
            "Space",
            [.character(" ")],
            .mark,
            "histogram: begin a range",
            .view,
            [.histogram],
            Hint(text: "range", priority: 70)
        ),
    ]

    static let detailEntries: [Entry] = [
        entry("J", [.character("J")], .nextEvent, "next row", .detail, [.detail], Hint(text: "next", priority: 50)),
        entry("K", [.character("K")], .previousEvent, "previous row", .detail, [.detail]),
        entry(
            "Tab",
            [.tab],
            .nextSection,
            "next section",
            .detail,
            [.detail],
            Hint(text: "section", priority: 60)
        ),
        entry("S-Tab", [.backTab], .previousSection, "previous section", .detail, [.detail]),
        entry("1..5", "12345".map { .character($0) }, .nthSection, "n-th section", .detail, [.detail]),
        entry(
            "o",
            [.character("o")],
            .timeline,
            "all that happened to the object",
            .detail,
            [.list, .detail],
            Hint(text: "timeline", priority: 46, condition: .hasRow)
        ),
        entry(
            "O",
            [.character("O")],
            .owners,
            "timeline with its owners",
            .detail,
            [.detail],
            Hint(text: "owners", priority: 45)
        ),
        entry(
            "y",
            [.character("y")],
            .yaml,
            "YAML, then JSON",
            .detail,
            [.list, .detail],
            Hint(text: "YAML", priority: 35, condition: .hasRow)
        ),
        entry("|", [.character("|")], .detailPlace, "detail below, right, whole", .detail, [.detail]),
        entry(
            "Esc q",
            [.escape, .character("q"), .enter],
            .back,
            "close",
            .detail,
            [.detail, .streams],
            Hint(text: "close", priority: 90)
        ),
        entry(
            "Esc q",
            [.escape, .character("q")],
            .back,
            "back to the list",
            .facets,
            [.facets, .histogram, .forwarder],
            Hint(text: "back", priority: 90)
        ),
    ]

    static let forwardingEntries: [Entry] = [
        entry(
            "f F9",
            [.character("f"), .function(9)],
            .forwarder,
            "forwarder: state, rates, errors",
            .forwarding,
            everywhere,
            Hint(text: "forwarder", priority: 40, condition: .hasSink)
        ),
        entry(
            "^T",
            [.control("t")],
            .forwarding,
            "forwarding on/off (asks)",
            .forwarding,
            [.list, .detail, .facets, .forwarder],
            Hint(text: "on/off", priority: 30, condition: .hasSink)
        ),
        entry(
            "Space",
            [.character(" ")],
            .forwarding,
            "forwarding on or off (asks)",
            .forwarding,
            [.forwarder],
            Hint(text: "on/off", priority: 70)
        ),
        entry("p", [.character("p")], .pauseForwarding, "pause forwarding (asks)", .forwarding, [.forwarder]),
        entry(
            "r",
            [.character("r")],
            .retryForwarding,
            "send again now",
            .forwarding,
            [.forwarder],
            Hint(text: "retry", priority: 60)
        ),
        entry(
            "d",
            [.character("d")],
            .deadLetters,
            "dead letters",
            .forwarding,
            [.forwarder],
            Hint(text: "dead letters", priority: 55)
        ),
        entry("Enter", [.enter], .detail, "open the dead letter", .forwarding, [.forwarder]),
        entry(
            "c",
            [.character("c")],
            .copyLink,
            "copy the console link",
            .forwarding,
            [.forwarder],
            Hint(text: "copy link", priority: 45)
        ),
    ]

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

    /// All but the help, where letters search.
    private static let everywhere = Set(Context.allCases).subtracting([.help])

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
