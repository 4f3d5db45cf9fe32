import Foundation
import TestSupport
import Testing
import TextGrid
import Viewer

@testable import EventerApp
import Events

@Suite struct ConfigurationFileTests {
    private func file(_ text: String) throws -> ConfigurationFile {
        try ConfigurationFile(path: "c.yaml", text: text)
    }

    private func preferences(_ text: String) throws -> Preferences {
        try EffectiveConfiguration(flags: [], file: file(text)).preferences
    }

    private func complaint(_ text: String) -> String {
        do {
            return "no complaint: \(try preferences(text))"
        } catch {
            return "\(error)"
        }
    }

    @Test func everyKeyIsRead() throws {
        let preferences = try preferences(
            """
            theme: high-contrast
            color: 256
            ascii: true
            ambiguous: 2
            mouse: yes
            calm: on
            bell: true
            time: utc
            timezone: -03:30
            group: namespace
            sort: count:asc
            columns: [last, object]
            max-events: 5000
            critical-reasons: [Foo, Bar]
            facets: false
            histogram: off
            warnings-only: true
            filter: "type:Warning ns:a"
            views:
              - name: trouble
                filter: reason:BackOff
                group: none
                sort: first
                columns: auto
                time: local
                window: 2h
                warnings-only: true
            keys:
              copy: ["Y", F8]
            ctrl-z: suspend
            confirm-forwarding: false
            """
        )

        var expected = Preferences()
        expected.theme = .highContrast
        expected.colour = .many
        expected.isASCII = true
        expected.ambiguousWidth = 2
        expected.mouse = true
        expected.maximumEvents = 5000
        expected.view.isCalm = true
        expected.view.ringsBell = true
        expected.view.time = .utc
        expected.view.zone = .offset(-12600)
        expected.view.group = .namespace
        expected.view.sort = .init(.count, isInverted: true)
        expected.view.columns = [.last, .object]
        expected.view.criticalReasons = ["Foo", "Bar"]
        expected.view.facets = .hidden
        expected.view.histogram = .off
        expected.view.warningsOnly = true
        expected.view.filter = "type:Warning ns:a"
        expected.view.bindings = KeyBindings(changes: [.copy: [.character("Y"), .function(8)]])
        expected.view.confirmsForwarding = false
        var view = SavedView(name: "trouble")
        view.filter = "reason:BackOff"
        view.group = Grouping.none
        view.sort = .init(.first)
        view.time = .local
        view.window = 7200
        view.warningsOnly = true
        expected.view.views = [view]
        #expect(preferences == expected)
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "~", "{}"]) func anEmptyFileIsTheDefault(text: String) throws {
        #expect(try preferences(text) == Preferences())
    }

    @Test(arguments: [
        ("theme: drak", "c.yaml:1:8: theme: there is no \"drak\"; did you mean dark?"),
        ("\n  theme: 7", "c.yaml:2:10: theme: there is no \"7\"; it must be dark, light, mono or high-contrast"),
        ("colour: auto", "c.yaml:1:1: there is no key \"colour\"; did you mean color?"),
        ("xyzzy: 1", "c.yaml:1:1: there is no key \"xyzzy\""),
        ("mouse: maybe", "c.yaml:1:8: mouse: \"maybe\" is neither true nor false"),
        ("mouse: [true]", "c.yaml:1:8: mouse: needs one value"),
        ("ambiguous: 3", "c.yaml:1:12: ambiguous: \"3\" is no number from 1 to 2"),
        ("max-events: 0", "c.yaml:1:13: max-events: \"0\" is no number from 1 to 10000000"),
        (
            "timezone: Europe/Berlin",
            "c.yaml:1:11: timezone: \"Europe/Berlin\" is neither local nor an offset such as +08:00"
        ),
        ("timezone: +15:00", "c.yaml:1:11: timezone: \"+15:00\" is neither local nor an offset such as +08:00"),
        ("sort: cuont", "c.yaml:1:7: sort: there is no \"cuont\"; did you mean count?"),
        ("sort: count:up", "c.yaml:1:7: sort: \"count:up\": what follows the column must be :asc or :desc"),
        ("columns: [last, objekt]", "c.yaml:1:17: columns: there is no \"objekt\"; did you mean object?"),
        ("columns: [last, last]", "c.yaml:1:10: columns: has last twice"),
        ("columns: []", "c.yaml:1:10: columns: needs a column"),
        (
            "filter: resaon:x",
            "c.yaml:1:9: filter: \"resaon:x\": character 1: unknown field \"resaon\"; did you mean \"reason\"?"
        ),
        (
            "critical-reasons: [A, +B]",
            "c.yaml:1:19: critical-reasons: mixes reasons with changes (+X, -X): write one or the other"
        ),
        ("critical-reasons: [a b]", "c.yaml:1:20: critical-reasons: \"a b\" is no reason such as OOMKilling"),
        ("views: [{filter: x}]", "c.yaml:1:9: views: a view needs a name"),
        ("views: [{name: a}, {name: A}]", "c.yaml:1:20: views: two views are named \"A\""),
        ("views: [{nmae: a}]", "c.yaml:1:10: views: nmae: no part of a view; did you mean name?"),
        (
            "views: [{name: a, window: soon}]",
            "c.yaml:1:27: views: window: \"soon\" is no length of time such as 90s, 15m, 2h or 7d"
        ),
        ("keys: {hlep: x}", "c.yaml:1:8: keys: there is no action \"hlep\"; did you mean help?"),
        ("keys: {copy: Hyper-x}", "c.yaml:1:14: keys: \"Hyper-x\" is no key such as a, ^T, F5, Space or Shift-Left"),
        ("keys: {copy: j}", "c.yaml:1:8: keys: j would be both down and copy"),
        ("keys: [a]", "c.yaml:1:7: keys: needs names with values, as in \"name: value\""),
        (
            "sinkUrl: sls:x",
            "c.yaml:1:1: there is no key \"sinkUrl\"; sinks and keys do not belong here: use $EVENTER_SINK or --sink-file"
        ),
        (
            "AccessKeySecret: hunter2",
            "c.yaml:1:1: there is no key \"AccessKeySecret\"; sinks and keys do not belong here: use $EVENTER_SINK or --sink-file"
        ),
        ("theme:", "c.yaml:1:1: \"theme\" has no value"),
        ("- theme", "c.yaml: needs keys with values, as in \"theme: light\""),
        ("theme: dark\nmouse: true\ntheme: light", "c.yaml:3:1: \"theme\" appears twice"),
        ("theme: [", "c.yaml:2:1: no YAML: did not find expected node content"),
        ("\n# \u{7}", "c.yaml:2:3: no YAML: control characters are not allowed"),
        (
            "theme: \"\\e[2J\\u202E\"",
            "c.yaml:1:8: theme: there is no \"^[[2J\"; it must be dark, light, mono or high-contrast"
        ),
    ])
    func faultsAreToldWithTheirPlace(text: String, expected: String) {
        #expect(complaint(text) == expected)
    }

    @Test func allFaultsAreToldAtOnce() {
        let text = complaint(
            "theme: x\nmouse: y\nviews:\n  - {name: a, sort: z, tmie: 1}\nkeys: {a: b, copy: [j, qq]}\nzzz: 1"
        )

        let places = text.split(separator: "\n").map { $0.split(separator: " ").first ?? "" }
        #expect(
            places == [
                "c.yaml:1:8:", "c.yaml:2:8:", "c.yaml:4:21:", "c.yaml:4:24:", "c.yaml:5:8:", "c.yaml:5:24:",
                "c.yaml:6:1:",
            ]
        )
    }

    @Test(arguments: [
        String(repeating: "[", count: 5000), String(repeating: "- ", count: 5000),
        "a: &a [x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]",
        "? [a, b]\n: c", "!!binary x: y", "theme: !!python/object x", "\u{0}", "theme: \u{7}",
    ])
    func whatIsHostileIsRefused(text: String) {
        #expect(throws: ConfigurationError.self) { try preferences(text) }
    }

    @Test func reasonsChangeTheUsualOnes() throws {
        let reasons = try preferences("critical-reasons: [+Unhealthy, -Rebooted]").view.criticalReasons

        #expect(reasons == EventTable.usualCriticalReasons.union(["Unhealthy"]).subtracting(["Rebooted"]))
    }

    @Test func controlZMovesToWarnings() throws {
        let bindings = try preferences("ctrl-z: warnings").view.bindings

        #expect(bindings.keymap.command(for: .control("z"), in: .list) == .warningsOnly)
        #expect(bindings.keymap.command(for: .character("w"), in: .list) == .warningsOnly)
        #expect(!bindings.keymap.entries.contains { $0.command == .suspend && !$0.keys.isEmpty })
    }

    @Test func aNamedFileMustBeThere() throws {
        let directory = try TemporaryDirectory()
        let process = ProcessContext(
            environment: ["XDG_CONFIG_HOME": directory.path],
            isOutputTerminal: true,
            isInputTerminal: true,
            version: "1"
        )
        let missing = directory.path + "/none.yaml"

        #expect(try ConfigurationFile.read(.usual, process) == nil)
        #expect(try ConfigurationFile.read(.none, process) == nil)
        #expect(throws: ConfigurationError(missing, "there is no such file")) {
            try ConfigurationFile.read(.path(missing), process)
        }
        try FileManager.default.createDirectory(atPath: directory.path + "/eventer", withIntermediateDirectories: true)
        try Data("theme: light".utf8).write(to: URL(filePath: directory.path + "/eventer/config.yaml"))
        #expect(try ConfigurationFile.read(.usual, process)?.members.map(\.name) == ["theme"])
    }

    @Test(
        arguments: [
            (nil, [:], ConfigurationFile.Choice.usual), ("none", [:], .none), ("a", [:], .path("a")),
            (nil, ["EVENTER_CONFIG": "b"], .path("b")), ("a", ["EVENTER_CONFIG": "b"], .path("a")),
            (nil, ["EVENTER_CONFIG": ""], .usual), (nil, ["EVENTER_CONFIG": "none"], .none),
        ] as [(String?, [String: String], ConfigurationFile.Choice)]
    )
    func theFlagBeatsTheVariable(flag: String?, environment: [String: String], choice: ConfigurationFile.Choice) {
        #expect(ConfigurationFile.Choice(flag: flag, environment: environment) == choice)
    }
}

