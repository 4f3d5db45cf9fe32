package import Events
package import TextGrid
package import Basics

/// All that can happen to the viewer.
package enum Action: Sendable, Equatable {
    case key(Key)
    case resized(Size)
    /// The wall clock, with the local zone's offset; at most once a second unless something else changed.
    case ticked(Timestamp)
    /// New event versions and gaps of any stream, coalesced to one action a frame.
    case received(events: [KubeEvent], gaps: [StreamGap])
    case stream(StreamStatus)
    /// A stream may not be had and gave way to a smaller one; the text says why.
    case narrowed(StreamID, to: StreamID, String)
    case delivery(DeliveryStatus)
    case journal(JournalStatus)
    /// The answer to ``Effect/loadObject(_:cluster:)``: compact canonical JSON, or nil when it is kept nowhere, and what became
    /// of the event on its way to the sink.
    case object(KubeEvent.Key, cluster: String = "", json: [UInt8]?, fate: EventFate = .unknown)
    /// A part of the answer to ``Effect/loadTimeline(_:cluster:)``.
    case timeline(TimelinePart)
    /// The answer to ``Effect/loadDeadLetters``, newest first.
    case deadLetters([DeadLetterEntry])
    /// A part of the answer to ``Effect/loadHistory(since:)``.
    case history(HistoryPart)
    /// A part of the answer to ``Effect/searchLogstore(_:upTo:)``.
    case found(LogstorePart)
    /// The answer to ``Effect/loadTallies(_:from:to:)``.
    case tallies(OverviewTallies)
    /// What the alert rules say, whenever that changed.
    case alerts(AlertBoard)
    /// A short message for the hint line, from the shell.
    case notice(String)
    /// The answer to ``Effect/export(_:)``.
    case exported(ExportOutcome)
    /// The flush on the way out is over; false when something is left.
    case flushed(Bool)
    /// Goes on counting after a change of what is shown, by that many events; while ``EventList/isScanning`` the shell sends it
    /// whenever it has nothing else to do.
    case scan(upTo: Int)
}

/// What the journal knows of an object, a page at a time, the newest first.
package struct TimelinePart: Sendable, Equatable {
    package var object: ObjectReference
    package var cluster: String
    package var events: [KubeEvent]
    /// Everything received since then was looked at; nil when the journal was read to its beginning.
    package var searchedBackTo: Timestamp?
    /// Why the search ended before that.
    package var failure: String?

    package init(object: ObjectReference, cluster: String, events: [KubeEvent], searchedBackTo: Timestamp?) {
        self.object = object
        self.cluster = cluster
        self.events = events
        self.searchedBackTo = searchedBackTo
    }
}

/// What the journal had of some time, a page at a time.
package struct HistoryPart: Sendable, Equatable {
    /// What was asked for.
    package var since: Timestamp
    package var events: [KubeEvent]
    package var gaps: [StreamGap]
    /// When the oldest event that the journal has was received; nil when it has none.
    package var oldest: Timestamp?
    /// Whether it is the last part.
    package var isComplete: Bool

    package init(
        since: Timestamp,
        events: [KubeEvent],
        gaps: [StreamGap] = [],
        oldest: Timestamp?,
        isComplete: Bool = true
    ) {
        self.since = since
        self.events = events
        self.gaps = gaps
        self.oldest = oldest
        self.isComplete = isComplete
    }
}
