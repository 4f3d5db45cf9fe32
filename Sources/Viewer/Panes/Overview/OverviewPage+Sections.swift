import Basics
import Events
import TextGrid

extension OverviewPage {
    /// Where lines begin that can be opened: the mark of the chosen one stands before it.
    static let margin = 2
    /// What the line that shows more or fewer verdicts is known by.
    static let moreVerdicts = "more verdicts"
    private static let fewestVerdicts = 5
    /// From so many rows on a verdict may take four lines.
    private static let fourLineRows = 40
    private static let printedVerdicts = 8
    private static let usualEntries = 10
    private static let tallRows = 56
    private static let namedFolds = 3
    private static let arrows: [OverviewReport.Trend: String] = [.rising: "rising", .falling: "falling"]

    // MARK: Head

    /// What the page is of, and how many events there are.
    var head: [Line] {
        let span =
            "last \(report.window.rawValue), \(clock.short(report.from, to: report.to)) to \(clock.minute(report.to))"
        let coverage: String? =
            if let begins = report.begins, report.isPartial {
                "since \(clock.short(begins, at: facts.now)), "
                    + (isWholeRecording ? "where the recording begins" : "older events are not held")
            } else {
                nil
            }
        var lines = wrapped([span, coverage].compactMap(\.self).joined(separator: "   "), Style(.dim))
        guard report.counts.total > 0 else {
            return lines + wrapped(facts.absence ?? "no events in this window", .normal)
        }
        let counts =
            facts.tallies?.counts(report.counts) ?? OverviewTallies(window: report.window).counts(report.counts)
        lines += wrapped("events:  " + counts.joined(separator: "   "), .normal)
        lines += folds
        if let gap = facts.tallies?.gap({ clock.full($0) }) { lines += wrapped(gap, Style(.dim)) }
        if let words = facts.firing.words {
            lines += wrapped("alerts:  \(words) (! opens them)", facts.firing.loud > 0 ? Style(.critical) : .normal)
        }
        return lines
    }

    /// Whether there is nothing before that is not held.
    private var isWholeRecording: Bool {
        guard let begins = report.begins, let recorded = facts.tallies?.recorded else { return false }
        return begins <= recorded.lowerBound
    }

    /// What there was too much of at once to tell one thing from another.
    private var folds: [Line] {
        guard let first = report.folded.map(\.from).min(), let last = report.folded.map(\.to).max() else { return [] }
        let named = report.folded.prefix(Self.namedFolds).map { "\($0.reason) (\(grouped($0.times)))" }
        let more = report.folded.count > named.count ? " and \(report.folded.count - named.count) more" : ""
        let span = clock.short(first, to: report.to) + " to " + clock.minute(last)
        return wrapped(
            "flood:   single objects not told apart \(span): " + named.joined(separator: ", ") + more
                + "; counts of objects and nodes may be too low",
            Style(.warning)
        )
    }

    private func wrapped(_ text: String, _ style: Style) -> [Line] {
        CleanText(text).wrapped(to: columns, indent: 9).map { Line(pieces: [Piece(column: 0, text: $0, style: style)]) }
    }

    // MARK: Verdicts

    /// What is wrong, the most important first; more of it where there is room, all of it where that is asked for.
    mutating func verdicts(_ columns: Int) -> [Line] {
        let room = facts.rows.map { max(Self.fewestVerdicts, $0 / 5) } ?? Self.printedVerdicts
        let shown = report.verdicts.prefix(facts.hasAllVerdicts ? .max : room)
        var lines = [heading("WRONG, most important first")]
        guard !shown.isEmpty else {
            return lines + [line([(Self.margin, "nothing stands out", Style(.ok))])]
        }
        for verdict in shown {
            let number = target(
                "verdict " + verdict.subject + verdict.problem,
                verdict.filterText,
                since: verdict.since.flatMap { $0 < report.from ? $0 : nil }
            )
            for (index, part) in text(of: verdict, columns - Self.margin).enumerated() {
                var line = Line(pieces: [Piece(column: Self.margin, text: part, style: Self.style(of: verdict))])
                if index == 0 { line.places = [Place(target: number, column: 0, columns: columns)] }
                lines.append(line)
            }
        }
        return lines + rest(behind: shown.count, room, columns)
    }