@Suite struct EffectiveConfigurationTests {
    /// What a table of sources comes to: the theme, and where it is from.
    @Test(
        arguments: [
            (nil, nil, nil, Theme.dark, nil),
            ("light", nil, nil, .light, .file(line: 1)),
            ("light", "mono", nil, .mono, .variable("EVENTER_THEME")),
            ("light", "mono", "high-contrast", .highContrast, .flag("--theme")),
            (nil, "mono", nil, .mono, .variable("EVENTER_THEME")),
            (nil, "", nil, .dark, nil),
            (nil, nil, "light", .light, .flag("--theme")),
            ("light", nil, "mono", .mono, .flag("--theme")),
        ] as [(String?, String?, String?, Theme, EffectiveConfiguration.Origin?)]
    )
    func flagBeatsVariableBeatsFile(
        file: String?,
        variable: String?,
        flag: String?,
        theme: Theme,
        origin: EffectiveConfiguration.Origin?
    ) throws {
        let configuration = try EffectiveConfiguration(
            flags: flag.map { [PreferenceFlag("theme", "--theme", $0)] } ?? [],
            environment: variable.map { ["EVENTER_THEME": $0] } ?? [:],
            file: file.map { try ConfigurationFile(path: "c.yaml", text: "theme: " + $0) }
        )

        #expect(configuration.preferences.theme == theme)
        #expect(configuration.origins["theme"] == origin)
    }

