import Events
import Foundation
import TestSupport
import Testing
import TextGrid
import Viewer

@testable import EventerApp

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
