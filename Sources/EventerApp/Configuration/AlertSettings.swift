package import Alerts
import Basics
import Events

/// Which alert rules hold, as the key `alerts` of the configuration file says.
package struct AlertSettings: Sendable, Equatable {
    /// The sets of built-in rules that are on.
    package var builtIn = BuiltInRules.RuleSet.usual
    /// Built-in rules that are on though their set is not.
    package var on: [String] = []
    /// Rules that are off, by name.
    package var off: [String] = []
    /// Rules of one's own; one with the name of a built-in rule takes its place.
    package var rules: [AlertRule] = []
    /// What stands under `notify`, as it was written.
    package var notify: PreferenceValue?

    package init() {}

    /// Reads the rules of a file: a whole configuration file with the key `alerts`, or what stands under that key alone.
    ///
    /// - Throws: ``ConfigurationError`` with every fault of the rules; what else a configuration file holds is not looked at.
    package static func read(_ path: String, _ process: ProcessContext) throws(ConfigurationError) -> AlertSettings {
        guard let file = try ConfigurationFile.read(.path(path), process) else { return AlertSettings() }
        return try AlertSettings(file)
    }

    init(_ file: ConfigurationFile) throws(ConfigurationError) {
        let whole = file.members.first { $0.name == "alerts" }
        do throws(PreferenceFaults) {
            self = try (whole?.value ?? .mapping(file.members)).alerts()
        } catch {
            let start = whole == nil ? "" : "alerts: "
            throw ConfigurationError(
                error.faults.map { .init(.file(file.path), .init(message: start + $0.message, place: $0.place)) }
            )
        }
    }

    /// The rules that hold: the built-in ones in their order, then those of one's own.
    package func ruleSet() -> [AlertRule] {
        let names = Set(rules.map(\.name))
        let kept = BuiltInRules.all.filter { entry in
            (builtIn.contains(entry.set) || on.contains(entry.rule.name)) && !names.contains(entry.rule.name)
        }
        return (kept.map(\.rule) + rules).filter { !off.contains($0.name) }
    }
}
