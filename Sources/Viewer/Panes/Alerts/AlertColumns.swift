import Basics
import Events
import TextGrid

/// The columns of the alerts' pane: as wide as what is in them, those of least worth gone where there is no room.
struct AlertColumns {
    enum Column: String, CaseIterable {
        case state = "STATE"
        case severity = "SEV"
        case rule = "RULE"
        case cluster = "CLUSTER"
        case group = "GROUP"
        case open = "OPEN"
        case total = "TOTAL"
        case count = "COUNT"
        case began = "BEGAN"
        case lasted = "LASTED"
        case condition = "CONDITION"
        case message = "MESSAGE"
    }

    private static let gap = 2
    /// The mark of the cursor.
    private static let margin = 2
    /// So much of a message says what is wrong; with less room it has no column.
    private static let leastMessage = 30
    /// The last of them goes first.
    private static let expendable: [Column] = [.cluster, .count, .severity, .began]

    private var columns: [(column: Column, width: Int)]

    /// - Parameters:
    ///   - wanted: In this order; the last takes what room is left.
    ///   - rows: The texts of each row, in the order of `wanted`.
    ///   - cells: The width of all.
    init(_ wanted: [Column], rows: [[String]], cells: Int) {
        columns = wanted.enumerated().map { place, column in
            let texts = rows.compactMap { $0.indices.contains(place) ? displayWidth($0[place]) : nil }
            return (column: column, width: max(column.rawValue.count, min(texts.max() ?? 0, column.most)))
        }
        let all = columns
        keepMessage(in: cells)
        if width > cells { remove(.lasted) }
        narrow(.group, to: 28, in: cells)
        narrow(.rule, to: 16, in: cells)
        for column in Self.expendable.reversed() where width > cells { remove(column) }
        for column in [Column.condition, .group, .rule] { narrow(column, to: 8, in: cells) }
        if let last = columns.indices.last, columns[last].column.most > 100 {
            columns[last].width = max(columns[last].width, columns[last].width + cells - width)
        } else {
            for former in all.reversed() { widen(former.column, to: former.width, in: cells) }
        }
    }

    // MARK: Room

    private var width: Int { columns.reduce(Self.margin - Self.gap) { $0 + $1.width + Self.gap } }

    /// Why it fired is worth more than how long ago in a column of its own: names and times give way to the message, as far as
    /// names can still be told apart; where that is not enough the message goes.
    private mutating func keepMessage(in cells: Int) {
        guard let message = columns.first(where: { $0.column == .message }) else { return }
        let all = columns
        narrow(.message, to: min(Self.leastMessage, message.width), in: cells)
        narrow(.group, to: 28, in: cells)
        narrow(.rule, to: 18, in: cells)
        for column in [Column.lasted, .count, .began] where width > cells { remove(column) }
        narrow(.group, to: 24, in: cells)
        narrow(.rule, to: 14, in: cells)
        guard width > cells else { return }
        columns = all
        remove(.message)
    }

    private mutating func remove(_ column: Column) { columns.removeAll { $0.column == column } }

    /// Takes from a column what is too much, as long as `least` is left to it.
    private mutating func narrow(_ column: Column, to least: Int, in cells: Int) {
        guard width > cells, let place = columns.firstIndex(where: { $0.column == column }) else { return }
        let former = columns[place].width
        columns[place].width = min(former, max(least, former - (width - cells)))
    }

    /// Gives back to a column what room the others left, as long as it needs it.
    private mutating func widen(_ column: Column, to most: Int, in cells: Int) {
        guard width < cells, let place = columns.firstIndex(where: { $0.column == column }) else { return }
        columns[place].width = max(columns[place].width, min(most, columns[place].width + cells - width))
    }

    // MARK: Lines

    /// The width of a column; 0 where it is gone.
    func cells(of column: Column) -> Int { columns.first { $0.column == column }?.width ?? 0 }

    var title: CleanText { line { column, _ in (column.rawValue, 0) } }

    /// A line of these columns.
    ///
    /// - Parameter text: What stands in a column of so many cells, and how many cells of its end matter.
    /// - Returns: The line without the mark of the cursor.
    func line(_ text: (Column, _ cells: Int) -> (String, tail: Int)) -> CleanText {
        var line = CleanText()
        for (place, column) in columns.enumerated() {
            let (content, tail) = text(column.column, column.width)
            let clean = CleanText(content).truncated(to: column.width, keepingTail: tail)
            let pad = column.width - clean.width
            let gap = place == columns.count - 1 ? 0 : Self.gap
            let (left, right) = column.column.isNumber ? (pad, gap) : (0, gap == 0 ? 0 : pad + gap)
            line = line.joined(with: Self.blank(left)).joined(with: clean).joined(with: Self.blank(right))
        }
        return line
    }

    private static func blank(_ cells: Int) -> CleanText { CleanText(String(repeating: " ", count: cells)) }
}

extension AlertColumns.Column {
    /// The most cells it is given beyond its title, unless there is room left.
    fileprivate var most: Int {
        switch self {
        case .rule: 24
        case .cluster: 16
        case .group: 60
        case .message, .condition: 1000
        default: 12
        }
    }

    fileprivate var isNumber: Bool { self == .count || self == .open || self == .total }
}