    @Test func everyScalarKeyHasAVariable() throws {
        for key in PreferenceKey.all where !key.isMapping && key.defaultText != "auto" && key.name != "filter" {
            let value = key.defaultText.trimming("\"").trimming("[").trimming("]")
            let configuration = try EffectiveConfiguration(flags: [], environment: [key.variable: value])

            #expect(configuration.origins[key.name] == .variable(key.variable))
            #expect(configuration.preferences == Preferences(), "\(key.name)")
        }
    }

    @Test func faultsOfAllSourcesAreToldTogether() throws {
        let file = try ConfigurationFile(path: "c.yaml", text: "theme: x")

        let error = #expect(throws: ConfigurationError.self) {
            try EffectiveConfiguration(
                flags: [PreferenceFlag("sort", "--sort", "x")],
                view: "y",
                environment: ["EVENTER_MOUSE": "z"],
                file: file
            )
        }

        #expect(
            error?.description == """
                c.yaml:1:8: theme: there is no "x"; it must be dark, light, mono or high-contrast
                $EVENTER_MOUSE: "z" is neither true nor false
                --view: there is no view "y"; the configuration file has none
                --sort: there is no "x"; it must be last, first, count, type, namespace, reason, object, cluster, source, node or message
                """
        )
    }

    @Test func aViewBeatsTheFileAndGivesWayToFlags() throws {
        let file = try ConfigurationFile(
            path: "c.yaml",
            text: "group: node\nsort: first\nviews: [{name: Trouble, group: none, sort: count, filter: a}]"
        )

        let configuration = try EffectiveConfiguration(
            flags: [PreferenceFlag("sort", "--sort", "reason")],
            view: "trouble",
            file: file
        )

        #expect(configuration.preferences.view.group == .none)
        #expect(configuration.preferences.view.sort.field == .reason)
        #expect(configuration.preferences.view.filter == "a")
        #expect(configuration.origins["group"] == .view("Trouble"))
        #expect(configuration.preferences.startView == "Trouble")
        #expect(throws: ConfigurationError.self) { try EffectiveConfiguration(flags: [], view: "truoble", file: file) }
    }
}

@Suite struct ColourWishTests {
    private static let many = ColourDepth.many

