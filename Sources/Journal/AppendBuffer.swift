import Events

/// Batches that wait for the next commit.
///
/// They stay until their commit is durable: what a failed commit would have written is tried again.
struct AppendBuffer {
    let options: JournalOptions
    private(set) var batches: [EventBatch] = []
    private(set) var eventCount = 0
    private(set) var byteCount = 0
    /// Events turned away since the last commit, to be counted as lost with the next.
    private(set) var refused = 0
    /// How many batches came before the first, since the journal was opened.
    private var removed = 0

    init(options: JournalOptions) {
        self.options = options
    }

    /// Whether a commit is due whatever the time.
    var isDue: Bool { eventCount >= options.commitEvents || byteCount >= options.commitBytes }

    /// Whether the next batch has to wait; one batch may pass the limit, however large.
    var isFull: Bool { eventCount >= options.bufferedEvents || byteCount >= options.bufferedBytes }

    var isEmpty: Bool { batches.isEmpty && refused == 0 }

    /// The number of the first batch, counted from 1, or of the next to come.
    var firstNumber: Int { removed + 1 }
    /// The number of the batch that came last, 0 when there never was one.
    var lastNumber: Int { removed + batches.count }

    mutating func add(_ batch: EventBatch) {
        batches.append(batch)
        eventCount += batch.events.count
        byteCount += Self.bytes(of: batch)
    }

    /// The first batches, about one commit's worth: a large transaction needs as much room beside the file.
    var head: AppendBuffer {
        var head = AppendBuffer(options: options)
        for batch in batches where !head.isDue { head.add(batch) }
        head.refused = refused
        return head
    }

    /// Turns the events away; a gap, which needs next to no room, is taken.
    mutating func refuse(_ batch: EventBatch) {
        refused += batch.events.count
        guard let gap = batch.gap else { return }
        add(EventBatch(stream: batch.stream, events: [], resumePoint: nil, gap: gap))
    }

    /// Forgets the first `count` batches and `refused` events, which a commit has made durable.
    mutating func removeFirst(_ count: Int, refused: Int) {
        for batch in batches.prefix(count) {
            eventCount -= batch.events.count
            byteCount -= Self.bytes(of: batch)
        }
        batches.removeFirst(count)
        removed += count
        self.refused -= refused
    }

    private static func bytes(of batch: EventBatch) -> Int {
        batch.events.reduce(0) { $0 + $1.approximateBytes }
    }
}
