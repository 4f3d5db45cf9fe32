import Alerts
import Events
import Foundation
import TestSupport
import Testing

@testable import EventerApp

@Suite struct AlertSettingsTests {
    private func settings(_ text: String) throws -> AlertSettings {
        try AlertSettings(try ConfigurationFile(path: "c.yaml", text: text))
    }

    private func complaint(_ text: String) -> String {
        do {
            return "no complaint: \(try settings(text))"
        } catch {
            return "\(error)"
        }
    }

    @Test func theUsualRulesAreAllButTheOptionalOnes() throws {
        let names = try settings("theme: light\nalerts: {}").ruleSet().map(\.name)

        #expect(names == BuiltInRules.all.filter { $0.set != .alibaba }.map(\.rule.name))
        #expect(AlertSettings().ruleSet() == BuiltInRules.rules())
    }

    @Test func everyPartOfARuleIsRead() throws {
        let settings = try settings(
            """
            alerts:
              built-in: none
              rules:
                - name: oom-burst
                  title: out of memory
                  filter: "reason:(OOMKilling, PodOOMKilling)"
                  count: 4
                  window: 5m
                  group by: [node]
                  for: 2m
                  ignore: "ns:kube-system"
                  recovery: "reason:NodeReady"
                  quiet: 1h30m
                  severity: high
                  rest: true
              notify: [{command: [/bin/true]}]
            """
        )

        var rule = AlertRule(name: "oom-burst", filter: try EventFilter(parsing: "reason:(OOMKilling, PodOOMKilling)"))
        rule.title = "out of memory"
        rule.count = 4
        rule.window = .seconds(300)
        rule.grouping = [.node]
        rule.pending = .seconds(120)
        rule.ignore = try EventFilter(parsing: "ns:kube-system")
        rule.recovery = try EventFilter(parsing: "reason:NodeReady")
        rule.quiet = .seconds(5400)
        rule.severity = .high
        rule.takesRest = true
        #expect(settings.ruleSet() == [rule])
        #expect(settings.notify != nil)
    }

    @Test func whatIsLeftOutIsTheUsual() throws {
        let rule = try #require(try settings("rules: [{name: a, filter: x}]").rules.first)

        #expect(rule.window == .seconds(360) && rule.count == 1 && rule.pending == .zero && rule.severity == .medium)
        #expect(rule.grouping == [.namespace, .kind, .name])
        #expect(try settings("rules: [{name: a, filter: x, group-by: []}]").rules.first?.grouping == [])
    }

    @Test func aRuleOfOnesOwnTakesThePlaceOfABuiltInOne() throws {
        let rules = try settings("rules: [{name: warning, filter: x}]").ruleSet()

        #expect(rules.filter { $0.name == "warning" }.map(\.filter.text) == ["x"])
    }

    @Test func rulesAreSwitchedByName() throws {
        let settings = try settings(
            "built-in: [generic]\non: [volume]\noff: [warning, mine]\nrules: [{name: mine, filter: x}]"
        )
        let names = settings.ruleSet().map(\.name)

        #expect(names.contains("volume") && names.contains("image-pull"))
        #expect(!names.contains("warning") && !names.contains("unhealthy") && !names.contains("mine"))
    }