    /// The lines of a verdict; what there is no room for ends with an ellipsis.
    private func text(of verdict: Verdict, _ columns: Int) -> [CleanText] {
        let most = facts.rows.map { $0 < Self.fourLineRows ? 2 : 4 } ?? 4
        let lines = CleanText(verdict.text { clock.short($0, to: facts.now) }).wrapped(to: columns, indent: 2)
        guard lines.count > most else { return lines }
        var words = lines[most - 1].string[...]
        while words.last == "," || words.last == " " { words.removeLast() }
        let last = CleanText(String(words))
        let ended = last.width < columns ? last.joined(with: CleanText("…")) : last.truncated(to: columns - 1)
        return lines.prefix(most - 1) + [ended]
    }

    /// How many verdicts are not shown, or that all are; Enter changes that.
    private mutating func rest(behind shown: Int, _ room: Int, _ columns: Int) -> [Line] {
        let hidden = max(report.verdictCount, report.verdicts.count) - shown
        let isAll = shown == report.verdicts.count
        let count = "and \(grouped(hidden)) less important"
        guard facts.rows != nil, !isAll || shown > room else {
            let hint = isAll ? "" : ": -o json tells " + (hidden + shown == report.verdicts.count ? "all" : "more")
            return hidden > 0 ? [line([(Self.margin, count + hint, Style(.dim))], columns)] : []
        }
        let text = isAll ? (hidden > 0 ? count + "; " : "") + "Enter shows fewer" : count + ": Enter shows them"
        let number = target(Self.moreVerdicts, action: .showVerdicts(all: !isAll))
        return [line([(Self.margin, text, Style(.dim))], opens: number, columns)]
    }

    private static func style(of verdict: Verdict) -> Style {
        if verdict.isQuiet { return Style(.dim) }
        switch verdict.urgency {
        case .critical: return Style(.critical)
        case .warning: return Style(.warning)
        case .note: return .normal
        }
    }

    // MARK: Sections

    mutating func make(_ section: Section, _ columns: Int) -> [Line] {
        switch section {
        case .panels: panels(columns)
        case .reasons: reasons(columns)
        case .objects:
            list("HOT OBJECTS", report.objects, columns) { line in
                let name = line.name.hasPrefix("Pod/") ? String(line.name.dropFirst(4)) : line.name
                return line.namespace.isEmpty ? name : line.namespace + "/" + name
            }
        case .namespaces: list("NAMESPACES", report.namespaces, columns) { $0.name.isEmpty ? "(none)" : $0.name }
        case .nodes: list("NODES", report.nodes, columns, name: \.name)
        }
    }

    private mutating func panels(_ columns: Int) -> [Line] {
        var lines = [heading("TROUBLE", [(20, "times"), (27, "things"), (35, "newest")])]
        for panel in report.panels where panel.times > 0 {
            let number = target("panel " + panel.topic.name, panel.filterText)
            var pieces = [
                (Self.margin, panel.topic.title, Style.normal), right(grouped(panel.times), 25),
                right(panel.objects > 0 ? grouped(panel.objects) + (panel.folded > 0 ? "+" : "") : "", 33),
            ]
            if let newest = panel.newest {
                pieces.append((35, age(newest.at, at: report.to), Style(.dim)))
                let node = newest.node.isEmpty || newest.object.contains(newest.node) ? "" : " on " + newest.node
                let trend = Self.arrows[panel.trend].map { $0 + ", " } ?? ""
                pieces.append((40, trend + newest.object + node + ": " + newest.message, Style(.dim)))
            }
            lines.append(line(pieces, opens: number, columns))
        }
        let calm = report.panels.filter { $0.times == 0 }.map { $0.topic.title.lowercased() }
        if !calm.isEmpty {
            lines.append(line([(Self.margin, "none of: " + calm.joined(separator: ", "), Style(.dim))], columns))
        }
        return lines
    }

