package import Basics

// Who owns what:
//
//   events    the newest version of every event, each in a slot that it keeps; `byTime` holds the slots, oldest first
//   groups    what the grouping puts together: the rows of the screen; the events of one are linked through `next` and `previous`
//   shown     the groups that the filter shows, in order; the row at the top of the screen is the last one
//   facets, histogram, totals: sums over the events, changed with each event, never counted anew while the filter stays
//
// An event's part in every sum is taken out before it changes and put back after (`contribute`), so that sums cannot drift.

/// The newest version of every event seen, in groups, and which of them a filter shows, in order.
///
/// Holds at most `capacity` events; past it the oldest leave the memory (not the journal). Applying an event costs a few binary
/// searches, whatever the number of events; changing filter, grouping, order or the histogram's window costs one scan.
package struct EventTable: Sendable {
    typealias Slot = Int32

    package let capacity: Int
    package internal(set) var filter = EventFilter.everything
    package internal(set) var grouping = Grouping.objectAndReason
    package internal(set) var order = GroupOrder()
    /// Reasons that are marked as critical; `BackOff` only once it occurred more than three times.
    package let criticalReasons: Set<String>
    /// Rows that the user marked, also those that are not shown or not there.
    package internal(set) var marked: Set<GroupID> = []
    /// Rows that the user hid for a while.
    package internal(set) var snoozed: Set<GroupID> = []

    /// The same in the numbers of the pool.
    var criticalSymbols: Set<Symbol> = []
    var pool = TextPool()
    var events: [StoredEvent] = []
    /// Of the events that came again, when their occurrences were; those of the others were evenly between the first and the last.
    var trails: [Slot: OccurrenceTrail] = [:]
    var free: [Slot] = []
    var slots = SlotTable()
    /// Oldest first, so that new events land at the end.
    var byTime = SortedBlocks<TimeRank>()
    var groups: [StoredGroup] = []
    var freeGroups: [Slot] = []
    /// Empty when each event is a group.
    var groupIndexes: [GroupKey: Slot] = [:]
    /// Large groups whose first occurrence is to be found anew.
    var begunLater: Set<Slot> = []
    /// The most events of a group that are looked through with every change.
    static let smallGroup = 64
    /// The ranks of the groups that are shown, each in its newest event's name.
    var shown = SortedBlocks<GroupRank>()
    /// Whether the filter shows what is snoozed.
    var showsSnoozed = false
    var progress = ScanProgress()
    /// Counts the scans that were begun.
    var generation: UInt32 = 0
    /// Of at most so many events a scan is done at once.
    let eventsAtOnce: Int

    var eventProgram = FilterProgram(nil)
    var groupProgram = FilterProgram(nil)
    /// The filter without what it says of a facet, where that differs from the filter.
    var facetPrograms: [(facet: Facet, program: FilterProgram)] = []
    var facets = FacetCounts()
    package internal(set) var histogram: Histogram
    package internal(set) var totals = Totals()
    /// What relative times are measured from.
    package internal(set) var now: Timestamp
    /// Rows that do not reach into it are hidden, whatever the filter.
    package internal(set) var span = EventSpan()
    /// Events before it are out of ``EventSpan/last``.
    var spanStart: Timestamp?
    /// How many events left the memory because it was full.
    package internal(set) var evicted = 0
    /// How many bytes of text there were when the pool was built, and the events forgotten since.
    var poolBytes = 1 << 20
    var forgotten = 0

    /// Sums over the events that are shown.
    package struct Totals: Sendable, Equatable {
        package var events = 0
        package var warnings = 0
        /// How often they occurred.
        package var occurrences = 0
    }

    /// An empty table.
    ///
    /// - Parameters:
    ///   - capacity: The most events held, at least 1.
    ///   - criticalReasons: Reasons that mark an event as critical.
    ///   - now: The wall clock; goes on with ``advance(to:)``.
    ///   - eventsAtOnce: Of at most so many events a scan is done at once.
    package init(
        capacity: Int = 200_000,
        criticalReasons: Set<String> = EventTable.usualCriticalReasons,
        now: Timestamp = Timestamp(seconds: 0),
        eventsAtOnce: Int = 10_000
    ) {
        precondition(capacity > 0, "a table holds at least one event")
        self.capacity = min(capacity, Int(Slot.max))
        self.criticalReasons = criticalReasons
        self.now = now
        self.eventsAtOnce = eventsAtOnce
        histogram = Histogram(window: .init(secondsPerColumn: 10, columns: 60, end: now))
        findCriticalSymbols()
    }

    /// Reasons that tell of trouble by themselves.
    package static let usualCriticalReasons = EventSeverity.criticalReasons.union(["BackOff"])
}

/// Events that the grouping puts together.
///
/// Laid out without gaps: there are nearly as many groups as events.
struct StoredGroup: Sendable {
    var key: GroupKey
    /// The first of its events; the others follow by ``StoredEvent/next``.
    var head: EventTable.Slot = -1

    // Of the events that the filter matches.
    var newest: EventTable.Slot = -1
    var matching: Int32 = 0
    var warnings: Int32 = 0
    /// The scan that these sums are of.
    var generation: UInt32 = 0
    var count = 0
    /// The earliest occurrence; too early while ``mayHaveBegunLater``.
    var firstSeen = Timestamp(seconds: 0)
    var rank = GroupRank()

    /// When the first of its events was received, also of those that left.
    var firstReceived = Timestamp(microseconds: .max)
    /// Whether an event left that may have been the earliest.
    var mayHaveBegunLater = false
    /// Whether the present slice of a scan has put an event into it.
    var isTouched = false
    var isShown = false
    var isMarked = false
    var isSnoozed = false

    init(key: GroupKey) {
        self.key = key
    }

    /// Begins its sums anew.
    mutating func forgetEvents(generation: UInt32) {
        self.generation = generation
        isShown = false
        matching = 0
        warnings = 0
        count = 0
        newest = -1
        mayHaveBegunLater = false
    }
}
