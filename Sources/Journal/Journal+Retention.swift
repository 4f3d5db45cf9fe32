import Basics
import GRDB

extension Journal {
    /// Deletes what is too old, and the oldest while the journal is too large, but nothing that a sink in use is still owed.
    ///
    /// A sink that this process did not register keeps nothing back: what it has not passed is counted as dropped. Works in
    /// chunks of 500 rows so that commits get their turn. The newest row stays: new ids continue from it.
    ///
    /// - Returns: How many rows were deleted.
    /// - Throws: ``JournalError`` when the disk or SQLite refuses; the chunks before stay deleted.
    package func prune() async throws(JournalError) -> Int {
        let oldest = now().advanced(by: .zero - options.retention)
        var total = 0
        // Down to a low-water mark, or the next few events would find it full again.
        var mark = options.maximumBytes
        while true {
            let deleted = try await change("delete old events") { [mark] db, memory in
                let isLarge = try Self.usedBytes(db) > mark
                return try Self.deleteChunk(from: db, olderThan: isLarge ? nil : oldest, inUse: memory.sinksInUse)
            }
            total += deleted
            if deleted > 0 { recent.withLock { $0.clear() } }
            mark = options.maximumBytes / 16 * 15
            guard deleted > 0, !Task.isCancelled else { return total }
        }
    }

    /// Bytes of pages that hold something.
    package func usedBytes() async throws(JournalError) -> Int {
        try await reader.read("measure the journal") { db in try Self.usedBytes(db) }
    }

    /// Throws when there is no room for more, by our own limit.
    func refuseWhenFull(_ db: Database) throws {
        guard try Self.usedBytes(db) > options.maximumBytes else { return }
        throw JournalError.full(limit: options.maximumBytes)
    }

    private static func usedBytes(_ db: Database) throws -> Int {
        let pages = try Int.fetchOne(db.cachedStatement(sql: "PRAGMA page_count")) ?? 0
        let free = try Int.fetchOne(db.cachedStatement(sql: "PRAGMA freelist_count")) ?? 0
        let size = try Int.fetchOne(db.cachedStatement(sql: "PRAGMA page_size")) ?? 0
        return (pages - free) * size
    }

    /// With no `limit` of age, the oldest go whatever their age.
    private static func deleteChunk(from db: Database, olderThan limit: Timestamp?, inUse: Set<String>) throws -> Int {
        let sql = "SELECT id, received FROM events WHERE id < (SELECT max(id) FROM events) ORDER BY id LIMIT 500"
        var ids: [Int64] = []
        for row in try Row.fetchAll(db, sql: sql) {
            guard let id = row[0] as Int64?, let received = row[1] as Int64? else { continue }
            if let limit, received >= limit.microseconds { break }
            ids.append(id)
        }
        let cursors = try Row.fetchAll(db, sql: "SELECT name, cursor FROM sinks")
        for row in cursors where inUse.contains(row[0] as String? ?? "") {
            let cursor = row[1] as Int64? ?? 0
            ids.removeAll { $0 > cursor }
        }
        guard let last = ids.last else { return 0 }
        for row in cursors where (row[1] as Int64? ?? 0) < last {
            let cursor = row[1] as Int64? ?? 0
            let count = ids.count { $0 > cursor }
            try db.execute(
                sql: "UPDATE sinks SET cursor = ?, dropped = dropped + ?, waiting = waiting - ? WHERE name = ?",
                arguments: [last, count, count, row[0] as String?]
            )
        }
        try db.execute(sql: "DELETE FROM events WHERE id <= ?", arguments: [last])
        return ids.count
    }
}
