import Basics
import Events
import GRDB

/// What of the rows that nobody is owed may go.
enum Dispensable {
    case nothing
    case olderThan(Timestamp)
    /// The oldest, whatever their age.
    case oldest
}

extension Journal {
    /// Deletes what is too old, and the oldest while there is too much, but nothing that a sink in use is still owed.
    ///
    /// A sink that this process did not register keeps nothing back: what it has not passed is counted as dropped.
    ///
    /// Works in chunks of 500 rows so that commits get their turn. The newest row stays: new ids continue from it.
    ///
    /// - Parameter isFull: Whether a commit found no room: then down to where a pause ends, though less than the limit may be used.
    /// - Returns: How many rows were deleted.
    /// - Throws: ``JournalError`` when the disk or SQLite refuses; the chunks before stay deleted.
    package func prune(isFull: Bool = false) async throws(JournalError) -> Int {
        try await measure()
        try await pruneTallies()
        let oldest = agingTime.advanced(by: .zero - options.retention)
        let history = min(options.historyBytes, maximumBytes)
        return try await delete { [maximumBytes] db, memory, isFirst in
            let used = try Pages(db).usedBytes
            // Down to a low-water mark, or the next few events would find it full again.
            func isPast(_ limit: Int, _ bytes: Int, goesOn: Bool) -> Bool { bytes > (goesOn ? limit / 8 * 7 : limit) }
            let isLarge =
                isPast(maximumBytes, used, goesOn: isFull || !isFirst)
                || isPast(history, memory.history(of: used), goesOn: !isFirst)
            return isLarge ? .oldest : .olderThan(oldest)
        }
    }

    private func pruneTallies() async throws(JournalError) {
        let now = agingTime
        try await change("delete old counts") { db, _ in try EventTallies.prune(db, now: now) }
    }

    /// Deletes, chunk after chunk, what `choose` gives up; it is told whether it is asked for the first time.
    func delete(
        _ choose: @escaping @Sendable (Database, JournalMemory, Bool) throws -> Dispensable
    ) async throws(JournalError) -> Int {
        let now = agingTime
        var total = 0
        while true {
            let deleted = try await change("delete old events") { [total] db, memory in
                let dispensable = try choose(db, memory, total == 0)
                let deleted = try Self.deleteChunk(of: dispensable, from: db, now: now, inUse: memory.sinksInUse)
                memory.rows? -= deleted
                return deleted
            }
            total += deleted
            if deleted > 0 { recent.withLock { $0.clear() } }
            guard deleted > 0, !Task.isCancelled else { return total }
        }
    }

    /// Bytes of pages that hold something.
    package func usedBytes() async throws(JournalError) -> Int {
        try await reader.read("measure the journal") { db in try Pages(db).usedBytes }
    }

    /// Throws when there is no room for more, by our own limit; once full, until there is some to spare.
    func refuseWhenFull(_ pages: Pages) throws {
        let used = pages.usedBytes
        let isFull = memory.withLock { memory in
            memory.figures.usedBytes = used
            if case .full = memory.status { return true }
            return false
        }
        guard used > (isFull ? maximumBytes / 100 * Self.resumeAt : maximumBytes) else { return }
        throw JournalError.full(limit: maximumBytes)
    }

    /// Counts the rows once, off the way of who opens the journal; from then on they are counted as they come and go.
    func countRows() async throws(JournalError) {
        try await change("count events") { db, memory in
            memory.rows = try Int.fetchOne(db, sql: "SELECT count(*) FROM events") ?? 0
        }
        try await measure()
    }

    private func measure() async throws(JournalError) {
        let used = try await usedBytes()
        memory.withLock { $0.figures.usedBytes = used }
    }

    /// The wall clock, unless that leapt ahead since the start: history must not go because of a clock.
    var agingTime: Timestamp { min(now(), opened.advanced(by: age.elapsed)) }

    /// When ages begin to count: now, but not when that is more than a year past the newest event.
    ///
    /// No journal sleeps that long; a clock without a battery is off by more.
    static func startOfAges(now: Timestamp, newest: Timestamp?) -> Timestamp {
        guard let newest, now.since(newest) > .seconds(365 * 86400) else { return now }
        return newest
    }

    static func newestReceived(_ db: Database) throws -> Timestamp? {
        try Int64.fetchOne(db, sql: "SELECT received FROM events ORDER BY id DESC LIMIT 1").map {
            Timestamp(microseconds: $0)
        }
    }

    /// An event of the future was received while the clock was wrong: it goes with those around it.
    private static func deleteChunk(
        of dispensable: Dispensable,
        from db: Database,
        now: Timestamp,
        inUse: Set<String>
    ) throws -> Int {
        var limit: Timestamp?
        switch dispensable {
        case .nothing: return 0
        case .olderThan(let time): limit = time
        case .oldest: break
        }
        let sql = "SELECT id, received FROM events WHERE id < (SELECT max(id) FROM events) ORDER BY id LIMIT 500"
        var ids: [Int64] = []
        var count = 0
        for row in try Row.fetchAll(db, sql: sql) {
            guard let id = row[0] as Int64?, let received = row[1] as Int64? else { continue }
            ids.append(id)
            if let limit, received >= limit.microseconds {
                guard received > now.microseconds else { break }
            } else {
                count = ids.count
            }
        }
        ids.removeSubrange(count...)
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
                sql: "UPDATE sinks SET cursor = ? WHERE name = ?",
                arguments: [last, row[0] as String?]
            )
            try drop(count, for: row[0] as String? ?? "", .retention, in: db)
        }
        try db.execute(sql: "DELETE FROM events WHERE id <= ?", arguments: [last])
        try db.execute(sql: "DELETE FROM gaps WHERE id <= ?", arguments: [last])
        return ids.count
    }
}
