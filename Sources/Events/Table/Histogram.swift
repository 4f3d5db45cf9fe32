package import Basics

/// Occurrences over time: of Warnings and of all else, in columns of equal length.
package struct Histogram: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        package var warnings = 0
        /// All but Warnings.
        package var others = 0

        package init(warnings: Int = 0, others: Int = 0) {
            self.warnings = warnings
            self.others = others
        }
    }

    /// A stretch of time in columns that begin at whole multiples of their length.
    package struct Window: Sendable, Equatable {
        /// Of a column, at least 1.
        package let secondsPerColumn: Int64
        package let columns: Int
        /// Whether it moves on with the clock.
        package private(set) var follows: Bool
        /// Counted from 1970, in columns.
        package private(set) var firstColumn: Int64

        /// The window whose last column holds `end`.
        package init(secondsPerColumn: Int64, columns: Int, end: Timestamp, follows: Bool = true) {
            self.secondsPerColumn = max(1, secondsPerColumn)
            self.columns = max(1, columns)
            self.follows = follows
            firstColumn = 0
            firstColumn = column(of: end) - Int64(self.columns) + 1
        }

        package var start: Timestamp { Timestamp(seconds: firstColumn * secondsPerColumn) }
        /// The first instant after it.
        package var end: Timestamp { Timestamp(seconds: (firstColumn + Int64(columns)) * secondsPerColumn) }

        /// The time of the column `index`, 0 being the first.
        package func time(of index: Int) -> Range<Timestamp> {
            let first = (firstColumn + Int64(index)) * secondsPerColumn
            return Timestamp(seconds: first)..<Timestamp(seconds: first + secondsPerColumn)
        }

        /// Which column holds `time`; below 0 or past the last when none does.
        package func index(of time: Timestamp) -> Int { Int(clamping: column(of: time) - firstColumn) }

        /// Whether both have the same columns.
        func covers(_ other: Window) -> Bool {
            (firstColumn, columns, secondsPerColumn) == (other.firstColumn, other.columns, other.secondsPerColumn)
        }

        /// The same window, moved so that its last column holds `end`.
        func ending(at end: Timestamp) -> Window {
            Window(secondsPerColumn: secondsPerColumn, columns: columns, end: end, follows: follows)
        }

        private func column(of time: Timestamp) -> Int64 {
            let seconds = time.seconds
            return seconds >= 0 ? seconds / secondsPerColumn : (seconds - secondsPerColumn + 1) / secondsPerColumn
        }
    }

    package private(set) var window: Window
    package private(set) var columns: [Column]

    init(window: Window) {
        self.window = window
        columns = Array(repeating: Column(), count: window.columns)
    }

    mutating func add(_ event: StoredEvent, _ trail: OccurrenceTrail?, sign: Int) {
        let isWarning = event.type == .warning
        event.forEachStretch(of: trail) { add($0, isWarning: isWarning, sign: sign) }
    }

    private mutating func add(_ stretch: OccurrenceTrail.Stretch, isWarning: Bool, sign: Int) {
        guard stretch.to >= window.start, stretch.from < window.end else { return }
        let first = max(0, window.index(of: stretch.from))
        let last = min(window.columns - 1, window.index(of: stretch.to))
        guard first < last || stretch.from < stretch.to else {
            return add(sign * stretch.count, isWarning: isWarning, to: first)
        }
        // What ends in a column is what came before its end, less what came before its beginning.
        var before = stretch.countBefore(window.time(of: first).lowerBound)
        for index in first..<max(first, last + 1) {
            let next = stretch.countBefore(window.time(of: index).upperBound)
            add(sign * (next - before), isWarning: isWarning, to: index)
            before = next
        }
    }

    private mutating func add(_ count: Int, isWarning: Bool, to index: Int) {
        guard columns.indices.contains(index) else { return }
        if isWarning { columns[index].warnings += count } else { columns[index].others += count }
    }

    /// Takes `window` for its own where that leaves the columns as they are; tells whether it did.
    mutating func adopt(_ window: Window) -> Bool {
        guard window.covers(self.window) else { return false }
        self.window = window
        return true
    }

    /// Moves on to `end`, unless the window is held: the oldest columns go, empty ones come.
    mutating func advance(to end: Timestamp) {
        guard window.follows else { return }
        let steps = window.index(of: end) - window.columns + 1
        guard steps > 0 else { return }
        window = window.ending(at: end)
        columns.removeFirst(min(steps, columns.count))
        columns += Array(repeating: Column(), count: window.columns - columns.count)
    }
}
