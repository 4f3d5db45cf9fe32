import Basics
import Events
import GRDB
import GRDBSQLite

/// The insertion of one event a step, its bytes bound where they lie.
///
/// Straight to SQLite's own functions, since GRDB's arguments take longer than the insertion. One row a statement, because of
/// several SQLite keeps each page that they change a second time, to undo the statement alone.
struct EventInsertion {
    private static let sql = """
        INSERT INTO events (id, \(Schema.eventColumns)) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (stream, version, uid) DO NOTHING
        """

    private let database: Database
    private let statement: SQLiteStatement
    private let connection: SQLiteConnection?
    private var record = RecordBuffer()

    init(_ database: Database) throws {
        self.database = database
        statement = try database.cachedStatement(sql: Self.sql).sqliteStatement
        connection = sqlite3_db_handle(statement)
    }

    /// Inserts `event` as row `id`, unless that version is there.
    ///
    /// - Returns: Whether it was not there.
    mutating func insert(_ event: KubeEvent, id: Int64) throws -> Bool {
        EventCodec.write(event, to: &record)
        let version = event.key.resourceVersion.value
        var uid = event.key.uid
        let status = uid.withUTF8 { uid in
            record.withRecord { record in
                bind(id, at: 1)
                bind(Schema.keySpace, at: 2)
                bind(version, at: 3)
                bind(uid, at: 4)
                bind(event.received.microseconds, at: 5)
                bind(record, at: 6)
                bind(EventCodec.checksum(record), at: 7)
                sqlite3_step(statement)
                // Gives the code of the step; after it nothing looks at the bytes any more.
                return sqlite3_reset(statement)
            }
        }
        guard status == SQLITE_OK else {
            throw DatabaseError(resultCode: ResultCode(rawValue: status), message: database.lastErrorMessage)
        }
        // Not GRDB's count, which asks for the dispatch queue first.
        return sqlite3_changes(connection) == 1
    }

    private func bind(_ value: Int64, at index: Int32) {
        sqlite3_bind_int64(statement, index, value)
    }

    private func bind(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int32) {
        // No bytes would be NULL.
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
            sqlite3_bind_zeroblob(statement, index, 0)
            return
        }
        sqlite3_bind_blob64(statement, index, start, UInt64(bytes.count), nil)
    }
}
