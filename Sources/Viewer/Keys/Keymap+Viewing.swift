import TextGrid

extension Keymap {
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
        entry("t", [.character("t")], .time, "time: age, local, UTC", .live, [.list, .detail, .alerts]),
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
        entry(
            "D F3",
            [.character("D"), .function(3)],
            .overview,
            "overview: what is wrong, trends, hot spots",
            .live,
            everywhere.subtracting([.overview]),
            Hint(text: "overview", priority: 28)
        ),
    ]

    static let overviewEntries: [Entry] = [
        entry(
            "Enter",
            [.enter],
            .detail,
            "overview: show the events",
            .view,
            [.overview],
            Hint(text: "events", priority: 80)
        ),
        entry(
            "[ -",
            [.character("["), .character("-")],
            .shorterWindow,
            "overview: a shorter time",
            .view,
            [.overview],
            Hint(text: "shorter", priority: 69)
        ),
        entry(
            "] +",
            [.character("]"), .character("+")],
            .longerWindow,
            "overview: a longer time",
            .view,
            [.overview],
            Hint(text: "longer", priority: 70)
        ),
        entry(
            "1..4",
            "1234".map { .character($0) },
            .nthWindow,
            "overview: last 15m, 1h, 6h, 24h",
            .view,
            [.overview],
            Hint(text: "15m..24h", priority: 68)
        ),
        entry("h Left", [.character("h"), .left], .messageLeft, "overview: the list on the left", .view, [.overview]),
        entry(
            "l Right",
            [.character("l"), .right],
            .messageRight,
            "overview: the list on the right",
            .view,
            [.overview]
        ),
        entry(
            "Esc q D F3",
            [.escape, .character("q"), .character("D"), .function(3)],
            .back,
            "overview: close",
            .view,
            [.overview],
            Hint(text: "close", priority: 90)
        ),
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
        entry(
            "i",
            [.character("i")],
            .histogram,
            "histogram: strip, whole, off; ! alert fired, ○ over",
            .view,
            [.list, .histogram]
        ),
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
}
