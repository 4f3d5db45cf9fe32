import Basics
import Events
import TextGrid

extension ViewState {
    /// The lines of the list on the page that is open; none when there is nothing to list.
    func alertLines(columns: Int) -> [PaneLine] {
        let table = alertColumns(columns: columns)
        let cursor = alertsPane.cursor(in: alerts)
        switch alertsPane.page {
        case .incidents:
            return alerts.incidents.enumerated().map { place, incident in
                let text = table.line { column, cells in
                    let isShort = column == .group && displayWidth(incident.groupText) > cells
                    let text = isShort ? incident.subjectText : self.text(column, of: incident)
                    return (text, column == .group || column == .rule ? 8 : 0)
                }
                return listed(text, isSelected: place == cursor, incident.style)
            }
        case .rules:
            return alerts.rules.enumerated().map { place, rule in
                let text = table.line { column, _ in (Self.text(column, of: rule), 0) }
                return listed(text, isSelected: place == cursor, rule.open > 0 ? Style(.warning) : .normal)
            }
        }
    }

    private func listed(_ text: CleanText, isSelected: Bool, _ style: Style) -> PaneLine {
        PaneLine(
            text: CleanText(isSelected ? "> " : "  ").joined(with: text),
            style: isSelected ? style.with(.reverse) : style
        )
    }

    func alertColumns(columns: Int) -> AlertColumns {
        switch alertsPane.page {
        case .incidents:
            let cluster: [AlertColumns.Column] = showsClusters ? [.cluster] : []
            let wanted: [AlertColumns.Column] =
                [.state, .severity, .rule] + cluster + [.group, .count, .began, .lasted, .message]
            let rows = alerts.incidents.map { incident in wanted.map { text($0, of: incident) } }
            return incidentColumns(wanted, rows, cells: columns)
        case .rules:
            let wanted: [AlertColumns.Column] = [.rule, .severity, .open, .total, .condition]
            let rows = alerts.rules.map { rule in wanted.map { Self.text($0, of: rule) } }
            return AlertColumns(wanted, rows: rows, cells: columns)
        }
    }

    /// With the groups in full where all of them fit, else with their subjects: what they leave is for the message.
    private func incidentColumns(_ wanted: [AlertColumns.Column], _ rows: [[String]], cells: Int) -> AlertColumns {
        let full = AlertColumns(wanted, rows: rows, cells: cells)
        guard let group = wanted.firstIndex(of: .group),
            rows.contains(where: { displayWidth($0[group]) > full.cells(of: .group) })
        else { return full }
        let brief = zip(rows, alerts.incidents).map { row, incident in
            var row = row
            row[group] = incident.subjectText
            return row
        }
        return AlertColumns(wanted, rows: brief, cells: cells)
    }

    private func text(_ column: AlertColumns.Column, of incident: AlertIncident) -> String {
        switch column {
        case .state: incident.state.word
        case .severity: incident.severity.rawValue
        case .rule: incident.rule
        case .cluster: incident.cluster
        case .group: incident.groupText
        case .count: compact(incident.count, cells: 5)
        case .began: timeMode == .relative ? age(incident.began, at: now) : clock.short(incident.began, at: now)
        case .lasted: DurationText.brief(incident.length(at: now))
        case .message: incident.message
        case .open, .total, .condition: ""
        }
    }

    private static func text(_ column: AlertColumns.Column, of rule: AlertBoard.Rule) -> String {
        switch column {
        case .rule: rule.name
        case .severity: rule.severity.rawValue
        case .open: compact(rule.open, cells: 5)
        case .total: compact(rule.total, cells: 5)
        case .condition: rule.condition
        default: ""
        }
    }

    // MARK: The line under the cursor

    /// All about the line under the cursor, the essentials first.
    func alertDetail(columns: Int) -> [PaneLine] {
        if let incident = selectedIncident { return lines(about: incident, columns: columns) }
        guard let rule = selectedRule else { return [] }
        let title = PaneLine(
            text: CleanText(rule.name + ": " + rule.title).truncated(to: columns),
            style: Style(.header)
        )
        let counts = "\(counted(rule.open, "incident")) open, \(grouped(rule.total)) since the start"
        return [title]
            + [("Fires", rule.condition), ("Severity", rule.severity.rawValue), ("So far", counts)]
            .flatMap { PaneLine.titled($0, $1, columns: columns) }
            + (rule.filter.isEmpty ? [] : PaneLine.titled("Filter", rule.filter, columns: columns, style: Style(.dim)))
    }

    private func lines(about incident: AlertIncident, columns: Int) -> [PaneLine] {
        func titled(_ title: String, _ text: String, _ style: Style = .normal) -> [PaneLine] {
            text.isEmpty ? [] : PaneLine.titled(title, text, columns: columns, style: style)
        }
        let title = [incident.rule + ": " + incident.title, incident.groupText].filter { !$0.isEmpty }
        let condition = alerts.rules.first { $0.name == incident.rule }?.condition ?? ""
        let newest = [incident.reason, incident.message].filter { !$0.isEmpty }.joined(separator: ": ")
        // What says why comes first: on small screens the rest is cut.
        return titled("Alert", title.joined(separator: "   "), incident.style) + titled("Newest", newest)
            + titled("Why", incident.cause) + titled("Object", object(of: incident))
            + titled("Times", times(of: incident))
            + titled("State", state(of: incident)) + titled("Rule", condition)
            + titled("Filter", incident.filter, Style(.dim))
    }

    private func times(of incident: AlertIncident) -> String {
        func stamp(_ name: String, _ time: Timestamp) -> String {
            "\(name) \(clock.short(time, at: now)) (\(age(time, at: now)) ago)"
        }
        let end = incident.resolved.map { [stamp("over", $0)] } ?? []
        let times =
            [stamp("first", incident.began), stamp("last", incident.last), stamp("fired", incident.fired)] + end
        return times.joined(separator: "  ") + "  " + clockLabel
    }

    private func state(of incident: AlertIncident) -> String {
        let count = "\(grouped(incident.count)) \(incident.count == 1 ? "occurrence" : "occurrences")"
        let known = incident.acknowledged.map { ["acknowledged at " + clock.short($0, at: now)] } ?? []
        let snoozed = incident.snoozedUntil.map { ["snoozed until " + clock.short($0, at: now)] } ?? []
        let late = incident.isLate ? ["it was over before it could be told"] : []
        let words = [incident.state.word + ", " + incident.severity.rawValue, count]
        return (words + known + snoozed + late).joined(separator: "   ")
    }

    private func object(of incident: AlertIncident) -> String {
        guard !incident.object.name.isEmpty else { return incident.cluster }
        let namespace = incident.object.namespace.isEmpty ? "" : incident.object.namespace + "/"
        let node = incident.node.isEmpty || incident.node == incident.object.name ? "" : "   on node " + incident.node
        let cluster = incident.cluster.isEmpty ? "" : "   in " + incident.cluster
        return incident.object.kind + " " + namespace + incident.object.name + node + cluster
    }
}

extension AlertIncident {
    /// How long it went on, or has so far.
    func length(at now: Timestamp) -> Duration { max(.zero, (resolved ?? now).since(began)) }

    var style: Style {
        switch state {
        case .firing: severity == .high ? Style(.critical) : severity == .medium ? Style(.warning) : .normal
        case .acknowledged, .snoozed: .normal
        case .resolved: Style(.dim)
        }
    }
}