    @Test(
        arguments: [
            ([], nil, [:], ColourDepth.many, false),
            ([], nil, ["COLORTERM": "truecolor"], many, true),
            ([], nil, ["COLORTERM": "24bit"], many, true),
            ([], nil, ["CLICOLOR": "0"], .none, false),
            ([], nil, ["NO_COLOR": "1"], .none, false),
            ([], nil, ["NO_COLOR": ""], many, false),
            ([], nil, ["NO_COLOR": "0"], .none, false),
            ([], nil, ["NO_COLOR": "1", "FORCE_COLOR": "3", "COLORTERM": "truecolor"], .none, false),
            ([], nil, ["CLICOLOR_FORCE": "1", "CLICOLOR": "0"], many, false),
            ([], nil, ["CLICOLOR_FORCE": "0", "CLICOLOR": "0"], .none, false),
            ([], nil, ["FORCE_COLOR": "0"], .none, false),
            ([], nil, ["FORCE_COLOR": "1"], .sixteen, true),
            ([], nil, ["FORCE_COLOR": "2"], many, true),
            ([], "never", [:], .none, false),
            ([], "16", ["COLORTERM": "truecolor"], .sixteen, true),
            ([], "256", ["NO_COLOR": "1"], .none, false),
            ([], "never", ["FORCE_COLOR": "3"], many, true),
            (["256"], nil, ["NO_COLOR": "1"], many, true),
            (["16"], "256", [:], .sixteen, true),
            (["never"], "256", ["FORCE_COLOR": "3"], .none, false),
            (["auto"], "256", ["NO_COLOR": "1"], .none, false),
            (["auto"], "never", [:], many, false),
            ([], nil, ["EVENTER_COLOR": "256", "NO_COLOR": "1"], many, true),
        ] as [([String], String?, [String: String], ColourDepth, Bool)]
    )
    func theFirstWordCounts(
        flags: [String],
        file: String?,
        environment: [String: String],
        depth: ColourDepth,
        isCertain: Bool
    ) throws {
        let configuration = try EffectiveConfiguration(
            flags: flags.map { PreferenceFlag("color", "--color", $0) },
            environment: environment,
            file: file.map { try ConfigurationFile(path: "c", text: "color: " + $0) }
        )

        let wish = ColourWish(configuration, environment: environment)

        #expect(wish.depth == depth)
        #expect(wish.isCertain == isCertain)
    }

    @Test func aCertainWishTriesAnotherType() throws {
        var wish = ColourWish(EffectiveConfiguration(), environment: ["COLORTERM": "truecolor"])

        #expect(wish.terminals("xterm") == ["xterm-256color", "xterm"])
        #expect(wish.terminals("screen-256color") == ["screen-256color"])
        wish.isCertain = false
        #expect(wish.terminals("xterm") == ["xterm"])
    }
}

@Suite struct ConfigurationTextTests {
    @Test func theExampleHoldsEveryDefault() throws {
        let lines = ConfigurationText.example.split(separator: "\n")
        let defaults = PreferenceKey.all.map { "#" + $0.name + ": " + $0.defaultText }
        let text = defaults.map { $0.dropFirst() }.joined(separator: "\n")

        for line in defaults { #expect(lines.contains(Substring(line)), "\(line)") }
        let file = try ConfigurationFile(path: "c", text: text)
        #expect(try EffectiveConfiguration(flags: [], file: file).preferences == Preferences())
        #expect(lines.allSatisfy { $0.hasPrefix("#") })
    }

    @Test func everyExampleCanBeRead() throws {
        for key in PreferenceKey.all where !key.example.isEmpty {
            let file = try ConfigurationFile(path: "c", text: key.example.joined(separator: "\n"))

            #expect(try EffectiveConfiguration(flags: [], file: file).preferences != Preferences(), "\(key.name)")
        }
    }

    @Test func whatIsPrintedIsReadBack() throws {
        let text = """
            theme: light
            timezone: +05:30
            filter: 'msg~/a"b/'
            views: [{name: "x y", columns: [last, type], window: 90s, warnings-only: false, sort: reason:desc}]
            keys: {copy: [Y, "?"], help: F12, suspend: []}
            """
        let configuration = try EffectiveConfiguration(
            flags: [PreferenceFlag("time", "--time", "utc")],
            environment: ["EVENTER_CALM": "true"],
            file: ConfigurationFile(path: "c", text: text.replacing("\"?\"", with: "\"Q\""))
        )

        let printed = ConfigurationText.effective(configuration, file: "/home/a\u{1B}/c.yaml")

        let again = try EffectiveConfiguration(flags: [], file: ConfigurationFile(path: "c", text: printed))
        #expect(again.preferences == configuration.preferences)
        #expect(printed.contains("# from /home/a^[/c.yaml"))
        #expect(printed.contains(/time: utc +# --time\n/))
        #expect(printed.contains(/calm: true +# \$EVENTER_CALM\n/))
        #expect(printed.contains(/theme: light +# line 1\n/))
        #expect(printed.contains(/mouse: false +# default\n/))
    }
}
