import TextGrid

/// Text without anything that a terminal could take for more than text, and its width in cells.
struct PlainCell: Sendable, Equatable {
    let text: String
    let width: Int

    /// Sanitises `text`, all of it.
    init(_ text: String) {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            self.text = text
            width = text.utf8.count
        } else {
            let clean = CleanText(text, limit: .max)
            self.text = clean.string
            width = clean.width
        }
    }
}

/// Cells of rows one after the other, without anything that a terminal could take for more than text.
///
/// In one buffer, since a line of output has no time for a string of each cell.
struct CellBuffer: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var cells: [(end: Int, width: Int)] = []

    /// Adds a cell: `text`, sanitised.
    mutating func add(_ text: String) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        guard bytes[start...].allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            bytes.removeSubrange(start...)
            let clean = CleanText(text, limit: .max)
            bytes.append(contentsOf: clean.string.utf8)
            cells.append((bytes.count, clean.width))
            return
        }
        cells.append((bytes.count, bytes.count - start))
    }
}

/// Cells in columns as kubectl lays them out: three spaces after the widest, and no column below six cells.
struct ColumnLayout: Sendable {
    private static let gap = 3
    private static let least = 6

    private var widths: [Int]

    init(count: Int) {
        widths = Array(repeating: Self.least, count: count)
    }

    /// Makes room for the rows that `buffer` holds.
    mutating func widen(to buffer: CellBuffer) {
        for (index, cell) in buffer.cells.enumerated() {
            let column = index % widths.count
            widths[column] = max(widths[column], cell.width + Self.gap)
        }
    }

    /// The lines of rows for which there is room; what follows the last column is its end.
    func bytes(of buffer: CellBuffer) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(buffer.cells.count / max(1, widths.count) * (widths.reduce(0, +) + 1))
        var start = 0
        for (index, cell) in buffer.cells.enumerated() {
            let column = index % widths.count
            lines += buffer.bytes[start..<cell.end]
            start = cell.end
            if column == widths.count - 1 {
                lines.append(UInt8(ascii: "\n"))
            } else {
                for _ in cell.width..<widths[column] { lines.append(UInt8(ascii: " ")) }
            }
        }
        return lines
    }
}
