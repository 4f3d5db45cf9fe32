import ArgumentParser
import EventerApp
import TextGrid
import Viewer

/// How the viewer looks: flags that the configuration file has keys for.
///
/// Their values stay text: whoever reads the file reads them too, so that both take the same and complain alike.
struct LookOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Configuration file in place of the usual one; none for none.", valueName: "file"))
    var config: String?

    @Option(
        help: "Looks: \(names(Theme.self)).",
        completion: .list(Theme.allCases.map(\.rawValue))
    )
    var theme: String?

    @Option(
        help: ArgumentHelp("Colours: \(names(Preferences.Colour.self)).", valueName: "colors"),
        completion: .list(Preferences.Colour.allCases.map(\.rawValue))
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
        completion: .list(["1", "2"])
    )
    var ambiguous: String?

    @Flag(inversion: .prefixedNo, help: "Take part in what the mouse does; M switches it.")
    var mouse: Bool?

    @Flag(help: "Nothing moves by itself: no ticking ages, no flash.")
    var calm = false

    @Option(
        help: "How times are shown: \(names(ViewPreferences.Time.self)).",
        completion: .list(ViewPreferences.Time.allCases.map(\.rawValue))
    )
    var time: String?

    @Option(help: ArgumentHelp("Zone of local times: local, or an offset such as +08:00.", valueName: "zone"))
    var tz: String?

    @Option(
        help: "Events that share a row: \(names(ViewPreferences.Group.self)).",
        completion: .list(ViewPreferences.Group.allCases.map(\.rawValue))
    )
    var group: String?

    @Option(
        help: ArgumentHelp("Order of the rows: a column, with :asc or :desc.", valueName: "column"),
        completion: .list(ViewPreferences.Sort.Field.allCases.map(\.rawValue))
    )
    var sort: String?

    @Option(help: "Columns, with commas: \(names(ViewPreferences.Column.self)).")
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

    private static func names<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type) -> String {
        let names = Choice.allCases.map(\.rawValue)
        return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }

    /// What was given, in the words of the configuration file.
    var settings: LookSettings {
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
