import GRDB

/// Carries over what can be read of a damaged journal.
///
/// Rows keep their ids, so cursors stay true; what waited for a sink and cannot be read is counted as lost.
///
/// Resume points are
/// left behind: the next list brings back what the cluster still has, and the unique key refuses what was carried over.
struct Salvage {
    /// How many rows were carried over, and how many are known to be lost.
    struct Outcome {
        var recovered = 0
        var damaged = 0
    }

    private let source: DatabaseQueue?

    init(from path: String) {
        source = try? DatabaseQueue(path: path)
    }

    /// Never fails: what cannot be read or written is left.
    func run(into target: DatabaseQueue) -> Outcome {
        guard let source else { return Outcome() }
        copy("SELECT id, name FROM streams", into: "streams (id, name)", target)
        var outcome = copyEvents(from: source, into: target)
        // Those of version 1 have ids of their own, which would be taken for places among the events.
        let isFormer = ((try? source.read { db in try Schema.version(of: db) }) ?? Schema.version) < Schema.version
        let place = isFormer ? "id - 1000000000" : "id"
        copy(
            "SELECT \(place), stream, reason, begins, ends FROM gaps",
            into: "gaps (id, stream, reason, begins, ends)",
            target
        )
        copy("SELECT name, value FROM properties", into: "properties (name, value)", target)
        let refusal = "id, sink, event, at, status, code, message, \(Schema.eventColumns)"
        copy("SELECT \(refusal) FROM dead_letters", into: "dead_letters (\(refusal))", target)
        // A file of version 1 has no reasons: the first of the two then copies nothing, and the second ignores what is there.
        for counters in ["\(Schema.counters), \(Schema.dropCounters)", Schema.counters] {
            copy("SELECT \(counters) FROM sinks", into: "sinks (\(counters))", target)
        }
        let missing = try? target.write { db in
            try Schema.settleReasons(in: db)
            return try settleLedgers(in: db)
        }
        outcome.damaged = max(outcome.damaged, missing ?? 0)
        return outcome
    }

    /// Copies a small table up to the first row that cannot be read.
    private func copy(_ query: String, into columns: String, _ target: DatabaseQueue) {
        var rows: [Row] = []
        try? source?.read { db in
            let cursor = try Row.fetchCursor(db, sql: query)
            while let row = try cursor.next() { rows.append(row.copy()) }
        }
        try? target.write { db in
            for row in rows {
                let marks = Array(repeating: "?", count: row.count).joined(separator: ", ")
                try? db.execute(
                    sql: "INSERT OR IGNORE INTO \(columns) VALUES (\(marks))",
                    arguments: StatementArguments(row.databaseValues)
                )
            }
        }
    }

    private func copyEvents(from source: DatabaseQueue, into target: DatabaseQueue) -> Outcome {
        var outcome = Outcome()
        let newest = (try? source.read { db in try Int64.fetchOne(db, sql: "SELECT max(id) FROM events") }) ?? nil
        var cursor: Int64 = 0
        var failures = 0
        while true {
            let chunk = readChunk(after: cursor, from: source)
            let inserted = (try? target.write { db in try insert(chunk.rows, into: db) }) ?? 0
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
            guard (try? statement.execute(arguments: StatementArguments(row.databaseValues))) != nil else { continue }
            count += db.changesCount
        }
        return count
    }

    /// What waited and is gone, is lost; what came to light beyond the count, was seen.
    ///
    /// - Returns: What the sink lost that lost the most.
    private func settleLedgers(in db: Database) throws -> Int {
        var most = 0
        for row in try Row.fetchAll(db, sql: "SELECT name, cursor, waiting FROM sinks") {
            let found = try Int.fetchOne(
                db,
                sql: "SELECT count(*) FROM events WHERE id > ?",
                arguments: [row[1] as Int64?]
            )
            let missing = (row[2] as Int? ?? 0) - (found ?? 0)
            most = max(most, missing)
            try db.execute(
                sql: "UPDATE sinks SET waiting = waiting - ?, lost = lost + ?, seen = seen + ? WHERE name = ?",
                arguments: [missing, max(missing, 0), max(-missing, 0), row[0] as String?]
            )
        }
        return most
    }
}
