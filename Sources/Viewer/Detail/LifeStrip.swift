import Basics
import Events

/// A life in one line: marks along time where its phases began.
struct LifeStrip: Sendable, Equatable {
    struct Mark: Sendable, Equatable {
        var time: Timestamp
        /// At most five cells.
        var word: String
        var isTrouble: Bool
    }

    private static let mostMoved = 18

    /// Oldest first.
    private(set) var marks: [Mark]

    init(_ life: Lifecycle) {
        marks = life.phases.flatMap { phase -> [Mark] in
            guard let word = Self.word(for: phase) else { return [] }
            // What came and went is marked at both its ends.
            let times = [phase.from] + (phase.step == .unready ? [phase.to].compactMap(\.self) : [])
            return times.map { Mark(time: $0, word: word, isTrouble: phase.isTrouble || phase.step == .terminating) }
        }
    }

    private static func word(for phase: Lifecycle.Phase) -> String? {
        switch phase.step {
        case .created, .active, .provisioning, .unused, .other, .ended, .ready, .pressure, .cordoned, .blocked: nil
        case .waiting: phase.isTrouble ? "Wait" : "Made"
        case .preparing: "Sched"
        case .mounting: "Mount"
        case .networking: "Net"
        case .pulling: "Pull"
        case .starting: "Image"
        case .failing: "Fail"
        case .running: "Run"
        case .unready: "Sick"
        case .restarting: "Stop"
        case .imageBackOff, .backOff: "X"
        case .nodeLost, .notReady: "Node"
        case .terminating: phase.isTrouble ? "Evict" : "Stop"
        case .mark: phase.reason.contains("OOM") ? "OOM" : nil
        }
    }

    /// Two lines of `cells` cells: the times, and the marks below the times they belong to; nil without marks.
    ///
    /// A mark that would cover another one moves a little later, or goes; trouble is placed first.
    ///
    /// The end is told by its time where nothing goes on.
    func lines(cells: Int, now: Timestamp, isLive: Bool = true, time: (Timestamp) -> String)
        -> (axis: String, marks: String)?
    {
        guard let first = marks.first?.time, cells >= 24 else { return nil }
        // In doubles: times from outside may lie so far apart that their difference overflows.
        let span = max(1, Double(now.microseconds) - Double(first.microseconds))
        let room = cells - 5
        func column(_ time: Timestamp) -> Int {
            let share = (Double(time.microseconds) - Double(first.microseconds)) / span
            return Int(min(1, max(0, share)) * Double(room))
        }
        var row = Array(repeating: Character(" "), count: cells)
        for mark in marks.filter(\.isTrouble) + marks.filter({ !$0.isTrouble }) {
            let wanted = column(mark.time)
            let start = (wanted...wanted + Self.mostMoved).first { start in
                let end = start + mark.word.count
                return end <= cells && row[max(0, start - 1)..<min(cells, end + 1)].allSatisfy { $0 == " " }
            }
            guard let start else { continue }
            row.replaceSubrange(start..<start + mark.word.count, with: Array(mark.word))
        }
        var axis = Array(repeating: Character(" "), count: cells)
        let end = isLive ? "now" : time(now)
        let labels =
            [(0, time(first)), (cells - end.count, end)] + (cells >= 48 ? [(room / 2, time(middle(first, now)))] : [])
        for (start, label) in labels where start + label.count <= cells {
            axis.replaceSubrange(start..<start + label.count, with: Array(label))
        }
        return (String(axis), String(row))
    }

    private func middle(_ first: Timestamp, _ now: Timestamp) -> Timestamp {
        Timestamp(microseconds: first.microseconds / 2 + now.microseconds / 2)
    }
}
