import Basics
import Events
import TextGrid

extension ViewState {
    /// Runs a line of the `:` prompt, which is closed already.
    mutating func run(_ text: String) throws(LineError) -> [Effect] {
        let line = CommandLine(Array(text))
        guard let command = try line.command() else { return [] }
        if command.arguments.isEmpty, let extra = line.arguments.first {
            throw LineError(
                ":\(command.rawValue) takes nothing",
                at: extra.range.lowerBound..<line.rest.range.upperBound
            )
        }
        switch command {
        case .quit: return quit()
        case .quitNow: return [.quit(.now)]
        case .context: return try runContext(line)
        case .namespace: try runNamespace(line)
        case .view: return try runView(line)
        case .save: return try runSave(line)
        case .copy: return try runCopy(line)
        case .columns: try runColumns(line)
        case .group: try runGroup(line)
        case .sort: try runSort(line)
        case .time: try runTime(line)
        case .goTo: return try goToTime(required(line).text, at: line.rest.range.lowerBound)
        case .since: return try loadSince(required(line).text, at: line.rest.range.lowerBound)
        case .sls: return try runSearch(line)
        case .more: return readMore()
        case .live: return runLive()
        case .theme: return try runTheme(line)
        case .set: return try runSet(line)
        case .forward: return try runForward(line)
        case .forwarder: pane = Pane(content: .forwarder)
        case .streams: pane = Pane(content: .streams)
        case .alerts: try runAlerts(line)
        case .lifecycle: return try runLifecycle(line)
        case .overview: return try runOverview(line)
        case .snooze: try runFlag(line, .snoozed)
        case .marks: try runFlag(line, .marked)
        case .filter: try runFilter(line)
        case .find: try runFind(line)
        case .history, .store, .log, .version: say(hint(of: command), for: .seconds(15))
        case .keys: openHelp()
        case .help: try runHelp(line)
        }
        return []
    }

    private func required(_ line: CommandLine) throws(LineError) -> (text: String, range: Range<Int>) {
        let rest = line.rest
        guard !rest.text.isEmpty else {
            let end = line.characters.count
            throw LineError("\(line.name?.text ?? "") needs something: \(usage(line))", at: end..<end)
        }
        return rest
    }

    private func usage(_ line: CommandLine) -> String {
        line.name.flatMap { TypedCommand(named: $0.text)?.usage } ?? ""
    }

    /// The one of `cases` that the line names.
    private func choice<Choice: RawRepresentable & CaseIterable>(
        _ word: CommandLine.Word,
        of type: Choice.Type,
        as what: String
    ) throws(LineError) -> Choice where Choice.RawValue == String {
        if let choice = Choice(rawValue: word.text.lowercased()) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        let starting = names.filter { $0.hasPrefix(word.text.lowercased()) }
        if starting.count == 1, let choice = Choice(rawValue: starting[0]) { return choice }
        throw LineError(
            "unknown \(what) \"\(word.text)\"; one of " + names.joined(separator: " "),
            at: word.range,
            suggestion: starting.first ?? nearest(to: word.text, among: names)
        )
    }

    private func only(_ line: CommandLine) throws(LineError) -> CommandLine.Word? {
        if let extra = line.arguments.dropFirst().first {
            throw LineError("one is enough: " + usage(line), at: extra.range)
        }
        return line.arguments.first
    }

    // MARK: Scope

    private mutating func runContext(_ line: CommandLine) throws(LineError) -> [Effect] {
        guard !line.arguments.isEmpty else {
            openContexts()
            return []
        }
        // A name may hold spaces; then it is the only one.
        if configuration.contexts.contains(line.rest.text) { return switchContexts([line.rest.text]) }
        for word in line.arguments where !configuration.contexts.contains(word.text) {
            let nearest =
                nearest(to: word.text, among: configuration.contexts)
                ?? configuration.contexts.first { $0.hasPrefix(word.text) }
            let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? "; @ shows all"
            throw LineError("no context \"\(word.text)\" in the kubeconfig" + hint, at: word.range, suggestion: nearest)
        }
        return switchContexts(line.arguments.map(\.text))
    }

