package import Basics
package import Events
import GRDB

/// Reads a journal; also one that another process writes.
package struct JournalReader: Sendable {
    let database: any DatabaseReader
    /// Told of damage, so that the next start of the writer salvages.
    var onDamage: @Sendable () -> Void = {}
    /// Told of the last of the rows handed out, before any other work on the file.
    var onRead: @Sendable (Int64) -> Void = { _ in }

    /// The rows after `cursor` in order, at least one if there is any, and no more than `limit` or `maximumBytes` of JSON.
    ///
    /// For the process that writes: between the two tables another one could miss a gap.
    package func rows(after cursor: Int64, limit: Int, maximumBytes: Int = .max) async throws(JournalError)
        -> [JournalRow]
    {
        try await read("read events") { [onRead] db in
            let sql = "SELECT id, \(Schema.eventColumns) FROM events WHERE id > ? ORDER BY id LIMIT ?"
            let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [cursor, limit])
            var found: [JournalRow] = []
            var bytes = 0
            while bytes < maximumBytes, let row = try rows.next() {
                guard let id = row[0] as Int64? else { continue }
                let event = EventCodec.event(row)
                bytes += (event?.json.count ?? 0) + 512
                found.append(JournalRow(id: id, content: event.map { .event($0) } ?? .damaged))
            }
            let isAtEnd = found.count < limit && bytes < maximumBytes
            let gaps = try Self.gaps(after: cursor, through: isAtEnd ? .max : found.last?.id ?? cursor, in: db)
            if !gaps.isEmpty { found = Array((found + gaps).sorted { $0.id < $1.id }.prefix(limit)) }
            if let last = found.last { onRead(last.id) }
            return found
        }
    }

    /// The newest events, oldest of them first; damaged rows are left out.
    ///
    /// By version, because a list is kept in the order of its names.
    package func events(newest limit: Int) async throws(JournalError) -> [KubeEvent] {
        try await read("read events") { db in
            let sql = "SELECT id, \(Schema.eventColumns) FROM events WHERE stream = ? ORDER BY version DESC LIMIT ?"
            var found: [KubeEvent] = []
            for stream in try Int64.fetchAll(db, sql: "SELECT id FROM streams") {
                let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [stream, limit])
                while let row = try rows.next() {
                    if let event = EventCodec.event(row) { found.append(event) }
                }
            }
            return found.sorted { $0.key.resourceVersion < $1.key.resourceVersion }.suffix(limit)
        }
    }

    /// The JSON of one event version, nil when the journal does not have it.
    package func object(for key: KubeEvent.Key) async throws(JournalError) -> [UInt8]? {
        try await read("read an event") { db in
            let sql = """
                SELECT id, \(Schema.eventColumns) FROM events
                WHERE stream IN (SELECT id FROM streams) AND version = ? AND uid = ?
                """
            let statement = try db.cachedStatement(sql: sql)
            let rows = try Row.fetchCursor(statement, arguments: [key.resourceVersion.value, key.uid.blob])
            while let row = try rows.next() {
                if let event = EventCodec.event(row) { return event.json }
            }
            return nil
        }
    }

    /// When the first row after `cursor` was received; costs one step in the table.
    package func received(firstAfter cursor: Int64) async throws(JournalError) -> Timestamp? {
        try await read("read events") { db in
            let sql = "SELECT received FROM events WHERE id > ? ORDER BY id LIMIT 1"
            return try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: [cursor]).map(
                Timestamp.init(microseconds:)
            )
        }
    }

    /// How many rows come after `cursor`; counts them, so not for a status line.
    package func count(after cursor: Int64 = 0) async throws(JournalError) -> Int {
        try await read("count events") { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM events WHERE id > ?", arguments: [cursor]) ?? 0
        }
    }

    /// One statement is one snapshot, so that no transaction is needed; GRDB's costs four statements, compiled each time.
    func read<Value: Sendable>(
        _ doing: String,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(JournalError) -> Value {
        let result: Result<Value, JournalError> = await withCheckedContinuation { continuation in
            // Not `asyncRead`: of a closed file GRDB 7.10 then leaves a read-only mode that it never entered, and traps. Each use
            // here is one statement, or has the queue to itself.
            database.asyncUnsafeRead { access in
                continuation.resume(
                    returning: Result { try body(access.get()) }.mapError { JournalError($0, doing: doing) }
                )
            }
        }
        if case .failure(.damaged) = result { onDamage() }
        return try result.get()
    }
}

extension EventCodec {
    /// The event of a row that begins with the id and goes on with ``Schema/eventColumns``.
    static func event(_ row: Row) -> KubeEvent? {
        guard let checksum = row[6] as Int64? else { return nil }
        return event(row.bytes(5), checksum: checksum)
    }
}
