import Basics
import Events

/// A stretch of time for which events may be missing, as a line between events.
enum GapLine {
    /// `--- gap 2026-11-22T14:02:49Z to 2026-11-22T14:03:31Z (42s), all: history expired, events may be missing`.
    static func text(_ gap: StreamGap, _ times: TimeText) -> String {
        let (from, to) = (gap.gap.from, gap.gap.to)
        func time(_ time: Timestamp) -> String {
            times.style == .local ? time.rfc3339(offset: times.zone.offset(at: time)) : time.rfc3339()
        }
        let range = "\(time(from)) to \(time(to)) (\(age(to.since(from))))"
        return "--- gap \(range), \(PlainCell(gap.stream.title).text): \(reason(gap.gap.reason)), events may be missing"
    }

    private static func reason(_ reason: Gap.Reason) -> String {
        switch reason {
        case .expired: "history expired"
        case .empty: "nothing was kept"
        case .rewound: "the cluster was restored to an earlier state"
        case .clusterChanged: "another cluster answers"
        case .paused: "the watch was paused"
        case .error: "the stream failed"
        }
    }
}
