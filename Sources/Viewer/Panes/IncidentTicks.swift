import Basics
import Events

/// Where incidents fired and were over along the histogram.
///
/// Made of the board when that changes, and laid into columns when the window changes: a frame only looks them up. What is of low
/// severity has none, as it has no line and no bell.
struct IncidentTicks: Sendable, Equatable {
    /// What happened in a column; the greater hides the smaller.
    enum Mark: Int, Sendable, Comparable {
        case over, fired, firedHigh

        static func < (left: Mark, right: Mark) -> Bool { left.rawValue < right.rawValue }
    }

    private struct Moment: Sendable, Equatable {
        var time: Timestamp
        var mark: Mark
    }

    private var moments: [Moment] = []
    private var window: Histogram.Window?
    /// By column, 0 being the first of the window.
    private(set) var marks: [Int: Mark] = [:]

    mutating func take(_ incidents: [AlertIncident]) {
        moments = incidents.filter { $0.severity >= .medium }.flatMap { incident in
            let fired = Moment(time: incident.fired, mark: incident.severity == .high ? .firedHigh : .fired)
            return [fired] + (incident.resolved.map { [Moment(time: $0, mark: .over)] } ?? [])
        }
        window = nil
    }

    /// Lays the ticks into the columns of a window, unless they are there.
    mutating func settle(in window: Histogram.Window) {
        guard window != self.window else { return }
        self.window = window
        marks = [:]
        for moment in moments {
            let column = window.index(of: moment.time)
            guard (0..<window.columns).contains(column) else { continue }
            marks[column] = max(marks[column] ?? moment.mark, moment.mark)
        }
    }
}
