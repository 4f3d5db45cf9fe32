import Basics
import Events
import TextGrid

extension ViewState {
    private static let newFor = Duration.seconds(5)

    func drawTable(in frame: inout Frame, _ layout: ScreenLayout) {
        let specs = columnSpecs(layout)
        let widths = columnWidths(layout)
        drawTitles(specs, widths, in: &frame, layout)
        let page = list.page
        guard !page.isEmpty else { return drawEmpty(in: &frame, layout.table) }
        let cursor = list.cursor - list.top
        for (index, line) in tableLines(of: page, cursor: cursor, rows: layout.table.rows).enumerated() {
            let row = layout.table.row + index
            switch line {
            case .gap(let gap): drawGap(gap, in: &frame, layout.table, row: row)
            case .event(let place):
                draw(page[place], isSelected: place == cursor, specs, widths, in: &frame, layout.table, row: row)
                if place == cursor { frame.cursor = Position(column: layout.table.column, row: row) }
            }
        }
        markFound(in: &frame, layout.table)
    }

    func columnSpecs(_ layout: ScreenLayout) -> [ColumnSpec] {
        ColumnSpec.specs(
            columns: layout.table.columns,
            showsCluster: showsClusters,
            showsNamespace: configuration.showsNamespace,
            time: timeMode
        )
    }

    func columnWidths(_ layout: ScreenLayout) -> [Int] {
        ColumnSpec.widths(columnSpecs(layout), wants: columns.wants, columns: layout.table.columns)
    }

    /// What a line of the table shows.
    enum TableLine {
        /// A row of the page, 0 being the first.
        case event(Int)
        case gap(StreamGap)
    }

    /// The rows of the page with the gaps between them, as many as fit and always the one under the cursor.
    func tableLines(of page: [EventGroup], cursor: Int, rows: Int) -> [TableLine] {
        var lines: [TableLine] = []
        var cursorLine = 0
        for (index, row) in page.enumerated() {
            // The newest first, as the rows are. Above the newest row nothing ends a gap.
            let isNewest = index == 0 && list.isAtNewest
            let order = row.newest.order
            let end = isNewest ? Timestamp(microseconds: .max) : index == 0 ? order : page[index - 1].newest.order
            let between = order..<max(order, end)
            lines += gaps.reversed().filter { between.contains($0.gap.to) }.map { .gap($0) }
            if index == cursor { cursorLine = lines.count }
            lines.append(.event(index))
        }
        let excess = max(0, cursorLine - rows + 1)
        return Array(lines.dropFirst(excess).prefix(rows))
    }

    private func drawTitles(_ specs: [ColumnSpec], _ widths: [Int], in frame: inout Frame, _ layout: ScreenLayout) {
        let row = layout.titles
        var column = layout.table.column + 1
        for (spec, width) in zip(specs, widths) {
            let title = CleanText(spec.title)
            let start = spec.column.isRight ? column + max(0, width - title.width) : column
            frame.put(title, at: Position(column: start, row: row), style: Style(.header), limit: width)
            column += width + 1
        }
    }

    private func draw(
        _ row: EventGroup,
        isSelected: Bool,
        _ specs: [ColumnSpec],
        _ widths: [Int],
        in frame: inout Frame,
        _ area: Rectangle,
        row line: Int
    ) {
        let severity = Severity(row)
        let isNew = isNew(row.newest)
        // One colour for the bar: reversed warnings would make it a patchwork, and their mark is in the T column.
        let base = isSelected ? Style(.normal) : severity.style
        var column = area.column + 1
        for (spec, width) in zip(specs, widths) {
            let text = cell(row, spec.column, severity, width: width)
            let start = spec.column.isRight ? column + max(0, width - text.width) : column
            let style = spec.column.isDim && severity.style == .normal && !isSelected ? Style(.dim) : base
            frame.put(text, at: Position(column: start, row: line), style: style, limit: width)
            column += width + 1
        }
        frame.put(
            isSelected ? ">" : isNew ? "+" : " ",
            at: Position(column: area.column, row: line),
            style: Style(.new, .bold)
        )
        guard isSelected else { return }
        frame.restyle(Rectangle(column: area.column, row: line, columns: area.columns, rows: 1)) { $0.with(.reverse) }
    }

    private func isNew(_ row: EventRow) -> Bool {
        guard let liveSince = liveSince[row.cluster], row.received > liveSince else { return false }
        let age = now.since(row.received)
        return age < Self.newFor && age > .seconds(-60)
    }

    private func cell(_ group: EventGroup, _ column: Column, _ severity: Severity, width: Int) -> CleanText {
        let row = group.newest
        return switch column {
        case .last: CleanText(time(row.lastSeen))
        case .first: CleanText(time(group.firstSeen))
        case .type: CleanText(severity.mark).truncated(to: width)
        case .count: CleanText(compact(group.count, cells: width))
        case .cluster: CleanText(row.cluster).truncated(to: width, keepingTail: 3)
        case .object, .node:
            CleanText(row.text(of: column, columns: size.columns)).truncated(to: width, keepingTail: 6)
        case .message: CleanText(row.message).dropping(cells: messageOffset).truncated(to: width)
        case .namespace, .reason, .source: CleanText(row.text(of: column, columns: size.columns)).truncated(to: width)
        }
    }

    private func time(_ time: Timestamp) -> String {
        timeMode == .relative ? age(time, at: now) : clock.short(time, at: now)
    }

    private func drawGap(_ found: StreamGap, in frame: inout Frame, _ area: Rectangle, row: Int) {
        let gap = found.gap
        let span = latency(gap.to.since(gap.from))
        let why =
            switch gap.reason {
            case .expired: "history expired"
            case .empty: "nothing was kept"
            case .rewound: "the cluster was restored to an earlier state"
            case .clusterChanged: "another cluster answers"
            case .paused: "the watch was paused"
            case .error: "the stream failed"
            }
        let place = showsClusters ? found.stream.cluster + " " : ""
        let text =
            place + "gap \(clock.time(gap.from)) - \(clock.time(gap.to)) (\(span)): \(why), events may be missing "
        let line = CleanText("──── " + text).truncated(to: area.columns - 2)
        frame.fill(
            Rectangle(column: area.column + 1, row: row, columns: area.columns - 2, rows: 1),
            with: "─",
            style: Style(.degraded)
        )
        frame.put(line, at: Position(column: area.column + 1, row: row), style: Style(.degraded))
    }
}

extension Column {
    fileprivate var isRight: Bool { self == .last || self == .count || self == .first }
    fileprivate var isDim: Bool { self == .last || self == .first || self == .source || self == .node }
}
