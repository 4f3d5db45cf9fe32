import Basics
import Events
import GRDB

/// Which of the rows already there a new sink is owed.
package enum SinkStart: Sendable, Equatable {
    case all
    case now
}

/// What became of the rows up to `through`, and after the sink's cursor.
package struct Acknowledgement: Sendable, Equatable {
    /// Why a sink refused one event for good.
    package struct Refusal: Sendable, Equatable {
        /// The id of its row.
        package var row: Int64
        /// HTTP status, 0 when the sink was never asked.
        package var status: Int
        package var code: String
        /// From outside: sanitise before showing.
        package var message: String

        package init(row: Int64, status: Int, code: String, message: String) {
            self.row = row
            self.status = status
            self.code = code
            self.message = message
        }
    }

    package var through: Int64
    package var acknowledged = 0
    package var filtered = 0
    package var lost = 0
    package var refusals: [Refusal] = []

    package init(through: Int64) {
        self.through = through
    }

    /// How many rows this accounts for.
    package var count: Int { acknowledged + filtered + lost + refusals.count }

    /// Takes over what `later` says about the rows that follow.
    package mutating func merge(_ later: Acknowledgement) {
        through = later.through
        acknowledged += later.acknowledged
        filtered += later.filtered
        lost += later.lost
        refusals += later.refusals
    }
}

extension Journal {
    /// Makes `sink` known: from now on every row is counted for it and kept until its cursor has passed.
    ///
    /// A sink that is known already keeps its cursor, whatever `start` says. Call it before the first ``append(_:)``.
    package func registerSink(_ sink: String, start: SinkStart) async throws(JournalError) {
        try await change("register a sink") { db, memory in
            memory.sinksInUse.insert(sink)
            guard memory.ledgers[sink] == nil else { return }
            let cursor = start == .all ? 0 : memory.nextID - 1
            let waiting = start == .all ? try Int.fetchOne(db, sql: "SELECT count(*) FROM events") ?? 0 : 0
            try db.execute(
                sql: "INSERT INTO sinks (\(Schema.counters)) VALUES (?, ?, ?, 0, ?, 0, 0, 0, 0)",
                arguments: [sink, cursor, waiting, waiting]
            )
        }
    }

    /// Gives a sink another name, unless one of that name is known; its cursor, counts and dead letters stay.
    package func renameSink(_ sink: String, to name: String) async throws(JournalError) {
        try await change("rename a sink") { db, memory in
            guard memory.ledgers[name] == nil else { return }
            try db.execute(sql: "UPDATE sinks SET name = ? WHERE name = ?", arguments: [name, sink])
            try db.execute(sql: "UPDATE dead_letters SET sink = ? WHERE sink = ?", arguments: [name, sink])
        }
    }

    /// Moves the cursor of `sink` and counts, in one transaction.
    ///
    /// - Throws: ``JournalError``; nothing is changed then, and the same acknowledgement may be tried again.
    package func acknowledge(_ done: Acknowledgement, sink: String) async throws(JournalError) {
        let at = now()
        // Nothing takes them away but a person: were the journal theirs, it would be full for good.
        let deadLetterBytes = min(options.deadLetterBytes, maximumBytes / 8)
        try await change("move the cursor of the sink") { db, _ in
            for refusal in done.refusals {
                try db.execute(
                    sql: """
                        INSERT INTO dead_letters (sink, event, at, status, code, message, \(Schema.eventColumns))
                        SELECT ?, id, ?, ?, ?, ?, \(Schema.eventColumns) FROM events WHERE id = ?
                        """,
                    arguments: [sink, at.microseconds, refusal.status, refusal.code, refusal.message, refusal.row]
                )
            }
            let sql = """
                UPDATE sinks SET cursor = ?, acknowledged = acknowledged + ?, dead = dead + ?, filtered = filtered + ?,
                    lost = lost + ?, waiting = waiting - ? WHERE name = ? AND cursor < ?
                """
            try db.cachedStatement(sql: sql).execute(arguments: [
                done.through, done.acknowledged, done.refusals.count, done.filtered, done.lost, done.count, sink,
                done.through,
            ])
            guard db.changesCount == 1 else { throw JournalError.unknownSink(sink) }
            guard !done.refusals.isEmpty else { return }
            try Self.limitDeadLetters(to: deadLetterBytes, added: done.refusals.count, in: db)
        }
        memory.withLock { $0.figures.damaged += done.lost }
        if hindrance != nil { relief.ring() }
    }

    /// Gives up everything that waits for `sink`, counted as dropped; what the buffer holds is committed first.
    package func dropWaiting(for sink: String) async throws(JournalError) {
        try await flush()
        try await change("drop what waits") { db, memory in
            try db.execute(
                sql: """
                    UPDATE sinks SET cursor = ?, dropped = dropped + waiting, dropped_request = dropped_request + waiting,
                        waiting = 0
                    WHERE name = ?
                    """,
                arguments: [memory.nextID - 1, sink]
            )
            guard db.changesCount == 1 else { throw JournalError.unknownSink(sink) }
        }
    }

    /// The names of all sinks that were ever registered.
    package var sinks: [String] { memory.withLock { $0.ledgers.keys.sorted() } }
}
