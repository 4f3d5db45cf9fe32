import Basics
import Events

/// The life of a pod, as its events tell it: marks along time.
///
/// Only events are known here. How a container ended is in the pod itself, which is not read.
struct PodLifecycle: Sendable, Equatable {
    struct Mark: Sendable, Equatable {
        var time: Timestamp
        /// At most five cells.
        var word: String
        var isTrouble: Bool
    }

    private static let mostMoved = 18

    /// Oldest first.
    private(set) var marks: [Mark]

    /// - Parameter rows: The events of one pod, in any order.
    init(_ rows: [EventRow]) {
        let marks = rows.flatMap { row -> [Mark] in
            guard let word = Self.words[row.reason] else { return [] }
            let times = row.count > 1 && row.firstSeen < row.order ? [row.firstSeen, row.order] : [row.order]
            return times.map { Mark(time: $0, word: word, isTrouble: row.isWarning || row.reason == "Killing") }
        }
        self.marks = marks.sorted { ($0.time, $0.word) < ($1.time, $1.word) }
    }

    private static let words = [
        "Scheduled": "Sched", "FailedScheduling": "Wait", "Pulling": "Pull", "Pulled": "Image", "Created": "Made",
        "Started": "Run", "Killing": "Stop", "BackOff": "X", "Unhealthy": "Sick", "Failed": "Fail", "Evicted": "Evict",
        "Preempted": "Evict", "FailedMount": "Mount", "FailedAttachVolume": "Mount", "FailedCreatePodSandBox": "Net",
        "TaintManagerEviction": "Evict", "PodOOMKilling": "OOM", "NodeNotReady": "Node",
    ]

    /// Two lines of `cells` cells: the times, and the marks below the times they belong to; nil without marks.
    ///
    /// A mark that would cover another one moves a little later, or goes; trouble is placed first.
    func lines(cells: Int, now: Timestamp, time: (Timestamp) -> String) -> (axis: String, marks: String)? {
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
        let labels =
            [(0, time(first)), (cells - 3, "now")] + (cells >= 48 ? [(room / 2, time(middle(first, now)))] : [])
        for (start, label) in labels where start + label.count <= cells {
            axis.replaceSubrange(start..<start + label.count, with: Array(label))
        }
        return (String(axis), String(row))
    }

    private func middle(_ first: Timestamp, _ now: Timestamp) -> Timestamp {
        Timestamp(microseconds: first.microseconds / 2 + now.microseconds / 2)
    }
}
