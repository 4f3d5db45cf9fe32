import Basics
import Events
import GRDB

/// What the journal knows without asking the file; changed only with the file, on the writer's queue.
struct JournalMemory: Sendable {
    struct Entry: Sendable, Equatable {
        var cursor: Int64
        var ledger: DeliveryLedger
    }

    /// The status while all is well.
    let home: JournalStatus
    var status: JournalStatus
    var nextID: Int64 = 1
    /// The id of the newest gap, 0 when there is none.
    var newestGap: Int64 = 0
    var streams: [String: Int64] = [:]
    /// By sink.
    var ledgers: [String: Entry] = [:]
    /// Sinks registered by this process.
    var sinksInUse: Set<String> = []
    var duplicates = 0
    /// Since when events are counted by the minute, nil before the first of them.
    var talliesBegin: Timestamp?
    /// Event versions kept; nil until they were counted.
    var rows: Int?
    var figures = JournalFigures()
    /// Where the file is that was found damaged.
    var setAside: String?
    var subscribers: [Doorbell] = []

    init(home: JournalStatus) {
        self.home = home
        status = home
    }

    /// How many rows the sink is owed that is furthest behind.
    var owed: Int { sinksInUse.compactMap { ledgers[$0]?.ledger.waiting }.max() ?? 0 }

    /// What of `used` bytes nobody is owed, by the number of rows; none as long as those are not counted.
    func history(of used: Int) -> Int {
        guard owed > 0 else { return used }
        guard let rows, rows > 0 else { return 0 }
        return Int(Double(used) * Double(max(0, rows - owed)) / Double(rows))
    }

    /// Reads everything from the file; no table is scanned.
    mutating func load(from db: Database) throws {
        let newest = try Int64.fetchOne(db, sql: "SELECT max(id) FROM events") ?? 0
        streams = [:]
        for row in try Row.fetchAll(db, sql: "SELECT id, name FROM streams") {
            guard let id = row[0] as Int64?, let name = row[1] as String? else { continue }
            streams[name] = id
        }
        try loadLedgers(from: db)
        newestGap = max(0, try Int64.fetchOne(db, sql: "SELECT max(id) FROM gaps") ?? 0)
        talliesBegin = try EventTallies.start(in: db)
        nextID = max(newest, newestGap, ledgers.values.map(\.cursor).max() ?? 0) + 1
    }

    mutating func loadLedgers(from db: Database) throws {
        let sql = "SELECT \(Schema.counters), \(Schema.dropCounters) FROM sinks"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql))
        var ledgers: [String: Entry] = [:]
        while let row = try rows.next() {
            guard let name = row[0] as String? else { continue }
            var ledger = DeliveryLedger()
            ledger.seen = row[2] as Int? ?? 0
            ledger.acknowledged = row[3] as Int? ?? 0
            ledger.waiting = row[4] as Int? ?? 0
            ledger.dead = row[5] as Int? ?? 0
            ledger.filtered = row[6] as Int? ?? 0
            ledger.dropped = row[7] as Int? ?? 0
            ledger.lost = row[8] as Int? ?? 0
            for (index, reason) in DropReason.allCases.enumerated() {
                guard let count = row[9 + index] as Int?, count > 0 else { continue }
                ledger.drops[reason] = count
            }
            ledgers[name] = Entry(cursor: row[1] as Int64? ?? 0, ledger: ledger)
        }
        self.ledgers = ledgers
    }
}
