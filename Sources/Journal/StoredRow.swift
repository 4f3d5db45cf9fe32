import Basics
import Events
import GRDB

/// A row of `events` as it lies in the file: read quickly, and decoded where that holds up nobody who writes.
struct StoredRow: Sendable {
    var id: Int64
    var record: [UInt8]
    var checksum: Int64

    /// Nil when it is damaged.
    var event: KubeEvent? { EventCodec.event(record, checksum: checksum) }

    /// What a search looks at first; nil when the row is damaged.
    var head: EventHead? { EventCodec.head(record, checksum: checksum) }
}

/// The beginning of a record.
struct EventHead: Sendable, Equatable {
    var received: Timestamp
    var lastSeen: Timestamp
    /// Of the event's uid: differs from process to process, so that nobody can make two of them meet.
    var uidHash: Int

    /// As ``KubeEvent/order``.
    var order: Timestamp { min(lastSeen, received) }
}

extension JournalReader {
    /// The newest rows whose id is below `id`, newest first; none at the end.
    ///
    /// A short read of its own: one that lasted would keep the writer's log from being copied into the file.
    func page(before id: Int64) async throws(JournalError) -> [StoredRow] {
        try await read("read events") { db in
            let sql = "SELECT id, record, checksum FROM events WHERE id < ? ORDER BY id DESC LIMIT 512"
            let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [id])
            var found: [StoredRow] = []
            var bytes = 0
            while bytes < 4 << 20, let row = try rows.next() {
                guard let id = row[0] as Int64? else { continue }
                // A sum that no record has, where there is none.
                found.append(StoredRow(id: id, record: row.bytes(1), checksum: row[2] as Int64? ?? -1))
                bytes += found[found.count - 1].record.count
            }
            return found
        }
    }

    /// The events of some rows, in that order; rows that are gone or damaged are left out.
    func events(ofRows ids: ArraySlice<Int64>) async throws(JournalError) -> [KubeEvent] {
        let rows = try await read("read events") { db in
            let statement = try db.cachedStatement(sql: "SELECT record, checksum FROM events WHERE id = ?")
            return try ids.compactMap { id in
                try Row.fetchOne(statement, arguments: [id]).map { row in
                    StoredRow(id: id, record: row.bytes(0), checksum: row[1] as Int64? ?? -1)
                }
            }
        }
        return rows.compactMap(\.event)
    }
}
