import Basics
import Events
import TextGrid

/// Which rows of the alerts' pane hold what, inside its box.
struct AlertsLayout: Equatable {
    private static let fewestListRows = 3
    private static let fewestDetailRows = 3

    /// What is wrong with rules or hooks.
    var problems: Rectangle
    var titles: Int
    var list: Rectangle
    /// The line above the detail.
    var rule: Int?
    /// All about the line under the cursor.
    var detail: Rectangle?

    /// - Parameters:
    ///   - area: Of the box, edges included.
    ///   - count: How many lines tell of problems.
    ///   - lines: How many the list has.
    ///   - wanted: How many rows the detail could use.
    init(_ area: Rectangle, problems count: Int, lines: Int, detail wanted: Int) {
        let (column, columns) = (area.column + 2, max(1, area.columns - 4))
        let end = area.row + area.rows - 1
        let heads = min(count, max(0, area.rows - 2) / 4)
        problems = Rectangle(column: column, row: area.row + 1, columns: columns, rows: heads)
        titles = area.row + 1 + heads
        let room = max(0, end - titles - 1)
        list = Rectangle(column: column, row: titles + 1, columns: columns, rows: room)
        // The list has what it needs, and half of the room at least; the detail has the rest.
        let shown = max(Self.fewestListRows, min(lines, max(room - wanted - 1, room / 2)))
        let rest = room - shown - 1
        guard rest >= Self.fewestDetailRows, wanted > 0 else { return }
        list.rows = shown
        rule = titles + 1 + shown
        detail = Rectangle(column: column, row: titles + 2 + shown, columns: columns, rows: rest)
    }
}

extension ViewState {
    private static let mostProblems = 3

    var alertsLayout: AlertsLayout {
        let area = ScreenLayout(self).middle
        let columns = max(1, area.columns - 4)
        return AlertsLayout(
            area,
            problems: problemLines(columns: columns).count,
            lines: alertsPane.count(in: alerts),
            detail: alertDetail(columns: columns).count
        )
    }

    /// Keeps the cursor among the lines that are shown.
    mutating func settleAlerts() {
        guard pane?.content == .alerts else { return }
        let rows = max(1, alertsLayout.list.rows)
        let cursor = alertsPane.cursor(in: alerts)
        let most = max(0, alertsPane.count(in: alerts) - rows)
        let offset = min(max(pane?.offset ?? 0, cursor - rows + 1), cursor)
        pane?.offset = min(max(0, offset), most)
    }

    func drawAlerts(in frame: inout Frame, _ layout: ScreenLayout) {
        guard let pane else { return }
        let places = alertsLayout
        let columns = places.list.columns
        let lines = alertLines(columns: columns)
        let footer = scrollFooter(offset: pane.offset, rows: places.list.rows, count: lines.count)
        frame.box(layout.middle, title: alertsTitle, footer: footer)
        frame.put(problemLines(columns: columns), in: places.problems)
        guard !lines.isEmpty else { return frame.put(emptyLines, in: places.list) }
        let title = alertColumns(columns: columns).title
        frame.put(title, at: Position(column: places.list.column + 2, row: places.titles), style: Style(.header))
        frame.put(lines.dropFirst(pane.offset), in: places.list)
        frame.mark(textFind, in: places.list, offset: pane.offset)
        frame.cursor = Position(
            column: places.list.column,
            row: places.list.row + alertsPane.cursor(in: alerts) - pane.offset
        )
        guard let rule = places.rule, let area = places.detail else { return }
        frame.fill(Rectangle(column: 1, row: rule, columns: columns + 2, rows: 1), with: "─", style: Style(.frame))
        frame.put(alertDetail(columns: columns), in: area)
    }

    private var alertsTitle: String {
        guard alertsPane.page == .incidents else { return "Alerts: \(counted(alerts.rules.count, "rule"))" }
        let counts = AlertIncident.State.allCases.filter { $0 != .firing }.map { state in
            (state.word, alerts.incidents.count { $0.state == state })
        }
        let known = counts.filter { $0.1 > 0 }.map { "\(grouped($0.1)) \($0.0)" }
        let words = [alerts.firing.words].compactMap(\.self) + known + [readingNote].compactMap(\.self)
        return words.isEmpty ? "Alerts" : "Alerts: " + words.joined(separator: ", ")
    }

    private func problemLines(columns: Int) -> [PaneLine] {
        let shown = alerts.problems.count > Self.mostProblems ? Self.mostProblems - 1 : Self.mostProblems
        var lines = alerts.problems.prefix(shown).map { "! " + $0 }
        if alerts.problems.count > shown { lines.append("! and \(grouped(alerts.problems.count - shown)) more") }
        return lines.map { PaneLine(text: CleanText($0).truncated(to: columns), style: Style(.degraded)) }
    }

    private var emptyLines: [PaneLine] {
        let rules = alerts.rules.count
        let time = readingNote != nil ? "so far" : isReplay ? "in the recording" : "in the last day"
        let lines =
            rules == 0
            ? ["No rules are on: see `eventer rules`."]
            : [
                "No incident \(time); \(counted(rules, "rule")) \(rules == 1 ? "watches" : "watch").",
                "Tab lists \(rules == 1 ? "it" : "them").",
            ]
        return lines.map { PaneLine(text: CleanText($0), style: Style(.dim)) }
    }
}
