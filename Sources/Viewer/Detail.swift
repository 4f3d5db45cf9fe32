import Events
import TextGrid

/// One event, opened.
struct Detail: Sendable, Equatable {
    enum JSON: Sendable, Equatable {
        case loading
        /// It is kept nowhere.
        case missing
        case lines([String])
    }

    var row: EventRow
    var place = DetailPlace.below
    var json = JSON.loading
    /// The first line shown.
    var offset = 0
}

/// A line of the detail view: a text whose first cells have a look of their own.
struct DetailLine: Sendable, Equatable {
    var text: CleanText
    var headCells = 0
    var headStyle = Style(.hint)
    var style = Style.normal
}

extension ViewState {
    /// The lines of the open event for `columns` cells, and where its JSON begins.
    func detailLines(columns: Int) -> (lines: [DetailLine], json: Int) {
        guard let detail else { return ([], 0) }
        var lines = summaryLines(detail.row, columns: columns)
        lines.append(DetailLine(text: CleanText()))
        let start = lines.count
        switch detail.json {
        case .loading: lines.append(DetailLine(text: CleanText("JSON       loading ..."), headCells: 11))
        case .missing:
            let text = "JSON       not kept: this event came before the journal, or the journal is not keeping"
            lines += wrapped(text, headCells: 11, columns: columns)
        case .lines(let json):
            for line in json { lines += jsonLine(line, columns: columns) }
        }
        return (lines, start)
    }

    private func summaryLines(_ row: EventRow, columns: Int) -> [DetailLine] {
        let severity = Severity(type: row.type, isCritical: false)
        var lines: [DetailLine] = []
        func add(_ title: String, _ text: String, _ style: Style = .normal) {
            let head = title + String(repeating: " ", count: max(1, 11 - title.count))
            lines += wrapped(head + text, headCells: 11, columns: columns, style: style)
        }
        if !row.cluster.isEmpty { add("Cluster", row.cluster) }
        let namespace = row.object.namespace.isEmpty ? "" : row.object.namespace + "/"
        let part = row.object.fieldPath.isEmpty ? "" : "   " + row.object.fieldPath
        add("Object", row.object.kind + " " + namespace + row.object.name + part)
        add("Reason", row.reason + "   " + row.type + (severity.mark.hasSuffix("!") ? " !" : ""), severity.style)
        let reporter = row.component.isEmpty ? "unknown" : row.component
        add("Reporter", reporter + (row.host.isEmpty ? "" : " on " + row.host))
        let span = age(row.firstSeen, at: row.lastSeen)
        add("Count", grouped(row.count) + (row.count > 1 ? " over " + span : ""))
        add("First", clock.full(row.firstSeen) + " " + clockLabel + "  (" + age(row.firstSeen, at: now) + " ago)")
        add("Last", clock.full(row.lastSeen) + " " + clockLabel + "  (" + age(row.lastSeen, at: now) + " ago)")
        add("Event", row.namespace + "/" + row.name + "   version \(row.key.resourceVersion)")
        lines.append(DetailLine(text: CleanText()))
        let message = CleanText.lines(of: row.message)
        for (index, line) in message.enumerated() {
            let head = CleanText(index == 0 ? "Message    " : "           ")
            lines += wrapped(head.joined(with: line), headCells: index == 0 ? 11 : 0, columns: columns)
        }
        return lines
    }

    private func wrapped(_ text: String, headCells: Int, columns: Int, style: Style = .normal) -> [DetailLine] {
        wrapped(CleanText(text), headCells: headCells, columns: columns, style: style)
    }

    private func wrapped(_ text: CleanText, headCells: Int, columns: Int, style: Style = .normal) -> [DetailLine] {
        text.wrapped(to: columns, indent: 11).enumerated().map { index, line in
            DetailLine(text: line, headCells: index == 0 ? headCells : 0, style: style)
        }
    }

    private func jsonLine(_ line: String, columns: Int) -> [DetailLine] {
        let indent = line.prefix { $0 == " " }.count
        let name = line.dropFirst(indent).hasPrefix("\"") ? line.firstRange(of: "\": ") : nil
        let head = name.map { displayWidth(line[..<$0.lowerBound]) + 2 } ?? 0
        let text = CleanText(line, limit: 65536)
        return text.wrapped(to: columns, indent: indent + 2).enumerated().map { index, line in
            DetailLine(text: line, headCells: index == 0 ? head : 0)
        }
    }
}
