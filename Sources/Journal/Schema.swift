import GRDB

/// The tables of `journal.sqlite`.
///
/// `UNIQUE(stream, version, uid)` is the only index beside the row ids: it rises with time, so that an insert touches the last
/// page; an index led by random uids costs three times the CPU at 600,000 rows and grows. Ids are given by the journal, not
/// by SQLite, which would use the ids of deleted rows again and so put new rows behind a cursor.
enum Schema {
    static let version = 1

    /// What the rows of `events` and `dead_letters` have in common.
    static let eventColumns = "stream, version, uid, received, record, checksum"

    /// Settings of a connection that writes.
    ///
    /// Pages of 16 KiB instead of 4 save a third of the time an insert takes: fewer system calls, and less room lost between
    /// rows of 1.5 KB. The cache holds a commit of a busy cluster, so that none is written twice; a checkpoint comes every 8 MiB.
    static let pragmas = "PRAGMA page_size = 16384; PRAGMA cache_size = -2048; PRAGMA wal_autocheckpoint = 512"

    private static let tables = """
        CREATE TABLE properties (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE streams (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, resume_version INTEGER,
            anchor_uid BLOB, anchor_version INTEGER, anchor_namespace BLOB, anchor_name BLOB
        );
        CREATE TABLE events (
            id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, version INTEGER NOT NULL, uid BLOB NOT NULL,
            received INTEGER NOT NULL, record BLOB NOT NULL, checksum INTEGER NOT NULL,
            UNIQUE (stream, version, uid)
        );
        CREATE TABLE gaps (
            id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, after_event INTEGER NOT NULL,
            reason TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL
        );
        CREATE TABLE sinks (
            name TEXT PRIMARY KEY, cursor INTEGER NOT NULL, seen INTEGER NOT NULL, acknowledged INTEGER NOT NULL,
            waiting INTEGER NOT NULL, dead INTEGER NOT NULL, filtered INTEGER NOT NULL, dropped INTEGER NOT NULL,
            lost INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE dead_letters (
            id INTEGER PRIMARY KEY, sink TEXT NOT NULL, event INTEGER NOT NULL, at INTEGER NOT NULL,
            status INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
            stream INTEGER NOT NULL, version INTEGER NOT NULL, uid BLOB NOT NULL,
            received INTEGER NOT NULL, record BLOB NOT NULL, checksum INTEGER NOT NULL
        );
        """

    /// The version of an open file, 0 for a new one.
    static func version(of db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }

    static func create(in db: Database) throws {
        try db.transaction {
            try db.execute(sql: tables)
            try db.execute(sql: "PRAGMA user_version = \(version)")
        }
    }
}
