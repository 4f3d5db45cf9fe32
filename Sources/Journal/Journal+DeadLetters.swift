package import Basics
package import Events
import GRDB

/// What a person can do with a dead letter.
package enum DeadLetterOrder: String, Sendable {
    /// Send it again.
    case retry
    /// Give it up: counted as dropped.
    case drop
}

/// An event that a sink refused for good, with its reason.
package struct DeadLetter: Sendable, Equatable {
    package var id: Int64
    package var sink: String
    package var at: Timestamp
    package var refusal: Acknowledgement.Refusal
    /// Nil when the copy is damaged.
    package var event: KubeEvent?
}

extension JournalReader {
    /// The dead letters, oldest first.
    package func deadLetters(after id: Int64 = 0, limit: Int = .max) async throws(JournalError) -> [DeadLetter] {
        try await deadLetters("WHERE id > ? ORDER BY id LIMIT ?", [id, Int64(limit)])
    }

    /// The newest dead letters, the newest of them first.
    package func deadLetters(newest limit: Int) async throws(JournalError) -> [DeadLetter] {
        try await deadLetters("ORDER BY id DESC LIMIT ?", [Int64(limit)])
    }

    private func deadLetters(_ condition: String, _ arguments: [Int64]) async throws(JournalError) -> [DeadLetter] {
        try await read("read the dead letters") { db in
            let sql = """
                SELECT id, \(Schema.eventColumns), sink, event, at, status, code, message
                FROM dead_letters \(condition)
                """
            let rows = try Row.fetchCursor(db, sql: sql, arguments: StatementArguments(arguments))
            var found: [DeadLetter] = []
            while let row = try rows.next() {
                let refusal = Acknowledgement.Refusal(
                    row: row[8] as Int64? ?? 0,
                    status: row[10] as Int? ?? 0,
                    code: row[11] as String? ?? "",
                    message: row[12] as String? ?? ""
                )
                found.append(
                    DeadLetter(
                        id: row[0] as Int64? ?? 0,
                        sink: row[7] as String? ?? "",
                        at: Timestamp(microseconds: row[9] as Int64? ?? 0),
                        refusal: refusal,
                        event: EventCodec.event(row)
                    )
                )
            }
            return found
        }
    }
}

extension Journal {
    /// Does with a dead letter what is ordered; returns false when there is none of that id.
    package func carryOut(_ order: DeadLetterOrder, on id: Int64) async throws(JournalError) -> Bool {
        switch order {
        case .retry: try await retryDeadLetter(id)
        case .drop: try await dropDeadLetter(id)
        }
    }

    /// Takes a dead letter away and counts its event as dropped; returns false when there is none of that id.
    package func dropDeadLetter(_ id: Int64) async throws(JournalError) -> Bool {
        try await change("drop a dead letter") { db, _ in
            guard let sink = try Self.removeDeadLetter(id, from: db) else { return false }
            let sql = """
                UPDATE sinks SET dead = dead - 1, dropped = dropped + 1, dropped_request = dropped_request + 1
                WHERE name = ?
                """
            try db.execute(sql: sql, arguments: [sink])
            return true
        }
    }

    /// Puts the event of a dead letter at the end of what waits; returns false when there is none of that id.
    ///
    /// The event gets a new row. A sink that was done with the old row sees the event again, and counts it.
    package func retryDeadLetter(_ id: Int64) async throws(JournalError) -> Bool {
        let moved = try await change("retry a dead letter") { db, memory in
            let key = "SELECT stream, version, uid FROM dead_letters WHERE id = ?"
            let old = try Int64.fetchOne(
                db,
                sql: "SELECT id FROM events WHERE (stream, version, uid) = (\(key))",
                arguments: [id]
            )
            if let old { try db.execute(sql: "DELETE FROM events WHERE id = ?", arguments: [old]) }
            try db.execute(
                sql: """
                    INSERT INTO events (id, \(Schema.eventColumns))
                    SELECT ?, \(Schema.eventColumns) FROM dead_letters WHERE id = ?
                    """,
                arguments: [memory.nextID, id]
            )
            guard db.changesCount == 1, let sink = try Self.removeDeadLetter(id, from: db) else { return false }
            memory.nextID += 1
            try db.execute(
                sql: "UPDATE sinks SET seen = seen + 1, waiting = waiting + 1 WHERE name <> ? AND cursor >= ?",
                arguments: [sink, old ?? 0]
            )
            let sql = "UPDATE sinks SET dead = dead - 1, waiting = waiting + 1 WHERE name = ?"
            try db.execute(sql: sql, arguments: [sink])
            return true
        }
        if moved { ringSubscribers() }
        return moved
    }

    /// Forgets the oldest dead letters past `limit` bytes, and counts their events as dropped.
    ///
    /// Measured after every 256th letter only, since it reads the whole table.
    static func limitDeadLetters(to limit: Int, added: Int, in db: Database) throws {
        let newest = db.lastInsertedRowID
        guard newest / 256 != (newest - Int64(added)) / 256 else { return }
        var bytes = 0
        var oldestKept = newest
        let rows = try Row.fetchCursor(db, sql: "SELECT id, length(record) FROM dead_letters ORDER BY id DESC")
        while bytes <= limit, let row = try rows.next() {
            bytes += row[1] as Int? ?? 0
            if bytes <= limit { oldestKept = row[0] as Int64? ?? oldestKept }
        }
        guard bytes > limit else { return }
        let counts = "SELECT sink, count(*) FROM dead_letters WHERE id < ? GROUP BY sink"
        for row in try Row.fetchAll(db, sql: counts, arguments: [oldestKept]) {
            let count = row[1] as Int?
            let sql = """
                UPDATE sinks SET dead = dead - ?, dropped = dropped + ?, dropped_retention = dropped_retention + ?
                WHERE name = ?
                """
            try db.execute(sql: sql, arguments: [count, count, count, row[0] as String?])
        }
        try db.execute(sql: "DELETE FROM dead_letters WHERE id < ?", arguments: [oldestKept])
    }

    /// Returns the sink it was for.
    private static func removeDeadLetter(_ id: Int64, from db: Database) throws -> String? {
        let sink = try String.fetchOne(db, sql: "SELECT sink FROM dead_letters WHERE id = ?", arguments: [id])
        try db.execute(sql: "DELETE FROM dead_letters WHERE id = ?", arguments: [id])
        return sink
    }
}
