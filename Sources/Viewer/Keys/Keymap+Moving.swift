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
}
