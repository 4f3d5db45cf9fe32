import Events
import Testing
import TextGrid
import Viewer

@testable import EventerApp

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
