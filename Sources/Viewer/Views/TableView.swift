import Basics
import Events
import TextGrid

extension ViewState {
    func drawTable(in frame: inout Frame, _ layout: ScreenLayout) {
        let columns = tableColumns(layout)
        drawTitles(columns, in: &frame, layout)
        let page = list.page
        guard !page.isEmpty else { return drawEmpty(in: &frame, layout.table) }
        let cursor = list.cursor - list.top
        let rows = page.enumerated().map { drawn($1, isSelected: $0 == cursor, columns) }
        for (index, line) in lines(of: rows, cursor: cursor, count: layout.table.rows).enumerated() {
            let row = layout.table.row + index
            switch line {
            case .gap(let gap): drawGap(gap, in: &frame, layout.table, row: row)
            case .row(let place, let part):
                draw(rows[place], part: part, columns, in: &frame, row: row)
                if place == cursor, part == 0 { frame.cursor = Position(column: layout.table.column, row: row) }
            }
        }
        markFound(in: &frame, layout.table)
    }

    // MARK: Lines

    /// Which row of the page a line of the table shows; nil for a gap, and below the rows.
    func tableRow(at line: Int, _ layout: ScreenLayout) -> Int? {
        let columns = tableColumns(layout)
        let cursor = list.cursor - list.top
        let rows = list.page.enumerated().map { drawn($1, isSelected: $0 == cursor, columns) }
        let lines = lines(of: rows, cursor: cursor, count: layout.table.rows)
        guard lines.indices.contains(line), case .row(let place, _) = lines[line] else { return nil }
        return place
    }

    /// A row with the lines of its message.
    private struct DrawnRow {
        var row: ListRow
        var texts: RowTexts
        var severity: Severity
        var message: [CleanText]
        /// The first cell of the message.
        var messageColumn: Int
        var isSelected: Bool
    }

    private enum Line {
        /// A row by its place on the page, and which of its lines.
        case row(Int, part: Int)
        case gap(StreamGap)
    }

    private func drawn(_ row: ListRow, isSelected: Bool, _ columns: TableColumns) -> DrawnRow {
        let texts = texts(of: row, width: columns.area.columns)
        let message = columns.message(hidden: texts.hidden)
        return DrawnRow(
            row: row,
            texts: texts,
            severity: Severity(row.group),
            message: message.map { messageLines(of: row, width: $0.width) } ?? [CleanText()],
            messageColumn: message?.column ?? 0,
            isSelected: isSelected
        )
    }

    /// The lines of the page with the gaps between its rows, as many as fit and always the first of the row under the cursor.
    private func lines(of rows: [DrawnRow], cursor: Int, count: Int) -> [Line] {
        var lines: [Line] = []
        var cursorLine = 0
        var former: Timestamp?
        for (index, row) in rows.enumerated() {
            if row.row.branch == nil {
                lines += gaps(above: row.row, below: former, isFirst: index == 0)
                former = row.row.newest.order
            }
            if index == cursor { cursorLine = lines.count }
            lines += row.message.indices.map { .row(index, part: $0) }
        }
        let height = rows.indices.contains(cursor) ? min(rows[cursor].message.count, count) : 1
        let excess = max(0, cursorLine + height - count)
        return Array(lines.dropFirst(excess).prefix(count))
    }

    /// The gaps that end between a row and the one above it, while rows are in the order of time.
    private func gaps(above row: ListRow, below former: Timestamp?, isFirst: Bool) -> [Line] {
        guard !gaps.isEmpty, list.table.order == GroupOrder() else { return [] }
        let order = row.newest.order
        // The newest first, as the rows are. Above the newest row nothing ends a gap.
        let end = isFirst ? (list.isAtNewest ? Timestamp(microseconds: .max) : order) : former ?? order
        let between = order..<max(order, end)
        return gaps.reversed().filter { between.contains($0.gap.to) }.map { .gap($0) }
    }

    // MARK: Drawing

    private func drawTitles(_ columns: TableColumns, in frame: inout Frame, _ layout: ScreenLayout) {
        for (spec, width, column) in columns.places {
            let isChosen = spec.column == table.columnCursor
            let title = title(of: spec, width: width, isChosen: isChosen)
            // The cells around a column are free in this line: an arrow or brackets may use them.
            let start =
                spec.column.isRight
                ? column + width + (isChosen ? 1 : 0) - title.width : column - (isChosen ? 1 : 0)
            frame.put(
                title,
                at: Position(column: max(layout.table.column, start), row: layout.titles),
                style: isChosen ? Style(.columnCursor) : Style(.header),
                limit: width + 2
            )
        }
    }

