import Alerts
import Basics
import Events
import TextGrid

/// The rules with what documents them, as text.
struct RuleListing: Sendable {
    private struct Line {
        var rule: AlertRule
        /// The set of a built-in rule.
        var set: String
        var ackID: String
        var isOn: Bool
    }

    private static let titles = ["NAME", "SEVERITY", "SET", "ACK", "CONDITION"]

    private let lines: [Line]
    private let showsAll: Bool

    /// - Parameters:
    ///   - settings: What holds.
    ///   - showsAll: Whether rules that are off are there too.
    init(_ settings: AlertSettings, showsAll: Bool) {
        self.showsAll = showsAll
        let on = settings.ruleSet()
        let own = Set(settings.rules.map(\.name))
        let off = showsAll ? BuiltInRules.all.map(\.rule) + settings.rules : []
        var lines: [Line] = []
        let order = BuiltInRules.all.map(\.rule.name) + settings.rules.map(\.name)
        for name in order where !lines.contains(where: { $0.rule.name == name }) {
            let held = on.first { $0.name == name }
            guard let rule = held ?? off.last(where: { $0.name == name }) else { continue }
            let entry = own.contains(name) ? nil : BuiltInRules.named(name)
            lines.append(
                Line(rule: rule, set: entry?.set.rawValue ?? "own", ackID: entry?.ackID ?? "", isOn: held != nil)
            )
        }
        self.lines = lines
    }

    /// A table with a line for each rule.
    var text: String {
        var buffer = CellBuffer()
        for title in (showsAll ? ["ON"] : []) + Self.titles { buffer.add(title) }
        for line in lines {
            let cells = [
                line.rule.name, line.rule.severity.rawValue, line.set, line.ackID, line.rule.condition + end(of: line),
            ]
            for cell in (showsAll ? [line.isOn ? "yes" : "no"] : []) + cells { buffer.add(cell) }
        }
        return TrialReport.lines(buffer, columns: showsAll ? 6 : 5)
    }

    private func end(of line: Line) -> String {
        line.rule.recovery.map { "; over with " + $0.text } ?? ""
    }

    /// An array with an object for each rule, one on a line.
    var json: String {
        let items = lines.map { "  " + json($0) }
        return items.isEmpty ? "[]\n" : "[\n" + items.joined(separator: ",\n") + "\n]\n"
    }

    private func json(_ line: Line) -> String {
        func text(_ text: String) -> String { quotedJSON(CleanText(text, limit: .max).string) }
        let rule = line.rule
        let members = [
            ("name", text(rule.name)), ("title", text(rule.title)), ("severity", text(rule.severity.rawValue)),
            ("set", text(line.set)), ("ack", text(line.ackID)), ("on", String(line.isOn)),
            ("filter", text(rule.filter.text)), ("ignore", rule.ignore.map { text($0.text) } ?? "null"),
            ("rest", String(rule.takesRest)), ("count", String(rule.count)), ("window", text(rule.window.text)),
            ("for", text(rule.pending.text)),
            ("groupBy", "[" + rule.grouping.map { text($0.rawValue) }.joined(separator: ",") + "]"),
            ("recovery", rule.recovery.map { text($0.text) } ?? "null"),
            ("quiet", text((rule.quiet ?? rule.usualQuiet).text)), ("condition", text(rule.condition)),
        ]
        return "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }
}
