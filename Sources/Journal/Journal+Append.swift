import Basics
package import Events
import GRDB

extension Journal {
    /// Takes a batch for the next commit.
    ///
    /// Returns at once while the buffer has room; the batch is durable after the next commit, at most a commit interval later
    /// when ``run()`` runs. Waits while the buffer is full; with `overflow == .lose` and a disk that refuses, counts the
    /// events as lost instead, for every sink, and returns.
    package func append(_ batch: EventBatch) async {
        while true {
            enum Outcome { case taken(isDue: Bool, isFull: Bool), refused, full }
            let isFailing = memory.withLock { $0.status != $0.home }
            let outcome: Outcome = buffer.withLock { buffer in
                guard buffer.isFull else {
                    buffer.add(batch)
                    return .taken(isDue: buffer.isDue, isFull: buffer.isFull)
                }
                guard isFailing, options.overflow == .lose else { return .full }
                buffer.refuse(batch)
                return .refused
            }
            switch outcome {
            case .taken(let isDue, let isFull):
                work.ring()
                if isDue { due.ring() }
                // Several may wait for room, and a ring that nobody awaits is remembered for one only.
                if !isFull { room.ring() }
                return
            case .refused:
                return
            case .full:
                guard await room.wait() else {
                    // Cancelled: the last commit takes it, the limit notwithstanding.
                    buffer.withLock { $0.add(batch) }
                    work.ring()
                    return
                }
            }
        }
    }

    /// Commits what the buffer holds now.
    ///
    /// - Throws: ``JournalError`` when the disk or SQLite refuses; the batches stay in the buffer and the status says why.
    package func flush() async throws(JournalError) {
        // What comes meanwhile is for the next one: a slow disk would find no end.
        let last = buffer.withLock(\.lastNumber)
        while try await commit(), buffer.withLock({ $0.firstNumber <= last }) {}
    }

    /// Commits the head of the buffer, and tells everyone; returns whether there was something to commit.
    private func commit() async throws(JournalError) -> Bool {
        do throws(JournalError) {
            guard try await write("keep events", { [self] db in try commitBuffer(in: db) }) else { return false }
        } catch {
            // Only what cannot be helped is told.
            if await canGoOn(after: error) { return try await commit() }
            report(JournalStatus(error))
            // Whoever waits for room must see that the disk refuses.
            room.ring()
            throw error
        }
        report(memory.withLock(\.home))
        room.ring()
        upkeep.ring()
        ringSubscribers()
        return true
    }

    /// Makes room where that is what is missing; returns whether there is some.
    private func canGoOn(after error: JournalError) async -> Bool {
        switch error {
        case .full:
            if let pruned = try? await prune(isFull: true), pruned > 0 { return true }
            return ((try? await makeRoom(isFull: true)) ?? 0) > 0
        case .diskFull:
            return (try? await makeRoomOnDisk()) ?? false
        default:
            return false
        }
    }

    /// On the writer's queue, so never twice at a time; returns whether there was something to commit.
    private func commitBuffer(in db: Database) throws -> Bool {
        let taken = buffer.withLock(\.head)
        guard !taken.isEmpty else { return false }
        let stopwatch = Stopwatch(clock)
        try refuseWhenMoved()
        var changed = memory.withLock { $0 }
        let previous = changed.nextID - 1
        var inserted: [JournalRow] = []
        try db.transaction {
            // In here, so that the locks of the file are taken once.
            let pages = try Pages(db)
            try refuseWhenFull(pages)
            try refuseWhenDiskIsFull(pages)
            var writer = EventWriter(memory: changed)
            for batch in taken.batches { try writer.write(batch, to: db) }
            try EventWriter.count(inserted: writer.eventCount, lost: taken.refused, in: db)
            try writer.writeTallies(to: db)
            (changed, inserted) = (writer.memory, writer.inserted)
            changed.rows? += writer.eventCount
            try changed.loadLedgers(from: db)
        }
        buffer.withLock { $0.removeFirst(taken.batches.count, refused: taken.refused) }
        if !changed.sinksInUse.isEmpty {
            recent.withLock { $0.add(inserted, after: previous, through: changed.nextID - 1) }
        }
        memory.withLock { memory in
            memory.adopt(changed)
            memory.figures.commitTimes.add(stopwatch.elapsed)
        }
        return true
    }
}

