import Foundation
import Testing

@testable import EventerApp

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
