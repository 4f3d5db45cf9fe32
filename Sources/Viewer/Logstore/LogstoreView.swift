import Basics
import Events

/// What a search of the logstore found, while it is shown in place of the live list.
///
/// The rows are in the list of the view itself, so that everything that works on rows works on them; what belongs to the live
/// list waits in `live`, where events go on arriving.
struct LogstoreView: Sendable {
    let question: LogstoreQuestion
    /// The newest part without its events.
    var answer: LogstorePart
    var live: LiveView
    /// Events that came to the live list meanwhile.
    var arrived = 0
    /// When Esc was pressed with nothing left to take back.
    var escapedAt: Timestamp?
    private let askedAt: Timestamp

    init(_ question: LogstoreQuestion, aside live: LiveView, at now: Timestamp) {
        self.question = question
        self.live = live
        askedAt = now
        answer = LogstorePart(id: question.id, state: .reading)
    }

    /// The time that another search looks through: the same, and up to now where this one did so.
    func nextTime(at now: Timestamp) -> Range<Timestamp> {
        guard question.to > askedAt else { return question.from..<question.to }
        return .last(question.to.since(question.from), before: now)
    }
}

extension Range<Timestamp> {
    /// The whole seconds of the last `duration`, with the one that is not over yet: what happens in it is to be found, too.
    static func last(_ duration: Duration, before now: Timestamp) -> Range<Timestamp> {
        let end = Timestamp(seconds: now.seconds + 1)
        return Timestamp(seconds: end.advanced(by: .zero - duration).seconds)..<end
    }
}

/// The live list and how it was looked at.
struct LiveView: Sendable {
    var list: EventList
    var filters: FilterHistory
    var window: Duration?
    var histogram: HistogramStrip
    var table: TableLook
    var gaps: [StreamGap]
    var listFind: ListFind?
}
