import Events
import TextGrid

extension ViewState {
    func drawDetail(in frame: inout Frame, _ layout: ScreenLayout) {
        guard let detail else { return }
        guard let area = layout.detail else { return }
        let content = detailLines(columns: area.columns - 4).lines
        let rows = area.rows - 2
        let offset = min(detail.offset, max(0, content.count - rows))
        frame.box(area, title: "Event", footer: scrollFooter(offset: offset, rows: rows, count: content.count))
        for (index, line) in content.dropFirst(offset).prefix(max(0, rows)).enumerated() {
            let row = area.row + 1 + index
            frame.put(line.text, at: Position(column: 2, row: row), style: line.style, limit: area.columns - 4)
            frame.restyle(Rectangle(column: 2, row: row, columns: line.headCells, rows: 1)) { _ in line.headStyle }
        }
        frame.cursor = Position(column: 2, row: area.row + 1)
    }

    func scrollFooter(offset: Int, rows: Int, count: Int) -> String {
        count <= rows
            ? "Esc close" : "line \(offset + 1)-\(min(count, offset + rows)) of \(count)   j k scroll   Esc close"
    }
}
