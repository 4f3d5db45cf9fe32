import Basics
import Events
import TextGrid

extension ViewState {
    // MARK: Look

    mutating func setTimeMode(_ mode: TimeMode) {
        timeMode = mode
        say(mode == .relative ? "time: age" : mode == .local ? "time: local, \(clockLabel)" : "time: UTC")
    }

    mutating func setTheme(_ name: String) -> [Effect] {
        say("theme: " + name)
        return [.setTheme(name)]
    }

    /// Switches a setting, or turns it round when `value` is nil.
    mutating func set(_ key: SettingSwitch, to value: Bool?) -> [Effect] {
        switch key {
        case .ascii:
            configuration.isASCII = value ?? !configuration.isASCII
            say(configuration.isASCII ? "ascii on: lines and bars are plain characters" : "ascii off")
        case .warnings:
            let value = value ?? !filters.current.warningsOnly
            changeFilter { $0.warningsOnly = value }
            say(value ? "warnings on: Normal events are hidden" : "warnings off: events of all types are shown")
        case .mouse:
            isMouseOn = value ?? !isMouseOn
            say(isMouseOn ? "mouse on: Shift and drag selects text, M turns it off" : "mouse off")
            return [.setMouse(isMouseOn)]
        }
        return []
    }

    // MARK: Scope

    /// Watches other clusters, by the names of their contexts.
    mutating func switchContexts(_ names: [String]) -> [Effect] {
        let current = configuration.clusters.isEmpty ? [configuration.context] : configuration.clusters
        guard names != current else {
            say(names.joined(separator: ", ") + " is watched already")
            return []
        }
        let effects = leaveLogstore()
        say("going to " + names.joined(separator: ", ") + " ...")
        return effects + [.switchContexts(names)]
    }

    /// Makes the filter show these namespaces, whatever it said of namespaces before.
    ///
    /// - Parameters:
    ///   - included: With `*` and `?` as globs; empty shows all.
    ///   - excluded: The same, not shown.
    /// - Throws: When a glob holds what no namespace does.
    mutating func showNamespaces(_ included: [String], excluding excluded: [String]) throws(FilterError) {
        var setting = filters.current
        if let filter = try? EventFilter(parsing: setting.text, clock: filterClock) {
            setting.text = filter.without(.namespace).text
        }
        let globs = (included + excluded).filter { $0.contains { "*?".contains($0) } }
        if let strange = globs.first(where: { !$0.allSatisfy { $0.isLetter || $0.isNumber || "-.*?".contains($0) } }) {
            throw FilterError("no namespace can be called \"\(strange)\"", at: 0..<strange.count)
        }
        if included.contains(where: globs.contains) {
            setting.add("ns:(" + included.joined(separator: ", ") + ")")
        } else {
            for name in included { setting.text = EventFilter.text(setting.text, .include, .namespace, name) }
        }
        for name in excluded where globs.contains(name) { setting.add("!ns:" + name) }
        for name in excluded where !globs.contains(name) {
            setting.text = EventFilter.text(setting.text, .exclude, .namespace, name)
        }
        _ = try setting.compile(clock: filterClock)
        apply(setting)
    }

    // MARK: Time

    /// Goes to the row that was last seen at that time, or reads the journal back to it.
    ///
    /// - Parameters:
    ///   - text: As ``TypedTime`` reads it.
    ///   - offset: Where it stands in its line.
    /// - Returns: A look into the journal where the list does not reach that far.
    /// - Throws: ``LineError`` for what is no time.
    mutating func goToTime(_ text: String, at offset: Int = 0) throws(LineError) -> [Effect] {
        goTo(try instant(text, at: offset))
    }

    /// Shows what was last seen since then, from the journal too; `off` ends that.
    mutating func loadSince(_ text: String, at offset: Int) throws(LineError) -> [Effect] {
        if ["off", "all"].contains(text) { return setWindow(nil) }
        let start = try instant(text, at: offset)
        guard start < now else {
            throw LineError("that is not yet; 1h is the last hour", at: offset..<offset + max(1, text.count))
        }
        return setWindow(now.since(start))
    }

    private func instant(_ text: String, at offset: Int) throws(LineError) -> Timestamp {
        do throws(TypedTime.Failure) {
            return try TypedTime(text, clock: filterClock).instant(at: now)
        } catch {
            throw LineError(error.message(for: text), at: offset..<offset + max(1, text.count))
        }
    }
}
