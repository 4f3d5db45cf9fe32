import Alerts
import Basics
import Events

/// What a run watches for, and whom it tells.
struct AlertPlan: Sendable {
    var rules: [AlertRule] = []
    /// With nothing left to look up.
    var hooks: [HookSettings] = []
    /// What a person should know.
    var notes: [String] = []

    /// What of the hooks can never come about, since no rule has such a name.
    static func notes(_ hooks: [HookSettings], _ rules: [AlertRule]) -> [String] {
        hooks.flatMap { hook in
            hook.rules.filter { pattern in !rules.contains { HookSettings.matches(pattern, $0.name) } }
                .map { "hook \(hook.name): no rule that is on is named \($0)" }
        }
    }
}

extension Application {
    /// What the flags and the configuration file say of alerts; nil for a run without.
    ///
    /// - Parameters:
    ///   - flags: With a file of rules, perhaps, which comes before the configuration file.
    ///   - choice: The configuration file.
    /// - Returns: The plan, with nothing left to look up.
    /// - Throws: ``AppError`` with all that is wrong.
    func alertPlan(_ flags: AlertFlags, _ choice: ConfigurationFile.Choice) throws(AppError) -> AlertPlan? {
        guard !flags.isOff else { return nil }
        do throws(ConfigurationError) {
            let (settings, path) = try alertSettings(flags, choice)
            let rules = settings.ruleSet()
            var hooks: [HookSettings] = []
            do throws(PreferenceFaults) {
                hooks = try settings.notify?.notify().resolved(in: process.environment).hooks ?? []
            } catch {
                let start = "alerts: notify: "
                throw ConfigurationError(
                    error.faults.map { .init(.file(path), .init(message: start + $0.message, place: $0.place)) }
                )
            }
            return AlertPlan(rules: rules, hooks: hooks, notes: AlertPlan.notes(hooks, rules))
        } catch {
            throw AppError(error)
        }
    }

    /// What is written, and the path of the file that says who is told.
    private func alertSettings(
        _ flags: AlertFlags,
        _ choice: ConfigurationFile.Choice
    ) throws(ConfigurationError) -> (AlertSettings, String) {
        var (settings, path) = (AlertSettings(), "")
        if let file = try ConfigurationFile.read(choice, process), file.members.contains(where: { $0.name == "alerts" })
        {
            (settings, path) = (try AlertSettings(file), file.path)
        }
        guard let rules = flags.rules else { return (settings, path) }
        var own = try AlertSettings.read(rules, process)
        if own.notify == nil { own.notify = settings.notify } else { path = rules }
        return (own, path)
    }
}
