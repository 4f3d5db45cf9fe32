import Basics
import Events
import TextGrid

extension ViewState {
    /// The second line: the filter and how the list is shown, or what is wrong with the stream; at the right what there is of rows.
    func drawFilterLine(in frame: inout Frame, row: Int) {
        var line = SegmentLine(gap: size.columns < 120 ? 2 : 3)
        if let trouble {
            line.segments.append(.init(trouble.text, priority: 100, trouble.style))
            if !filters.current.isEmpty {
                line.segments.append(.init([("filter: " + filterSummary, 50), ("filtered", 91)], Style(.match)))
            }
        } else if prompt?.kind == .filter {
            line.segments.append(.init([("filter: (shown while typing)", 45), ("filter: typing", 91)], Style(.hint)))
        } else {
            if let logstore { line.segments.append(searchSegment(of: logstore)) }
            if logstore == nil || !filters.current.isEmpty { line.segments.append(filterSegment) }
            line.segments += lookSegments
        }
        line.segments += countSegments
        line.draw(in: &frame, row: row)
    }

    /// The filter in words, with the time that was chosen on the histogram.
    private var filterSummary: String {
        let setting = filters.current
        guard let range = setting.range else { return setting.summary }
        var words = setting
        words.range = nil
        return (words.isEmpty ? "" : words.summary + "  ") + "at " + clock.time(range.lowerBound) + ".."
            + clock.time(range.upperBound)
    }

    private var filterSegment: SegmentLine.Segment {
        let text = CleanText("filter: " + filterSummary)
        let style = filters.current.isEmpty ? Style(.dim) : Style(.match)
        let short = text.truncated(to: max(24, size.columns / 3))
        let shortest = text.truncated(to: 24)
        var segment = SegmentLine.Segment([(text.string, 46), (short.string, 70), (shortest.string, 93)], style)
        segment.fillsRoom = true
        return segment
    }

    /// Grouping, order and how times are shown.
    private var lookSegments: [SegmentLine.Segment] {
        let table = list.table
        let order = table.order
        let arrow = order.isInverted ? "^" : "v"
        let mode =
            switch timeMode {
            case .relative: "relative"
            case .local: "local"
            case .utc: "UTC"
            }
        return [
            .init([("group: " + table.grouping.rawValue, 30), ("by " + table.grouping.rawValue, 32)], Style(.dim)),
            .init([("sort: \(order.field.rawValue) \(arrow)", 34)], Style(.dim)),
            .init([("time: " + mode, 6)], Style(.dim)),
        ]
    }

    // MARK: Counts

    private var countSegments: [SegmentLine.Segment] {
        let table = list.table
        var segments = markSegments(table) + [coverageSegment(table)].compactMap(\.self)
        if table.evicted > 0 {
            let count = grouped(table.evicted)
            segments.append(
                .init([("\(count) older left memory", 36), ("memory full", 42)], Style(.degraded), isRight: true)
            )
        }
        if !gaps.isEmpty { segments.append(.init([("gaps \(gaps.count)", 80)], Style(.degraded), isRight: true)) }
        if streams.malformed > 0 {
            segments.append(.init([("unreadable \(grouped(streams.malformed))", 75)], Style(.degraded), isRight: true))
        }
        if let percent = list.countedPercent {
            segments.append(.init([("counting \(percent) %", 92)], Style(.degraded), isRight: true))
        }
        let (shown, all) = (grouped(table.visibleCount), grouped(table.groupCount))
        segments.append(
            .init(
                [("\(shown) of \(all) groups", 40), ("\(shown) of \(all) grp", 48), ("\(shown) of \(all)", 95)],
                isRight: true
            )
        )
        segments.append(.init([("\(grouped(table.totals.occurrences)) occ", 38)], isRight: true))
        if let window {
            segments.append(.init([("window " + length(window), 44), (length(window), 94)], isRight: true))
        }
        return segments
    }

    private func markSegments(_ table: EventTable) -> [SegmentLine.Segment] {
        var segments: [SegmentLine.Segment] = []
        if !table.marked.isEmpty {
            segments.append(.init([("marked \(table.marked.count)", 60)], Style(.marked), isRight: true))
        }
        if !table.snoozed.isEmpty {
            segments.append(.init([("snoozed \(table.snoozed.count)", 58)], Style(.degraded), isRight: true))
        }
        return segments
    }

    /// Since when events are known, from where, and whether the first list has come in whole.
    private func coverageSegment(_ table: EventTable) -> SegmentLine.Segment? {
        guard logstore == nil, let oldest = table.oldest else { return nil }
        let time = clock.short(oldest, at: now)
        let source = isReplay ? "recording" : (table.oldestReceived ?? wall) < began ? "journal" : "list"
        let isComplete = streams.isComplete
        let state = isComplete ? "" : isReplay ? ", being read" : ", list not complete"
        return .init(
            [("known since \(time) (\(source)\(state))", 8), ("since \(time)", 20)],
            isComplete ? Style(.dim) : Style(.degraded),
            isRight: true
        )
    }
}
