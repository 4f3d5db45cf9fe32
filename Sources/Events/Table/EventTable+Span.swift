package import Basics

/// A stretch of time: events that did not occur in it are not shown and not counted.
package struct EventSpan: Sendable, Hashable {
    /// Only what last occurred so long ago or less.
    package var last: Duration?
    /// Only what occurred in that time, also when it occurred again later.
    package var range: Range<Timestamp>?

    package init(last: Duration? = nil, range: Range<Timestamp>? = nil) {
        self.last = last
        self.range = range
    }
}

/// How often events of one reason occurred.
package struct ReasonCount: Sendable, Equatable {
    package var reason: String
    package var isWarning: Bool
    package var count: Int
}

extension EventTable {
    /// Shows only events that reach into `span`; begins a scan.
    package mutating func setSpan(_ span: EventSpan) {
        guard span != self.span else { return }
        self.span = span
        spanStart = span.last.map { now.wholeSecond.advanced(by: .zero - $0) }
        restart()
    }

    func isWithinSpan(_ slot: Slot) -> Bool {
        if let spanStart, events[Int(slot)].order < spanStart { return false }
        guard let range = span.range else { return true }
        return occurrences(slot, from: range.lowerBound, to: range.upperBound) > 0
    }

    /// How often an event occurred from `start` up to but without `end`.
    func occurrences(_ slot: Slot, from start: Timestamp, to end: Timestamp) -> Int {
        events[Int(slot)].occurrences(trails[Int(slot)], from: start, to: end)
    }

    /// Takes out what the clock has moved past ``EventSpan/last``; looks at those events only.
    mutating func dropBeforeSpan() {
        guard let last = span.last, let former = spanStart else { return }
        let start = now.wholeSecond.advanced(by: .zero - last)
        guard start > former else { return }
        spanStart = start
        let passed = byTime.elements(after: { $0.time < former.microseconds }).prefix { $0.time < start.microseconds }
        for slot in passed.map(\.slot) where isSummed(slot) {
            withdraw(slot)
            events[Int(slot)].matches = []
            join(slot)
            settle(events[Int(slot)].group, ordering: true)
        }
    }

    /// What occurred in `range`, by reason, the most frequent first.
    ///
    /// Looks at every event, so not for each frame.
    package func reasons(in range: Range<Timestamp>, limit: Int) -> [ReasonCount] {
        var counts: [Symbol: (warnings: Int, others: Int)] = [:]
        for slot in byTime.elements(after: { $0.time < range.lowerBound.microseconds }).lazy.map(\.slot)
        where isCounted(slot) {
            let event = events[Int(slot)]
            guard trails[Int(slot)] != nil || event.firstSeen < range.upperBound || event.order < range.upperBound
            else {
                continue
            }
            let count = occurrences(slot, from: range.lowerBound, to: range.upperBound)
            guard count > 0 else { continue }
            if event.type == .warning {
                counts[event.reason, default: (0, 0)].warnings += count
            } else {
                counts[event.reason, default: (0, 0)].others += count
            }
        }
        let all = counts.flatMap { reason, count in
            let name = pool.text(reason)
            return [
                ReasonCount(reason: name, isWarning: true, count: count.warnings),
                ReasonCount(reason: name, isWarning: false, count: count.others),
            ].filter { $0.count > 0 }
        }
        return Array(all.sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }.prefix(limit))
    }
}

extension Timestamp {
    fileprivate var wholeSecond: Timestamp { Timestamp(seconds: seconds) }
}
