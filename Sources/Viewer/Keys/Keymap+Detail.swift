import TextGrid

extension Keymap {
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
        entry("1..6", "123456".map { .character($0) }, .nthSection, "n-th section", .detail, [.detail]),
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
            "H",
            [.character("H")],
            .lifecycle,
            "life of the object: where time was lost",
            .detail,
            [.list, .detail]
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
        entry(
            "Enter",
            [.enter],
            .detail,
            "close; on a phase of a life show its events",
            .detail,
            [.detail, .streams],
            Hint(text: "events", priority: 70, condition: .hasPhase)
        ),
        entry("|", [.character("|")], .detailPlace, "detail below, right, whole", .detail, [.detail]),
        entry(
            "Esc q",
            [.escape, .character("q")],
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
            [.facets, .histogram, .forwarder, .alerts],
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
            [.list, .detail, .facets, .forwarder, .alerts, .overview],
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
}
