import ArgumentParser
import EventerApp

/// How the viewer looks: flags that the configuration file has keys for.
///
/// Their values stay text: whoever reads the file reads them too, so that both take the same and complain alike.
struct LookOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Configuration file in place of the usual one; none for none.", valueName: "file"))
    var config: String?

    @Option(
        help: "Looks: \(choices("theme").text).",
        completion: .list(choices("theme").words)
    )
    var theme: String?

    @Option(
        help: ArgumentHelp("Colours: \(choices("color").text).", valueName: "colors"),
        completion: .list(choices("color").words)
    )
    var color: String?

    @Flag(help: "No colours: --color never.")
    var noColor = false

    @Flag(help: "Draw with ASCII only.")
    var ascii = false

    @Option(
        help: ArgumentHelp(
            "Cells that the terminal gives to characters of ambiguous width: 1 or 2.",
            valueName: "cells"
        ),
        completion: .list(choices("ambiguous").words)
    )
    var ambiguous: String?

    @Flag(inversion: .prefixedNo, help: "Take part in what the mouse does; M switches it.")
    var mouse: Bool?

    @Flag(help: "Nothing moves by itself: no ticking ages, no flash.")
    var calm = false

    @Option(help: ArgumentHelp("Zone of local times: local, or an offset such as +08:00.", valueName: "zone"))
    var tz: String?

    @Option(
        help: "Events that share a row: \(choices("group").text).",
        completion: .list(choices("group").words)
    )
    var group: String?

    @Option(
        help: ArgumentHelp("Order of the rows: a column, with :asc or :desc.", valueName: "column"),
        completion: .list(choices("sort").words)
    )
    var sort: String?

    @Option(help: "Columns, with commas: \(choices("columns").text).")
    var columns: String?

    @Option(help: ArgumentHelp("Begin with this view of the configuration file.", valueName: "name"))
    var view: String?

    @Flag(inversion: .prefixedNo, help: "Begin with the sidebar of facets, or without.")
    var facets: Bool?

    @Flag(help: "No histogram.")
    var noHistogram = false

    @Option(
        help: ArgumentHelp(
            "Events held in memory; older ones leave it, not the journal. (default: 200000)",
            valueName: "n"
        )
    )
    var maxEvents: String?

    /// The words that a key of the configuration file takes, and the same as text.
    private static func choices(_ key: String) -> (words: [String], text: String) {
        let words = PreferenceKey.named(key)?.choices ?? []
        return (words, words.dropLast().joined(separator: ", ") + " or " + (words.last ?? ""))
    }

    /// What was given, in the words of the configuration file.
    ///
    /// `time` says how times are shown; lines have that flag too.
    func settings(time: String?) -> LookSettings {
        var flags: [PreferenceFlag] = []
        func add(_ key: String, _ flag: String, _ value: String?) {
            if let value { flags.append(PreferenceFlag(key, flag, value)) }
        }
        add("theme", "--theme", theme)
        if noColor { add("color", "--no-color", "never") }
        add("color", "--color", color)
        if ascii { add("ascii", "--ascii", "true") }
        add("ambiguous", "--ambiguous", ambiguous)
        if let mouse { add("mouse", mouse ? "--mouse" : "--no-mouse", "\(mouse)") }
        if calm { add("calm", "--calm", "true") }
        add("time", "--time", time)
        add("timezone", "--tz", tz)
        add("group", "--group", group)
        add("sort", "--sort", sort)
        add("columns", "--columns", columns)
        if let facets { add("facets", facets ? "--facets" : "--no-facets", "\(facets)") }
        if noHistogram { add("histogram", "--no-histogram", "off") }
        add("max-events", "--max-events", maxEvents)
        return LookSettings(configuration: config, view: view, flags: flags)
    }
}
