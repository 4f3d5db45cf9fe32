import TextGrid

extension Keymap {
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
        entry(
            "n",
            [.character("n")],
            .findNext,
            "next match",
            .filter,
            [.list, .detail, .streams, .forwarder, .alerts]
        ),
        entry(
            "N",
            [.character("N")],
            .findPrevious,
            "previous match",
            .filter,
            [.list, .detail, .streams, .forwarder, .alerts]
        ),
        entry("/", [.character("/")], .find, "find in the text", .filter, [.detail, .streams, .forwarder, .alerts]),
        entry("^G //", [.control("g")], .find, "find and keep all rows", .filter, [.list]),
        entry("*", [.character("*")], .findValue, "find this value of the column", .filter, [.list]),
        entry("v", [.character("v")], .openView, "open a saved view", .filter, [.list]),
        entry("V", [.character("V")], .saveView, "save this view", .filter, [.list]),
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
}