    @Test(arguments: [
        ("built-in: [generc]", "c.yaml:1:12: built-in: there is no \"generc\"; did you mean generic?"),
        ("bulit-in: all", "c.yaml:1:1: bulit-in: no part of alerts; did you mean built-in?"),
        ("off: [warnig]", "c.yaml:1:7: off: there is no rule \"warnig\"; did you mean warning?"),
        ("on: [xyzzy]", "c.yaml:1:6: on: there is no rule \"xyzzy\"; `eventer rules list` shows them"),
        ("rules: {a: b}", "c.yaml:1:8: rules: needs a list of rules"),
        ("rules: [{filter: x}]", "c.yaml:1:9: rules: a rule needs a name"),
        ("rules: [{name: a}]", "c.yaml:1:9: rules: a rule needs a filter"),
        (
            "rules: [{name: A b, filter: x}]",
            "c.yaml:1:16: rules: name: \"A b\" is no name such as oom-burst: lower case letters, digits and -"
        ),
        (
            "rules: [{name: a, filter: x}, {name: a, filter: y}]",
            "c.yaml:1:31: rules: two rules are named \"a\""
        ),
        (
            "alerts:\n  rules:\n    - name: a\n      filter: resaon:x",
            "c.yaml:4:15: alerts: rules: filter: \"resaon:x\": character 1: unknown field \"resaon\"; did you mean \"reason\"?"
        ),
        (
            "rules: [{name: a, filter: \"last:15m\"}]",
            "c.yaml:1:27: rules: filter: \"last<=15m\" has no place in a rule, which asks each event as it comes; use window, for or count"
        ),
        (
            "rules: [{name: a, filter: \"is:marked\"}]",
            "c.yaml:1:27: rules: filter: \"is:marked\" has no place in a rule, which asks each event as it comes; use window, for or count"
        ),
        ("rules: [{name: a, filter: x, fro: 2m}]", "c.yaml:1:30: rules: fro: no part of a rule; did you mean for?"),
        ("rules: [{name: a, filter: x, count: 0}]", "c.yaml:1:37: rules: count: \"0\" is no number from 1 to 10000"),
        ("rules: [{name: a, filter: x, window: 5s}]", "c.yaml:1:38: rules: window: \"5s\" is not between 10s and 1d"),
        (
            "rules: [{name: a, filter: x, window: 5}]",
            "c.yaml:1:38: rules: window: \"5\" is no length of time such as 90s, 15m or 2h"
        ),
        (
            "rules: [{name: a, filter: x, group-by: [nod]}]",
            "c.yaml:1:41: rules: group-by: there is no \"nod\"; did you mean node?"
        ),
        ("rules: [{name: a, filter: x, group-by: [ns, ns]}]", "c.yaml:1:40: rules: group-by: has ns twice"),
        (
            "rules: [{name: a, filter: x, group-by: [cluster]}]",
            "c.yaml:1:41: rules: group-by: clusters are told apart anyway; leave cluster out"
        ),
        ("rules: [{name: a, filter: x, group by: [], group-by: []}]", "c.yaml:1:44: rules: group-by: is there twice"),
        (
            "rules: [{name: a, filter: x, severity: loud}]",
            "c.yaml:1:40: rules: severity: there is no \"loud\"; it must be low, medium or high"
        ),
    ])
    func faultsAreToldWithTheirPlace(text: String, expected: String) {
        #expect(complaint(text) == expected)
    }

    @Test func allFaultsAreToldAtOnce() {
        let text = complaint("off: [x1]\nrules:\n  - {name: a, filter: \"(\", count: x}\n  - {nmae: b}\nzzz: 1")

        #expect(text.split(separator: "\n").count == 7)
    }

    @Test func aRuleWithAFaultStillHasItsName() {
        #expect(complaint("off: [mine]\nrules: [{name: mine, filter: x, count: 0}]").contains("no rule") == false)
    }

    @Test func theConfigurationShowsTheRulesAsTheyCanBeRead() throws {
        let text =
            "{built-in: [generic], off: [warning], rules: [{name: a-b, filter: \"reason:X ns:(a, b)\", window: 5m, group-by: []}]}"
        let settings = try settings("alerts: " + text)
        let again = try self.settings("alerts: " + settings.flow)

        #expect(again == settings)
        #expect(settings.rules.first?.window == .seconds(300))
    }

    @Test func aFileIsAWholeConfigurationOrTheRulesAlone() throws {
        let directory = try TemporaryDirectory()
        let process = ProcessContext(environment: [:], isOutputTerminal: false, isInputTerminal: false, version: "1")
        let path = directory.path + "/rules.yaml"
        try Data("theme: light\nalerts: {built-in: none}".utf8).write(to: URL(filePath: path))
        let whole = try AlertSettings.read(path, process)
        try Data("built-in: none".utf8).write(to: URL(filePath: path))

        #expect(whole.builtIn == [])
        #expect(try AlertSettings.read(path, process) == whole)
        #expect(throws: ConfigurationError.self) { try AlertSettings.read(directory.path + "/none", process) }
    }
}
