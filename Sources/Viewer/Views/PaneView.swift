import Events
import TextGrid

/// A line of a pane.
struct PaneLine: Equatable {
    var text: CleanText
    /// The cells that are headings.
    var headings: [Range<Int>] = []
    var style = Style.normal

    /// A name in the margin and a text beside it, wrapped.
    static func titled(_ title: String, _ text: String, columns: Int, margin: Int = 11, style: Style = .normal)
        -> [PaneLine]
    {
        let head = title + String(repeating: " ", count: max(1, margin - title.count))
        let lines = CleanText(head + text).wrapped(to: columns, indent: margin)
        return lines.enumerated().map { index, line in
            PaneLine(text: line, headings: index == 0 && !title.isEmpty ? [0..<title.count] : [], style: style)
        }
    }
}

extension Frame {
    /// Puts the lines that there is room for.
    mutating func put(_ lines: some Sequence<PaneLine>, in area: Rectangle) {
        for (index, line) in lines.prefix(max(0, area.rows)).enumerated() {
            let row = area.row + index
            put(line.text, at: Position(column: area.column, row: row), style: line.style, limit: area.columns)
            for heading in line.headings {
                let cells = Rectangle(
                    column: area.column + heading.lowerBound,
                    row: row,
                    columns: heading.count,
                    rows: 1
                )
                restyle(cells) { _ in Style(.header) }
            }
        }
    }
}

extension ViewState {
    func drawPane(in frame: inout Frame, _ layout: ScreenLayout) {
        guard let pane else { return }
        if pane.content == .help { return drawHelp(in: &frame, layout) }
        if pane.content == .alerts { return drawAlerts(in: &frame, layout) }
        if pane.content == .overview { return drawOverview(in: &frame, layout) }
        let area = layout.middle
        let content = paneLines(columns: area.columns - 4)
        let rows = area.rows - 2
        let offset = min(max(0, pane.offset), max(0, content.count - rows))
        let title =
            switch pane.content {
            case .help, .alerts, .overview: ""
            case .streams: "Streams"
            case .forwarder: forwarderTitle
            }
        frame.box(area, title: title, footer: scrollFooter(offset: offset, rows: rows, count: content.count))
        let inside = Rectangle(column: 2, row: area.row + 1, columns: area.columns - 4, rows: max(0, rows))
        frame.put(content.dropFirst(offset), in: inside)
        frame.mark(textFind, in: inside, offset: offset)
    }

    func paneLines(columns: Int) -> [PaneLine] {
        switch pane?.content {
        case .streams: streamLines(columns: columns)
        case .forwarder: forwarderLines(columns: columns)
        case .alerts: alertLines(columns: columns)
        case .overview: (overviewPage(columns: columns)?.lines ?? []).map { PaneLine(text: $0.text) }
        case .help, nil: []
        }
    }
}
