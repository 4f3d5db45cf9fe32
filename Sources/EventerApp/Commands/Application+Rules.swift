import Alerts
import Basics
import Events
import Glibc

/// How the commands about rules write.
package enum RulesFormat: String, Sendable, CaseIterable { case table, wide, json }

extension Application {
    /// `eventer rules list`: the rules that hold.
    ///
    /// - Parameters:
    ///   - configuration: What `--config` says.
    ///   - format: As what.
    ///   - showsAll: Whether rules that are off are shown too.
    /// - Returns: The exit code.
    /// - Throws: ``AppError``.
    package func listRules(configuration: String?, format: RulesFormat, showsAll: Bool) throws(AppError) -> ExitCode {
        let look = LookSettings(configuration: configuration)
        let listing = RuleListing(try self.configuration(look).0.preferences.alerts, showsAll: showsAll)
        return try write(format == .json ? listing.json : listing.text)
    }

    /// `eventer rules check`: whether the rules of a file can be read.
    ///
    /// Every fault is a line on stderr that begins with the file, the line and the column, for editors to jump there.
    ///
    /// - Parameter path: A configuration file, or what stands there under `alerts` alone.
    /// - Returns: The exit code.
    /// - Throws: ``AppError`` when nobody reads.
    package func checkRules(_ path: String) throws(AppError) -> ExitCode {
        let settings: AlertSettings
        do throws(ConfigurationError) {
            settings = try AlertSettings.read(path, process)
        } catch {
            StandardError.write("\(error)\n")
            return .usage
        }
        let rules = settings.ruleSet()
        let names = Set(settings.rules.map(\.name))
        let own = rules.count { names.contains($0.name) }
        return try write(TrialReport.counted(rules.count, "rule") + ", \(own) of them your own\n")
    }

    /// `eventer rules test`: what the rules would have made of recorded events.
    ///
    /// - Parameters:
    ///   - path: A file with rules; nil for the built-in ones that are usual.
    ///   - recording: A file, or `-` for standard input.
    ///   - severity: Of the incidents to list, at least.
    ///   - format: As what.
    /// - Returns: The exit code; an incident is no failure.
    /// - Throws: ``AppError``.
    package func testRules(
        _ path: String?,
        replay recording: String,
        from severity: String,
        format: RulesFormat
    ) async throws(AppError) -> ExitCode {
        guard let severity = AlertSeverity(rawValue: severity) else {
            throw AppError("--severity: \"\(severity)\" is none of low, medium, high", code: .usage)
        }
        let settings: AlertSettings
        do throws(ConfigurationError) {
            if let path { settings = try AlertSettings.read(path, process) } else { settings = AlertSettings() }
        } catch {
            throw AppError("\(error)", hint: "`eventer rules check` tells of rules alone", code: .usage)
        }
        let recording = try Recording(path: recording, now: now)
        var reading = RuleReading(rules: settings.ruleSet())
        while let events = try await recording.next() { reading.take(events) }
        await recording.problems.forEach(say)
        if await recording.isFruitless { return .failed }
        let trial = RuleTrial(reading)
        return try write(
            format == .json
                ? TrialReport.json(trial, from: severity)
                : TrialReport.text(trial, from: severity, isWide: format == .wide)
        )
    }

    private func write(_ text: String) throws(AppError) -> ExitCode {
        if case .failed(let reason) = writeAll(Array(text.utf8), to: STDOUT_FILENO) {
            throw AppError(reason, code: .failed)
        }
        return .done
    }
}
