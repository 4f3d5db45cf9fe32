/// The limits of a journal; the defaults are `DESIGN.md` sections 3 and 5.
package struct JournalOptions: Sendable {
    /// What happens to events that find the buffer full.
    package enum Overflow: Sendable {
        /// ``Journal/append(_:)`` waits, so that the watch behind it is slowed or closed: for headless forwarding.
        case wait
        /// While the disk refuses, they are counted as lost and go by, so that the table never pauses: for the viewer.
        case lose
    }

    /// What happens when what waits for a sink fills the journal.
    package enum WhenFull: String, Sendable, CaseIterable {
        /// Nothing more is taken until delivery has made room.
        case pause
        /// The oldest events are given up, Normal before Warning, and counted.
        case dropOldestNormal = "drop-oldest-normal"
    }

    /// A commit follows the one before after this long, or when one of the two sizes is reached.
    package var commitInterval: Duration = .milliseconds(200)
    package var commitEvents = 512
    package var commitBytes = 1 << 20

    /// How much may wait for a commit before ``Journal/append(_:)`` makes its caller wait.
    package var bufferedEvents = 4096
    package var bufferedBytes = 8 << 20
    package var overflow = Overflow.wait

    /// How long history stays, and how much room it may take: events that no sink is owed, or not any more.
    package var retention: Duration = .seconds(7 * 86400)
    package var historyBytes = 1 << 30
    /// How much room everything may take together, for which history gives way: an outage of ten minutes at 2,000 events of
    /// 1.3 KB a second takes 1.5 GiB.
    package var maximumBytes = 4 << 30
    package var whenFull = WhenFull.pause
    package var pruneInterval: Duration = .seconds(60)
    /// How much room dead letters may take, but no more than an eighth of the journal; past it the oldest are given up.
    package var deadLetterBytes = 64 << 20

    package init() {}
}
