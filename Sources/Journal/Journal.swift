import Basics
package import Events
import GRDB

/// Events, resume points and delivery cursors in one SQLite file.
///
/// The file is in WAL mode with `synchronous=FULL`: what a commit wrote survives the loss of power.
///
/// ``append(_:)`` buffers, ``run()`` commits in groups, and ``reader`` reads. All writing happens on the one queue of the
/// connection, in order.
package final class Journal: Sendable {
    package let options: JournalOptions
    /// Reads what is committed.
    package let reader: JournalReader

    let database: any DatabaseWriter
    let directory: JournalDirectory?
    let lock: JournalLock?
    let clock: any Clock<Duration>
    let now: @Sendable () -> Timestamp
    /// By how much the file may grow, nil for any.
    let freeBytes: @Sendable () -> Int?
    let buffer: Locked<AppendBuffer>
    let memory: Locked<JournalMemory>
    let recent = Locked(RecentRows())
    /// The last row that was handed to a reader, which may have it under way.
    let handedOut: Locked<Int64>
    /// Nil while there is room.
    let waiting = Locked<WaitingRows?>(nil)
    let thinnedAt = Locked(0)
    let drops = Locked<[NamespaceDrops: Int]>([:])
    /// Our limit: the one asked for, or what the file system allows.
    let maximumBytes: Int
    /// How large the log gets before it is copied into the file.
    let logBytes: Int
    /// The wall clock of the start, and the time since: what ages are measured by.
    let opened: Timestamp
    let age: Stopwatch
    /// Which file it is, to notice that another one took its place.
    let file: FileIdentity?
    let damaged: Locked<Bool>
    /// Rung when the buffer has something, when a commit is due at once, and when the buffer has room.
    let work = Doorbell()
    let due = Doorbell()
    let room = Doorbell()
    /// Rung when something may have become of a journal that takes nothing.
    let relief = Doorbell()
    /// Rung after each commit, for what is done beside them.
    let upkeep = Doorbell()

    init(
        database: any DatabaseWriter,
        directory: JournalDirectory?,
        lock: JournalLock?,
        status: JournalStatus,
        options: JournalOptions,
        clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Timestamp,
        freeBytes: @escaping @Sendable () -> Int? = { nil }
    ) throws {
        self.database = database
        self.directory = directory
        self.lock = lock
        self.options = options
        self.clock = clock
        self.now = now
        self.freeBytes = freeBytes
        let handedOut = Locked<Int64>(0)
        self.handedOut = handedOut
        let damaged = Locked(false)
        self.damaged = damaged
        reader = JournalReader(
            database: database,
            onDamage: {
                damaged.withLock { $0 = true }
                directory?.markDamaged()
            },
            onRead: { id in handedOut.withLock { $0 = max($0, id) } }
        )
        buffer = Locked(AppendBuffer(options: options))
        let room = directory?.fileSystemBytes ?? .max
        maximumBytes = min(options.maximumBytes, room / 100 * 80)
        file = directory.flatMap { FileIdentity(of: $0.databasePath) }
        var memory = JournalMemory(home: status)
        // Of a small journal the log is small too, or it would be the larger of the two.
        logBytes = min(8 << 20, max(256 << 10, maximumBytes / 16))
        try database.writeWithoutTransaction { [logBytes] db in
            try memory.load(from: db)
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(logBytes / 16384)")
        }
        memory.figures.maximumBytes = maximumBytes
        opened = Self.startOfAges(now: now(), newest: try database.read { db in try Self.newestReceived(db) })
        age = Stopwatch(clock)
        self.memory = Locked(memory)
    }

    /// Whether events are kept, and if not, why.
    package var status: JournalStatus { memory.withLock { $0.status } }

    /// Whether damage was met since the file was opened; the next start carries over what can be read.
    package var isDamaged: Bool { damaged.withLock(\.self) }

    /// What became of the events for `sink`, at this instant; nil when no sink of that name was ever registered.
    ///
    /// Costs no disk access.
    package func ledger(of sink: String) -> DeliveryLedger? {
        guard var ledger = memory.withLock({ $0.ledgers[sink]?.ledger }) else { return nil }
        let refused = buffer.withLock(\.refused)
        ledger.seen += refused
        ledger.lost += refused
        return ledger
    }

    /// Events taken in that no commit has made durable yet, and those turned away since the last one.
    package var uncommitted: Int { buffer.withLock { $0.eventCount + $0.refused } }

    /// What is counted, for the metrics; costs no disk access.
    package var figures: JournalFigures {
        memory.withLock { memory in
            var figures = memory.figures
            figures.rows = memory.rows ?? 0
            return figures
        }
    }

    /// Where the file is that was found damaged at the start; nil when it was whole.
    package var setAside: String? { memory.withLock(\.setAside) }

    /// Whether there is a file, though it may take nothing more.
    package var isOnDisk: Bool { directory != nil }

    /// Why nothing more is taken, for people; nil while all is well.
    package var hindrance: String? {
        let (status, home) = memory.withLock { ($0.status, $0.home) }
        switch status {
        case home: return nil
        case .full(let reason), .notKeeping(let reason): return reason
        case .keeping, .held: return nil
        }
    }

    /// The id of the last row that `sink` is done with.
    package func cursor(of sink: String) -> Int64? { memory.withLock { $0.ledgers[sink]?.cursor } }

    /// The id of the newest committed row, 0 when there never was one.
    package var newestID: Int64 { memory.withLock { $0.nextID - 1 } }

    /// The id of the newest row that is a gap, 0 when there is none.
    package var newestGapID: Int64 { memory.withLock(\.newestGap) }

    /// Versions that were offered again and not stored twice, since this process began.
    package var duplicates: Int { memory.withLock { $0.duplicates } }

    /// The rows after `cursor`, as ``JournalReader/rows(after:limit:maximumBytes:)`` gives them, but for a reader that keeps up
    /// without reading the file.
    package func rows(after cursor: Int64, limit: Int, maximumBytes: Int = .max) async throws(JournalError)
        -> [JournalRow]
    {
        let recent = recent.withLock { recent in
            let rows = recent.take(after: cursor, limit: limit, maximumBytes: maximumBytes)
            // Under this lock, or what is handed out could be given up in between.
            if let last = rows?.last { handedOut.withLock { $0 = max($0, last.id) } }
            return rows
        }
        if let recent { return recent }
        return try await reader.rows(after: cursor, limit: limit, maximumBytes: maximumBytes)
    }

    /// Rings `doorbell` after every commit that brought events, and when the status changes, as long as the journal lives.
    package func subscribe(_ doorbell: Doorbell) {
        memory.withLock { $0.subscribers.append(doorbell) }
    }

    /// Commits what the buffer holds as soon as the last commit is long enough ago, and prunes, until the task is cancelled; then commits the rest.
    ///
    /// While there is no room, tries again every second, and when a cursor has moved.
    package func run() async {
        try? await countRows()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.keepUp() }
            await commitWhenDue()
            group.cancelAll()
        }
        try? await flush()
    }

    private func commitWhenDue() async {
        var last: Stopwatch?
        while await work.wait() {
            // After a pause at once: where events come at intervals anyway, a timer for each would only wake the process.
            let left = options.commitInterval - (last?.elapsed ?? options.commitInterval)
            if left > .zero, !buffer.withLock(\.isDue) { await due.wait(for: left, on: clock) }
            last = Stopwatch(clock)
            guard (try? await flush()) == nil else { continue }
            await relief.wait(for: .seconds(1), on: clock)
            work.ring()
        }
    }

    /// Beside the commits, which cannot wait for it: to look at millions of rows takes many seconds.
    private func keepUp() async {
        var pruned = Stopwatch(clock)
        while await upkeep.wait() {
            _ = try? await makeRoom(isFull: false)
            guard pruned.elapsed >= options.pruneInterval else { continue }
            pruned = Stopwatch(clock)
            _ = try? await prune()
        }
    }

    /// Commits what the buffer holds and closes the file; the journal is of no use afterwards.
    package func close() async {
        try? await flush()
        try? database.close()
    }
}
