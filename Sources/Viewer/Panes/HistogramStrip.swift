import Basics
import Events

/// Occurrences over time: how they are shown, and where in time the user is.
struct HistogramStrip: Sendable, Equatable {
    enum Mode: Sendable, Equatable { case strip, whole, off }

    /// How long a column may be, in seconds.
    static let zooms: [Int64] = [1, 5, 10, 30, 60, 300, 600, 1800, 3600]
    /// What the columns together should cover when nothing was said of their length.
    private static let usualSpan: Int64 = 900

    var mode = Mode.strip
    /// In seconds, what the columns should cover.
    var span = usualSpan
    /// Nil for what the width asks for.
    var zoom: Int64?
    /// The beginning of the column that the time cursor is on.
    var cursor: Timestamp?
    /// The beginning of the column where a range was begun.
    var anchor: Timestamp?
    /// An instant of the last column while the strip does not follow the clock.
    var end: Timestamp?
    /// What occurred in the chosen columns most, for the whole screen.
    var reasons: [ReasonCount] = []
    var reasonsFor: Range<Timestamp>?

    var isShown: Bool { mode != .off }

    /// The length of a column, of `columns`.
    func secondsPerColumn(of columns: Int) -> Int64 {
        zoom ?? Self.zooms.first { $0 * Int64(columns) >= span } ?? (span > Self.usualSpan ? 3600 : 60)
    }

    /// The next step of zoom: shorter columns, or longer.
    static func zoom(after seconds: Int64, isIn: Bool) -> Int64 {
        let next = isIn ? zooms.last { $0 < seconds } : zooms.first { $0 > seconds }
        return next ?? seconds
    }

    /// The time of the columns from the anchor to the cursor.
    func chosen(secondsPerColumn: Int64) -> Range<Timestamp>? {
        guard let cursor else { return nil }
        let other = anchor ?? cursor
        return min(cursor, other)..<max(cursor, other).advanced(by: .seconds(secondsPerColumn))
    }

    /// Goes back to following the clock.
    mutating func release() {
        cursor = nil
        anchor = nil
        end = nil
        reasons = []
        reasonsFor = nil
    }
}