    private mutating func reasons(_ columns: Int) -> [Line] {
        let name = min(28, max(16, columns / 3))
        let figures = name + Self.margin + 10
        let spark = figures + 10
        let room = max(0, columns - spark)
        let step = report.window.step * Int64((report.warnings.count + max(1, room) - 1) / max(1, room))
        var lines = [
            heading("TOP REASONS", [(figures - 6, "times"), (spark, room >= 20 ? "1 col = \(step)m" : "")], columns)
        ]
        for reason in report.reasons {
            let number = target("reason \(reason.kind) " + reason.name, reason.filterText)
            let style = reason.kind == .normal ? Style.normal : Style(.warning)
            let letter = reason.kind == .normal ? "N" : reason.kind == .warning ? "W" : "?"
            let bars = Sparkline(values: reason.series).condensed(to: room).text(cells: room)
            lines.append(
                line(
                    [
                        (Self.margin, cut(reason.name, name - 1), style), (name + Self.margin, letter, style),
                        right(grouped(reason.times), figures - 1),
                        (figures + 1, Self.arrows[reason.trend] ?? "", Style(.dim)),
                        (spark, bars, Style(reason.kind == .normal ? .histogramNormal : .histogramWarning)),
                    ],
                    opens: number,
                    columns
                )
            )
        }
        return lines
    }

    /// By how often something else than Normal happened, with the reason that did most often.
    private mutating func list(
        _ title: String,
        _ entries: [OverviewReport.Line],
        _ columns: Int,
        name: (OverviewReport.Line) -> String
    ) -> [Line] {
        guard !entries.isEmpty else { return [] }
        let reason = min(20, columns / 3)
        let figures = columns - reason - 2
        let hasTrend = columns >= 60
        let end = figures - 8 - (hasTrend ? 8 : 0)
        var lines = [heading(title, [(figures - 5, "times"), (figures + 2, "mostly")], columns)]
        for entry in entries.prefix(entryCount(columns)) {
            let number = target(title + entry.cluster + entry.namespace + entry.name, entry.filterText)
            let place = entry.cluster.isEmpty ? "" : entry.cluster + " "
            lines.append(
                line(
                    [
                        (Self.margin, cut(place + name(entry), end - Self.margin), .normal),
                        (end + 1, hasTrend ? Self.arrows[entry.trend] ?? "" : "", Style(.dim)),
                        right(grouped(entry.times), figures), (figures + 2, entry.topReason, Style(.dim)),
                    ],
                    opens: number,
                    columns
                )
            )
        }
        return lines
    }

    /// As many as there is likely to be room for.
    private func entryCount(_ columns: Int) -> Int {
        guard let rows = facts.rows else { return Self.usualEntries }
        if rows >= Self.tallRows { return 2 * Self.usualEntries }
        return columns < Self.sideBySide / 2 && rows < 40 ? Self.usualEntries / 2 : Self.usualEntries
    }

    // MARK: Parts

    private func heading(_ title: String, _ columns: [(Int, String)] = [], _ width: Int = .max) -> Line {
        line([(0, title, Style(.header))] + columns.map { ($0.0, $0.1, Style(.dim)) }, width)
    }

    private func right(_ text: String, _ end: Int) -> (Int, String, Style) { (end - text.count, text, .normal) }

    private func line(_ pieces: [(column: Int, text: String, style: Style)], _ columns: Int = .max) -> Line {
        Line(
            pieces: pieces.filter { !$0.text.isEmpty && $0.column < columns }.map { piece in
                let text = CleanText(piece.text, exceeding: 400)
                let room = columns == .max ? .max : columns - piece.column
                return Piece(
                    column: piece.column,
                    text: room < text.width ? text.truncated(to: room) : text,
                    style: piece.style
                )
            }
        )
    }

    private func line(_ pieces: [(column: Int, text: String, style: Style)], opens target: Int, _ columns: Int) -> Line
    {
        var line = line(pieces, columns)
        // The rest is not told apart: nothing shows it.
        if targets[target].canBeOpened { line.places = [Place(target: target, column: 0, columns: columns)] }
        return line
    }

    private func cut(_ text: String, _ cells: Int) -> String {
        let text = CleanText(text, exceeding: 400)
        return text.width > cells ? text.truncated(to: max(1, cells), keepingTail: cells / 3).string : text.string
    }
}

extension WallClock {
    /// `14:03` of the same day, else `Nov 21 14:03`.
    func short(_ time: Timestamp, to now: Timestamp) -> String {
        let day = short(time, at: now)
        return day.contains(":") ? minute(time) : day + " " + minute(time)
    }
}
