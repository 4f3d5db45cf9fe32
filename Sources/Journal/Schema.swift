import Events
import GRDB

/// The tables of `journal.sqlite`.
///
/// `UNIQUE(stream, version, uid)` is the only index beside the row ids: it rises with time, so that an insert touches the last
/// page; an index led by random uids costs three times the CPU at 600,000 rows and grows. Ids are given by the journal, not
/// by SQLite, which would use the ids of deleted rows again and so put new rows behind a cursor.
///
/// Since version 2 every row has the same `stream`, so that the key is `(version, uid)`: one journal is one cluster, and an event
/// seen in another scope is the same. The column stays, or the upgrade would have to write the whole file anew.
///
/// Events and gaps take their ids from one sequence, which is their order.
///
/// Those of gaps that version 1 counted on their own are negative since: no cursor comes by them.
///
/// Version 3 has counts by the minute, see ``EventTallies``.
enum Schema {
    static let version = 3
    /// The version that began to count events by the minute.
    static let firstWithTallies = 3

    /// What the rows of `events` and `dead_letters` have in common.
    static let eventColumns = "stream, version, uid, received, record, checksum"

    /// What `events.stream` holds.
    ///
    /// The first stream of a file of version 1, so that the rows which most such files hold are recognised.
    static let keySpace: Int64 = 1

    /// The columns of `sinks` that hold counts, of which version 1 had the first ones.
    static let counters = "name, cursor, seen, acknowledged, waiting, dead, filtered, dropped, lost"
    static let dropCounters = DropReason.allCases.map(\.column).joined(separator: ", ")

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
            id INTEGER PRIMARY KEY, stream INTEGER NOT NULL,
            reason TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL
        );
        CREATE TABLE sinks (
            name TEXT PRIMARY KEY, cursor INTEGER NOT NULL, seen INTEGER NOT NULL, acknowledged INTEGER NOT NULL,
            waiting INTEGER NOT NULL, dead INTEGER NOT NULL, filtered INTEGER NOT NULL, dropped INTEGER NOT NULL,
            lost INTEGER NOT NULL, dropped_policy INTEGER NOT NULL DEFAULT 0,
            dropped_fairness INTEGER NOT NULL DEFAULT 0, dropped_request INTEGER NOT NULL DEFAULT 0,
            dropped_retention INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID;
        CREATE TABLE dead_letters (
            id INTEGER PRIMARY KEY, sink TEXT NOT NULL, event INTEGER NOT NULL, at INTEGER NOT NULL,
            status INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
            stream INTEGER NOT NULL, version INTEGER NOT NULL, uid BLOB NOT NULL,
            received INTEGER NOT NULL, record BLOB NOT NULL, checksum INTEGER NOT NULL
        );
        """ + tallies

    private static let tallies = """
        CREATE TABLE tallies (
            minute INTEGER NOT NULL, kind INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (minute, kind)
        ) WITHOUT ROWID;
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

    /// Brings an open file of an earlier version up to date, wholly or not at all.
    static func upgrade(_ db: Database, from found: Int) throws {
        guard found < version else { return }
        guard found > 0 else { return try create(in: db) }
        try db.transaction {
            if found < 2 { try upgradeFromFirst(db) }
            // What is there already is not counted: reading it would keep the start waiting for as long as the file is large.
            try db.execute(sql: tallies)
            try db.execute(sql: "PRAGMA user_version = \(version)")
        }
    }

    private static func upgradeFromFirst(_ db: Database) throws {
        for reason in DropReason.allCases {
            try db.execute(sql: "ALTER TABLE sinks ADD COLUMN \(reason.column) INTEGER NOT NULL DEFAULT 0")
        }
        try settleReasons(in: db)
        try db.execute(sql: "UPDATE gaps SET id = id - (SELECT max(id) + 1 FROM gaps)")
        try db.execute(sql: "ALTER TABLE gaps DROP COLUMN after_event")
    }

    /// What version 1 counted as dropped, without a reason, was asked for by a person.
    static func settleReasons(in db: Database) throws {
        let reasons = DropReason.allCases.map(\.column).joined(separator: " + ")
        try db.execute(sql: "UPDATE sinks SET dropped_request = dropped_request + dropped - (\(reasons))")
    }
}

extension DropReason {
    /// Where `sinks` counts it.
    var column: String { "dropped_" + rawValue }
}
