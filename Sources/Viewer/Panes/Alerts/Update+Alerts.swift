import Basics
import Events
import TextGrid

extension ViewState {
    // MARK: The board

    /// Takes in what the rules say: what is over is told, and the bell rings for what is new.
    mutating func receive(_ board: AlertBoard) -> [Effect] {
        let former = Dictionary(alerts.incidents.map { ($0.uniqueName, $0.state) }) { first, _ in first }
        alerts = board
        incidentTicks.take(board.incidents)
        let loud = board.incidents.filter { $0.severity >= .medium }
        // While a recording is read, hours of it pass in a second.
        if present.isLive {
            tellResolved(
                loud.filter { $0.state == .resolved && former[$0.uniqueName].map { $0 != .resolved } ?? false }
            )
        }
        let isNew = loud.contains { incident in
            guard incident.state == .firing, !incident.isLate else { return false }
            // What fired in a former run rang then; what was snoozed rings again.
            return former[incident.uniqueName].map { $0 == .snoozed } ?? (incident.fired >= began)
        }
        guard isNew, configuration.preferences.ringsBell, lastRing.map({ latest.since($0) >= Self.bellPause }) ?? true
        else { return [] }
        lastRing = latest
        return [.ring]
    }

    /// Says what is over, unless something else is said: what answers a key must stay to be read, and the board has the rest.
    private mutating func tellResolved(_ incidents: [AlertIncident]) {
        guard let first = incidents.first, notice == nil else { return }
        let length = DurationText.brief((first.resolved ?? now).since(first.began))
        let text = "resolved: \(first.rule) \(first.groupText) after \(length)"
        say(incidents.count == 1 ? text : text + " and \(incidents.count - 1) more")
    }

    // MARK: Keys

    mutating func openAlerts(_ page: AlertsPane.Page) {
        textFind = nil
        pane = Pane(content: .alerts)
        alertsPane.turn(to: page, in: alerts)
    }

    /// What the alerts' pane does with a command; nil when it is none of its own.
    mutating func performInAlerts(_ command: Command) -> [Effect]? {
        guard pane?.content == .alerts else { return nil }
        let page = alertsLayout.list.rows
        switch command {
        case .down: moveInAlerts(by: 1)
        case .up: moveInAlerts(by: -1)
        case .halfPageDown: moveInAlerts(by: max(1, page / 2))
        case .halfPageUp: moveInAlerts(by: -max(1, page / 2))
        case .pageDown: moveInAlerts(by: max(1, page))
        case .pageUp: moveInAlerts(by: -max(1, page))
        case .first: selectAlert(at: 0)
        case .last: selectAlert(at: alertsPane.count(in: alerts) - 1)
        case .alertRules: turnAlerts(to: alertsPane.page == .rules ? .incidents : .rules)
        case .back where alertsPane.page == .rules && textFind == nil: turnAlerts(to: .incidents)
        case .detail: return showEvents()
        case .acknowledge, .snoozeAlert, .reopen, .copy: return performOnIncident(command)
        default: return nil
        }
        return []
    }

    private mutating func moveInAlerts(by step: Int) { selectAlert(at: alertsPane.cursor(in: alerts) + step) }

    mutating func selectAlert(at place: Int) { alertsPane.select(place, in: alerts) }

    private mutating func turnAlerts(to page: AlertsPane.Page) {
        textFind = nil
        alertsPane.turn(to: page, in: alerts)
    }

    /// The one under the cursor.
    var selectedIncident: AlertIncident? {
        let cursor = alertsPane.cursor(in: alerts)
        return alertsPane.page == .incidents && alerts.incidents.indices.contains(cursor)
            ? alerts.incidents[cursor] : nil
    }

    var selectedRule: AlertBoard.Rule? {
        let cursor = alertsPane.cursor(in: alerts)
        return alertsPane.page == .rules && alerts.rules.indices.contains(cursor) ? alerts.rules[cursor] : nil
    }

    // MARK: Orders

    private mutating func performOnIncident(_ command: Command) -> [Effect] {
        guard let incident = selectedIncident else {
            say(alertsPane.page == .rules ? "a rule has no state: Tab goes to its incidents" : "no incident")
            return []
        }
        let order = AlertOrder(id: incident.id, cluster: incident.cluster, wish: .acknowledge)
        switch (command, incident.state) {
        case (.copy, _):
            say("copied the incident")
            return [.copy(line(of: incident))]
        case (_, .resolved): say("it is over already")
        case (.acknowledge, .acknowledged): say("acknowledged already: u takes it back")
        case (.acknowledge, _): return give(order)
        case (.snoozeAlert, _): openAlertSnoozes(order)
        case (_, .firing): say("nothing to take back: it is firing")
        default: return give(AlertOrder(id: incident.id, cluster: incident.cluster, wish: .reopen))
        }
        return []
    }

    /// Passes on what a person wants of an incident, and says so.
    mutating func give(_ order: AlertOrder) -> [Effect] {
        switch order.wish {
        case .acknowledge: say("acknowledged: no bell and no line for it; u takes it back")
        case .snooze(let until): say("snoozed until \(clock.short(until, at: now)); u takes it back")
        case .reopen: say("it fires again")
        }
        return [.alert(order)]
    }

    private mutating func openAlertSnoozes(_ order: AlertOrder) {
        let wall = clock.zone.wallClock(now)
        let midnight = Timestamp(seconds: wall.seconds - ((wall.seconds % 86_400) + 86_400) % 86_400)
        let morning = clock.zone.instant(wallClock: midnight.advanced(by: .seconds(33 * 3600)))
        let ends = [
            ("15 minutes", now.advanced(by: .seconds(900))), ("1 hour", now.advanced(by: .seconds(3600))),
            ("4 hours", now.advanced(by: .seconds(14_400))), ("until tomorrow 9:00", morning),
        ]
        let items = ends.map { label, end in
            var order = order
            order.wish = .snooze(until: end)
            return Menu.Item(label: label, note: clock.minute(end), choice: .alert(order))
        }
        menu = Menu(title: "Snooze the incident", items: items)
    }

    // MARK: Going to the events

    /// Leaves the pane for the events of the line under the cursor, by the filter.
    private mutating func showEvents() -> [Effect] {
        let incident = selectedIncident
        let wanted = incident?.filter ?? selectedRule?.filter ?? ""
        guard !wanted.isEmpty else {
            say(
                incident == nil && selectedRule == nil
                    ? "nothing to show" : "it tells of no filter that shows its events"
            )
            return []
        }
        let setting = FilterSetting(text: wanted)
        guard accepts(setting) else { return [] }
        let subject = incident.map { $0.rule + " " + $0.groupText } ?? (selectedRule?.name ?? "")
        // They are events of the live list.
        let effects = leaveLogstore()
        return effects + show(setting, eventsOf: subject, from: incident?.began ?? now, to: incident?.last ?? now)
    }

    /// The incident in one line, for the clipboard.
    private func line(of incident: AlertIncident) -> String {
        let cluster = incident.cluster.isEmpty ? [] : [incident.cluster]
        let fields =
            [incident.began.rfc3339(), incident.state.word, incident.severity.rawValue] + cluster
            + [incident.rule, incident.groupText, "x\(incident.count)", incident.cause, incident.message]
        return fields.filter { !$0.isEmpty }.map(sanitise).joined(separator: "   ")
    }
}
