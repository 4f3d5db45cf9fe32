import Events
import TextGrid

extension ViewState {
    func drawDetail(in frame: inout Frame, _ layout: ScreenLayout) {
        guard let detail else { return }
        guard let area = layout.detail else { return }
        let content = detailLines(columns: area.columns - 4)
        let rows = area.rows - 2
        let offset = min(detail.offset, max(0, content.count - rows))
        let footer = detailFooter(offset: offset, rows: rows, count: content.count)
        frame.box(area, title: detailTitle, footer: footer)
        for (index, line) in content.dropFirst(offset).prefix(max(0, rows)).enumerated() {
            draw(
                line,
                at: Position(column: area.column + 2, row: area.row + 1 + index),
                limit: area.columns - 4,
                in: &frame
            )
        }
        let cursor = shownLife.flatMap { detail.phase.place(in: $0) }
        let line = cursor.flatMap { place in content.firstIndex { $0.phase == place } } ?? offset
        let row = (0..<rows).contains(line - offset) ? line - offset : 0
        frame.cursor = Position(column: area.column + 2, row: area.row + 1 + row)
    }

    private func draw(_ line: DetailLine, at position: Position, limit: Int, in frame: inout Frame) {
        frame.put(line.text, at: position, style: line.style, limit: limit)
        let head = Rectangle(column: position.column, row: position.row, columns: min(line.headCells, limit), rows: 1)
        frame.restyle(head) { _ in line.headStyle }
        for cells in textFind.map({ Find.ranges(of: $0.text, in: line.text) }) ?? [] {
            let found = Rectangle(
                column: position.column + cells.lowerBound,
                row: position.row,
                columns: min(cells.count, limit - cells.lowerBound),
                rows: 1
            )
            frame.restyle(found) { _ in Style(.match, .reverse) }
        }
    }

    private func detailFooter(offset: Int, rows: Int, count: Int) -> String {
        let search = textFind.map { "find \($0.text): n N   " } ?? ""
        return search + scrollFooter(offset: offset, rows: rows, count: count)
    }

    /// The part that is shown, unless that is all; what keys do is on the hint line.
    func scrollFooter(offset: Int, rows: Int, count: Int) -> String {
        count <= rows ? "" : "line \(min(count, offset + 1))-\(min(count, offset + rows)) of \(count)"
    }
}