/// Writes batches inside a transaction.
private struct EventWriter {
    var memory: JournalMemory
    /// Gaps too.
    var inserted: [JournalRow] = []
    var eventCount = 0
    private var tallies = EventTallies()

    init(memory: JournalMemory) {
        self.memory = memory
    }

    mutating func write(_ batch: EventBatch, to db: Database) throws {
        let stream = try streamID(batch.stream, in: db)
        if let gap = batch.gap { try record(gap, of: batch.stream, stream, in: db) }
        try insert(batch.events, in: db)
        try moveResumePoint(batch, stream: stream, in: db)
    }

    /// An id given to a row that is refused as a duplicate is not given again: ids rise, they do not count.
    private mutating func insert(_ events: [KubeEvent], in db: Database) throws {
        var insertion = try EventInsertion(db)
        for event in events {
            if try insertion.insert(event, id: memory.nextID) {
                inserted.append(JournalRow(id: memory.nextID, content: .event(event)))
                eventCount += 1
                tallies.add(event)
            } else {
                memory.duplicates += 1
            }
            memory.nextID += 1
        }
    }

    /// Counts the rows that were inserted; the first of all says since when.
    mutating func writeTallies(to db: Database) throws {
        try tallies.write(to: db)
        guard memory.talliesBegin == nil, let first = inserted.lazy.compactMap(\.event).first else { return }
        try EventTallies.setStart(first.received, in: db)
        memory.talliesBegin = first.received
    }

    private mutating func streamID(_ stream: StreamID, in db: Database) throws -> Int64 {
        if let id = memory.streams[stream.name] { return id }
        try db.execute(sql: "INSERT INTO streams (name) VALUES (?)", arguments: [stream.name])
        memory.streams[stream.name] = db.lastInsertedRowID
        return db.lastInsertedRowID
    }

    private func moveResumePoint(_ batch: EventBatch, stream: Int64, in db: Database) throws {
        guard let point = batch.resumePoint else { return }
        // Not of a list half read: the point that it would prove is older.
        guard let anchor = batch.events.last else {
            let statement = try db.cachedStatement(sql: "UPDATE streams SET resume_version = ? WHERE id = ?")
            try statement.execute(arguments: [point.value, stream])
            return
        }
        let sql = """
            UPDATE streams SET resume_version = ?, anchor_uid = ?, anchor_version = ?, anchor_namespace = ?,
                anchor_name = ? WHERE id = ?
            """
        try db.cachedStatement(sql: sql).execute(arguments: [
            point.value, anchor.key.uid.blob, anchor.key.resourceVersion.value, anchor.namespace.blob,
            anchor.name.blob, stream,
        ])
    }

    /// With an id between those of the events around it, so that cursors pass it in its turn.
    private mutating func record(_ gap: Gap, of stream: StreamID, _ streamID: Int64, in db: Database) throws {
        let id = memory.nextID
        try db.execute(
            sql: "INSERT INTO gaps (id, stream, reason, begins, ends) VALUES (?, ?, ?, ?, ?)",
            arguments: [id, streamID, gap.reason.rawValue, gap.from.microseconds, gap.to.microseconds]
        )
        inserted.append(
            JournalRow(id: id, content: .gap(StreamGap(stream: StreamID(name: stream.name), gap: gap)))
        )
        memory.newestGap = id
        memory.nextID += 1
    }

    /// Every sink has seen what was inserted, and what was lost before it could be.
    static func count(inserted: Int, lost: Int, in db: Database) throws {
        guard inserted + lost > 0 else { return }
        let sql = "UPDATE sinks SET seen = seen + ?, waiting = waiting + ?, lost = lost + ?"
        try db.cachedStatement(sql: sql).execute(arguments: [inserted + lost, inserted, lost])
    }
}
