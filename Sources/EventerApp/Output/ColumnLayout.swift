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

/// Cells in columns as kubectl lays them out: three spaces after the widest, and no column below six cells.
struct ColumnLayout: Sendable {
    private static let gap = 3
    private static let least = 6

    private var widths: [Int]

    init(count: Int) {
        widths = Array(repeating: Self.least, count: count)
    }

    /// Makes room for `row`.
    mutating func widen(to row: [PlainCell]) {
        for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.width + Self.gap) }
    }

    /// The lines of `rows`, once all of them have room; what follows the last column is its end.
    mutating func bytes(_ rows: [[PlainCell]]) -> [UInt8] {
        rows.forEach { widen(to: $0) }
        var bytes: [UInt8] = []
        for row in rows {
            for (index, cell) in row.enumerated() {
                bytes += cell.text.utf8
                guard index < row.count - 1 else { continue }
                bytes += repeatElement(UInt8(ascii: " "), count: widths[index] - cell.width)
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