    /// The title with the mark of the order and the brackets of the column cursor, at most two cells wider than the column.
    private func title(of spec: ColumnSpec, width: Int, isChosen: Bool) -> CleanText {
        let order = list.table.order
        var title = spec.title
        if spec.column.order == order.field {
            // Numbers end where their titles do, so their mark comes before.
            let room = width - title.count + (isChosen || !spec.column.isRight ? 0 : 1)
            let gap = room > 1 ? " " : ""
            if room > 0 { title = spec.column.isRight ? order.mark + gap + title : title + gap + order.mark }
        }
        let text = CleanText(title).truncated(to: width + (isChosen || !spec.column.isRight ? 0 : 1))
        return isChosen ? CleanText("[" + text.string + "]") : text
    }

    private func draw(_ drawn: DrawnRow, part: Int, _ columns: TableColumns, in frame: inout Frame, row line: Int) {
        let area = columns.area
        for (spec, width, column) in columns.places {
            let style = style(of: spec.column, in: drawn)
            if spec.column == .message {
                let position = Position(column: drawn.messageColumn, row: line)
                frame.put(drawn.message[part], at: position, style: style, limit: column + width - position.column)
            } else if part == 0 {
                let text = cell(drawn, spec.column, width: width, columns)
                let start = spec.column.isRight ? column + max(0, width - text.width) : column
                frame.put(text, at: Position(column: start, row: line), style: style, limit: width)
            }
        }
        if part == 0 {
            frame.put(cue(of: drawn), at: Position(column: area.column, row: line), style: Style(.new, .bold))
        }
        guard drawn.isSelected else { return }
        // The look of the role is reversed already: twice would be no longer reversed.
        frame.restyle(Rectangle(column: area.column, row: line, columns: area.columns, rows: 1)) {
            Style(.selection, $0.attributes)
        }
    }

    private func style(of column: Column, in drawn: DrawnRow) -> Style {
        var style = drawn.severity.style
        // One colour for the bar: reversed warnings would make it a patchwork, and their mark is in the T column.
        if drawn.isSelected {
            style = Style(.selection)
        } else if drawn.row.group.isMarked {
            style = Style(.marked)
        } else if style == .normal, column.isDim || drawn.row.group.isSnoozed {
            style = Style(.dim)
        }
        if drawn.row.group.isMarked { style = style.with(.underline) }
        return list.table.grouping.column == column && drawn.row.branch == nil ? style.with(.bold) : style
    }

    /// What the first cell of a row says.
    private func cue(of drawn: DrawnRow) -> String {
        if drawn.isSelected { return ">" }
        if drawn.row.group.isMarked { return "*" }
        if drawn.row.group.isSnoozed { return "~" }
        return isNew(drawn.row.group) ? "+" : " "
    }

    /// Whether there was no such row until a moment ago, and none before the stream was live.
    ///
    /// One that happens again is not new: on a busy cluster nearly all do.
    private func isNew(_ group: EventGroup) -> Bool {
        // What was read back is new to nobody.
        guard logstore == nil, let liveSince = liveSince[group.newest.cluster], group.firstReceived > liveSince else {
            return false
        }
        let age = now.since(group.firstReceived)
        return age < FilterFlags.newFor && age > .seconds(-60)
    }

    private func cell(_ drawn: DrawnRow, _ column: Column, width: Int, _ columns: TableColumns) -> CleanText {
        let group = drawn.row.group
        switch column {
        case .last: return CleanText(time(group.lastSeen))
        case .first: return CleanText(time(group.firstSeen))
        case .type: return CleanText(drawn.severity.mark).truncated(to: width)
        case .count: return CleanText(compact(group.count, cells: width))
        case .rate: return CleanText(perMinute(facts(of: drawn.row).rate))
        case .message: return CleanText()
        case .cluster, .object, .node, .namespace, .reason, .source:
            let tail = column == .cluster ? 3 : column == .object || column == .node ? 6 : 0
            let text = CleanText(drawn.texts.text(of: column))
            guard let branch = drawn.row.branch, column == columns.firstText else {
                return text.truncated(to: width, keepingTail: tail)
            }
            let head = CleanText(branch.isLast ? "└ " : "├ ")
            return head.joined(with: text.truncated(to: max(0, width - head.width), keepingTail: tail))
        }
    }

    /// An age, of what is more than a minute ahead how far: a clock is wrong somewhere.
    private func time(_ time: Timestamp) -> String {
        guard timeMode == .relative else { return clock.short(time, at: now) }
        guard time > now.advanced(by: .seconds(60)) else { return age(time, at: now) }
        return "+" + age(now, at: min(time, now.advanced(by: .seconds(99 * 86400))))
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
