import Basics
import GRDB

/// Carries over what can be read of a damaged journal.
///
/// Rows keep their ids, so cursors stay true; what waited for a sink and cannot be read is counted as lost.
///
/// Resume points are left behind: the next list brings back what the cluster still has, and the unique key refuses what was carried
/// over.
struct Salvage {
    /// How many rows were carried over, and how many are known to be lost.
    struct Outcome {
        var recovered = 0
        var damaged = 0
        /// The damaged file; nil when there is none.
        var source: String?
    }

    private let path: String
    private let source: DatabaseQueue?

    init(from path: String) {
        self.path = path
        source = try? DatabaseQueue(path: path)
    }

    /// What cannot be read is left.
    ///
    /// - Throws: When `target` cannot be written.
    func run(into target: DatabaseQueue) throws -> Outcome {
        guard let source else { return Outcome(source: path) }
        try copy("SELECT id, name FROM streams", into: "streams (id, name)", target)
        var outcome = try copyEvents(from: source, into: target)
        outcome.source = path
        // Those of version 1 have ids of their own, which would be taken for places among the events.
        let isFormer = ((try? source.read { db in try Schema.version(of: db) }) ?? Schema.version) < Schema.version
        let place = isFormer ? "id - 1000000000" : "id"
        try copy(
            "SELECT \(place), stream, reason, begins, ends FROM gaps",
            into: "gaps (id, stream, reason, begins, ends)",
            target
        )
        try copy("SELECT name, value FROM properties", into: "properties (name, value)", target)
        try copyTallies(into: target)
        let refusal = "id, sink, event, at, status, code, message, \(Schema.eventColumns)"
        try copy("SELECT \(refusal) FROM dead_letters", into: "dead_letters (\(refusal))", target)
        // A file of version 1 has no reasons: the first of the two then copies nothing, and the second ignores what is there.
        for counters in ["\(Schema.counters), \(Schema.dropCounters)", Schema.counters] {
            try copy("SELECT \(counters) FROM sinks", into: "sinks (\(counters))", target)
        }
        let missing = try target.write { db in
            try Schema.settleReasons(in: db)
            return try settleLedgers(in: db)
        }
        outcome.damaged = max(outcome.damaged, missing)
        return outcome
    }

    /// The newest first: where one cannot be read, counting is said to have begun after it.
    private func copyTallies(into target: DatabaseQueue) throws {
        let columns = "minute, kind, count"
        let query = "SELECT \(columns) FROM tallies ORDER BY minute DESC"
        guard try !copy(query, into: "tallies (\(columns))", target) else { return }
        try target.write { db in
            guard let start = try EventTallies.start(in: db) else { return }
            let oldest = try Int64.fetchOne(db, sql: "SELECT min(minute) FROM tallies")
            guard let oldest else {
                return try db.execute(
                    sql: "DELETE FROM properties WHERE name = ?",
                    arguments: [EventTallies.startProperty]
                )
            }
            try EventTallies.setStart(max(start, Timestamp(seconds: (oldest + 1) * 60)), in: db)
        }
    }

    /// Copies a small table up to the first row that cannot be read; returns whether there is none such.
    @discardableResult
    private func copy(_ query: String, into columns: String, _ target: DatabaseQueue) throws -> Bool {
        var rows: [Row] = []
        let reading = Result {
            try source?.read { db in
                let cursor = try Row.fetchCursor(db, sql: query)
                while let row = try cursor.next() { rows.append(row.copy()) }
            }
        }
        let isWhole = (try? reading.get()) != nil
        guard let width = rows.first?.count else { return isWhole }
        let marks = Array(repeating: "?", count: width).joined(separator: ", ")
        try target.write { db in
            let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO \(columns) VALUES (\(marks))")
            for row in rows { try insert(row, with: statement) }
        }
        return isWhole
    }

    private func copyEvents(from source: DatabaseQueue, into target: DatabaseQueue) throws -> Outcome {
        var outcome = Outcome()
        let newest = (try? source.read { db in try Int64.fetchOne(db, sql: "SELECT max(id) FROM events") }) ?? nil
        var cursor: Int64 = 0
        var failures = 0
        while true {
            let chunk = readChunk(after: cursor, from: source)
            let inserted = try target.write { db in try insert(chunk.rows, into: db) }
            outcome.recovered += inserted
            outcome.damaged += chunk.rows.count - inserted
            cursor = max(cursor, chunk.rows.last?[0] as Int64? ?? 0)
            guard chunk.failed else {
                if chunk.rows.isEmpty { return outcome }
                continue
            }
            // A page cannot be read: step over its rows one by one, and by growing steps when the damage goes on.
            failures = chunk.rows.isEmpty ? failures + 1 : 1
            cursor += failures <= 64 ? 1 : 1 << Int64(min(failures - 64, 40))
            guard cursor < newest ?? 1 << 41 else { return outcome }
        }
    }

    private func readChunk(after cursor: Int64, from source: DatabaseQueue) -> (rows: [Row], failed: Bool) {
        var rows: [Row] = []
        do {
            try source.read { db in
                let sql = "SELECT id, \(Schema.eventColumns) FROM events WHERE id > ? ORDER BY id LIMIT 500"
                let found = try Row.fetchCursor(db, sql: sql, arguments: [cursor])
                while let row = try found.next() { rows.append(row.copy()) }
            }
            return (rows, false)
        } catch {
            return (rows, true)
        }
    }

    /// Returns how many were whole.
    private func insert(_ rows: [Row], into db: Database) throws -> Int {
        let sql = "INSERT OR IGNORE INTO events (id, \(Schema.eventColumns)) VALUES (?, ?, ?, ?, ?, ?, ?)"
        let statement = try db.cachedStatement(sql: sql)
        var count = 0
        for row in rows where EventCodec.event(row) != nil {
            if try insert(row, with: statement) { count += db.changesCount }
        }
        return count
    }

    /// Returns false when the row, not the disk, is to blame.
    @discardableResult
    private func insert(_ row: Row, with statement: Statement) throws -> Bool {
        do {
            try statement.execute(arguments: StatementArguments(row.databaseValues))
            return true
        } catch let error as DatabaseError
            where [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG].contains(error.resultCode)
        {
            return false
        }
    }

    /// What waited or was refused and is gone, is lost; what came to light beyond the count, was seen.
    ///
    /// - Returns: What the sink lost that lost the most.
    private func settleLedgers(in db: Database) throws -> Int {
        var most = 0
        for row in try Row.fetchAll(db, sql: "SELECT name, cursor, waiting, dead FROM sinks") {
            let name = row[0] as String?
            let waiting = try count("events WHERE id > ?", row[1] as Int64?, in: db)
            let dead = try count("dead_letters WHERE sink = ?", name, in: db)
            let missing = [(row[2] as Int? ?? 0) - waiting, (row[3] as Int? ?? 0) - dead]
            let lost = missing.reduce(0) { $0 + max($1, 0) }
            let found = missing.reduce(0) { $0 - min($1, 0) }
            most = max(most, lost)
            try db.execute(
                sql: "UPDATE sinks SET waiting = ?, dead = ?, lost = lost + ?, seen = seen + ? WHERE name = ?",
                arguments: [waiting, dead, lost, found, name]
            )
        }
        return most
    }

    private func count(_ rows: String, _ key: (any DatabaseValueConvertible)?, in db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM " + rows, arguments: [key]) ?? 0
    }
}