    private mutating func runNamespace(_ line: CommandLine) throws(LineError) {
        let names = line.rest.text.split { $0 == "," || $0 == " " }.map(String.init)
        guard !names.isEmpty else { return openNamespaces() }
        var included = names.filter { !$0.hasPrefix("!") && $0 != "*" }
        let excluded = names.filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) }.filter { !$0.isEmpty }
        if names.contains("*") { included = [] }
        do throws(FilterError) {
            try showNamespaces(included, excluding: excluded)
        } catch {
            throw LineError(error.message, at: line.rest.range)
        }
    }

    private mutating func runFilter(_ line: CommandLine) throws(LineError) {
        var setting = filters.current
        setting.text = line.rest.text
        do throws(FilterError) {
            _ = try setting.compile(clock: filterClock)
            apply(setting)
        } catch {
            throw LineError(error).moved(by: line.rest.range.lowerBound)
        }
    }

    private mutating func runFind(_ line: CommandLine) throws(LineError) {
        let text = try required(line).text
        do throws(FilterError) {
            try find(text)
        } catch {
            throw LineError(error).moved(by: line.rest.range.lowerBound)
        }
    }

    /// Shows the rows with the flag only, or all again; `clear` takes it off all.
    private mutating func runFlag(_ line: CommandLine, _ flag: RowFlag) throws(LineError) {
        let word = try only(line)
        if let word, word.text != "clear" { throw LineError(usage(line), at: word.range, suggestion: "clear") }
        let term = "is:" + flag.rawValue
        guard word == nil else {
            list.change { flag == .snoozed ? $0.clearSnoozes() : $0.clearMarks() }
            return say("no row is \(flag.rawValue)")
        }
        let isShown = filters.current.text == term
        let rows = flag == .snoozed ? list.table.snoozed : list.table.marked
        guard isShown || !rows.isEmpty else {
            return say(flag == .snoozed ? "no row is snoozed: a snoozes one" : "no marks: Space marks a row")
        }
        changeFilter { $0.text = isShown ? "" : term }
    }

    // MARK: Look

    private mutating func runView(_ line: CommandLine) throws(LineError) -> [Effect] {
        let rest = line.rest
        guard !rest.text.isEmpty else {
            openViews()
            return []
        }
        guard let view = views.first(where: { $0.name == rest.text }) else {
            let nearest = nearest(to: rest.text, among: views.map(\.name))
            let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? "; v shows all, V saves one"
            throw LineError("no view \"\(rest.text)\"" + hint, at: rest.range, suggestion: nearest)
        }
        return open(view)
    }

    private mutating func runColumns(_ line: CommandLine) throws(LineError) {
        let text = line.rest.text
        guard !text.isEmpty else { return openColumns() }
        guard text != "auto" else { return setColumns(nil) }
        var columns: [Column] = []
        for word in line.arguments {
            for name in word.text.split(separator: ",") {
                let part = CommandLine.Word(text: String(name), range: word.range)
                let column = try choice(part, of: Column.self, as: "column")
                if !columns.contains(column) { columns.append(column) }
            }
        }
        setColumns(columns)
    }

    private mutating func runGroup(_ line: CommandLine) throws(LineError) {
        guard let word = try only(line) else { return openGroupings() }
        setGrouping(try choice(word, of: Grouping.self, as: "grouping"))
    }

    private mutating func runSort(_ line: CommandLine) throws(LineError) {
        guard let word = try only(line) else { return openOrders() }
        setOrder(try order(word))
    }

    /// Reads `count`, `count:asc`, `count:desc` as `--sort` does, and `-count` for `count:desc`, `+count` for `count:asc`.
    private func order(_ word: CommandLine.Word) throws(LineError) -> GroupOrder {
        let parts = word.text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let sign = parts[0].first.flatMap { ["-": ":desc", "+": ":asc"][$0] }
        let start = word.range.lowerBound + (sign == nil ? 0 : 1)
        let end = word.range.lowerBound + parts[0].count
        let name = CommandLine.Word(text: String(parts[0].dropFirst(sign == nil ? 0 : 1)), range: start..<end)
        let field = try choice(name, of: GroupOrder.Field.self, as: "field").rawValue
        let directions = [sign].compactMap(\.self) + parts.dropFirst().map { ":" + $0 }
        if let order = GroupOrder(field + directions.joined()) { return order }
        throw LineError("\(field):asc or \(field):desc?", at: word.range, suggestion: field + ":desc")
    }

    private mutating func runTime(_ line: CommandLine) throws(LineError) {
        guard let word = try only(line) else { return openTimeModes() }
        setTimeMode(try choice(word, of: TimeMode.self, as: "mode"))
    }

    private mutating func runTheme(_ line: CommandLine) throws(LineError) -> [Effect] {
        guard let word = try only(line) else {
            openThemes()
            return []
        }
        return setTheme(try choice(word, of: Theme.self, as: "theme").rawValue)
    }

    private mutating func runSet(_ line: CommandLine) throws(LineError) -> [Effect] {
        guard let name = line.arguments.first else {
            throw LineError("set what? " + SettingSwitch.names, at: line.characters.count..<line.characters.count)
        }
        let key = try choice(name, of: SettingSwitch.self, as: "setting")
        guard let value = line.arguments.dropFirst().first else { return set(key, to: nil) }
        guard line.arguments.count == 2, ["on", "off"].contains(value.text) else {
            throw LineError("on or off?", at: value.range, suggestion: "on")
        }
        return set(key, to: value.text == "on")
    }

    // MARK: The rest

    private mutating func runForward(_ line: CommandLine) throws(LineError) -> [Effect] {
        guard let word = try only(line) else {
            pane = Pane(content: .forwarder)
            return []
        }
        let action = try choice(word, of: ForwardAction.self, as: "action")
        if delivery.state == .none {
            say("cannot forward: no sink is configured, start with --sink")
            return []
        }
        switch action {
        case .on: return setForwarding(true)
        case .off: return setForwarding(false)
        case .retry:
            say("sending what waits now")
            return [.retryForwarding]
        }
    }

    private mutating func runLifecycle(_ line: CommandLine) throws(LineError) -> [Effect] {
        guard let word = try only(line) else {
            guard detail != nil || list.selected != nil else {
                throw LineError("no row", at: line.name?.range ?? 0..<0)
            }
            return detail == nil ? openDetail(.lifecycle) : performInDetail(.lifecycle, .character("H"))
        }
        let parts = word.text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw LineError("write KIND/NAME: pod/web-0", at: word.range)
        }
        guard let effects = openLifecycle(ofKind: parts[0], name: parts[1]) else {
            let way = isReplay ? " --replay FILE reads all of it" : " reads the journal"
            throw LineError("no event about it in memory; `eventer lifecycle`" + way, at: word.range)
        }
        return effects
    }

    private mutating func runOverview(_ line: CommandLine) throws(LineError) -> [Effect] {
        guard let word = try only(line) else { return openOverview() }
        return openOverview(try choice(word, of: OverviewWindow.self, as: "time"))
    }

    private mutating func runAlerts(_ line: CommandLine) throws(LineError) {
        let page = try only(line).map { word throws(LineError) in try choice(word, of: AlertsPane.Page.self, as: "page")
        }
        openAlerts(page ?? .incidents)
    }

    private mutating func runHelp(_ line: CommandLine) throws(LineError) {
        guard let word = line.arguments.first else { return openHelp() }
        guard let command = try CommandLine(Array(word.text.drop { $0 == ":" })).command() else { return }
        say(command.usage + "   " + command.summary, for: .seconds(15))
    }

    private func hint(of command: TypedCommand) -> String {
        switch command {
        case .history: "eventer history [FILTER] prints what the journal has, also what the cluster has long forgotten"
        case .store: storeHint
        case .log: "the viewer writes no log: errors are on the screen, R shows the streams, f the forwarder"
        default: "eventer " + configuration.version
        }
    }

    private var storeHint: String {
        switch journal {
        case .keeping(let path): "events are kept in " + path
        case .full(let reason), .notKeeping(let reason): "nothing new is being kept: " + reason
        case .held(let holder): "the journal is held by process " + holder + "; this one reads it"
        case nil: "no journal"
        }
    }
}

/// What the user says of rows.
private enum RowFlag: String { case marked, snoozed }

/// What `:set` switches.
enum SettingSwitch: String, Sendable, CaseIterable {
    case ascii, mouse, warnings

    static var names: String { allCases.map(\.rawValue).joined(separator: " ") }
}

/// What `:forward` does.
enum ForwardAction: String, Sendable, CaseIterable { case on, off, retry }

extension LineError {
    func moved(by offset: Int) -> LineError {
        LineError(message, at: range.lowerBound + offset..<range.upperBound + offset, suggestion: suggestion)
    }
}
