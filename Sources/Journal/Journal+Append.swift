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
                buffer.refuse(batch.events.count)
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
        do throws(JournalError) {
            guard try await write("keep events", { [self] db in try commitBuffer(in: db) }) else { return }
        } catch {
            report(.notKeeping(reason: "\(error)"))
            // Whoever waits for room must see that the disk refuses.
            room.ring()
            throw error
        }
        report(memory.withLock(\.home))
        room.ring()
        ringSubscribers()
    }

    /// On the writer's queue, so never twice at a time; returns whether there was something to commit.
    private func commitBuffer(in db: Database) throws -> Bool {
        let taken = buffer.withLock { $0 }
        guard !taken.isEmpty else { return false }
        try refuseWhenFull(db)
        var changed = memory.withLock { $0 }
        try db.inTransaction(.immediate) {
            var writer = EventWriter(memory: changed)
            for batch in taken.batches { try writer.write(batch, to: db) }
            try EventWriter.count(inserted: writer.inserted, lost: taken.refused, in: db)
            changed = writer.memory
            try changed.loadLedgers(from: db)
            return .commit
        }
        buffer.withLock { $0.removeFirst(taken.batches.count, refused: taken.refused) }
        memory.withLock { $0.adopt(changed) }
        return true
    }
}

/// Writes batches inside a transaction.
private struct EventWriter {
    var memory: JournalMemory
    var inserted = 0

    init(memory: JournalMemory) {
        self.memory = memory
    }

    mutating func write(_ batch: EventBatch, to db: Database) throws {
        let stream = try streamID(batch.stream, in: db)
        if let gap = batch.gap { try record(gap, stream: stream, in: db) }
        let sql = """
            INSERT INTO events (id, \(Schema.eventColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (stream, version, uid) DO NOTHING
            """
        let statement = try db.cachedStatement(sql: sql)
        for event in batch.events { try insert(event, stream: stream, with: statement, db) }
        try moveResumePoint(batch, stream: stream, in: db)
    }

    private mutating func insert(_ event: KubeEvent, stream: Int64, with statement: Statement, _ db: Database) throws {
        let version = event.key.resourceVersion.value
        let received = event.received.microseconds
        let uid = [UInt8](event.key.uid.utf8)
        let fields = EventCodec.fields(of: event)
        let checksum = EventCodec.checksum(
            version: version,
            received: received,
            uid: uid,
            fields: fields,
            json: event.json
        )
        statement.setUncheckedArguments([
            memory.nextID, stream, version, uid.blob, received, fields.blob, event.json.blob, Int64(checksum),
        ])
        try statement.execute()
        guard db.changesCount == 1 else {
            memory.duplicates += 1
            return
        }
        memory.nextID += 1
        inserted += 1
    }

    private mutating func streamID(_ stream: StreamID, in db: Database) throws -> Int64 {
        if let id = memory.streams[stream.name] { return id }
        try db.execute(sql: "INSERT INTO streams (name) VALUES (?)", arguments: [stream.name])
        memory.streams[stream.name] = db.lastInsertedRowID
        return db.lastInsertedRowID
    }

    private func moveResumePoint(_ batch: EventBatch, stream: Int64, in db: Database) throws {
        if let point = batch.resumePoint {
            let statement = try db.cachedStatement(sql: "UPDATE streams SET resume_version = ? WHERE id = ?")
            try statement.execute(arguments: [point.value, stream])
        }
        guard let anchor = batch.events.last else { return }
        let sql = """
            UPDATE streams SET anchor_uid = ?, anchor_version = ?, anchor_namespace = ?, anchor_name = ? WHERE id = ?
            """
        try db.cachedStatement(sql: sql).execute(arguments: [
            [UInt8](anchor.key.uid.utf8).blob, anchor.key.resourceVersion.value, [UInt8](anchor.namespace.utf8).blob,
            [UInt8](anchor.name.utf8).blob, stream,
        ])
    }

    private func record(_ gap: Gap, stream: Int64, in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO gaps (stream, after_event, reason, begins, ends) VALUES (?, ?, ?, ?, ?)",
            arguments: [stream, memory.nextID - 1, gap.reason.rawValue, gap.from.microseconds, gap.to.microseconds]
        )
    }

    /// Every sink has seen what was inserted, and what was lost before it could be.
    static func count(inserted: Int, lost: Int, in db: Database) throws {
        guard inserted + lost > 0 else { return }
        let sql = "UPDATE sinks SET seen = seen + ?, waiting = waiting + ?, lost = lost + ?"
        try db.cachedStatement(sql: sql).execute(arguments: [inserted + lost, inserted, lost])
    }
}
