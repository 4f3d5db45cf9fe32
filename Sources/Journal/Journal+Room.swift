import Basics
package import Events
import GRDB

/// Events of one namespace that were given up, for one reason.
package struct NamespaceDrops: Sendable, Hashable {
    /// From the cluster: sanitise before showing.
    package var namespace: String
    package var reason: DropReason
}

/// Room in a journal that what waits nearly fills.
///
/// Two things keep the cost away from commits. Sums by namespace exist from 80 % on only, and are brought up to date, by reading
/// what came since, after each further 1/64 of the limit. And rows that were handed to a reader are never given up: a forwarder
/// may have them under way, and its acknowledgement is to count each once.
extension Journal {
    /// Where fairness begins, and where a pause ends, in hundredths of the limit.
    private static let fairFrom = 80
    static let resumeAt = 90

    /// The events given up by fairness or policy since the last call, by namespace.
    package func takeDrops() -> [NamespaceDrops: Int] {
        drops.withLock { drops in
            defer { drops = [:] }
            return drops
        }
    }

    /// Gives up what the policies say.
    ///
    /// - Parameter isFull: Whether a commit found no room.
    /// - Returns: How many rows went.
    /// - Throws: ``JournalError`` when the disk or SQLite refuses.
    func makeRoom(isFull: Bool) async throws(JournalError) -> Int {
        guard let used = crowding else {
            waiting.withLock { $0 = nil }
            thinnedAt.withLock { $0 = 0 }
            return 0
        }
        guard isFull || hasGrown else { return 0 }
        try await catchUp(isFull: isFull)
        // At the end of the run nobody waits for what is only foresight.
        guard isFull || !Task.isCancelled else { return 0 }
        guard let rows = waiting.withLock(\.self) else { return 0 }
        // The sums are of records; what they take in the file is more, by as much as it is now.
        let capacity = Int(Double(maximumBytes) * Double(rows.bytes) / Double(max(used, 1)))
        var dropped = try await give(rows.noisy(capacity: capacity / 100 * Self.fairFrom), of: rows, up: .fairness)
        if isFull, dropped == 0, options.whenFull == .dropOldestNormal {
            let oldest = rows.oldest(freeing: capacity / 100 * (100 - Self.resumeAt))
            dropped = try await give(oldest, of: rows, up: .policy)
        }
        let left = try await usedBytes()
        thinnedAt.withLock { $0 = left }
        return dropped
    }

    /// The bytes of the file that what waits takes, nil while they are no reason to do anything.
    private var crowding: Int? {
        let (used, kept, owed) = memory.withLock { ($0.figures.usedBytes, $0.rows ?? 0, $0.owed) }
        guard kept > 0, owed > 0 else { return nil }
        let crowd = Int(Double(used) * Double(owed) / Double(kept))
        return crowd >= maximumBytes / 100 * Self.fairFrom ? crowd : nil
    }

    /// Whether enough came since the last time to look again.
    private var hasGrown: Bool {
        memory.withLock(\.figures.usedBytes) >= thinnedAt.withLock(\.self) + maximumBytes / 64
    }

    /// Adds the rows that came since the last time, in chunks, so that commits get their turn.
    private func catchUp(isFull: Bool) async throws(JournalError) {
        let floor = memory.withLock { memory in
            memory.sinksInUse.compactMap { memory.ledgers[$0]?.cursor }.min() ?? 0
        }
        while true {
            let isAtEnd = try await write("measure what waits") { [waiting] db in
                // Here, or two at a time would add the same rows.
                let position = max(waiting.withLock { $0?.position } ?? 0, floor)
                let sql = "SELECT id, \(Schema.eventColumns) FROM events WHERE id > ? ORDER BY id LIMIT 500"
                let found = try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [position])
                waiting.withLock { rows in
                    var added = rows ?? WaitingRows()
                    for row in found { added.add(row) }
                    rows = added
                }
                return found.count < 500
            }
            if isAtEnd || !isFull && Task.isCancelled { break }
        }
        waiting.withLock { $0?.removeFirst(through: floor) }
    }

    private func give(
        _ entries: [WaitingRows.Entry],
        of rows: WaitingRows,
        up reason: DropReason
    ) async throws(JournalError) -> Int {
        var total = 0
        var rest = entries.sorted { $0.id < $1.id }[...]
        while !rest.isEmpty {
            let chunk = Array(rest.prefix(500))
            rest = rest.dropFirst(500)
            let gone = try await change("give up events") { [recent, handedOut] db, memory in
                // On the queue that reads too, and nothing is left in memory: nothing is handed out between this look and the deletion.
                recent.withLock { $0.clear() }
                let last = handedOut.withLock(\.self)
                let gone = try Self.delete(chunk.filter { $0.id > last }, reason, from: db)
                memory.rows? -= gone.count
                return gone
            }
            note(gone, of: rows, reason)
            total += gone.count
        }
        return total
    }

    /// The newest row stays: new ids continue from it.
    private static func delete(_ entries: [WaitingRows.Entry], _ reason: DropReason, from db: Database) throws
        -> [WaitingRows.Entry]
    {
        let newest = try Int64.fetchOne(db, sql: "SELECT max(id) FROM events") ?? 0
        let statement = try db.cachedStatement(sql: "DELETE FROM events WHERE id = ?")
        var gone: [WaitingRows.Entry] = []
        for entry in entries where entry.id < newest {
            try statement.execute(arguments: [entry.id])
            if db.changesCount == 1 { gone.append(entry) }
        }
        for row in try Row.fetchAll(db, sql: "SELECT name, cursor FROM sinks") {
            let cursor = row[1] as Int64? ?? 0
            let count = gone.count { $0.id > cursor }
            try drop(count, for: row[0] as String? ?? "", reason, in: db)
        }
        return gone
    }

    /// Counts rows that waited for `sink` and are gone.
    static func drop(_ count: Int, for sink: String, _ reason: DropReason, in db: Database) throws {
        let sql = """
            UPDATE sinks SET dropped = dropped + ?, \(reason.column) = \(reason.column) + ?, waiting = waiting - ?
            WHERE name = ?
            """
        try db.cachedStatement(sql: sql).execute(arguments: [count, count, count, sink])
    }

    private func note(_ gone: [WaitingRows.Entry], of rows: WaitingRows, _ reason: DropReason) {
        waiting.withLock { $0?.remove(Set(gone.map(\.id))) }
        drops.withLock { drops in
            for entry in gone {
                drops[NamespaceDrops(namespace: rows.namespace(of: entry), reason: reason), default: 0] += 1
            }
        }
    }
}

extension WaitingRows {
    /// A damaged row is left alone: it is no namespace's.
    fileprivate mutating func add(_ row: Row) {
        guard let id = row[0] as Int64? else { return }
        position = id
        guard let event = EventCodec.event(row) else { return }
        add(id: id, namespace: event.namespace, isWarning: event.type == "Warning", bytes: row.bytes(5).count)
    }
}
