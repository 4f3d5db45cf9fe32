package import Basics
package import Events
import TextGrid

/// An overview as lines of a width, for the pane and as plain text.
package struct OverviewPage {
    /// A text somewhere on a line.
    struct Piece: Equatable {
        var column: Int
        var text: CleanText
        var style = Style.normal
    }

    struct Line: Equatable {
        var pieces: [Piece] = []
        /// What can be opened on it, and the cells that stand for it.
        var places: [Place] = []
    }

    struct Place: Equatable {
        var target: Int
        var column: Int
        var columns: Int
    }

    /// Something that can be opened.
    struct Target: Equatable {
        enum Action: Equatable {
            /// Shows the events of a filter; of all of them where `since` is before the window.
            case filter(String, since: Timestamp?)
            case showVerdicts(all: Bool)
        }

        /// The same when the overview is made anew, and no other's on the page.
        var id: String
        var action: Action

        /// Not what stands for things that are not told apart.
        var canBeOpened: Bool { action != .filter("", since: nil) }
    }

    /// What is known beside the report.
    package struct Facts {
        package var tallies: OverviewTallies?
        /// Nil when all is to be shown; else how many rows there are to fill.
        package var rows: Int?
        package var now: Timestamp
        package var zone: LocalZone
        package var firing = FiringAlerts()
        /// Whether no verdict is left out.
        package var hasAllVerdicts = false
        /// Why nothing is known of the window, where that is for what was read.
        package var absence: String?

        package init(tallies: OverviewTallies?, now: Timestamp, zone: LocalZone) {
            self.tallies = tallies
            self.now = now
            self.zone = zone
        }
    }

    static let sideBySide = 110
    static let threeAbreast = 160

    let report: OverviewReport
    let facts: Facts
    let columns: Int
    private(set) var lines: [Line] = []
    private(set) var targets: [Target] = []
    private var ids: Set<String> = []

    /// Lays out `report` in `columns` cells.
    package init(_ report: OverviewReport, _ facts: Facts, columns: Int) {
        self.report = report
        self.facts = facts
        self.columns = columns
        lines += head
        // Where nothing is known nothing can be said to be well.
        guard report.counts.total > 0 || facts.absence == nil else { return }
        lines += [Line()] + verdicts(columns)
        guard report.counts.total > 0 else { return }
        for row in Self.rows(columns) { lines += [Line()] + beside(row) }
    }

    /// A part of the page.
    enum Section { case panels, reasons, objects, namespaces, nodes }

    /// What stands beside what, each with its width.
    private static func rows(_ columns: Int) -> [[(section: Section, columns: Int)]] {
        guard columns >= sideBySide else {
            return [.panels, .reasons, .objects, .namespaces, .nodes].map { [($0, columns)] }
        }
        guard columns >= threeAbreast else {
            let half = (columns - 2) / 2
            return [
                [(.panels, columns)], [(.reasons, half), (.objects, columns - 2 - half)],
                [(.namespaces, half), (.nodes, columns - 2 - half)],
            ]
        }
        let right = columns * 2 / 5
        let quarter = (columns - 4) / 4
        return [
            [(.panels, columns - 2 - right), (.reasons, right)],
            [(.objects, columns - 4 - 2 * quarter), (.namespaces, quarter), (.nodes, quarter)],
        ]
    }

    /// Sections with two cells between them.
    private mutating func beside(_ sections: [(section: Section, columns: Int)]) -> [Line] {
        var lines: [Line] = []
        var column = 0
        for (section, columns) in sections {
            for (index, line) in make(section, columns).enumerated() {
                if index == lines.count { lines.append(Line()) }
                lines[index].append(line, at: column)
            }
            column += columns + 2
        }
        return lines
    }

    /// Adds what can be opened; the number that lines name it by.
    mutating func target(_ id: String, _ filterText: String, since: Timestamp? = nil) -> Int {
        target(id, action: .filter(filterText, since: since))
    }

    /// Adds what can be opened; the number that lines name it by.
    mutating func target(_ id: String, action: Target.Action) -> Int {
        var (free, number) = (id, 1)
        // Two troubles may read the same: pods of one workload that wait for different things.
        while !ids.insert(free).inserted {
            number += 1
            free = "\(id) \(number)"
        }
        targets.append(Target(id: free, action: action))
        return targets.count - 1
    }

    var clock: WallClock { WallClock(zone: facts.zone) }
}

extension OverviewPage.Line {
    /// Adds what is on another line, from `column` on.
    fileprivate mutating func append(_ line: OverviewPage.Line, at column: Int) {
        pieces += line.pieces.map { OverviewPage.Piece(column: $0.column + column, text: $0.text, style: $0.style) }
        places += line.places.map {
            OverviewPage.Place(target: $0.target, column: $0.column + column, columns: $0.columns)
        }
    }

    /// The words of it, for those who search or read it.
    var text: CleanText {
        var text = CleanText()
        for piece in pieces {
            let gap = String(repeating: " ", count: max(0, piece.column - text.width))
            text = text.joined(with: CleanText(gap)).joined(with: piece.text)
        }
        return text
    }
}

extension OverviewPage {
    /// The page as plain text, its control characters shown as such.
    ///
    /// - Parameter isASCII: Whether the ornaments are ASCII.
    /// - Returns: Whole lines.
    package func text(isASCII: Bool) -> String {
        var frame = Frame(size: Size(columns: columns, rows: lines.count))
        for (row, line) in lines.enumerated() { frame.put(line, row: row, column: 0, columns: columns) }
        if isASCII { frame.removeOrnaments() }
        return frame.text
    }
}

extension Frame {
    /// Puts a line of an overview into a row.
    mutating func put(_ line: OverviewPage.Line, row: Int, column: Int, columns: Int) {
        for piece in line.pieces where piece.column < columns {
            let position = Position(column: column + piece.column, row: row)
            put(piece.text, at: position, style: piece.style, limit: columns - piece.column)
        }
    }
}
