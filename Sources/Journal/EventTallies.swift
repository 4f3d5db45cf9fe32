package import Basics
package import Events
import GRDB

/// Event versions counted by type and by the minute of their ``KubeEvent/order``, beside the rows themselves.
///
/// They outlive the rows, so that a week can be compared with the one before it; and counting costs a commit a few small rows,
/// most commits being about one or two minutes.
struct EventTallies {
    /// How long they are kept.
    static let retention = Duration.seconds(35 * 86400)

    /// The name of the property that says since when everything is counted, in microseconds since 1970.
    static let startProperty = "tallies_since"

    private struct Place: Hashable {
        var minute: Int64
        var kind: EventClass
    }

    private var counts: [Place: Int] = [:]

    /// Counts a row that was inserted.
    ///
    /// What happened longer ago than tallies are kept would only make the table grow.
    mutating func add(_ event: KubeEvent) {
        let order = event.order
        guard event.received.since(order) < Self.retention else { return }
        counts[Place(minute: Self.minute(of: order), kind: EventClass(type: event.type)), default: 0] += 1
    }

    /// Adds what was counted to the table, inside the transaction of the rows.
    func write(to db: Database) throws {
        guard !counts.isEmpty else { return }
        let sql = """
            INSERT INTO tallies (minute, kind, count) VALUES (?, ?, ?)
            ON CONFLICT (minute, kind) DO UPDATE SET count = count + excluded.count
            """
        let statement = try db.cachedStatement(sql: sql)
        for (place, count) in counts {
            try statement.execute(arguments: [place.minute, place.kind.rawValue, count])
        }
    }

    /// Whole minutes since 1970, rounded down.
    static func minute(of time: Timestamp) -> Int64 {
        let seconds = time.seconds
        return seconds >= 0 ? seconds / 60 : (seconds - 59) / 60
    }

    /// Since when everything is counted, nil when nothing was yet.
    static func start(in db: Database) throws -> Timestamp? {
        let sql = "SELECT value FROM properties WHERE name = ?"
        let value = try String.fetchOne(db.cachedStatement(sql: sql), arguments: [startProperty])
        return value.flatMap { Int64($0) }.map(Timestamp.init(microseconds:))
    }

    static func setStart(_ time: Timestamp, in db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO properties (name, value) VALUES (?, ?)",
            arguments: [startProperty, String(time.microseconds)]
        )
    }

    /// Deletes what is older than tallies are kept; nothing before it is told of any more.
    static func prune(_ db: Database, now: Timestamp) throws {
        let oldest = now.advanced(by: .zero - retention)
        guard let start = try start(in: db), start < oldest else { return }
        try db.execute(sql: "DELETE FROM tallies WHERE minute < ?", arguments: [minute(of: oldest)])
        try setStart(oldest, in: db)
    }
}

/// How many event versions a journal took in that happened in some time.
package struct JournalTallies: Sendable, Equatable {
    package var counts = TypeCounts()
    /// Since when everything is counted; nil when nothing is.
    package var since: Timestamp?
    /// Whether the journal knows of events it may have missed in that time.
    package var hasGap = false

    package init(counts: TypeCounts = TypeCounts(), since: Timestamp? = nil, hasGap: Bool = false) {
        self.counts = counts
        self.since = since
        self.hasGap = hasGap
    }
}

extension JournalReader {
    /// Counts the event versions that happened from the minute of `from` up to `to`; costs a step for each minute with events.
    ///
    /// Of the last minute, if it is not whole, the share that lies before `to`.
    package func tallies(from: Timestamp, to: Timestamp) async throws(JournalError) -> JournalTallies {
        try await read("count events") { db in
            // A file that another eventer wrote, before there were any.
            guard try Schema.version(of: db) >= Schema.firstWithTallies else { return JournalTallies() }
            var tallies = JournalTallies(since: try EventTallies.start(in: db))
            let last = EventTallies.minute(of: to)
            let share = to.seconds - last * 60
            let sql = """
                SELECT kind, sum(CASE WHEN minute = ?2 THEN (count * ?3 + 30) / 60 ELSE count END) FROM tallies
                WHERE minute >= ?1 AND minute <= ?2 GROUP BY kind
                """
            let rows = try Row.fetchCursor(
                db.cachedStatement(sql: sql),
                arguments: [EventTallies.minute(of: from), last, share]
            )
            while let row = try rows.next() {
                guard let kind = (row[0] as Int?).flatMap(EventClass.init(rawValue:)) else { continue }
                tallies.counts[kind] = row[1] as Int? ?? 0
            }
            let gaps = "SELECT EXISTS (SELECT 1 FROM gaps WHERE begins < ? AND ends > ?)"
            tallies.hasGap = try Bool.fetchOne(db, sql: gaps, arguments: [to.microseconds, from.microseconds]) ?? false
            return tallies
        }
    }
}
