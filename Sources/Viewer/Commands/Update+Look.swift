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
        case .ascii: configuration.isASCII = value ?? !configuration.isASCII
        case .warnings:
            let value = value ?? !filters.current.warningsOnly
            changeFilter { $0.warningsOnly = value }
        case .mouse:
            isMouseOn = value ?? !isMouseOn
            say(isMouseOn ? "mouse on: Shift selects text as before" : "mouse off")
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
        say("going to " + names.joined(separator: ", ") + " ...")
        return [.switchContexts(names)]
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

    /// 1 to 9: that namespace alone, by its place among the most frequent.
    mutating func showNamespace(_ key: Key) {
        guard case .character(let digit) = key, let number = digit.wholeNumberValue, number > 0 else { return }
        let values = list.table.values(of: .namespace)
        guard values.indices.contains(number - 1) else { return say("there are \(values.count) namespaces") }
        try? showNamespaces([values[number - 1].value], excluding: [])
        say("namespace " + values[number - 1].value + "; 0 shows all")
    }

    // MARK: Time

    /// Goes to the row that was last seen at that time, or reads the journal back to it.
    ///
    /// - Parameters:
    ///   - text: As ``TypedTime`` reads it.
    ///   - offset: Where it stands in its line.
    mutating func goToTime(_ text: String, at offset: Int = 0) throws(LineError) -> [Effect] {
        try openTime(text, at: offset)
    }

    /// Brings events of that long ago from the journal.
    mutating func loadSince(_ text: String, at offset: Int) throws(LineError) -> [Effect] {
        let start = try instant(text, at: offset)
        say("reading the journal back to " + clock.full(start))
        return [.loadHistory(since: start)]
    }

    private func instant(_ text: String, at offset: Int) throws(LineError) -> Timestamp {
        do throws(TypedTime.Failure) {
            return try TypedTime(text, clock: filterClock).instant(at: now)
        } catch {
            throw LineError(error.message(for: text), at: offset..<offset + max(1, text.count))
        }
    }

    private mutating func openTime(_ text: String, at offset: Int) throws(LineError) -> [Effect] {
        let time = try instant(text, at: offset)
        if list.table.order != GroupOrder(.last) { setOrder(GroupOrder(.last)) }
        let table = list.table
        // The newest first: the first row that is not newer.
        var low = 0
        var high = table.visibleCount
        while low < high {
            let middle = (low + high) / 2
            if table[visible: middle].newest.order > time { low = middle + 1 } else { high = middle }
        }
        if table.visibleCount > 0 { list.select(table[visible: min(low, table.visibleCount - 1)]) }
        guard let oldest = table.oldest, oldest > time else {
            say("at " + clock.full(time))
            return []
        }
        say("the list begins at \(clock.full(oldest)): reading the journal")
        return [.loadHistory(since: time)]
    }
}
