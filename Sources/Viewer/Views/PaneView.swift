import Events
import TextGrid

/// A line of a pane.
struct PaneLine: Equatable {
    var text: CleanText
    /// The cells that are headings.
    var headings: [Range<Int>] = []
    var style = Style.normal
}

extension ViewState {
    func drawPane(in frame: inout Frame, _ layout: ScreenLayout) {
        guard let pane else { return }
        if pane.content == .help { return drawHelp(in: &frame, layout) }
        let area = layout.middle
        let content = paneLines(columns: area.columns - 4)
        let rows = area.rows - 2
        let offset = min(max(0, pane.offset), max(0, content.count - rows))
        let title =
            switch pane.content {
            case .help: "Help"
            case .streams: "Streams"
            case .forwarder: forwarderTitle
            }
        frame.box(area, title: title, footer: scrollFooter(offset: offset, rows: rows, count: content.count))
        for (index, line) in content.dropFirst(offset).prefix(max(0, rows)).enumerated() {
            let position = Position(column: 2, row: area.row + 1 + index)
            frame.put(line.text, at: position, style: line.style, limit: area.columns - 4)
            for heading in line.headings {
                let cells = Rectangle(
                    column: 2 + heading.lowerBound,
                    row: position.row,
                    columns: heading.count,
                    rows: 1
                )
                frame.restyle(cells) { _ in Style(.header) }
            }
        }
        let inside = Rectangle(column: 2, row: area.row + 1, columns: area.columns - 4, rows: max(0, rows))
        frame.mark(textFind, in: inside, offset: offset)
    }

    func paneLines(columns: Int) -> [PaneLine] {
        switch pane?.content {
        case .streams: streamLines(columns: columns)
        case .forwarder: forwarderLines(columns: columns)
        case .help, nil: []
        }
    }
}
